// The table of SQLSTATEs: category, and the status where the category's own is another. The statuses are PostgREST's
// (its documentation, "HTTP Status Codes"), save for what is said beside a row. The longest prefix counts.

import type { ProblemCategory } from "../../core/index.ts";

export interface StateRow {
  readonly category: ProblemCategory;
  readonly status?: number;
}

const table: Readonly<Record<string, StateRow>> = {
  "08": { category: "unavailable" },
  "09": { category: "internal" },
  "0L": { category: "forbidden", status: 403 },
  "0P": { category: "forbidden", status: 403 },
  "21000": { category: "internal" },
  "23503": { category: "conflict" },
  "23505": { category: "conflict" },
  // Ours: an exclusion constraint is broken by another row, as a unique one is.
  "23P01": { category: "conflict" },
  "25": { category: "internal" },
  "25006": { category: "unsupported", status: 405 },
  // Ours: the database gave up an idle transaction of a caller that took too long.
  "25P03": { category: "timeout" },
  "28": { category: "forbidden", status: 403 },
  "2D": { category: "internal" },
  "38": { category: "internal" },
  "39": { category: "internal" },
  "3B": { category: "internal" },
  "40": { category: "internal" },
  // Ours: another try may succeed (PostgREST: 500).
  "40001": { category: "conflict" },
  "40P01": { category: "conflict" },
  "42501": { category: "forbidden" },
  "42883": { category: "missing" },
  "42P01": { category: "missing" },
  "42P17": { category: "internal" },
  "53": { category: "unavailable" },
  "53400": { category: "internal" },
  "54": { category: "internal" },
  "55": { category: "internal" },
  // Ours: someone else holds the lock for too long.
  "55P03": { category: "timeout" },
  "57": { category: "internal" },
  // Ours: the statement was stopped because its time was up (PostgREST: 500).
  "57014": { category: "timeout" },
  "57P01": { category: "unavailable" },
  "57P02": { category: "unavailable" },
  "57P03": { category: "unavailable" },
  "57P05": { category: "unavailable" },
  "58": { category: "internal" },
  F0: { category: "internal" },
  HV: { category: "internal" },
  P0: { category: "internal" },
  P0001: { category: "invalid" },
  XX: { category: "internal" },
};

const byState = new Map(Object.entries(table));
const other: StateRow = { category: "invalid", status: 400 };

export function stateRow(state: string): StateRow {
  return byState.get(state) ?? byState.get(state.slice(0, 2)) ?? other;
}

/** The category nearest to a status that a function has chosen. */
export function categoryOf(status: number): ProblemCategory {
  const exact: Readonly<Record<number, ProblemCategory>> = {
    401: "unauthenticated",
    403: "forbidden",
    404: "missing",
    409: "conflict",
    429: "limited",
    503: "unavailable",
    504: "timeout",
  };
  return exact[status] ?? (status >= 500 ? "internal" : "invalid");
}
