// Full-text queries as callers write them (PostgreSQL's tsquery, plain words, a phrase, a web search) → FTS5's spelling.
// Every word goes into quotes, so that nothing a caller writes can be FTS5 syntax.

import { Problem } from "../../core/index.ts";

export type SearchKind = "query" | "plain" | "phrase" | "web";

type Node =
  | { readonly kind: "words"; readonly text: string; readonly prefix: boolean }
  | { readonly kind: "not"; readonly of: Node }
  | { readonly kind: "and" | "or" | "then"; readonly of: readonly Node[] };

/** In characters; also bounds how deep the query can nest. */
const longestQuery = 1_000;

/** Matches nothing. */
const nothing = '""';

/** Throws 42601 for a text that is no query, PGRST127 for what FTS5 cannot ask. */
export function ftsQuery(kind: string, text: string, column: string): string {
  if (text.length > longestQuery) throw syntax(`the query is longer than ${longestQuery} characters`);
  const node = kind === "query" ? readQuery(text) : kind === "web" ? readWeb(text) : readWords(text, kind === "phrase");
  return node === null ? nothing : `${quoted(column)} : (${write(node)})`;
}

function readWords(text: string, phrase: boolean): Node | null {
  const words = text.match(/[\p{L}\p{N}]+/gu) ?? [];
  if (words.length === 0) return null;
  return phrase ? leaf(words.join(" ")) : { kind: "and", of: words.map((word) => leaf(word)) };
}

/** Words that must all be there; `"a phrase"`, `-word`, and `or` between two of them. */
function readWeb(text: string): Node | null {
  const groups: Node[][] = [[]];
  for (const [part = ""] of text.matchAll(/-?"[^"]*"?|\S+/g)) {
    if (/^or$/i.test(part)) {
      groups.push([]);
      continue;
    }
    const words = readWords(part, true);
    if (words !== null) groups.at(-1)?.push(part.startsWith("-") ? { kind: "not", of: words } : words);
  }
  const filled = groups.filter((group) => group.length > 0).map((of): Node => ({ kind: "and", of }));
  return filled.length === 0 ? null : { kind: "or", of: filled };
}

/** tsquery: words, `'quoted words'`, `:*`, `!`, `&`, `|`, `<->` and brackets. */
function readQuery(text: string): Node | null {
  const tokens = text.match(/'(?:[^']|'')*'|<->|:\*|[&|!()]|[^\s&|!()<>':]+|\S/g) ?? [];
  if (tokens.length === 0) return null;
  let at = 0;
  const joined = (separator: string, kind: "and" | "or" | "then", part: () => Node): Node => {
    const of = [part()];
    while (tokens[at] === separator) {
      at++;
      of.push(part());
    }
    return of.length === 1 && of[0] !== undefined ? of[0] : { kind, of };
  };
  const or = (): Node => joined("|", "or", and);
  const and = (): Node => joined("&", "and", then);
  const then = (): Node => joined("<->", "then", single);
  const single = (): Node => {
    const token = tokens[at++];
    if (token === "!") return { kind: "not", of: single() };
    if (token === "(") {
      const inside = or();
      if (tokens[at++] !== ")") throw syntax("a bracket is not closed");
      return inside;
    }
    if (token === undefined || /^(?:[&|)<>:']|<->|:\*)$/.test(token))
      throw syntax(`syntax error in tsquery: "${text.slice(0, 100)}"`);
    const word = token.startsWith("'") ? token.slice(1, -1).replaceAll("''", "'") : token;
    const prefix = tokens[at] === ":*";
    if (prefix) at++;
    return leaf(word, prefix);
  };
  const node = or();
  if (at < tokens.length) throw syntax(`syntax error in tsquery: "${text.slice(0, 100)}"`);
  return node;
}

function leaf(text: string, prefix = false): Node {
  return { kind: "words", text, prefix };
}

/** FTS5 has no `NOT` of its own, only `a NOT b`. */
function write(node: Node): string {
  switch (node.kind) {
    case "words":
      return `${quoted(node.text)}${node.prefix ? " *" : ""}`;
    case "not":
      throw cannot("A full-text query of nothing but what must not be there");
    case "or":
      return `(${node.of.map(write).join(" OR ")})`;
    case "then":
      return node.of.map((part) => (part.kind === "words" ? write(part) : fail())).join(" + ");
    case "and": {
      const wanted = node.of.filter((part) => part.kind !== "not").map(write);
      const unwanted = node.of.flatMap((part) => (part.kind === "not" ? [write(part.of)] : []));
      if (wanted.length === 0) throw cannot("A full-text query of nothing but what must not be there");
      const all = `(${wanted.join(" AND ")})`;
      return unwanted.length === 0 ? all : `(${all} NOT (${unwanted.join(" OR ")}))`;
    }
  }
}

function fail(): never {
  throw cannot("`<->` between anything but words");
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

function syntax(message: string): Problem {
  return new Problem({ code: "42601", category: "invalid", message });
}

function cannot(what: string): Problem {
  return new Problem({
    code: "PGRST127",
    category: "unsupported",
    message: "Feature not implemented",
    details: `${what} is not available on an SQLite source`,
  });
}
