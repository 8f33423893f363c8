// parse: request + the caller's view of the catalog → what is wanted, as statements. Pure, but for a bounded memory of
// shapes that does not show from outside.

import { Problem } from "../../core/index.ts";
import type { Catalog, Intent, Request } from "../../core/index.ts";
import type { RestContext } from "./context.ts";
import { rowsOfBody } from "./parse/body.ts";
import { intentOf } from "./parse/intent.ts";
import type { Shape } from "./parse/kept-shapes.ts";
import { fill, forgetful, shapeMemory, shapeOf } from "./parse/kept-shapes.ts";
import type { ParserLimits } from "./parse/limits.ts";
import { defaultLimits } from "./parse/limits.ts";
import type { Outline } from "./parse/outline.ts";
import { outlineOf } from "./parse/outline.ts";
import { tooLong } from "./parse/problems.ts";
import { route } from "./parse/route.ts";
import { Mismatch } from "./parse/scanner.ts";

export type Parse = (request: Request, catalog: Catalog) => Intent<RestContext>;

export interface ParserOptions {
  readonly limits?: Partial<ParserLimits>;
  /** Whether shapes are remembered. Default: true; only tests have a use for `false`. */
  readonly keep?: boolean;
}

export function createParser(options: ParserOptions = {}): Parse {
  const limits = { ...defaultLimits, ...options.limits };
  const memory = options.keep === false ? forgetful : shapeMemory();
  return (request, catalog) => {
    if (request.path.length + request.query.length > limits.url) throw tooLong(limits.url);
    const taken = takeOut(request, catalog, limits);
    if (taken !== undefined) {
      const kept = memory.find(catalog, taken.outline.key);
      const intent = kept === undefined ? undefined : refilled(kept, request, taken);
      if (intent !== undefined) return intent;
    }
    const parsed = route(request, catalog, limits, memory);
    if ("questions" in parsed) return parsed;
    const outline = taken?.outline ?? { key: "", values: new Map<number, string>() };
    const shape = shapeOf({ ...parsed, statement: memory.one(catalog, parsed.statement) }, outline);
    if (taken !== undefined) memory.keep(catalog, outline.key, shape);
    return intentOf(shape, { inputs: parsed.inputs.values, page: parsed.top }, request);
  };
}

interface Taken {
  readonly outline: Outline;
  readonly body: string;
}

/** `undefined` for requests whose shape is not decided by their outline and the keys of their rows. */
function takeOut(request: Request, catalog: Catalog, limits: ParserLimits): Taken | undefined {
  const { method, headers } = request;
  if (headers["if-match"] !== undefined) return undefined;
  const outline = outlineOf(request, catalog.namespaces.length);
  if (method === "GET" || method === "HEAD" || method === "DELETE") return { outline, body: "" };
  if (method !== "POST" && method !== "PATCH") return undefined;
  if (request.path.startsWith("/rpc/") || request.path === "/batch") return undefined;
  return withBody(request, outline, limits);
}

/** Rows with the same keys have the same shape. A bulk update looks at every row, so that it is always parsed anew. */
function withBody(request: Request, outline: Outline, limits: ParserLimits): Taken | undefined {
  try {
    const rows = rowsOfBody(request, limits, /(?:^|&)columns=/.test(request.query));
    if (request.method === "PATCH" && rows.many) return undefined;
    const key = `${outline.key}\n${rows.many ? "many" : "one"}${JSON.stringify(rows.keys)}`;
    return { outline: { ...outline, key }, body: rows.text };
  } catch (thrown) {
    if (thrown instanceof Problem) return undefined;
    throw thrown;
  }
}

/** `undefined` where a value does not fit: the full parse then says in which way. */
function refilled(shape: Shape, request: Request, { outline, body }: Taken): Intent<RestContext> | undefined {
  try {
    return intentOf(shape, fill(shape, request, outline, body), request);
  } catch (thrown) {
    if (thrown instanceof Problem || thrown instanceof Mismatch) return undefined;
    throw thrown;
  }
}
