// Root fields of an API as a port for its records: which question a page or a key becomes, and what of the answer are rows.

import type { Execution } from "../../core/index.ts";
import type { HttpAnswer } from "../shared/http/exchange.ts";
import type { Fetched, ListQuestion, RemoteFilter, RemotePage, RemotePort } from "../shared/remote/port.ts";
import type { Row } from "../shared/rows/path.ts";
import { answeredIn, fieldIn } from "./answer.ts";
import { ask, type Executor } from "./ask.ts";
import type { ListBinding, PageBinding } from "./binding.ts";
import type { RowsCommand } from "./command.ts";
import { type DocumentArgument, documentText, keysText } from "./document.ts";
import { unusable } from "./errors.ts";
import type { Variables } from "./values.ts";

export function portOf(executor: Executor, command: RowsCommand): RemotePort {
  const { list, get } = command.binding;
  const [argument] = get?.arguments ?? [];
  return {
    ...(list === undefined ? {} : { list: lister(executor, command, list) }),
    ...(get === undefined || argument === undefined
      ? {}
      : {
          one: async ([key], call) => {
            const [first] = await byKeys(executor, command, get.field, argument, [key], call);
            return first;
          },
          many: async (keys, call) => {
            const found = await byKeys(executor, command, get.field, argument, keys, call);
            const fallback = found.find((one) => one.fallback !== undefined)?.fallback;
            return { rows: found.map(({ row }) => row), ...(fallback === undefined ? {} : { fallback }) };
          },
        }),
  };
}

async function question(
  executor: Executor,
  { operation, address }: RowsCommand,
  text: string,
  variables: Variables,
  call: Execution,
): Promise<HttpAnswer> {
  return ask(executor, { operation, effect: "read", address, text, variables }, call);
}

async function byKeys(
  executor: Executor,
  command: RowsCommand,
  field: string,
  { name, written }: { readonly name: string; readonly written: string },
  keys: readonly unknown[],
  call: Execution,
): Promise<readonly Fetched[]> {
  const known = keys.map((key) => keyValue(key, written)).filter((key) => key !== undefined);
  if (known.length === 0) return [];
  const text = keysText(field, name, written, known.length, command.selection);
  const variables = Object.fromEntries(known.map((key, at) => [`k${at}`, key] as const));
  const answer = await question(executor, command, text, variables, call);
  const { data = {} } = read(executor, command, answer);
  return Object.values(data).flatMap((value): readonly Fetched[] => {
    if (value === null) return [];
    if (!isRow(value)) throw unusable(executor.source, command.operation, "expected an object");
    return [{ row: value, ...fallbackOf(answer) }];
  });
}

/** Keys that came as texts, as the argument wants them; undefined: none can have this key. */
function keyValue(key: unknown, written: string): unknown {
  if (!/^Int!?$/.test(written)) return String(key as string | number | bigint);
  const number = Number(key);
  return Number.isInteger(number) && Math.abs(number) < 2 ** 31 ? number : undefined;
}

function lister(executor: Executor, command: RowsCommand, binding: ListBinding) {
  return async (asked: ListQuestion, call: Execution): Promise<RemotePage> => {
    const { page } = binding;
    const size = page === undefined ? undefined : Math.min(page.most, asked.wanted ?? page.most);
    const filters = asked.filters.flatMap((one) => filterOf(binding, one));
    const given: readonly (DocumentArgument & { readonly value: unknown })[] = [
      ...filters,
      ...(page === undefined ? [] : pageArguments(page, size, asked)),
    ];
    const text = documentText("query", binding.field, given, selectionOf(binding, command.selection));
    const variables = Object.fromEntries(given.map(({ name, value }) => [name, value] as const));
    const answer = await question(executor, command, text, variables, call);
    const value = fieldIn(read(executor, command, answer));
    const rows = rowsIn(executor, command, binding, value);
    const next = page === undefined ? undefined : nextOf(page, value, rows.length, size, asked);
    return { rows, ...(next === undefined ? {} : { next: { kind: "argument", text: next } }), ...fallbackOf(answer) };
  };
}

function filterOf({ filters }: ListBinding, { field, operator, value }: RemoteFilter) {
  const argument = Object.hasOwn(filters, field) ? filters[field]?.[operator] : undefined;
  if (argument === undefined) return [];
  const one = (given: unknown): unknown => scalarOf(given, argument.written);
  const held = argument.written.startsWith("[")
    ? (Array.isArray(value) ? (value as readonly unknown[]) : [value]).map(one)
    : one(value);
  return [{ ...argument, required: true, value: held }];
}

/** A value of a URL is a text. */
function scalarOf(value: unknown, written: string): unknown {
  if (typeof value !== "string") return value;
  const type = written.replaceAll(/[[\]!]/g, "");
  if ((type === "Int" || type === "Float") && value.trim() !== "" && Number.isFinite(Number(value)))
    return Number(value);
  return type === "Boolean" && (value === "true" || value === "false") ? value === "true" : value;
}

function pageArguments(page: PageBinding, size: number | undefined, { page: mark }: ListQuestion) {
  const first = { name: page.size, written: "Int", required: true, value: size };
  if (mark === undefined) return [first];
  return page.kind === "offset"
    ? [first, { name: page.offset, written: "Int", required: true, value: Number(mark.text) }]
    : [first, { name: page.cursor, written: page.cursorWritten, required: true, value: mark.text }];
}

function selectionOf({ rows, page }: ListBinding, selection: string): string {
  if (rows === "list") return selection;
  const info = page?.kind === "cursor" ? " pageInfo { hasNextPage endCursor }" : "";
  return rows === "nodes" ? ` { nodes${selection}${info} }` : ` { edges { node${selection} }${info} }`;
}

function rowsIn(
  { source }: Executor,
  { operation }: RowsCommand,
  { rows }: ListBinding,
  value: unknown,
): readonly Row[] {
  if (value === null || value === undefined) return [];
  const held = rows === "list" ? value : isRow(value) ? value[rows] : undefined;
  if (held === null) return [];
  if (!Array.isArray(held)) throw unusable(source, operation, "expected a list of objects");
  const items = (held as readonly unknown[]).map((one) => (rows === "edges" && isRow(one) ? one["node"] : one));
  return items
    .filter((one) => one !== null && one !== undefined)
    .map((one) => {
      if (isRow(one)) return one;
      throw unusable(source, operation, "expected a list of objects");
    });
}

function nextOf(
  page: PageBinding,
  value: unknown,
  rows: number,
  size: number | undefined,
  { page: mark }: ListQuestion,
): string | undefined {
  if (page.kind === "offset")
    return rows < (size ?? 1) || rows === 0 ? undefined : String((mark === undefined ? 0 : Number(mark.text)) + rows);
  const info = isRow(value) ? value["pageInfo"] : undefined;
  if (!isRow(info) || info["hasNextPage"] !== true) return undefined;
  return typeof info["endCursor"] === "string" ? info["endCursor"] : undefined;
}

function read({ source }: Executor, { operation }: RowsCommand, answer: HttpAnswer) {
  try {
    return answeredIn(answer);
  } catch (cause) {
    throw unusable(source, operation, cause instanceof Error ? cause.message : "it cannot be read", cause);
  }
}

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fallbackOf({ from }: HttpAnswer): { readonly fallback?: string } {
  return from === undefined || from === "cache" ? {} : { fallback: from };
}
