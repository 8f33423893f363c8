// A request → the operation it brings. A mutation comes by POST with `Content-Type: application/json` alone, which no page
// of another origin can send without being allowed to by CORS; queries by GET change nothing.

import type { Request } from "../../../core/index.ts";
import { mediaFor } from "../media.ts";
import { isObject, parseJson } from "./json.ts";
import { notGraphql } from "./problems.ts";

export interface Brought {
  /** Absent where a hash stands for it. */
  readonly query: string | undefined;
  readonly hash: string | undefined;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  /** Only queries. */
  readonly safe: boolean;
  /** It is asked for again and again, over a transport for it. */
  readonly subscribes: boolean;
}

const none: Brought["variables"] = {};

/** Throws ISTHMUS130 with the status of GraphQL over HTTP. */
export function broughtBy(request: Request): Brought {
  if (request.path !== "/") throw notGraphql("There is nothing at this path", 404);
  switch (request.method) {
    case "SUBSCRIBE":
      return readParameters(bodyOf(request), false, true);
    case "POST":
      acceptable(request);
      if (mediaType(request) !== "application/json") throw notGraphql(unsupportedMedia(request), 415);
      return readParameters(bodyOf(request), false, false);
    case "GET":
    case "HEAD":
      acceptable(request);
      return readParameters(queryOf(request), true, false);
    default:
      throw notGraphql("GraphQL is asked by POST, and queries by GET", 405, { allow: "GET, POST" });
  }
}

function acceptable({ headers }: Request): void {
  if (mediaFor(headers["accept"]) === undefined)
    throw notGraphql("Answers are application/graphql-response+json or application/json", 406);
}

function mediaType({ headers }: Request): string {
  const type = headers["content-type"] ?? "";
  const end = type.indexOf(";");
  return (end < 0 ? type : type.slice(0, end)).trim().toLowerCase();
}

function unsupportedMedia(request: Request): string {
  return mediaType(request).startsWith("multipart/")
    ? "Uploads (multipart/form-data) are not taken; send Content-Type: application/json"
    : "A request by POST needs Content-Type: application/json";
}

function bodyOf({ body }: Request): unknown {
  try {
    return parseJson(body);
  } catch {
    throw notGraphql("The body is no JSON");
  }
}

function queryOf({ query }: Request): unknown {
  const given: Record<string, unknown> = {};
  for (const [name, text] of new URLSearchParams(query)) {
    if (name === "query" || name === "operationName") given[name] = text;
    else if ((name === "variables" || name === "extensions") && text !== "") given[name] = parameterJson(name, text);
  }
  return given;
}

function parameterJson(name: string, text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    throw notGraphql(`The parameter ${name} is no JSON`);
  }
}

function readParameters(given: unknown, safe: boolean, subscribes: boolean): Brought {
  if (Array.isArray(given)) throw notGraphql("Several operations in one request are not taken; send each by itself");
  if (!isObject(given)) throw notGraphql("A request is a JSON object with the text of a document as its query");
  const { query, operationName, variables, extensions } = given;
  if (query !== undefined && query !== null && typeof query !== "string") throw notGraphql("query must be a text");
  if (operationName !== undefined && operationName !== null && typeof operationName !== "string")
    throw notGraphql("operationName must be a text");
  if (variables !== undefined && variables !== null && !isObject(variables))
    throw notGraphql("variables must be an object");
  if (extensions !== undefined && extensions !== null && !isObject(extensions))
    throw notGraphql("extensions must be an object");
  const hash = hashOf(isObject(extensions) ? extensions["persistedQuery"] : undefined);
  if (typeof query !== "string" && hash === undefined) throw notGraphql("The request has no query");
  return {
    query: typeof query === "string" && query !== "" ? query : undefined,
    hash,
    operationName: typeof operationName === "string" && operationName !== "" ? operationName : undefined,
    variables: isObject(variables) ? variables : none,
    safe,
    subscribes,
  };
}

/** As Apollo's clients send it: `{ "version": 1, "sha256Hash": "…" }`. */
function hashOf(persisted: unknown): string | undefined {
  if (persisted === undefined || persisted === null) return undefined;
  const hash = isObject(persisted) ? persisted["sha256Hash"] : undefined;
  if (typeof hash !== "string" || !/^[0-9a-f]{64}$/i.test(hash))
    throw notGraphql("extensions.persistedQuery needs a sha256Hash of 64 hexadecimal digits");
  return hash.toLowerCase();
}
