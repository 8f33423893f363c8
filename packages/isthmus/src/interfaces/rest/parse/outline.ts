// The outline of a request: its text with the values of plain filters, pages and cursors taken out. Requests with the
// same outline have the same shape; whatever is not surely a plain value stays in the outline.

import type { Request } from "../../../core/index.ts";

export interface Outline {
  readonly key: string;
  /** Values taken out, still percent-encoded, by the slot of their parameter. */
  readonly values: ReadonlyMap<number, string>;
}

/** Operators whose value is taken to the end of the parameter, whatever it is, and changes no structure. */
const plain: ReadonlySet<string> = new Set(
  "eq neq gt gte lt lte like ilike match imatch in isdistinct cs cd ov sl sr nxr nxl adj fts plfts phfts wfts".split(
    " ",
  ),
);

/** Names that are no filters, alone or behind the path of an embedded resource. */
const reserved: ReadonlySet<string> = new Set(["order", "and", "or", "select", "columns", "on_conflict", "limit"]);

/**
 * Each parameter begins with a letter for what was done with it, so that no text of a caller can pass for another:
 * `f` a filter without its value, `n` a number taken out, `c` a cursor, `a` an argument of a call, `w` the whole text.
 */
export function outlineOf(request: Request, namespaces: number): Outline {
  const { headers, method } = request;
  const profile = namespaces > 1 || headers["accept-profile"] !== undefined || headers["content-profile"] !== undefined;
  let key = `${method}\n${headers["accept"] ?? "\t"}\n${headers["prefer"] ?? ""}\n${rangeForm(method, headers["range"])}\n`;
  if (profile) key += `${headers["accept-profile"] ?? "\t"}\n${headers["content-profile"] ?? "\t"}`;
  key += `\n${headers["content-type"] ?? ""}\n${request.path}?`;
  const values = new Map<number, string>();
  const read = method === "GET" || method === "HEAD";
  const call = request.path.startsWith("/rpc/");
  if (request.query === "") return { key, values };
  let slot = 0;
  let start = 0;
  const { query } = request;
  while (start <= query.length) {
    let end = query.indexOf("&", start);
    if (end < 0) end = query.length;
    const equals = query.indexOf("=", start);
    const part = equals < 0 || equals > end ? -1 : outlined(query, start, equals, end, read, call);
    if (part < 0) key += `&w${query.slice(start, end)}`;
    else {
      const kind = part > equals + 1 ? "f" : call && !isNumberKey(query, start, equals) ? "a" : "n";
      key += `&${kind}${query.slice(start, part)}`;
      values.set(slot, query.slice(part, end));
    }
    start = end + 1;
    slot++;
  }
  return { key, values };
}

/** Where the value that can be taken out begins; -1 where none can. */
function outlined(query: string, start: number, equals: number, end: number, read: boolean, call: boolean): number {
  const name = query.slice(start, equals);
  if (name.includes("%") || name.includes("+")) return -1;
  const word = name.slice(name.lastIndexOf(".") + 1);
  if (word === "offset") return isDigits(query, equals + 1, end) ? equals + 1 : -1;
  if (reserved.has(word)) return -1;
  if (name === "after" && read && !call) {
    if (isBase64(query, equals + 1, end)) return end > equals + 1 ? equals + 1 : -1;
  }
  const behind = behindOperator(query, equals + 1, end);
  if (behind >= 0) return behind;
  // What has no point cannot be an operator with a value, so it is an argument whatever it is.
  return call && read && !hasPoint(query, equals + 1, end) ? equals + 1 : -1;
}

function behindOperator(query: string, start: number, end: number): number {
  const from = query.startsWith("not.", start) ? start + 4 : start;
  const point = query.indexOf(".", from);
  if (point < 0 || point >= end || point - from > 10) return -1;
  return plain.has(query.slice(from, point)) ? point + 1 : -1;
}

function isNumberKey(query: string, start: number, equals: number): boolean {
  const name = query.slice(start, equals);
  const word = name.slice(name.lastIndexOf(".") + 1);
  return word === "offset";
}

function isDigits(text: string, start: number, end: number): boolean {
  if (end === start || end - start > 15) return false;
  for (let at = start; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code < 48 || code > 57) return false;
  }
  return true;
}

function isBase64(text: string, start: number, end: number): boolean {
  return /^[A-Za-z0-9_-]*$/.test(text.slice(start, end));
}

function hasPoint(text: string, start: number, end: number): boolean {
  const value = text.slice(start, end);
  return value.includes(".") || value.includes("%");
}

/** Whether a `Range` header has a first and a last row: what they are is computed for every request. */
function rangeForm(method: string, header: string | undefined): string {
  if (header === undefined || method !== "GET") return "";
  const found = /^\d{1,15}-(\d{0,15})$/.exec(header);
  return found === null ? "" : found[1] === "" ? "open" : "closed";
}
