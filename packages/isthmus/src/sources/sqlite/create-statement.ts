// What only the text of a CREATE TABLE tells: names of foreign keys, lists of allowed values, comments. Where the text is
// not plainly understood, nothing is claimed.

import { tokenize, type Token } from "./tokens.ts";

export interface CreateFacts {
  /** By column: `CHECK (col IN ('a', 'b'))`. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** By column: the comment behind its definition, on the same line, or alone on the line above it. */
  readonly comments: ReadonlyMap<string, string>;
  /** Name of a foreign key, by its columns in lower case joined by NUL. */
  readonly foreignKeys: ReadonlyMap<string, string>;
}

/** `columns`: the table's, as the database names them. */
export function readCreate(text: string, columns: readonly string[]): CreateFacts {
  const names = new Map(columns.map((name) => [name.toLowerCase(), name]));
  const values = new Map<string, readonly string[]>();
  const comments = new Map<string, string>();
  const foreignKeys = new Map<string, string>();
  for (const { tokens, comment } of definitions(text)) {
    const column = columnOf(tokens, names);
    if (column !== undefined && comment !== undefined) comments.set(column, comment);
    for (const [of, list] of valueLists(tokens, names)) if (!values.has(of)) values.set(of, list);
    const named = namedForeignKey(tokens, column);
    if (named !== undefined) foreignKeys.set(named.columns.map((name) => name.toLowerCase()).join("\0"), named.name);
  }
  return { values, comments, foreignKeys };
}

interface Definition {
  readonly tokens: readonly Token[];
  readonly comment?: string;
}

/** The parts between the outer brackets, parted by commas; a comment belongs to the part whose line it ends. */
function definitions(text: string): Definition[] {
  const parts: { tokens: Token[]; comment?: string }[] = [];
  let depth = 0;
  let current: { tokens: Token[]; comment?: string } = { tokens: [] };
  for (const token of tokenize(text)) {
    if (token.kind === "comment") {
      if (depth === 0) continue;
      const owner = current.tokens.length === 0 && !token.ownLine ? parts.at(-1) : current;
      if (owner !== undefined)
        owner.comment = owner.comment === undefined ? token.text : `${owner.comment} ${token.text}`;
      continue;
    }
    if (token.kind === "sign" && token.text === "(" && depth++ === 0) continue;
    if (token.kind === "sign" && token.text === ")" && --depth === 0) break;
    if (token.kind === "sign" && token.text === "," && depth === 1) {
      parts.push(current);
      current = { tokens: [] };
    } else if (depth > 0) current.tokens.push(token);
  }
  return [...parts, current];
}

const tableConstraints = new Set(["constraint", "primary", "unique", "check", "foreign"]);

function columnOf([first]: readonly Token[], names: ReadonlyMap<string, string>): string | undefined {
  if (first === undefined || (first.kind === "word" && tableConstraints.has(first.text.toLowerCase())))
    return undefined;
  return nameOf(first, names);
}

function nameOf(token: Token | undefined, names: ReadonlyMap<string, string>): string | undefined {
  if (token?.kind !== "word" && token?.kind !== "quoted") return undefined;
  return names.get(token.text.toLowerCase());
}

/** Only when the whole check is `col IN ('…', …)`. */
function* valueLists(tokens: readonly Token[], names: ReadonlyMap<string, string>): Generator<[string, string[]]> {
  for (let at = 0; at < tokens.length; at++) {
    if (!is(tokens[at], "check") || tokens[at + 1]?.text !== "(") continue;
    const column = nameOf(tokens[at + 2], names);
    if (column === undefined || !is(tokens[at + 3], "in") || tokens[at + 4]?.text !== "(") continue;
    const list: string[] = [];
    let next = at + 5;
    for (; tokens[next]?.kind === "string"; next += 2) {
      list.push(tokens[next]?.text ?? "");
      if (tokens[next + 1]?.text !== ",") break;
    }
    const closed = sign(tokens[next + 1], ")") && sign(tokens[next + 2], ")");
    if (closed && list.length > 0) yield [column, list];
  }
}

/** `CONSTRAINT name FOREIGN KEY (a, b)` or, in a column's definition, `CONSTRAINT name REFERENCES`. */
function namedForeignKey(
  tokens: readonly Token[],
  column: string | undefined,
): { name: string; columns: string[] } | undefined {
  for (let at = 0; at < tokens.length; at++) {
    const name = tokens[at + 1]?.text;
    if (!is(tokens[at], "constraint") || name === undefined) continue;
    if (column !== undefined && is(tokens[at + 2], "references")) return { name, columns: [column] };
    if (!is(tokens[at + 2], "foreign") || !is(tokens[at + 3], "key") || !sign(tokens[at + 4], "(")) continue;
    const columns: string[] = [];
    for (let next = at + 5; tokens[next] !== undefined && !sign(tokens[next], ")"); next++) {
      const part = tokens[next];
      if (part !== undefined && part.kind !== "sign") columns.push(part.text);
    }
    return { name, columns };
  }
  return undefined;
}

function is(token: Token | undefined, word: string): boolean {
  return token?.kind === "word" && token.text.toLowerCase() === word;
}

function sign(token: Token | undefined, text: string): boolean {
  return token?.kind === "sign" && token.text === text;
}
