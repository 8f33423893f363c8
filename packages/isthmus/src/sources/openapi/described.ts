// An API without a document: the calls that the configuration describes, made into one.

import { z } from "zod";
import type { HttpOptions } from "../shared/http/options.ts";
import type { ApiDocument } from "./document/read.ts";
import type { Json, JsonObject } from "./document/json.ts";
import type { ApiOperationOptions } from "./operation-options.ts";
import type { ApiResourceOptions } from "./resource-options.ts";
import { openApiOptions, type OpenApiSettings } from "./options.ts";

const schema = z.record(z.string(), z.json());
const call = z.strictObject({
  request: z
    .string()
    .regex(
      /^(GET|HEAD|QUERY|POST|PUT|PATCH|DELETE|OPTIONS) \/\S*$/,
      'expected a method and a path, such as "GET /v1/forecast"',
    ),
  description: z.string().optional(),
  input: z
    .record(
      z.string().min(1),
      z.looseObject({
        in: z.enum(["path", "query", "header", "cookie", "body", "content"]).optional(),
        required: z.boolean().optional(),
      }),
    )
    .default({}),
  body: z.enum(["json", "form", "multipart"]).default("json"),
  output: z.union([schema, z.literal("text"), z.literal("bytes"), z.literal("nothing")]).default({}),
});

export const describedOptions = openApiOptions
  .omit({ document: true, variables: true, include: true, exclude: true, names: true, server: true })
  .extend({
    server: z.url({ protocol: /^https?$/ }),
    calls: z.record(z.string().regex(/^[A-Za-z]\w*$/, "expected letters, digits and _"), call),
  });

export type DescribedSettings = z.output<typeof describedOptions>;

/** As the user writes them. Times are in milliseconds. */
export interface DescribedOptions extends HttpOptions {
  /** Where the API is. */
  readonly server: string;
  /** By the name of the operation. */
  readonly calls: Readonly<Record<string, DescribedCall>>;
  /** `strict`: an answer that is not what `output` says is a failure. Default: `tolerant`. */
  readonly answers?: "tolerant" | "strict";
  /** The header by which the API knows a change again. */
  readonly idempotency?: { readonly header: string };
  /** By the operation's name. */
  readonly operations?: Readonly<Record<string, ApiOperationOptions>>;
  /** What can be listed and fetched, and is then read like a table. */
  readonly resources?: false | Readonly<Record<string, false | ApiResourceOptions>>;
}

export interface DescribedCall {
  /** Method and path: `GET /v1/places/{id}`. */
  readonly request: string;
  readonly description?: string;
  /**
   * JSON Schemas by name, with whether it is `required`, and where it goes: `in` the path (where it is named there), the query
   * (of GET, HEAD, DELETE and OPTIONS) or the body (of the others), unless it says otherwise.
   */
  readonly input?: Readonly<Record<string, DescribedInput>>;
  /** How a body is written. Default: `json`. */
  readonly body?: "json" | "form" | "multipart";
  /** A JSON Schema, or what it is when it is no JSON. Default: any JSON. */
  readonly output?: Readonly<Record<string, unknown>> | "text" | "bytes" | "nothing";
}

export interface DescribedInput {
  /** `content`: it is the body itself, and no member of it; its name is `body` then. */
  readonly in?: "path" | "query" | "header" | "cookie" | "body" | "content";
  readonly required?: boolean;
  /** Any keyword of JSON Schema: `type`, `enum`, `format`, `items` … */
  readonly [keyword: string]: unknown;
}

type Call = DescribedSettings["calls"][string];

/** The settings of a source over a document. */
export function settingsOf({ calls: _calls, ...settings }: DescribedSettings): OpenApiSettings {
  return { ...settings, document: "", variables: {}, exclude: [], names: {} };
}

/** It does not say where the API is: that may differ by environment, and the lock holds for all of them. */
export function documentOfCalls({ calls }: Pick<DescribedSettings, "calls">): ApiDocument {
  const paths: Record<string, Record<string, Json>> = Object.create(null) as Record<string, Record<string, Json>>;
  for (const [name, described] of Object.entries(calls)) {
    const [method = "", path = ""] = described.request.split(" ", 2);
    // Two calls may share a request, and differ in what they ask with it: a fragment tells them apart.
    const place = paths[path]?.[method.toLowerCase()] === undefined ? path : `${path}#${name}`;
    (paths[place] ??= {})[method.toLowerCase()] = operationOf(name, method, path, described);
  }
  return { version: "3.1", root: { openapi: "3.1.0", paths } };
}

function operationOf(
  name: string,
  method: string,
  path: string,
  { input, body, output, description }: Call,
): JsonObject {
  const placed = Object.entries(input).map(([key, { in: place, required = false, ...rest }]) => ({
    key,
    place: path.includes(`{${key}}`) ? "path" : (place ?? (bodiless.has(method) ? "query" : "body")),
    required,
    schema: rest as JsonObject,
  }));
  const inBody = placed.filter(({ place }) => place === "body");
  const whole = placed.find(({ place }) => place === "content");
  return {
    operationId: name,
    ...(description === undefined ? {} : { description }),
    parameters: placed
      .filter(({ place }) => place !== "body" && place !== "content")
      .map(({ key, place, required, schema: given }) => ({ name: key, in: place, required, schema: given })),
    ...(inBody.length === 0 ? {} : { requestBody: requestBody(inBody, body) }),
    ...(whole === undefined
      ? {}
      : { requestBody: { required: whole.required, content: { [medias[body]]: { schema: whole.schema } } } }),
    responses: { 200: output === "nothing" ? {} : { content: contentOf(output) } },
  };
}

const bodiless: ReadonlySet<string> = new Set(["GET", "HEAD", "DELETE", "OPTIONS"]);
const medias = {
  json: "application/json",
  form: "application/x-www-form-urlencoded",
  multipart: "multipart/form-data",
} as const;

function requestBody(
  fields: readonly { readonly key: string; readonly required: boolean; readonly schema: JsonObject }[],
  kind: Call["body"],
): JsonObject {
  const required = fields.filter((one) => one.required).map(({ key }) => key);
  const properties = Object.fromEntries(fields.map(({ key, schema: given }) => [key, given]));
  return {
    required: required.length > 0,
    content: {
      [medias[kind]]: {
        schema: { type: "object", properties, required },
        // `metadata[order]=7`, which is how APIs with forms take objects.
        ...(kind === "form" ? { encoding: nested(fields) } : {}),
      },
    },
  };
}

function nested(fields: readonly { readonly key: string; readonly schema: JsonObject }[]): JsonObject {
  const objects = fields.filter((one) => one.schema["type"] === "object");
  return Object.fromEntries(objects.map(({ key }) => [key, { style: "deepObject", explode: true }]));
}

function contentOf(output: Exclude<Call["output"], "nothing">): JsonObject {
  if (output === "text") return { "text/plain": {} };
  if (output === "bytes") return { "application/octet-stream": {} };
  return { "application/json": { schema: output as JsonObject } };
}
