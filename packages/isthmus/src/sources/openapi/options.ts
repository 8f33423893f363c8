// The configuration of a source over an API that is described by an OpenAPI document.

import { z } from "zod";
import { describedShape } from "../shared/api/operation-options.ts";
import { type ApiOperationOptions, apiOperationShape } from "./operation-options.ts";
import { type ApiResourceOptions, resourcesShape } from "./resource-options.ts";
import { httpShape, type HttpOptions } from "../shared/http/options.ts";

export const openApiOptions = z.strictObject({
  ...httpShape,
  document: z.string().min(1),
  server: z.url({ protocol: /^https?$/ }).optional(),
  variables: z.record(z.string(), z.string()).default({}),
  ...describedShape,
  operations: z.record(z.string(), apiOperationShape).default({}),
  resources: resourcesShape.default({}),
});

export type OpenApiSettings = z.output<typeof openApiOptions>;

/** As the user writes them. Times are in milliseconds. */
export interface OpenApiOptions extends HttpOptions {
  /** Path of the document, OpenAPI 3.0 and 3.1 or Swagger 2.0, in JSON or YAML. It is read by `isthmus sync`. */
  readonly document: string;
  /** Where the API is. Default: the document's first server. */
  readonly server?: string;
  /** Of the document's server address, e.g. `{ region: "eu" }`. */
  readonly variables?: Readonly<Record<string, string>>;
  /**
   * Operations that are offered: by `operationId`, by `METHOD /path`, or as `tag:name`; `*` stands for any text. Default: all.
   */
  readonly include?: readonly string[];
  /** As `include`; what is not offered after all. */
  readonly exclude?: readonly string[];
  /** Names instead of the document's, by `operationId` or `METHOD /path`. */
  readonly names?: Readonly<Record<string, string>>;
  /** `strict`: an answer that is not what the document describes is a failure. Default: `tolerant`. */
  readonly answers?: "tolerant" | "strict";
  /** The header by which the API knows a change again; it is then sent with every change, and changes may be repeated. */
  readonly idempotency?: { readonly header: string };
  /** By the operation's name. */
  readonly operations?: Readonly<Record<string, ApiOperationOptions>>;
  /**
   * What can be listed and fetched, and is then read like a table. Those that the document shows plainly are there without
   * being named: `false` leaves out one of them, or all.
   */
  readonly resources?: false | Readonly<Record<string, false | ApiResourceOptions>>;
}
