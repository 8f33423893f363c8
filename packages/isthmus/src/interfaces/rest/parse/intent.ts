// A shape with a request's values in it, as the engine takes it.

import type { Intent, Request } from "../../../core/index.ts";
import type { RestContext } from "../context.ts";
import { entityTags } from "../entity-tag.ts";
import type { Filled, Shape } from "./kept-shapes.ts";

export function intentOf(shape: Shape, { inputs, page }: Filled, request: Request): Intent<RestContext> {
  return {
    questions: [{ statement: shape.statement, inputs }],
    transaction: shape.context.preferences.tx === "rollback" ? "rollback" : "none",
    context: contextFor(shape, page, request),
  };
}

/** The shape's own context where nothing of it depends on the request's values. */
function contextFor({ context }: Shape, page: Filled["page"], request: Request): RestContext {
  const noneMatch = request.headers["if-none-match"];
  if (page.offset === 0 && page.limit === undefined && noneMatch === undefined && !context.keyset) return context;
  return {
    ...context,
    offset: page.offset,
    ...(page.limit === undefined ? {} : { limit: page.limit }),
    ...(noneMatch === undefined ? {} : { ifNoneMatch: entityTags(noneMatch) }),
    ...(context.keyset ? { nextPath: nextPath(request) } : {}),
  };
}

function nextPath({ path, query }: Request): string {
  const rest = query.split("&").filter((part) => part !== "" && !/^after=[A-Za-z0-9_-]*$/.test(part));
  return rest.length === 0 ? path : `${path}?${rest.join("&")}`;
}
