// The reply to a question: rows, their range, the way to the next page, and their entity tag.

import type { Catalog, Reply, Request, Result } from "../../../core/index.ts";
import type { RestContext } from "../context.ts";
import type { RestSettings } from "../options.ts";
import { bodyOf } from "./body.ts";
import { contentRange, rangeStatus } from "./content-range.ts";
import { withEntityTag } from "./entity-tagged.ts";
import { contentLocation, cursorToken, nextLink } from "./links.ts";
import { withOverrides } from "./overrides.ts";
import { prepare } from "./prepared.ts";
import { expectSingular } from "./singular.ts";

export function renderRead(
  context: RestContext,
  result: Result,
  request: Request,
  catalog: Catalog,
  settings: RestSettings,
): Reply {
  expectSingular(context, result);
  const prepared = prepare(context, catalog);
  // Behind a cursor nobody knows how many rows came before.
  const offset = context.keyset ? 0 : context.offset;
  const status = rangeStatus(offset, result.rows, result.total);
  const headers: Record<string, string> = {
    ...prepared.full,
    "content-range": contentRange(offset, context.keyset ? 0 : result.rows, result.total),
    "content-location": contentLocation(request.base, prepared, request.query),
  };
  if (result.cursor !== undefined) {
    const token = cursorToken(result.cursor);
    headers["next-cursor"] = token;
    if (context.nextPath !== undefined) headers["link"] = nextLink(request.base, context.nextPath, token);
  }
  const plain = { status, headers, body: bodyOf(context, result) };
  const reply = result.partial === undefined ? withEntityTag(plain, context, settings.taggedBody) : plain;
  return withOverrides(context.head ? { ...reply, body: null } : reply, result);
}
