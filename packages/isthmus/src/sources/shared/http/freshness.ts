// How long an answer may be kept, by its own headers (RFC 9111, RFC 5861). The cache is the server's own, for one identity
// at the API, so what is `private` may be kept too.

import type { HttpAnswer } from "./exchange.ts";

export interface Freshness {
  /** It may be kept at all. */
  readonly storable: boolean;
  /** Milliseconds it is fresh; undefined: it does not say. */
  readonly fresh: number | undefined;
  readonly staleWhileRevalidate: number;
  readonly staleIfError: number;
}

/** Statuses that may be kept. */
const storable: ReadonlySet<number> = new Set([200, 203, 204, 404, 410]);

export function freshnessOf({ status, headers }: HttpAnswer, wall: number): Freshness {
  const control = directives(headers["cache-control"]);
  const never = control.has("no-store") || headers["vary"]?.includes("*") === true || !storable.has(status);
  return {
    storable: !never,
    fresh: control.has("no-cache") ? 0 : lifetime(control, headers, wall),
    staleWhileRevalidate: seconds(control, "stale-while-revalidate") ?? 0,
    staleIfError: seconds(control, "stale-if-error") ?? 0,
  };
}

function lifetime(
  control: ReadonlyMap<string, string>,
  headers: Readonly<Record<string, string>>,
  wall: number,
): number | undefined {
  const maxAge = seconds(control, "max-age");
  const age = Number(headers["age"] ?? 0) * 1000;
  if (maxAge !== undefined) return Math.max(0, maxAge - (Number.isFinite(age) ? age : 0));
  const expires = headers["expires"];
  if (expires === undefined) return undefined;
  const [end, begin] = [Date.parse(expires), Date.parse(headers["date"] ?? "")];
  // A date that cannot be read, such as 0, means that it is stale.
  return Number.isNaN(end) ? 0 : Math.max(0, end - (Number.isNaN(begin) ? wall : begin));
}

function directives(text: string | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const part of text?.split(",") ?? []) {
    const [name = "", value = ""] = part.trim().split("=", 2);
    found.set(name.toLowerCase(), value.replaceAll('"', ""));
  }
  return found;
}

function seconds(control: ReadonlyMap<string, string>, name: string): number | undefined {
  const text = control.get(name);
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) * 1000 : undefined;
}
