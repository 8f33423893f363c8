// Results → reply, as PostgREST answers. One function for each kind of action stands in render/.

import { Problem, type Catalog, type Intent, type Reply, type Request, type Result } from "../../core/index.ts";
import type { RestContext } from "./context.ts";
import { documentText } from "./describe/document-text.ts";
import { refuse } from "./errors.ts";
import type { RestSettings } from "./options.ts";
import { renderBatch } from "./render/batch.ts";
import { renderCall } from "./render/call.ts";
import { withEntityTag } from "./render/entity-tagged.ts";
import { prepare } from "./render/prepared.ts";
import { renderRead } from "./render/read.ts";
import { renderWrite } from "./render/write.ts";

export type Render = (
  intent: Intent<RestContext>,
  results: readonly Result[],
  request: Request,
  catalog: Catalog,
) => Reply;

/** Throws PGRST103 (416), PGRST116 (406), PGRST111 and PGRST112 (500). */
export function createRenderer(settings: RestSettings): Render {
  return (intent, results, request, catalog) => renderPart(intent.context, results, request, catalog, settings);
}

function renderPart(
  context: RestContext,
  results: readonly Result[],
  request: Request,
  catalog: Catalog,
  settings: RestSettings,
): Reply {
  switch (context.action) {
    case "read":
      return renderRead(context, only(results), request, catalog, settings);
    case "call":
      return renderCall(context, only(results), request, catalog, settings);
    case "insert":
    case "put":
    case "update":
    case "delete":
      return renderWrite(
        context,
        results[context.written ?? 0] ?? only(results),
        results.at(-1) ?? only(results),
        request,
        catalog,
      );
    case "batch":
      return renderParts(context, results, request, catalog, settings);
    case "document":
      return renderDocument(context, request, catalog, settings);
    case "options":
      return {
        status: 200,
        headers: { ...prepare(context, catalog).bare, allow: (context.allow ?? []).join(",") },
        body: null,
      };
  }
}

function only(results: readonly Result[]): Result {
  const [result] = results;
  if (result !== undefined) return result;
  throw new Problem({
    code: "ISTHMUS500",
    category: "internal",
    message: "The request was carried out without a result",
  });
}

/** A part whose rows do not fit its medium tells so in its place; the others are answered. */
function renderParts(
  context: RestContext,
  results: readonly Result[],
  request: Request,
  catalog: Catalog,
  settings: RestSettings,
): Reply {
  let next = 0;
  const replies = (context.parts ?? []).map((part) => {
    const own = results.slice(next, (next += part.statements));
    // A part has no address of its own: what it was asked stands in the batch's body.
    const asked = { ...request, query: "" };
    try {
      return renderPart(part.context, own, asked, catalog, settings);
    } catch (thrown) {
      if (thrown instanceof Problem) return refuse(thrown, asked, true);
      throw thrown;
    }
  });
  return renderBatch(replies, prepare(context, catalog).bare);
}

function renderDocument(context: RestContext, request: Request, catalog: Catalog, settings: RestSettings): Reply {
  const { full } = prepare(context, catalog);
  const body = documentText(catalog, request.base, settings, context.namespace);
  const reply = withEntityTag({ status: 200, headers: { ...full }, body }, context, Number.POSITIVE_INFINITY);
  return context.head ? { ...reply, body: null } : reply;
}
