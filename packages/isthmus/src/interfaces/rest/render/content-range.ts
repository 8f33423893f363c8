// `Content-Range` and the status that goes with it.

import { Problem } from "../../../core/index.ts";

/** `0-9/*`, `0-9/40`; `*` before the slash where there are no rows. `total` is the text behind the slash. */
export function contentRange(offset: number, rows: number, total: number | undefined): string {
  const behind = total === undefined ? "*" : String(total);
  if (rows <= 0 || total === 0) return `*/${behind}`;
  return `${offset}-${offset + rows - 1}/${behind}`;
}

/** 206 where the total is known and there are more rows than these; 200 otherwise. Throws PGRST103 (416). */
export function rangeStatus(offset: number, rows: number, total: number | undefined): number {
  if (total === undefined) return 200;
  if (offset > total) throw outOfBounds(offset, total);
  return rows < total ? 206 : 200;
}

function outOfBounds(offset: number, total: number): Problem {
  return new Problem({
    code: "PGRST103",
    category: "invalid",
    status: 416,
    message: "Requested range not satisfiable",
    details: `An offset of ${offset} was requested, but there are only ${total} rows.`,
    headers: { "content-range": `*/${total}` },
  });
}
