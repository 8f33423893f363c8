// The page of the top level: `limit`, `offset` and the `Range` header together. Computed for every request, since it
// depends on values; which of the two it has depends on the shape alone.

import { badRange } from "./problems.ts";

export interface TopPage {
  readonly offset: number;
  readonly limit?: number;
}

export const wholePage: TopPage = { offset: 0 };

/** `first` and `last` row of a `Range` header; undefined for what is none. */
export function rangeHeader(header: string | undefined): { readonly first: string; readonly last: string } | undefined {
  if (header === undefined) return undefined;
  const found = /^(\d{1,15})-(\d{0,15})$/.exec(header);
  return found === null ? undefined : { first: found[1] ?? "", last: found[2] ?? "" };
}

/** Throws PGRST103 where no row can lie in the page that is asked for. `limit=0` is such a page, and is allowed. */
export function topPage(
  limit: string | undefined,
  offset: string | undefined,
  range: ReturnType<typeof rangeHeader>,
): TopPage {
  if (limit === undefined && offset === undefined && range === undefined) return wholePage;
  const start = offset === undefined ? 0 : Number(offset);
  const end = limit === undefined ? Number.POSITIVE_INFINITY : start + Number(limit) - 1;
  if (end === -1) return { offset: 0, limit: 0 };
  const first = range === undefined ? 0 : Number(range.first);
  const last = range === undefined || range.last === "" ? Number.POSITIVE_INFINITY : Number(range.last);
  if (last < first)
    throw badRange("The lower boundary must be lower than or equal to the upper boundary in the Range header.");
  const from = Math.max(start, first);
  const to = Math.min(end, last);
  if (to < from) throw badRange("Limit should be greater than or equal to zero.");
  return to === Number.POSITIVE_INFINITY ? { offset: from } : { offset: from, limit: to - from + 1 };
}
