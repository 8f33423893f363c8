// A request's body: checked, and made JSON text where it is not. Text that is JSON already goes on as it came, so that
// no number loses digits; it is parsed only to see that it is sound and which keys it has.

import type { Problem, Request } from "../../../core/index.ts";
import { parseCsv } from "./csv.ts";
import type { ParserLimits } from "./limits.ts";
import { decode } from "./parameters.ts";
import { scanArray, skipSpace } from "../render/json-scan.ts";
import { badBody, nulCharacter, nulEscape, tooMuch } from "./problems.ts";

export interface Rows {
  /** JSON text of an object or of an array of objects. */
  readonly text: string;
  readonly many: boolean;
  /** Of the objects, sorted. */
  readonly keys: readonly string[];
  /** The objects, as parsed: for looking at, never for writing. */
  readonly objects: readonly Readonly<Record<string, unknown>>[];
}

export type ContentType = "json" | "csv" | "form" | "text" | "xml" | "bytes" | "other";

const types: ReadonlyMap<string, ContentType> = new Map([
  ["application/json", "json"],
  ["text/csv", "csv"],
  ["application/x-www-form-urlencoded", "form"],
  ["text/plain", "text"],
  ["text/xml", "xml"],
  ["application/octet-stream", "bytes"],
]);

/** Escapes of surrogates. Databases refuse half a pair, or write another character in its place. */
const halfPair = /(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]/;
const pair = /\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}/g;

export function contentType({ headers }: Request): ContentType {
  const header = headers["content-type"];
  if (header === undefined) return "json";
  return types.get((header.split(";")[0] ?? "").trim().toLowerCase()) ?? "other";
}

/** `ragged`: the objects may have different keys, since `columns` says which count. Throws PGRST102, 22P05. */
export function rowsOfBody(request: Request, limits: ParserLimits, ragged: boolean): Rows {
  switch (contentType(request)) {
    case "json":
      return rowsOfJson(request.body, limits, ragged);
    case "csv":
      return rowsOfCsv(request.body);
    case "form":
      return rowsOfForm(request.body);
    default:
      throw notAcceptable(request);
  }
}

export function notAcceptable({ headers }: Request): Problem {
  return badBody(`Content-Type not acceptable: ${headers["content-type"] ?? ""}`);
}

function rowsOfJson(text: string, limits: ParserLimits, ragged: boolean): Rows {
  const value = soundJson(text, limits);
  refuseTwins(value, text);
  if (Array.isArray(value)) {
    const objects: Readonly<Record<string, unknown>>[] = [];
    for (const one of value as readonly unknown[]) {
      if (!isObject(one)) throw badBody("All object keys must match");
      objects.push(one);
    }
    const keys = keysOf(objects[0] ?? {});
    if (!ragged && objects.some((one) => !sameKeys(one, keys))) throw badBody("All object keys must match");
    return { text, many: true, keys, objects };
  }
  if (isObject(value)) return { text, many: false, keys: keysOf(value), objects: [value] };
  // Anything else counts as no rows at all, as the dialect has it.
  return { text: "[]", many: true, keys: [], objects: [] };
}

/** One object, as a line of its own. Throws PGRST102, 22P05. */
export function rowOfJson(text: string, limits: ParserLimits): Rows {
  const value = soundJson(text, limits);
  if (!isObject(value)) throw badBody("A line must be one JSON object");
  refuseTwins(value, text);
  return { text, many: false, keys: keysOf(value), objects: [value] };
}

/** Databases differ in which value of a key that stands twice they take, and none may be written that was not looked at. */
function refuseTwins(value: unknown, text: string): void {
  const rows: readonly unknown[] = Array.isArray(value) ? value : [value];
  const members = rows.reduce<number>((sum, row) => sum + (isObject(row) ? Object.keys(row).length : 0), 0);
  if (membersAt(Array.isArray(value) ? 2 : 1, text) !== members) throw badBody("A key stands twice in an object");
}

/** How many members the objects at this depth of a JSON text have, twins among them. */
function membersAt(wanted: number, text: string): number {
  let depth = 0;
  let members = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) at = endOfString(text, at);
    else if (code === 0x5b || code === 0x7b) depth++;
    else if (code === 0x5d || code === 0x7d) depth--;
    else if (code === 0x3a && depth === wanted) members++;
  }
  return members;
}

/** Text of the first object alone: what changes all rows alike. */
export function oneObject({ text, many }: Rows): string {
  if (!many) return text;
  const elements: string[] = [];
  scanArray(text, skipSpace(text, 0), (start, end) => elements.push(text.slice(start, end)));
  return elements[0] ?? "{}";
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function keysOf(object: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.keys(object).sort();
}

function sameKeys(object: Readonly<Record<string, unknown>>, keys: readonly string[]): boolean {
  const own = Object.keys(object);
  return own.length === keys.length && keys.every((key) => Object.hasOwn(object, key));
}

/** Throws PGRST102 for what is no JSON, 22P05 for a NUL in it, and refuses what is nested too deep before it is parsed. */
export function soundJson(text: string, limits: ParserLimits): unknown {
  checkNesting(text, limits.bodyDepth);
  try {
    const value: unknown = JSON.parse(text);
    if (text.includes("\\u0000") && /(?<!\\)(?:\\\\)*\\u0000/.test(text)) throw nulEscape();
    if (halfPair.test(text) && halfPair.test(text.replaceAll(pair, "")))
      throw badBody("Half of a surrogate pair is no character");
    return value;
  } catch (thrown) {
    if (thrown instanceof SyntaxError) throw badBody("Empty or invalid json");
    throw thrown;
  }
}

/** Brackets outside strings; a text that is no JSON may be counted wrong, and is then refused for that. */
function checkNesting(text: string, most: number): void {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      at = endOfString(text, at);
      if (at < 0) return;
    } else if (code === 0x5b || code === 0x7b) {
      if (++depth > most) throw tooMuch(`A body may be nested ${most} levels deep`);
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
}

/** Place of the closing quote; -1 where there is none. */
function endOfString(text: string, open: number): number {
  let at = text.indexOf('"', open + 1);
  while (at > 0) {
    let slashes = 0;
    while (text[at - 1 - slashes] === "\\") slashes++;
    if (slashes % 2 === 0) return at;
    at = text.indexOf('"', at + 1);
  }
  return -1;
}

function rowsOfCsv(body: string): Rows {
  const [names, ...lines] = csvLines(body);
  if (names === undefined) return { text: "[]", many: true, keys: [], objects: [] };
  const objects = lines.map((line) => {
    if (line.length !== names.length) throw badBody("All lines must have same number of fields");
    return record(names.map((name, index) => [name, line[index] === "NULL" ? null : (line[index] ?? null)]));
  });
  return { text: JSON.stringify(objects), many: true, keys: [...new Set(names)].sort(), objects };
}

function csvLines(body: string): readonly (readonly string[])[] {
  if (body.includes("\0")) throw nulCharacter();
  try {
    return parseCsv(body);
  } catch (thrown) {
    if (thrown instanceof SyntaxError) throw badBody(`Invalid CSV: ${thrown.message}`);
    throw thrown;
  }
}

function rowsOfForm(body: string): Rows {
  const object = record(formPairs(body));
  return { text: JSON.stringify(object), many: false, keys: keysOf(object), objects: [object] };
}

export function formPairs(body: string): readonly (readonly [string, string])[] {
  const pairs: (readonly [string, string])[] = [];
  for (const part of body.split("&")) {
    if (part === "") continue;
    const equals = part.indexOf("=");
    const name = equals < 0 ? part : part.slice(0, equals);
    pairs.push([decode(name), equals < 0 ? "" : decode(part.slice(equals + 1))]);
  }
  return pairs;
}

/** Own properties only: `__proto__` is a key like any other. */
function record(entries: readonly (readonly [string, unknown])[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(entries);
}
