// The reply to a function call.

import type { Catalog, Reply, Request, Result } from "../../../core/index.ts";
import type { RestContext } from "../context.ts";
import type { RestSettings } from "../options.ts";
import { bodyOf } from "./body.ts";
import { contentRange, rangeStatus } from "./content-range.ts";
import { withEntityTag } from "./entity-tagged.ts";
import { withOverrides } from "./overrides.ts";
import { prepare } from "./prepared.ts";
import { expectSingular } from "./singular.ts";

export function renderCall(
  context: RestContext,
  result: Result,
  request: Request,
  catalog: Catalog,
  settings: RestSettings,
): Reply {
  const prepared = prepare(context, catalog);
  const total = totalOf(context, result);
  const range = contentRange(context.offset, result.rows, total);
  if (context.returnsVoid === true) {
    return withOverrides({ status: 204, headers: { ...prepared.bare, "content-range": range }, body: null }, result);
  }
  if (context.scalar !== true) expectSingular(context, result);
  const status = rangeStatus(context.offset, result.rows, total);
  const headers: Record<string, string> = { ...prepared.full, "content-range": range };
  const answer = { status, headers, body: bodyOf(context, result) };
  const reply = request.method === "POST" ? answer : withEntityTag(answer, context, settings.taggedBody);
  return withOverrides(context.head ? { ...reply, body: null } : reply, result);
}

/** Values are not counted by the source, since nothing selects among them: what came back is all there is. */
function totalOf({ scalar, preferences }: RestContext, { total, rows }: Result): number | undefined {
  return scalar === true && preferences.count !== undefined ? rows : total;
}
