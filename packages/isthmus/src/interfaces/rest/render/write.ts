// The reply to an insert, a PUT, an update or a delete.

import type { Catalog, Reply, Request, Result } from "../../../core/index.ts";
import type { RestContext } from "../context.ts";
import { bodyOf } from "./body.ts";
import { contentRange } from "./content-range.ts";
import { recordLocation } from "./links.ts";
import { withOverrides } from "./overrides.ts";
import { prepare } from "./prepared.ts";
import { expectSingular } from "./singular.ts";

/** `written`: what the statement has written; `answered`: what the caller gets to see of it, mostly the same. */
export function renderWrite(
  context: RestContext,
  written: Result,
  answered: Result,
  request: Request,
  catalog: Catalog,
): Reply {
  const represented = context.preferences.return === "representation";
  if (represented) expectSingular(context, answered);
  const prepared = prepare(context, catalog);
  const headers: Record<string, string> = { ...(represented ? prepared.full : prepared.bare) };
  const range = rangeOf(context, written);
  if (range !== undefined) headers["content-range"] = range;
  if (context.located !== undefined && written.located !== undefined) {
    headers["location"] = recordLocation(request.base, prepared.path, context.located, written.located);
  }
  const reply = {
    status: statusOf(context, written, represented),
    headers,
    body: represented ? bodyOf(context, answered) : null,
  };
  return withOverrides(reply, written);
}

function statusOf(context: RestContext, written: Result, represented: boolean): number {
  switch (context.action) {
    case "insert":
      return mergedOnly(context, written) ? 200 : 201;
    case "put":
      if (!represented) return 204;
      return (written.inserted ?? 0) > 0 ? 201 : 200;
    default:
      return represented ? 200 : 204;
  }
}

/** Every row was there already and has been merged with: nothing was created. */
function mergedOnly(context: RestContext, written: Result): boolean {
  return (
    context.preferences.resolution === "merge-duplicates" && written.inserted !== undefined && written.inserted <= 0
  );
}

/** Only an update says which rows; the others at most how many, where the caller has asked to count. */
function rangeOf(context: RestContext, written: Result): string | undefined {
  if (context.action === "put") return undefined;
  const { count } = context.preferences;
  const total = count === "exact" || count === "estimated" ? written.rows : undefined;
  return contentRange(0, context.action === "update" ? written.rows : 0, total);
}
