// Finds the values of a JSON text without turning them into JavaScript values, so that a number keeps its digits.
// Only for text a source has built: it is trusted to be well-formed.

/** Calls back with the start and end of every element of the array that opens at `from`. */
export function scanArray(text: string, from: number, element: (start: number, end: number) => void): void {
  let at = skipSpace(text, from + 1);
  while (at < text.length && text[at] !== "]") {
    const end = endOfValue(text, at);
    element(at, end);
    at = skipSpace(text, end);
    if (text[at] === ",") at = skipSpace(text, at + 1);
  }
}

/** Calls back with the key and the value's start and end for every member of the object that opens at `from`. */
export function scanObject(
  text: string,
  from: number,
  member: (key: string, start: number, end: number) => void,
): void {
  let at = skipSpace(text, from + 1);
  while (at < text.length && text[at] !== "}") {
    const keyEnd = endOfString(text, at);
    const start = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const end = endOfValue(text, start);
    member(stringAt(text, at, keyEnd), start, end);
    at = skipSpace(text, end);
    if (text[at] === ",") at = skipSpace(text, at + 1);
  }
}

/** The string that a JSON string literal stands for. */
export function stringAt(text: string, start: number, end: number): string {
  const inner = text.slice(start + 1, end - 1);
  return inner.includes("\\") ? (JSON.parse(text.slice(start, end)) as string) : inner;
}

export function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && text.charCodeAt(at) <= 0x20) at++;
  return at;
}

export function endOfValue(text: string, from: number): number {
  const first = text[from];
  if (first === '"') return endOfString(text, from);
  if (first === "{" || first === "[") return endOfNest(text, from);
  let at = from;
  while (at < text.length && !endsScalar(text.charCodeAt(at))) at++;
  return at;
}

function endOfString(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}

function endOfNest(text: string, from: number): number {
  let depth = 0;
  let at = from;
  while (at < text.length) {
    const character = text[at];
    if (character === '"') {
      at = endOfString(text, at);
      continue;
    }
    if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") depth--;
    at++;
    if (depth === 0) break;
  }
  return at;
}

function endsScalar(code: number): boolean {
  return code <= 0x20 || code === 0x2c || code === 0x5d || code === 0x7d;
}
