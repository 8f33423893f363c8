// parse: request + the caller's view of the catalog → what is wanted, as statements. Pure, but for a bounded memory of
// shapes that does not show from outside.

import { Problem, toProblem } from "../../core/index.ts";
import type { Catalog, Intent, Request } from "../../core/index.ts";
import type { RestContext } from "./context.ts";
import type { ParserLimits } from "./parse/limits.ts";
import { defaultLimits } from "./parse/limits.ts";
import type { Outline } from "./parse/outline.ts";
import { outlineOf } from "./parse/outline.ts";
import { route } from "./parse/route.ts";
import { intentOf } from "./parse/intent.ts";
import { fill, ShapeMemory, shapeOf } from "./parse/kept-shapes.ts";
import type { Shape } from "./parse/kept-shapes.ts";
import { tooMuch } from "./parse/problems.ts";
import { Mismatch } from "./parse/scanner.ts";

export type Parse = (request: Request, catalog: Catalog) => Intent<RestContext>;

export interface ParserOptions {
  readonly limits?: Partial<ParserLimits>;
  /** Whether shapes are remembered. Default: true; only tests have a use for `false`. */
  readonly keep?: boolean;
}

export function createParser(options: ParserOptions = {}): Parse {
  const limits = { ...defaultLimits, ...options.limits };
  const keep = options.keep ?? true;
  const memory = new ShapeMemory();
  return (request, catalog) => {
    if (request.path.length + request.query.length > limits.url) throw tooLong(limits.url);
    const outline = outlineOf(request, catalog.namespaces.length);
    if (keep) {
      const kept = memory.find(catalog, outline.key);
      const intent = kept === undefined ? undefined : refilled(kept, request, outline);
      if (intent !== undefined) return intent;
    }
    const parsed = route(request, catalog, limits);
    if ("questions" in parsed) return parsed;
    const shape = shapeOf(parsed, outline);
    if (keep) memory.keep(catalog, outline.key, shape);
    return intentOf(shape, fill(shape, request, outline, ""), request);
  };
}

/** `undefined` where a value does not fit: the full parse then says in which way. */
function refilled(shape: Shape, request: Request, outline: Outline): Intent<RestContext> | undefined {
  try {
    return intentOf(shape, fill(shape, request, outline, ""), request);
  } catch (thrown) {
    if (thrown instanceof Problem || thrown instanceof Mismatch) return undefined;
    throw toProblem(thrown);
  }
}

function tooLong(most: number): Problem {
  const problem = tooMuch(`Path and query may have ${most} characters`);
  return new Problem({ code: problem.code, category: problem.category, message: problem.message, status: 414 });
}
