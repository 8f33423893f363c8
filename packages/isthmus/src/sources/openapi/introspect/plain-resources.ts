// The resources that a document shows plainly: a list of objects at `/things`, and one of them at `/things/{id}`.

import type { OperationSchema } from "../../../core/index.ts";
import { cleanName } from "../../shared/api/names.ts";
import type { Schema } from "../../shared/api/schema.ts";
import type { OperationBinding } from "../binding.ts";
import type { ResourceSettings } from "../resource-options.ts";
import { objectIn, rowsIn } from "./answered-rows.ts";

/** An operation, with what the document says that it answers. */
export interface Answering {
  readonly operation: OperationSchema;
  /** Of JSON. */
  readonly answer?: Schema;
}

export type Shared = Readonly<Record<string, Schema>>;
export interface Known {
  readonly operations: ReadonlyMap<string, Answering>;
  readonly shared: Shared;
}

/** By their names. */
export function plainResources({ operations, shared }: Known): ReadonlyMap<string, ResourceSettings> {
  const all = [...operations.values()];
  const lists = all.filter((one) => isPlainList(one, shared)).map(({ operation }) => operation);
  const items = new Map<string, string>();
  for (const one of all) {
    const list = listOf(one, shared);
    if (list !== undefined && !items.has(list)) items.set(list, one.operation.name);
  }
  const times = new Map<string, number>();
  const short = lists.map((operation) => cleanName(lastSegment(bindingOf(operation).path)));
  for (const name of short) times.set(name, (times.get(name) ?? 0) + 1);
  const resources = new Map<string, ResourceSettings>();
  lists.forEach((operation, at) => {
    const { path } = bindingOf(operation);
    const wished = short[at] ?? "";
    const name = (times.get(wished) ?? 0) > 1 ? cleanName(path) : wished;
    if (name === "" || resources.has(name)) return;
    const item = items.get(path);
    resources.set(name, { list: operation.name, ...(item === undefined ? {} : { get: item }) });
  });
  return resources;
}

function isPlainList({ operation, answer }: Answering, shared: Shared): boolean {
  const { method, path } = bindingOf(operation);
  return (
    method === "GET" &&
    operation.effect === "read" &&
    !path.includes("{") &&
    operation.parameters.every(({ required }) => !required) &&
    answer !== undefined &&
    rowsIn(answer, shared) !== undefined
  );
}

/** Of an operation that fetches one by its key: the path of the list that it would be in. */
function listOf({ operation, answer }: Answering, shared: Shared): string | undefined {
  const { method, path } = bindingOf(operation);
  if (method !== "GET" || operation.effect !== "read" || answer === undefined) return undefined;
  const [, list] = /^([^{}]+)\/\{[^{}]+\}$/.exec(path) ?? [];
  const plain = operation.parameters.filter(({ required }) => required).length === 1;
  return plain && objectIn(answer, shared) !== undefined ? list : undefined;
}

function lastSegment(path: string): string {
  return (
    path
      .split("?")[0]
      ?.split("/")
      .findLast((part) => part !== "") ?? ""
  );
}

export function bindingOf(operation: OperationSchema): OperationBinding {
  return operation.binding as OperationBinding;
}
