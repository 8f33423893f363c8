// Addresses in headers: where an answer lies, where a new record lies, and where the next page begins.

import type { Prepared } from "./prepared.ts";
import { urlReference, urlText } from "./header-text.ts";

/** Path of the interface's public address: `/api` of `https://shop.example/api`, nothing of `https://shop.example`. */
export function basePath(base: string): string {
  const slash = base.indexOf("/", base.indexOf("://") + 3);
  if (slash < 0) return "";
  return base.endsWith("/") ? base.slice(slash, -1) : base.slice(slash);
}

/** Address of an answer: the same for every order in which its parameters may be written. */
export function contentLocation(base: string, prepared: Pick<Prepared, "path" | "order">, query: string): string {
  const address = basePath(base) + prepared.path;
  return query === "" ? address : `${address}?${urlReference(sortParameters(query, prepared))}`;
}

function sortParameters(query: string, prepared: Pick<Prepared, "order">): string {
  if (!query.includes("&")) return query;
  const parameters = query.split("&");
  const order = (prepared.order ??= orderOf(parameters));
  let sorted = "";
  for (const place of order) sorted += sorted === "" ? parameters[place] : `&${parameters[place]}`;
  return sorted;
}

function orderOf(parameters: readonly string[]): readonly number[] {
  const places = parameters.flatMap((parameter, place) => (parameter === "" ? [] : [place]));
  return places.sort((a, b) => byName(parameters[a] ?? "", parameters[b] ?? ""));
}

const equals = 61;

/** Compares what stands before the first `=`, unit by unit; parameters of one name stay in their order. */
function byName(one: string, other: string): number {
  for (let at = 0; ; at++) {
    const a = at < one.length ? one.charCodeAt(at) : equals;
    const b = at < other.length ? other.charCodeAt(at) : equals;
    const ended = a === equals;
    if (ended || b === equals) return ended ? (b === equals ? 0 : -1) : 1;
    if (a !== b) return a - b;
  }
}

/** Address of one record, by the fields that name it. */
export function recordLocation(
  base: string,
  path: string,
  fields: readonly string[],
  values: readonly (string | null)[],
): string {
  const filters = fields.map((field, index) => {
    const value = values[index] ?? null;
    return `${urlText(field)}=${value === null ? "is.null" : `eq.${urlText(value)}`}`;
  });
  return `${basePath(base)}${path}?${filters.join("&")}`;
}

/** A cursor as it travels in `after=`: base64url of its JSON text. */
export function cursorToken(cursor: string): string {
  const bytes = new TextEncoder().encode(cursor);
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function nextLink(base: string, nextPath: string, token: string): string {
  const address = `${base.endsWith("/") ? base.slice(0, -1) : base}${nextPath}`;
  return `<${urlReference(address)}${nextPath.includes("?") ? "&" : "?"}after=${token}>; rel="next"`;
}
