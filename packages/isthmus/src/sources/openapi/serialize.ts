// Values as they stand in paths, queries, headers and cookies: OpenAPI's styles (specification 3.1, "Style Examples").

import { writeJson } from "../../core/index.ts";
import type { ParameterBinding, Style } from "./binding.ts";
import { wrongArgument } from "./values.ts";

type Written = Pick<ParameterBinding, "argument" | "name" | "style" | "explode" | "json" | "reserved">;

export function inPath(parameter: Written, value: unknown): string {
  const { argument, name, style, explode, json } = parameter;
  // Always encoded: `allowReserved` is for queries, and what is reserved in a path would end it.
  const text = pathText(value, style, explode, encodeText(name), (one) => encodeText(plain(one)), json === true);
  if (text === "" || wanders.test(text) || text.includes("%00"))
    throw wrongArgument(argument, "a text that can stand in a path");
  return text;
}

/**
 * A segment of dots is another path by the time somebody has tidied it up: whoever stands between may read `%2F` and `%5C` as
 * what divides segments, and drop what follows a `;`.
 */
const wanders = /(?:^|%2F|%5C)\.{1,2}(?:$|%2F|%5C|%3B)/i;

function pathText(
  value: unknown,
  style: Style,
  explode: boolean,
  name: string,
  text: (value: unknown) => string,
  json: boolean,
): string {
  if (json) return text(writeJson(value));
  const items = Array.isArray(value) ? value.map(text) : undefined;
  const members = isObject(value) ? pairsOf(value).map(([key, one]) => [text(key), text(one)] as const) : undefined;
  const joined = (between: string): string =>
    items?.join(between) ??
    members?.map(([key, one]) => (explode ? `${key}=${one}` : `${key},${one}`)).join(explode ? between : ",") ??
    text(value);
  if (style === "label") return `.${joined(explode ? "." : ",")}`;
  if (style === "matrix") {
    if (explode && items !== undefined) return items.map((one) => `;${name}=${one}`).join("");
    if (explode && members !== undefined) return members.map(([key, one]) => `;${key}=${one}`).join("");
    return `;${name}=${joined(",")}`;
  }
  return joined(",");
}

/** Pairs of a query or a form, encoded: `tag=a&tag=b`. The empty text where there is nothing to be written. */
export function inQuery(parameter: Written, value: unknown): string {
  const encode = encoder(parameter);
  const name = encode(parameter.name);
  const text = (one: unknown): string => encode(plain(one));
  if (parameter.json === true) return `${name}=${encode(writeJson(value))}`;
  if (Array.isArray(value)) {
    if (value.length === 0) return "";
    if (parameter.style === "deepObject") return value.map((one) => `${name}%5B%5D=${text(one)}`).join("&");
    if (parameter.explode) return value.map((one) => `${name}=${text(one)}`).join("&");
    return `${name}=${value.map(text).join(between(parameter.style))}`;
  }
  if (!isObject(value)) return `${name}=${text(value)}`;
  if (parameter.style === "deepObject") return deepPairs(name, value, encode, 0).join("&");
  if (parameter.explode)
    return pairsOf(value)
      .map(([key, one]) => `${encode(key)}=${text(one)}`)
      .join("&");
  return `${name}=${pairsOf(value)
    .map(([key, one]) => `${encode(key)}${between(parameter.style)}${text(one)}`)
    .join(between(parameter.style))}`;
}

function between(style: Style): string {
  return style === "spaceDelimited"
    ? "%20"
    : style === "pipeDelimited"
      ? "%7C"
      : style === "tabDelimited"
        ? "%09"
        : ",";
}

/** Objects within objects go on with brackets, as the APIs that use the style take them. */
function deepPairs(name: string, value: unknown, encode: (text: string) => string, depth: number): readonly string[] {
  if (depth < 10 && isObject(value))
    return pairsOf(value).flatMap(([key, one]) => deepPairs(`${name}%5B${encode(key)}%5D`, one, encode, depth + 1));
  if (depth < 10 && Array.isArray(value))
    return value.flatMap((one, at) => deepPairs(`${name}%5B${isObject(one) ? at : ""}%5D`, one, encode, depth + 1));
  return [`${name}=${encode(plain(value))}`];
}

export function inHeader(parameter: Written, value: unknown): string {
  const text = parameter.json === true ? writeJson(value) : headerText(value, parameter.explode);
  if (!/^[\t\u0020-\u007e\u00a0-\u00ff]*$/.test(text))
    throw wrongArgument(parameter.argument, "a text that can stand in a header");
  return text;
}

function headerText(value: unknown, explode: boolean): string {
  if (Array.isArray(value)) return value.map(plain).join(",");
  if (isObject(value))
    return pairsOf(value)
      .map(([key, one]) => `${key}${explode ? "=" : ","}${plain(one)}`)
      .join(",");
  return plain(value);
}

export function inCookie(parameter: Written, value: unknown): string {
  const items = Array.isArray(value) ? value.map(plain).join(",") : isObject(value) ? writeJson(value) : plain(value);
  return `${parameter.name}=${encodeText(items)}`;
}

function plain(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  return typeof value === "object" ? writeJson(value) : String(value as number | bigint | boolean);
}

function pairsOf(value: Readonly<Record<string, unknown>>): readonly (readonly [string, unknown])[] {
  return Object.entries(value).filter(([, one]) => one !== undefined);
}

function encoder({ reserved }: Written): (text: string) => string {
  return reserved === true
    ? (text) => encodeText(text).replaceAll(/%(2F|3A|3F|40|21|24|27|28|29|2A|2C|3B)/g, decodeURIComponent)
    : encodeText;
}

/** Half a pair of surrogates is no character, and cannot be encoded. */
export function encodeText(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
