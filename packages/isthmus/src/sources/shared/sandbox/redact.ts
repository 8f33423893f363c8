// Takes secrets out of what is kept or shown of a call: by the names that secrets go by, by their values in every spelling in
// which they travel, and by the forms of well-known keys.

import { isSecretName } from "./secret-names.ts";

export interface Redaction {
  text(text: string): string;
  /** Of JSON: members by their names, texts by what they hold. */
  value(value: unknown): unknown;
  /** Path and query. */
  path(path: string): string;
  /** A body in any form, by its media type. */
  body(text: string, contentType: string | undefined): string;
}

export const removed = "[removed]";

/** Keys and tokens whose form tells what they are. */
const forms =
  /(?<![\w-])(?:(?:sk|rk|pk|whsec|shippo|re|key|xox[abprs])[-_](?:live_|test_)?[A-Za-z0-9_-]{12,}|SG\.[\w-]{16,}\.[\w-]{16,}|A(?:KIA|SIA)[A-Z0-9]{16}|gh[pousr]_[A-Za-z0-9]{20,}|eyJ[\w-]{5,}\.[\w-]{5,}\.[\w-]*)/g;
const bearer = /\b(Bearer|Basic|Digest|Token)\s+[A-Za-z0-9+/=._~-]{8,}/gi;

/** An element that holds text alone. Bounded, so that a hostile text cannot make it look at the same place again and again. */
const xmlText = /<([\w.-]{1,100}:)?([\w.-]{1,100})(?![\w.:-])([^<>]{0,2000})>([^<]*)<\//g;

/** A member that holds text, in what is nearly JSON. */
const jsonPair = /"([^"\\]{1,100})"\s{0,20}:\s{0,20}"((?:[^"\\]|\\.){0,20000})/g;

/** Levels beyond which nothing is kept of a value. */
const deepest = 100;

/** @param ignored Further names whose values are taken out. */
export function createRedaction(secrets: readonly string[], ignored: readonly string[] = []): Redaction {
  const exact = new Set(secrets.filter((secret) => secret !== ""));
  // The longest first: one may be a part of another.
  const spelled = [...new Set([...exact].filter((secret) => secret.length >= 4).flatMap(spellings))].toSorted(
    (a, b) => b.length - a.length,
  );
  const further = new Set(ignored.map((name) => name.toLowerCase()));
  const named = (name: string): boolean => further.has(name.toLowerCase()) || isSecretName(name);

  const text = (given: string): string => {
    if (exact.has(given)) return removed;
    let shown = given;
    for (const spelling of spelled) shown = shown.replaceAll(spelling, removed);
    return shown.replaceAll(bearer, `$1 ${removed}`).replaceAll(forms, removed);
  };
  const value = (given: unknown, depth = 0): unknown => {
    if (typeof given === "string") return text(given);
    if (typeof given === "number" && exact.has(String(given))) return removed;
    if (typeof given !== "object" || given === null) return given;
    if (depth > deepest) return removed;
    if (Array.isArray(given)) return given.map((item) => value(item, depth + 1));
    // A number that is kept as it was written.
    if (isRawNumber(given)) return given;
    return Object.fromEntries(
      Object.entries(given).map(([name, item]) => [
        text(name),
        named(name) && !isEmpty(item) ? removed : value(item, depth + 1),
      ]),
    );
  };
  const pairs = (query: string): string =>
    query
      .split("&")
      .map((pair) => {
        const at = pair.indexOf("=");
        if (at < 0) return text(pair);
        const name = pair.slice(0, at);
        const last =
          decoded(name)
            .split(/[[\].]+/)
            .findLast((part) => part !== "") ?? "";
        return `${name}=${named(last) || last.toLowerCase() === "key" ? removed : text(pair.slice(at + 1))}`;
      })
      .join("&");
  return {
    text,
    value: (given) => value(given),
    path(path) {
      const at = path.indexOf("?");
      return at < 0 ? text(path) : `${text(path.slice(0, at))}?${pairs(path.slice(at + 1))}`;
    },
    body(given, contentType) {
      if (contentType?.includes("x-www-form-urlencoded") === true) return pairs(given);
      if (contentType?.includes("xml") === true)
        return text(
          given.replaceAll(xmlText, (all, prefix = "", name: string, rest, held) =>
            named(name) && String(held).trim() !== "" ? `<${prefix}${name}${rest}>${removed}</` : all,
          ),
        );
      try {
        return JSON.stringify(value(readExactly(given)));
      } catch {
        // No JSON, or too deep to be read as some.
        return text(
          given.replaceAll(jsonPair, (all, name: string, held: string) =>
            named(name) && held !== "" ? `"${name}":"${removed}` : all,
          ),
        );
      }
    },
  };
}

/** As JSON.parse, but numbers that JavaScript cannot hold stay as they are written. */
export function readExactly(text: string): unknown {
  return JSON.parse(text, ((_name: string, value: unknown, { source }: { readonly source?: string } = {}) =>
    typeof value === "number" && source !== undefined && String(value) !== source ? raw(source) : value) as (
    name: string,
    value: unknown,
  ) => unknown);
}

const { rawJSON: raw, isRawJSON: isRawNumber } = JSON as unknown as {
  rawJSON(text: string): object;
  isRawJSON(value: object): boolean;
};

function spellings(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  return [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ a: secret }).toString().slice(2),
    JSON.stringify(secret).slice(1, -1),
    bytes.toString("base64"),
    bytes.toString("base64").replace(/=+$/, ""),
    bytes.toString("base64url"),
  ];
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === "" || typeof value === "boolean";
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll("+", " "));
  } catch {
    return text;
  }
}
