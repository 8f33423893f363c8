// What an API's headers say of the calls it still takes. Every vendor spells it in its own way; these are the families:
// the IETF's draft (`RateLimit`, `RateLimit-Remaining`), `X-RateLimit-*` with a reset in seconds, since 1970 or from now,
// as a date or a duration, `X-Rate-Limit-*`, budgets with names behind them (`-requests`, `-tokens`), and vendors' own prefixes.

export interface Allowance {
  /** Calls (or what the API counts) that are left. */
  readonly remaining: number;
  /** Milliseconds until there are more. */
  readonly reset: number;
}

type Headers = Readonly<Record<string, string>>;

const remainingName = /^(?:x-|x-[a-z]+-)?rate-?limit-remaining(-[a-z]+)?$/;

/** The tightest of all that is said; undefined where nothing is. */
export function allowanceOf(headers: Headers, wall: number): Allowance | undefined {
  let tightest = structured(headers["ratelimit"]);
  for (const name in headers) {
    if (!name.includes("limit-remaining")) continue;
    const suffix = remainingName.exec(name);
    const remaining = suffix === null ? undefined : countOf(headers[name]);
    if (suffix === null || remaining === undefined) continue;
    const reset = resetOf(headers, name, suffix[1] ?? "", wall);
    if (reset !== undefined && (tightest === undefined || remaining < tightest.remaining))
      tightest = { remaining, reset };
  }
  return tightest;
}

/** `RateLimit: "default";r=50;t=30`, or the older `limit=100, remaining=50, reset=30`. */
function structured(text: string | undefined): Allowance | undefined {
  if (text === undefined) return undefined;
  let tightest: Allowance | undefined;
  const [items, remainingKey, resetKey] = /\bremaining=/.test(text)
    ? [[text], "remaining", "reset"]
    : [text.split(","), "r", "t"];
  for (const item of items) {
    const remaining = new RegExp(`\\b${remainingKey}=(\\d{1,15})`).exec(item)?.[1];
    const reset = new RegExp(`\\b${resetKey}=(\\d{1,10})`).exec(item)?.[1];
    if (remaining === undefined || reset === undefined) continue;
    if (tightest === undefined || Number(remaining) < tightest.remaining)
      tightest = { remaining: Number(remaining), reset: Number(reset) * 1000 };
  }
  return tightest;
}

function countOf(text: string | undefined): number | undefined {
  // Some repeat the header for each window; the first is the nearest.
  const first = text?.split(",")[0]?.trim();
  return first !== undefined && /^-?\d{1,15}(\.\d+)?$/.test(first) ? Math.max(0, Number(first)) : undefined;
}

function resetOf(headers: Headers, name: string, suffix: string, wall: number): number | undefined {
  const stem = name.slice(0, name.lastIndexOf("remaining"));
  const said = headers[`${stem}reset${suffix}`] ?? headers[`${stem}reset-after${suffix}`];
  if (said !== undefined)
    return readReset(
      said.split(",").length === 2 && /^[A-Za-z]{3},/.test(said) ? said : (said.split(",")[0] ?? ""),
      wall,
    );
  const interval = headers[`${stem}interval-milliseconds`];
  if (interval !== undefined && /^\d{1,10}$/.test(interval)) return Number(interval);
  return undefined;
}

/** Seconds from now, seconds or milliseconds since 1970, `1m7.5s`, or a date. */
export function readReset(given: string, wall: number): number | undefined {
  const text = given.trim();
  if (/^\d+(\.\d+)?$/.test(text)) {
    const number = Number(text);
    // What would be more than 30 years from now is a point in time.
    if (number > 1e11) return Math.max(0, number - wall);
    if (number > 1e9) return Math.max(0, number * 1000 - wall);
    return number * 1000;
  }
  const parts =
    /^(?:(\d{1,4})d)?(?:(\d{1,4})h)?(?:(\d{1,6})m(?!s))?(?:(\d{1,6}(?:\.\d+)?)s)?(?:(\d{1,9}(?:\.\d+)?)ms)?$/.exec(
      text,
    );
  if (parts !== null && text !== "") {
    const [days, hours, minutes, seconds, ms] = parts.slice(1).map((part) => Number(part ?? 0));
    return ((((days ?? 0) * 24 + (hours ?? 0)) * 60 + (minutes ?? 0)) * 60 + (seconds ?? 0)) * 1000 + (ms ?? 0);
  }
  const date = /^[A-Za-z]{3}|^\d{4}-/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - wall);
}
