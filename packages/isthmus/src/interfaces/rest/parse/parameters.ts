// The query's parameters: split, percent-decoded once, and sorted into what the dialect reserves and what is a filter.

import { test, restOf } from "./filter.ts";
import type { ParserLimits } from "./limits.ts";
import { parseLogic } from "./logic.ts";
import { fieldName, jsonPath } from "./names.ts";
import { parseOrder } from "./order.ts";
import { nulCharacter, notUtf8, tooMuch } from "./problems.ts";
import type { Scanner } from "./scanner.ts";
import { attempt, blanks, parseAll, scan, take } from "./scanner.ts";
import { parseSelect } from "./select.ts";
import type { FieldName, Filter, LogicTree, OrderTerm, Placed, SelectItem } from "./syntax.ts";

export interface Parameter {
  readonly key: string;
  readonly value: string;
  /** Its place in the query: what a kept shape takes values by. */
  readonly slot: number;
}

export interface Page {
  readonly path: readonly string[];
  readonly limit?: Parameter;
  readonly offset?: Parameter;
}

export interface Parameters {
  readonly select: readonly SelectItem[];
  readonly filters: readonly Placed<Filter>[];
  readonly logic: readonly Placed<LogicTree | Filter>[];
  readonly orders: readonly Placed<readonly OrderTerm[]>[];
  readonly pages: ReadonlyMap<string, Page>;
  readonly columns?: readonly string[];
  readonly onConflict?: readonly string[];
  readonly after?: Parameter;
  /** Of a call by GET: what is no filter. */
  readonly arguments: readonly Parameter[];
  /** Names of all parameters that are filters or arguments, as written. */
  readonly filterKeys: readonly string[];
}

/** Decodes `+` and percent-encoding. What is no encoding stays as it is; what is no UTF-8 is refused. */
export function decode(text: string): string {
  if (!text.includes("%") && !text.includes("+")) return checked(text);
  const spaced = text.replaceAll("+", " ");
  try {
    return checked(decodeURIComponent(spaced));
  } catch (thrown) {
    if (!(thrown instanceof URIError)) throw thrown;
  }
  try {
    return checked(decodeURIComponent(spaced.replace(/%(?![0-9a-fA-F]{2})/g, "%25")));
  } catch (thrown) {
    if (!(thrown instanceof URIError)) throw thrown;
    throw notUtf8();
  }
}

function checked(text: string): string {
  if (text.includes("\0")) throw nulCharacter();
  return text;
}

/** Parameters that have a value, be it empty. */
export function splitQuery(query: string): readonly Parameter[] {
  if (query === "") return [];
  const parameters: Parameter[] = [];
  const parts = query.split("&");
  for (const [slot, part] of parts.entries()) {
    const equals = part.indexOf("=");
    if (equals >= 0)
      parameters.push({ key: decode(part.slice(0, equals)), value: decode(part.slice(equals + 1)), slot });
  }
  return parameters;
}

/** A cursor is base64url, which has no point; a filter on a field of that name has one behind its operator. */
export function isCursor(parameter: Parameter): boolean {
  return parameter.key === "after" && /^[A-Za-z0-9_-]*$/.test(parameter.value);
}

/** What a request does, as far as it matters to its parameters: only reads have cursors, only calls by GET arguments. */
export type Purpose = "read" | "write" | "call" | "call-by-get";

/** Syntax errors come in the dialect's order: order, logic, columns, select, filters, on_conflict. */
export function parseParameters(all: readonly Parameter[], limits: ParserLimits, purpose: Purpose): Parameters {
  const orders: Parameter[] = [];
  const logics: Parameter[] = [];
  const others: Parameter[] = [];
  const paging: Parameter[] = [];
  const reserved = new Map<string, Parameter>();
  for (const parameter of all) {
    const word = parameter.key.slice(parameter.key.lastIndexOf(".") + 1);
    if (word === "order") orders.push(parameter);
    else if (word === "and" || word === "or") logics.push(parameter);
    else if (word === "limit" || word === "offset") paging.push(parameter);
    else if (
      parameter.key === "select" ||
      parameter.key === "columns" ||
      parameter.key === "on_conflict" ||
      (purpose === "read" && isCursor(parameter))
    ) {
      if (!reserved.has(parameter.key)) reserved.set(parameter.key, parameter);
    } else others.push(parameter);
  }
  if (logics.length + others.length > limits.conditions)
    throw tooMuch(`A request may have ${limits.conditions} conditions`);
  const parsedOrders = orders.map(({ key, value }) => ({ path: pathOf(key), it: parseOrder(value) }));
  const logic = logics.map(({ key, value }) => parseLogic(key, value));
  const columns = names("columns parameter", reserved.get("columns")?.value);
  const select = parseSelect(selectOf(reserved.get("select")), limits);
  const tests = others.map((parameter) => parseFilter(parameter, purpose === "call-by-get"));
  const onConflict = names("on_conflict parameter", reserved.get("on_conflict")?.value);
  const after = reserved.get("after");
  return {
    select,
    filters: tests.filter((one) => one !== undefined),
    logic,
    orders: parsedOrders,
    pages: pagesOf(paging),
    arguments: others.filter((_, index) => tests[index] === undefined),
    filterKeys: others.map(({ key }) => key),
    ...(columns === undefined ? {} : { columns }),
    ...(onConflict === undefined ? {} : { onConflict }),
    ...(after === undefined ? {} : { after }),
  };
}

/** An empty select asks for all fields, as none does. */
function selectOf(parameter: Parameter | undefined): string {
  return parameter === undefined || parameter.value === "" ? "*" : parameter.value;
}

/** `undefined`: an argument of a call. */
function parseFilter(parameter: Parameter, callByGet: boolean): Placed<Filter> | undefined {
  const { key, value, slot } = parameter;
  const place = parseAll("tree path", key, treePath);
  const parse = (s: Scanner) => test(s, restOf);
  const tested = callByGet ? argumentOr(value, parse) : parseAll("filter", value, parse);
  if (tested === undefined) return undefined;
  return { path: place.path, it: { kind: "filter", field: place.it, ...tested, slot } };
}

function argumentOr<T>(value: string, parse: (s: Scanner) => T): T | undefined {
  const parsed = attempt(scan(value), parse);
  if (parsed !== undefined) return parsed;
  // Behind these words nothing but their own grammar may stand; anything else is an argument's plain text.
  return /^(not\.)?(in|is)\./.test(value) ? parseAll("filter", value, parse) : undefined;
}

function treePath(s: Scanner): Placed<FieldName> {
  const path = [fieldName(s)];
  while (take(s, ".", "delimiter (.)")) path.push(fieldName(s));
  const name = path.pop() ?? "";
  return { path, it: { name, path: jsonPath(s) } };
}

function pathOf(key: string): readonly string[] {
  return parseAll("tree path", key, treePath).path;
}

function names(what: string, text: string | undefined): readonly string[] | undefined {
  if (text === undefined) return undefined;
  return parseAll(what, text, (s) => {
    const found = [fieldName(s)];
    for (;;) {
      blanks(s);
      if (!take(s, ",")) return [...new Set(found)];
      blanks(s);
      found.push(fieldName(s));
    }
  });
}

function pagesOf(paging: readonly Parameter[]): ReadonlyMap<string, Page> {
  const pages = new Map<string, Page>();
  for (const parameter of paging) {
    const dot = parameter.key.lastIndexOf(".");
    const level = dot < 0 ? "" : parameter.key.slice(0, dot);
    // A value that is no whole number is not taken into account.
    if (!isWhole(parameter.value)) continue;
    const before = pages.get(level) ?? { path: dot < 0 ? [] : pathOf(parameter.key) };
    const word = parameter.key.slice(dot + 1) === "limit" ? "limit" : "offset";
    pages.set(level, { ...before, [word]: parameter });
  }
  return pages;
}

export function isWhole(value: string): boolean {
  return /^\s*-?\d{1,15}\s*$/.test(value);
}
