// A shape with a request's values in it, as the engine takes it.

import type { Intent, Request } from "../../../core/index.ts";
import type { RestContext } from "../context.ts";
import { entityTags } from "../entity-tag.ts";
import type { Filled, Shape } from "./kept-shapes.ts";
import { preconditionOf } from "./precondition.ts";

export function intentOf(shape: Shape, { inputs, page }: Filled, request: Request): Intent<RestContext> {
  const held = request.headers["if-match"];
  const rollback = shape.context.preferences.tx === "rollback";
  const { timezone } = shape.context.preferences;
  const precondition = shape.guard === undefined || held === undefined ? undefined : preconditionOf(held, shape.guard);
  return {
    questions: [{ statement: shape.statement, inputs }],
    transaction: rollback ? "rollback" : precondition === undefined ? "none" : "commit",
    ...(precondition === undefined ? {} : { precondition }),
    ...(timezone === undefined ? {} : { timeZone: timezone }),
    context: contextFor(shape, page, request),
  };
}

/** As many pages of one shape as have a context kept for them. */
const mostContexts = 16;

/** The shape's own context where nothing of it depends on the request's values. */
function contextFor({ context, contexts }: Shape, page: Filled["page"], request: Request): RestContext {
  const noneMatch = request.headers["if-none-match"];
  const whole = page.offset === 0 && page.limit === undefined;
  if (noneMatch === undefined && !context.keyset) {
    if (whole) return context;
    const key = `${page.offset},${page.limit}`;
    const known = contexts.get(key);
    if (known !== undefined) return known;
    const paged = withPage(context, page);
    if (contexts.size < mostContexts) contexts.set(key, paged);
    return paged;
  }
  return {
    ...withPage(context, page),
    ...(noneMatch === undefined ? {} : { ifNoneMatch: entityTags(noneMatch) }),
    ...(context.keyset ? { nextPath: nextPath(request) } : {}),
  };
}

function withPage(context: RestContext, { offset, limit }: Filled["page"]): RestContext {
  return limit === undefined ? { ...context, offset } : { ...context, offset, limit };
}

function nextPath({ path, query }: Request): string {
  const rest = query.split("&").filter((part) => part !== "" && !/^after=[A-Za-z0-9_-]*$/.test(part));
  return rest.length === 0 ? path : `${path}?${rest.join("&")}`;
}
