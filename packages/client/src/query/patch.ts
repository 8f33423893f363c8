// In charge of optimistic changes: lists on the page show a change before the server has it, and as they were if it refuses.

import type { QueryClient, QueryKey } from "@tanstack/query-core";
import { belongs, placeOf } from "./filters.ts";
import { isRowsKey, type RowsKey } from "./keys.ts";
import { namesSelected } from "./touched.ts";

type Row = Readonly<Record<string, unknown>>;

export type Patch =
  | { readonly kind: "insert"; readonly rows: readonly Row[] }
  | { readonly kind: "update"; readonly match: Row; readonly set: Row }
  | { readonly kind: "remove"; readonly match: Row };

/** Changes every list of the resource that can be changed for certain. Gives what takes that back. */
export async function applyPatch(queryClient: QueryClient, resource: string, patch: Patch): Promise<() => void> {
  const filter = {
    predicate: ({ queryKey }: { queryKey: QueryKey }) => isRowsKey(queryKey) && queryKey[1] === resource,
  };
  // An answer under way would overwrite the patch with what was before.
  await queryClient.cancelQueries(filter);
  const before: [QueryKey, unknown][] = [];
  for (const [key, data] of queryClient.getQueriesData(filter)) {
    if (data === undefined || !isRowsKey(key)) continue;
    const patched = patchedData(data, key, patch);
    if (patched === data) continue;
    before.push([key, data]);
    queryClient.setQueryData(key, patched);
  }
  return () => {
    for (const [key, data] of before) queryClient.setQueryData(key, data);
  };
}

interface Pages {
  readonly pages: readonly { readonly rows: readonly Row[]; readonly next: string | null }[];
  readonly pageParams: readonly unknown[];
}

function patchedData(data: unknown, key: RowsKey, patch: Patch): unknown {
  if (Array.isArray(data)) return patchedRows(data as readonly Row[], key[3], patch);
  if (isPages(data)) return patchedPages(data, key[3], patch);
  if (patch.kind === "insert" || typeof data !== "object" || data === null) return data;
  if (!matches(data as Row, patch.match)) return data;
  return patch.kind === "remove" ? null : { ...data, ...known(patch.set, data as Row) };
}

function isPages(data: unknown): data is Pages {
  return typeof data === "object" && data !== null && "pages" in data && Array.isArray(data.pages);
}

/** A new row goes into the page it falls in; behind the last page only when there is no further one. */
function patchedPages(data: Pages, path: string, patch: Patch): Pages {
  if (patch.kind !== "insert") {
    const pages = data.pages.map((page) => {
      const rows = patchedRows(page.rows, path, patch);
      return rows === page.rows ? page : { ...page, rows };
    });
    return pages.every((page, index) => page === data.pages[index]) ? data : { ...data, pages };
  }
  let pages = data.pages;
  for (const row of patch.rows) {
    const one: Patch = { kind: "insert", rows: [row] };
    const at = pages.findIndex(({ rows, next }) => placeOf(row, rows, path) < rows.length || next === null);
    const page = pages[at];
    if (page === undefined) continue;
    const rows = patchedRows(page.rows, path, one);
    if (rows !== page.rows) pages = pages.map((other) => (other === page ? { ...page, rows } : other));
  }
  return pages === data.pages ? data : { ...data, pages };
}

function patchedRows(rows: readonly Row[], path: string, patch: Patch): readonly Row[] {
  switch (patch.kind) {
    case "insert":
      return patch.rows.reduce((list, row) => withRow(list, row, path), rows);
    case "remove": {
      const left = rows.filter((row) => !matches(row, patch.match));
      return left.length === rows.length ? rows : left;
    }
    case "update": {
      if (!rows.some((row) => matches(row, patch.match))) return rows;
      return rows.flatMap((row) => {
        if (!matches(row, patch.match)) return [row];
        const changed = { ...row, ...known(patch.set, row) };
        return belongs({ ...changed, ...patch.set }, path) === false ? [] : [changed];
      });
    }
  }
}

/** Only a row that has all the list shows, and that its filters let in for certain. */
function withRow(rows: readonly Row[], row: Row, path: string): readonly Row[] {
  const names = namesSelected(path) ?? Object.keys(rows[0] ?? {});
  if (!names.every((name) => Object.hasOwn(row, name)) || belongs(row, path) !== true) return rows;
  const at = placeOf(row, rows, path);
  return [...rows.slice(0, at), row, ...rows.slice(at)];
}

function matches(row: Row, match: Row): boolean {
  return Object.entries(match).every(([name, value]) => Object.hasOwn(row, name) && row[name] === value);
}

/** Fields the row shows. */
function known(set: Row, row: Row): Row {
  return Object.fromEntries(Object.entries(set).filter(([name]) => Object.hasOwn(row, name)));
}
