// Requests that nobody means well by, made from one that is right: each of its parts replaced by, or ended with, texts that
// break parsers, and cut off or spoilt at many places.

import type { Request } from "../../src/core/index.ts";

/** Names every object has, unpaired halves of characters, escapes that are none, depth, length, other types than expected. */
const texts: readonly string[] = [
  "",
  "\0",
  "\ud800",
  "a\r\nx-evil: 1",
  "\u202e\u2028",
  "%",
  "%00",
  "%ff%fe",
  "%E0%A4%A",
  "__proto__",
  "constructor",
  "hasOwnProperty",
  `'"\`;--/*`,
  "$1 ${1} {{1}}",
  "9".repeat(5_000),
  "-1e400",
  "NaN",
  "x".repeat(200_000),
  "(".repeat(20_000),
  "not.".repeat(10_000),
  "[".repeat(50_000),
  '{"a":'.repeat(20_000),
  `${"[".repeat(5_000)}${"]".repeat(5_000)}`,
  "null",
  "0",
  '""',
  "[]",
  "{}",
  "[[]]",
  "[null]",
  '{"__proto__":{"a":1},"constructor":1}',
  '[{"a":1},{"b":2},3]',
  '{"a":"\\ud800","b":"\\u0000"}',
  '{"a":1}{"a":2}',
  "\ufeff{}",
  "<a>&lt;</a>",
];

const mediaTypes = ["application/json", "text/csv", "application/xml", "text/plain", "nonsense", ""];
const headers = [
  "accept",
  "content-type",
  "prefer",
  "range",
  "range-unit",
  "accept-profile",
  "content-profile",
  "if-match",
  "if-none-match",
  "idempotency-key",
  "accept-language",
];

export function hostileRequests(good: Request): readonly Request[] {
  const found: Request[] = [];
  for (const text of texts) {
    const inUrl = encodeURI(text.toWellFormed());
    found.push(
      { ...good, query: inUrl },
      { ...good, query: text },
      { ...good, query: `${good.query}&${inUrl}=${inUrl}` },
      { ...good, query: good.query + inUrl },
      { ...good, path: `/${inUrl}` },
      { ...good, path: good.path + inUrl },
      { ...good, method: text },
      ...mediaTypes.map((type) => ({
        ...good,
        method: "POST",
        headers: { ...good.headers, "content-type": type },
        body: text,
      })),
      { ...good, method: "PATCH", body: good.body + text },
      ...headers.map((name) => ({ ...good, headers: { ...good.headers, [name]: text } })),
    );
  }
  for (const part of ["path", "query", "body"] as const)
    found.push(...spoilt(good[part]).map((text) => ({ ...good, [part]: text })));
  return found;
}

/** Cut off at every place, and each character left out, doubled or replaced; of a long text at some hundred places. */
function spoilt(text: string): readonly string[] {
  const step = Math.max(1, Math.floor(text.length / 100));
  const found: string[] = [];
  for (let at = 0; at < text.length; at += step) {
    const [before, after] = [text.slice(0, at), text.slice(at + 1)];
    found.push(before, before + after, before + text.charAt(at) + text.slice(at));
    for (const sign of ["(", ")", ",", ".", '"', "\\", "{", "\0", "é"]) found.push(before + sign + after);
  }
  return found;
}
