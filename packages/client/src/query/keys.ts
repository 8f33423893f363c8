// In charge of keys in the query cache: a question's key is what it asks, so that the same question has one entry
// wherever it stands.

import { requestOf } from "../data/request-of.ts";

/** Resource, kind of data, path with its query, and headers that shape the answer. */
export type RowsKey = readonly [
  scope: "isthmus",
  resource: string,
  kind: "rows" | "pages",
  question: string,
  shaping: string,
];

/** A function's answer. */
export type AnswerKey = readonly [scope: "isthmus", resource: "()", operation: string, args: unknown];

/** Headers that change what is answered. */
const shaping = ["accept", "accept-profile", "prefer", "range"] as const;

export function rowsKey(api: string, question: unknown, kind: "rows" | "pages"): RowsKey {
  const { url, headers, one } = requestOf(question);
  const path = url.slice(api.length);
  const name = decodeURIComponent(/^\/([^?]*)/.exec(path)?.[1] ?? "");
  const profile = headers["accept-profile"];
  const shape = shaping.map((header) => headers[header] ?? "").join("\n");
  return [
    "isthmus",
    profile === undefined ? name : `${profile}.${name}`,
    kind,
    path,
    one === "maybe" ? `${shape}\none` : shape,
  ];
}

export function isRowsKey(key: readonly unknown[]): key is RowsKey {
  return key[0] === "isthmus" && (key[2] === "rows" || key[2] === "pages") && typeof key[3] === "string";
}

export function isAnswerKey(key: readonly unknown[]): key is AnswerKey {
  return key[0] === "isthmus" && key[1] === "()";
}
