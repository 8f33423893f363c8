// The tokens of an SQL text, as far as CREATE statements need them.

export interface Token {
  /** `quoted` is a name in quotes, `string` a text; both without their quotes. */
  readonly kind: "word" | "quoted" | "string" | "sign" | "comment";
  readonly text: string;
  /** Of a comment: nothing but space stands before it on its line. */
  readonly ownLine: boolean;
}

const pattern =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|[\p{L}_][\p{L}\p{N}_$]*|[\d.]+|[^\s]/gu;

export function* tokenize(text: string): Generator<Token> {
  for (const match of text.matchAll(pattern)) {
    const [token] = match;
    const before = text.slice(text.lastIndexOf("\n", match.index) + 1, match.index);
    yield { ...read(token), ownLine: before.trim() === "" };
  }
}

function read(token: string): Omit<Token, "ownLine"> {
  if (token.startsWith("--")) return { kind: "comment", text: token.slice(2).trim() };
  if (token.startsWith("/*")) return { kind: "comment", text: token.slice(2).replace(/\*\/$/, "").trim() };
  const quote = token.charAt(0);
  if (token.length > 1 && quote === "'") return { kind: "string", text: token.slice(1, -1).replaceAll("''", "'") };
  if (token.length > 1 && quote === "[") return { kind: "quoted", text: token.slice(1, -1) };
  if (token.length > 1 && (quote === '"' || quote === "`")) {
    return { kind: "quoted", text: token.slice(1, -1).replaceAll(quote + quote, quote) };
  }
  return { kind: /^[\p{L}_]/u.test(token) ? "word" : "sign", text: token };
}
