// JSON in which no number loses digits: one that JavaScript would round keeps its text, and goes into JSON again as it came.

interface WithRaw {
  rawJSON(text: string): object;
  isRawJSON(value: unknown): value is { readonly rawJSON: string };
}

const json = JSON as typeof JSON & WithRaw;

export function parseJson(text: string): unknown {
  return /[\d.]{16}|\d[eE]/.test(text) ? JSON.parse(text, exact) : JSON.parse(text);
}

function exact(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  const source = context?.source;
  return typeof value !== "number" || source === undefined || String(value) === source ? value : exactNumber(source);
}

/** A number where it keeps all its digits, else its text as a value of JSON. */
export function exactNumber(text: string): unknown {
  const number = Number(text);
  if (Number.isSafeInteger(number)) return number;
  const digits = text
    .replace(/[eE].*$/, "")
    .replaceAll(/\D/g, "")
    .replace(/^0+/, "");
  return digits.length <= 15 && Number.isFinite(number) ? number : json.rawJSON(text);
}

/** The text of a number that JavaScript would have rounded. */
export function rawText(value: unknown): string | undefined {
  return json.isRawJSON(value) ? value.rawJSON : undefined;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !json.isRawJSON(value);
}
