// Addresses in headers: where an answer lies, where a new record lies, and where the next page begins.

import { urlReference, urlText } from "./header-text.ts";

/** Path of the interface's public address: `/api` of `https://shop.example/api`, nothing of `https://shop.example`. */
export function basePath(base: string): string {
  const slash = base.indexOf("/", base.indexOf("://") + 3);
  if (slash < 0) return "";
  return base.endsWith("/") ? base.slice(slash, -1) : base.slice(slash);
}

/** Address of an answer: the same for every order in which its parameters may be written. */
export function contentLocation(base: string, path: string, query: string): string {
  const address = basePath(base) + path;
  return query === "" ? address : `${address}?${urlReference(sortParameters(query))}`;
}

function sortParameters(query: string): string {
  if (!query.includes("&")) return query;
  const parameters = query.split("&").filter((parameter) => parameter !== "");
  return parameters
    .map((parameter) => [nameOf(parameter), parameter] as const)
    .sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0))
    .map(([, parameter]) => parameter)
    .join("&");
}

function nameOf(parameter: string): string {
  const equals = parameter.indexOf("=");
  return equals < 0 ? parameter : parameter.slice(0, equals);
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
