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
  const range = contentRange(context.offset, result.rows, result.total);
  if (context.returnsVoid === true) {
    return withOverrides({ status: 204, headers: { ...prepared.bare, "content-range": range }, body: null }, result);
  }
  if (context.scalar !== true) expectSingular(context, result);
  const status = rangeStatus(context.offset, result.rows, result.total);
  const headers: Record<string, string> = { ...prepared.full, "content-range": range };
  const answer = { status, headers, body: bodyOf(context, result) };
  const reply = request.method === "POST" ? answer : withEntityTag(answer, context, settings.taggedBody);
  return withOverrides(context.head ? { ...reply, body: null } : reply, result);
}
