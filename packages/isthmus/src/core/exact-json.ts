// JSON without loss: whole numbers beyond what a JavaScript number holds stay what they are.

/** What it cannot read is an Error that says why. */
export interface ReadOptions {
  /** Lists and objects within one another. */
  readonly deepest: number;
}

/** A number long enough to be more than a JavaScript number holds. */
const longNumber = /[\d.]{16,}|\d[eE]\+?\d{2,}/;

/** @throws Error where the text is no JSON, deeper than it may be, or holds a number that is none. */
export function readJson(text: string, { deepest }: ReadOptions): unknown {
  // Ahead of the parser, and of everything else that calls itself for each level.
  if (text.length > deepest * 2 && depthOf(text) > deepest) throw new Error(`it is deeper than ${deepest} levels`);
  if (!longNumber.test(text)) return JSON.parse(text);
  return JSON.parse(text, exact as (key: string, value: unknown) => unknown);
}

export function writeJson(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) => (typeof one === "bigint" ? rawJson(String(one)) : one));
}

function exact(_key: string, value: unknown, { source }: { readonly source?: string } = {}): unknown {
  if (typeof value !== "number" || source === undefined) return value;
  if (!Number.isFinite(value)) throw new Error(`the number ${source.slice(0, 20)} is too large`);
  return Number.isInteger(value) && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? BigInt(source) : value;
}

/** In Node 24; the compiler's library does not know it yet. */
const { rawJSON: rawJson } = JSON as unknown as { readonly rawJSON: (text: string) => unknown };

function depthOf(text: string): number {
  let depth = 0;
  let most = 0;
  let quoted = false;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (quoted) {
      if (code === 92) at++;
      else if (code === 34) quoted = false;
    } else if (code === 34) quoted = true;
    else if (code === 91 || code === 123) most = Math.max(most, ++depth);
    else if (code === 93 || code === 125) depth--;
  }
  return most;
}
