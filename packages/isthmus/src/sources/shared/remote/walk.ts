// Walks a list page by page until there are rows enough, or no more. A list may change, repeat itself, or never end while
// it is walked: no row is taken twice, no page is asked for twice, and the walk is bounded.

import type { Execution } from "../../../core/index.ts";
import { countOf } from "../rows/compile-rows.ts";
import type { Row } from "../rows/path.ts";
import { valueOf } from "../value-of.ts";
import type { RemotePlan, Way } from "./compile-remote.ts";
import { keyTextOf } from "./key-text.ts";
import type { Found, ListQuestion, RemotePort } from "./port.ts";
import { endlessPages, tooManyRows } from "./problems.ts";

/** Pages without a single new row that are put up with. */
const emptyPages = 3;

export async function walk(
  plan: RemotePlan,
  way: Extract<Way, { by: "list" }>,
  port: RemotePort,
  call: Execution,
): Promise<Found> {
  const filters = way.filters.map((filter) => ({ ...filter, value: valueOf(filter.value, call) }));
  // Nothing is equal to null, nor in a list of none.
  if (port.list === undefined || filters.some(({ value }) => isNothing(value))) return { rows: [] };
  const most = Math.min(countOf(plan.limit, call) ?? Number.POSITIVE_INFINITY, plan.cap);
  const needed = plan.pageable ? (countOf(plan.offset, call) ?? 0) + most : Number.POSITIVE_INFINITY;
  if (needed === 0) return { rows: [] };
  const wanted = plan.exact && Number.isFinite(needed) ? { wanted: needed } : {};
  const asked: ListQuestion = { filters, ...(way.order === undefined ? {} : { order: way.order }), ...wanted };
  const rows: Row[] = [];
  const known = new Set<string>();
  const marks = new Set<string>();
  let fallback: string | undefined;
  let scanned = 0;
  let empty = 0;
  let page = await port.list(asked, call);
  for (;;) {
    fallback ??= page.fallback;
    const before = scanned;
    for (const row of page.rows) {
      const key = keyTextOf(row, plan.abilities.key);
      if (key !== undefined && known.has(key)) continue;
      if (key !== undefined) known.add(key);
      if (scanned === plan.abilities.scan) throw tooManyRows(plan.resource, plan.abilities.scan);
      scanned++;
      if (plan.test !== undefined && plan.test(row, call) !== true) continue;
      rows.push(row);
      if (rows.length >= needed) return found(rows, fallback);
    }
    const { next } = page;
    if (next === undefined) return found(rows, fallback);
    empty = scanned === before ? empty + 1 : 0;
    if (marks.has(next.text) || empty > emptyPages) throw endlessPages(plan.resource);
    if (scanned >= plan.abilities.scan) throw tooManyRows(plan.resource, plan.abilities.scan);
    marks.add(next.text);
    call.signal.throwIfAborted();
    page = await port.list({ ...asked, page: next }, call);
  }
}

function found(rows: readonly Row[], fallback: string | undefined): Found {
  return { rows, ...(fallback === undefined ? {} : { fallback }) };
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || (Array.isArray(value) && value.length === 0);
}
