// The operations of an API as a port for its records: which arguments a question becomes, and what of the answer are rows.

import { type Execution, Problem } from "../../core/index.ts";
import type { HttpAnswer } from "../shared/http/exchange.ts";
import { firstPage, nextPage, PageFault, type PageMark, placeOf } from "../shared/pages/next-page.ts";
import { keyTextOf } from "../shared/remote/key-text.ts";
import type { Fetched, ListQuestion, RemotePage, RemotePort } from "../shared/remote/port.ts";
import { resolved } from "../shared/api/schema.ts";
import type { Row } from "../shared/rows/path.ts";
import { valueOf } from "./answer.ts";
import { ask, type Executor } from "./ask.ts";
import type { ResourceBinding } from "./binding.ts";
import type { ApiCommand, RowsCommand } from "./command.ts";
import { unusable } from "./errors.ts";

type Listing = NonNullable<ResourceBinding["list"]>;

export function portOf(executor: Executor, { binding, list, get, batch }: RowsCommand): RemotePort {
  return {
    ...(list === undefined || binding.list === undefined
      ? {}
      : { list: lister(executor, list, binding.list, binding.abilities.key) }),
    ...(get === undefined || binding.get === undefined ? {} : { one: getter(executor, get, binding.get) }),
    ...(batch === undefined || binding.batch === undefined ? {} : { many: batcher(executor, batch, binding.batch) }),
  };
}

function lister(executor: Executor, command: ApiCommand, binding: Listing, key: readonly string[]) {
  return async (asked: ListQuestion, call: Execution): Promise<RemotePage> => {
    const { page, rows: place } = binding;
    const mark = asked.page ?? firstPage(page);
    const size = page?.size === undefined ? undefined : Math.min(page.size.most, asked.wanted ?? page.size.most);
    const given = argumentsOf(command, binding, asked, mark, size);
    const address = mark?.kind === "address" ? mark.text : undefined;
    const found = await ask(executor, withArguments(command, given), call, address);
    const body = valueOf(executor.source, command, found.answer);
    const rows = rowsAt(executor, command, body, place);
    const last = rows.at(-1);
    const answered = {
      body,
      headers: found.answer.headers,
      rows,
      address: found.address,
      mark,
      ...(size === undefined ? {} : { size }),
      ...lastKey(last, key),
    };
    const next = page === undefined ? undefined : following(() => nextPage(page, answered), executor, command);
    return { rows, ...(next === undefined ? {} : { next }), ...fallbackOf(found.answer) };
  };
}

function lastKey(row: Row | undefined, [field]: readonly string[]): { readonly lastKey?: string } {
  if (row === undefined || field === undefined || keyTextOf(row, [field]) === undefined) return {};
  return { lastKey: String(row[field] as string | number | bigint) };
}

function following(next: () => PageMark | undefined, { source }: Executor, { operation }: ApiCommand) {
  try {
    return next();
  } catch (thrown) {
    throw thrown instanceof PageFault ? unusable(source, operation, thrown.message) : thrown;
  }
}

function argumentsOf(
  command: ApiCommand,
  { filters, order, page }: Listing,
  asked: ListQuestion,
  mark: PageMark | undefined,
  size: number | undefined,
): ReadonlyMap<string, unknown> {
  const given = new Map<string, unknown>();
  for (const { field, operator, value } of asked.filters) {
    const name = Object.hasOwn(filters, field) ? filters[field]?.[operator] : undefined;
    if (name === undefined) continue;
    // A list of one is no text that might be taken for several.
    given.set(name, operator !== "in" && takesList(command, name) ? [value] : value);
  }
  const sorted = asked.order;
  const spelled = sorted === undefined ? undefined : order?.fields[sorted.field]?.[sorted.direction];
  if (order !== undefined && spelled !== undefined) given.set(order.argument, spelled);
  if (size !== undefined && page?.size !== undefined) given.set(page.size.argument, size);
  if (mark?.kind === "argument" && page !== undefined && "argument" in page) given.set(page.argument, mark.text);
  return given;
}

function takesList({ arguments: plans, shared }: ApiCommand, name: string): boolean {
  const plan = plans.find((one) => one.name === name);
  return plan !== undefined && resolved(plan.schema, shared)?.types?.includes("array") === true;
}

function getter(executor: Executor, command: ApiCommand, binding: NonNullable<ResourceBinding["get"]>) {
  return async (key: readonly unknown[], call: Execution): Promise<Fetched | undefined> => {
    const given = new Map(binding.arguments.map((name, at) => [name, key[at]] as const));
    let found: { readonly answer: HttpAnswer };
    try {
      found = await ask(executor, withArguments(command, given), call);
    } catch (thrown) {
      if (isNone(thrown)) return undefined;
      throw thrown;
    }
    const value = placeOf(valueOf(executor.source, command, found.answer), binding.item);
    if (value === undefined || value === null) return undefined;
    if (!isRow(value)) throw unusable(executor.source, command.operation, "expected an object");
    return { row: value, ...fallbackOf(found.answer) };
  };
}

/** There is none of this key, or there can be none. */
function isNone(thrown: unknown): boolean {
  if (!(thrown instanceof Problem)) return false;
  return thrown.code === "ISTHMUS610" || (thrown.code === "ISTHMUS611" && thrown.category === "missing");
}

function batcher(executor: Executor, command: ApiCommand, binding: NonNullable<ResourceBinding["batch"]>) {
  return async (keys: readonly string[], call: Execution): Promise<RemotePage> => {
    const value = takesList(command, binding.argument) ? keys : keys.join(",");
    const given = new Map<string, unknown>([[binding.argument, value]]);
    const { answer } = await ask(executor, withArguments(command, given), call);
    const rows = rowsAt(executor, command, valueOf(executor.source, command, answer), binding.rows);
    return { rows, ...fallbackOf(answer) };
  };
}

function withArguments(command: ApiCommand, given: ReadonlyMap<string, unknown>): ApiCommand {
  return { ...command, given: () => (name) => given.get(name) };
}

function rowsAt({ source }: Executor, { operation }: ApiCommand, body: unknown, place: string): readonly Row[] {
  const list = placeOf(body, place);
  if (list === undefined || list === null) {
    if (body === undefined || list === null) return [];
    throw unusable(source, operation, `expected a list of objects${place === "" ? "" : ` at ${place}`}`);
  }
  if (Array.isArray(list) && list.every(isRow)) return list;
  throw unusable(source, operation, `expected a list of objects${place === "" ? "" : ` at ${place}`}`);
}

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fallbackOf({ from }: HttpAnswer): { readonly fallback?: string } {
  return from === undefined || from === "cache" ? {} : { fallback: from };
}
