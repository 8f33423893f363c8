// An export: page by page the road of a request, each page behind the cursor of the one before, under the grants that
// allow exports. A page is asked for while the one before goes out.

import type { Intent, Outtake, Result } from "../../core/index.ts";
import { Problem } from "../../core/index.ts";
import { positionsOf } from "../positions.ts";
import { run } from "../run.ts";
import { type Ground, timed } from "./ground.ts";

interface Page {
  readonly intent: Intent;
  readonly result: Result;
}

/** Throws what stands against the export, and what befalls its first page. */
export async function beginGiving(outtake: Outtake, ground: Ground): Promise<AsyncGenerator<string, void>> {
  refuseReaders(outtake, ground);
  return giveOut(outtake, ground, await pageOf(outtake, ground, undefined, 0));
}

async function* giveOut(outtake: Outtake, ground: Ground, begun: Page | undefined): AsyncGenerator<string, void> {
  let given = 0;
  for (let page = begun; page !== undefined;) {
    const { intent, result } = page;
    const first = given === 0;
    given += result.rows;
    const next = result.cursor === undefined ? undefined : pageOf(outtake, ground, result.cursor, given);
    next?.catch(() => {});
    yield outtake.page(intent, result, first);
    page = await next;
  }
}

async function pageOf(
  outtake: Outtake,
  ground: Ground,
  cursor: string | undefined,
  given: number,
): Promise<Page | undefined> {
  const { views, prepare, replicated } = ground.road();
  const { principal, request } = ground;
  const view = views.exporting(principal);
  const intent = outtake.intent(cursor, given, view.catalog);
  if (intent === undefined) return undefined;
  const [result] = await timed(ground, (signal, deadline) => {
    const asked = { principal, signal, deadline, request };
    return run(intent, view, prepare, replicated ? { ...asked, positions: positionsOf(request) } : asked);
  });
  return result && { intent, result };
}

/** Who may not even read is answered as everywhere; who may, but not all at once, is told so. */
function refuseReaders(outtake: Outtake, { road, principal }: Ground): void {
  const { views, prepare } = road();
  const view = views.of(principal);
  for (const { statement } of outtake.intent(undefined, 0, view.catalog)?.questions ?? []) {
    prepare(statement, view);
    if (statement.kind !== "query" || views.exporting(principal).catalog.resources.has(statement.resource)) continue;
    throw new Problem({
      code: "ISTHMUS203",
      category: "forbidden",
      message: `'${statement.resource}' may be read, but not exported`,
      hint: "Read it page by page, or allow it by `read: { export: true }` in the role",
    });
  }
}
