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
  readonly operations: readonly Answering[];
  readonly shared: Shared;
}

/** By their names. */
export function plainResources(known: Known): ReadonlyMap<string, ResourceSettings> {
  const lists = known.operations.filter((one) => isPlainList(one, known.shared));
  const short = lists.map(({ operation }) => cleanName(lastSegment(bindingOf(operation).path)));
  const resources = new Map<string, ResourceSettings>();
  lists.forEach(({ operation }, at) => {
    const { path } = bindingOf(operation);
    const wished = short[at] ?? "";
    const shared = short.filter((one) => one === wished).length > 1;
    const name = shared ? cleanName(path) : wished;
    if (name === "" || resources.has(name)) return;
    const item = known.operations.find((one) => isItemOf(path, one, known.shared))?.operation.name;
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

function isItemOf(list: string, { operation, answer }: Answering, shared: Shared): boolean {
  const { method, path } = bindingOf(operation);
  const rest = path.startsWith(`${list}/`) ? path.slice(list.length + 1) : "";
  return (
    method === "GET" &&
    operation.effect === "read" &&
    /^\{[^{}]+\}$/.test(rest) &&
    operation.parameters.filter(({ required }) => required).length === 1 &&
    answer !== undefined &&
    objectIn(answer, shared) !== undefined
  );
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
