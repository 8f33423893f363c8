// JSON without loss: numbers beyond what a JavaScript number holds stay what they are.

/** What it cannot read is an Error that says why. */
export interface ReadJsonOptions {
  /** Lists and objects within one another. */
  readonly deepest: number;
}

/** A number long enough to be more than a JavaScript number holds. */
const longNumber = /[\d.]{16,}|\d[eE]\+?\d{2,}/;

/** @throws Error where the text is no JSON, deeper than it may be, or holds a number that is none. */
export function readJson(text: string, { deepest }: ReadJsonOptions): unknown {
  // Ahead of the parser, and of everything else that calls itself for each level.
  if (text.length > deepest * 2 && depthOf(text) > deepest) throw new Error(`it is deeper than ${deepest} levels`);
  if (!longNumber.test(text)) return JSON.parse(text);
  return JSON.parse(text, exact as (key: string, value: unknown) => unknown);
}

export function writeJson(value: unknown): string {
  try {
    // Several times as fast as with a function that is asked about each value.
    return JSON.stringify(value);
  } catch {
    // Most likely a bigint, which it refuses; whatever else it was is thrown again.
    return JSON.stringify(value, exactly);
  }
}

function exactly(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? rawJson(String(value)) : value;
}

function exact(_key: string, value: unknown, { source }: { readonly source?: string } = {}): unknown {
  if (typeof value !== "number" || source === undefined) return value;
  if (!Number.isFinite(value)) throw new Error(`the number ${source.slice(0, 20)} is too large`);
  // With an exponent it is no decimal, but what a computer once had in memory.
  return /[eE]/.test(source) ? value : exactNumber(source);
}

/** A number with more digits than a JavaScript number has; JSON.stringify writes it as it is. */
export interface LongDecimal {
  /** As JSON has it. */
  readonly rawJSON: string;
}

export function isLongDecimal(value: unknown): value is LongDecimal {
  return typeof value === "object" && value !== null && isRawJson(value);
}

/**
 * The value of a decimal number, with all its digits.
 *
 * @param text As JSON has it.
 */
export function exactNumber(text: string): number | bigint | LongDecimal {
  const number = Number(text);
  if (Number.isSafeInteger(number) || significant(text) <= 15) return number;
  if (/^-?\d+$/.test(text)) return BigInt(text);
  return String(number) === text ? number : (rawJson(text) as LongDecimal);
}

function significant(text: string): number {
  return text
    .replace(/[eE].*$/, "")
    .replace(/^[-0.]+/, "")
    .replace(".", "").length;
}

/** In Node 24; the compiler's library does not know them yet. */
const { rawJSON: rawJson, isRawJSON: isRawJson } = JSON as unknown as {
  readonly rawJSON: (text: string) => unknown;
  readonly isRawJSON: (value: object) => boolean;
};

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

/** A fraction, an exponent, many digits, or a zero with a sign: what may be written otherwise than JavaScript would. */
const peculiar = /\d[.eE]|\d{16}|-0/;

/**
 * Reads JSON that is to be written again by `writeJson` with every number as it was: those that JavaScript would write
 * otherwise are `LongDecimal`s.
 *
 * @throws Error where the text is no JSON.
 */
export function readAsWritten(text: string): unknown {
  return peculiar.test(text)
    ? JSON.parse(text, asWritten as (key: string, value: unknown) => unknown)
    : JSON.parse(text);
}

function asWritten(_key: string, value: unknown, { source }: { readonly source?: string } = {}): unknown {
  return typeof value === "number" && source !== undefined && String(value) !== source ? rawJson(source) : value;
}
