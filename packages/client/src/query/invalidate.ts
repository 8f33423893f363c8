// In charge of what has to be asked again after a change: every question that reads a resource that has changed.

import type { Query, QueryClient } from "@tanstack/query-core";
import type { CatalogShape } from "../catalog.ts";
import { isAnswerKey, isRowsKey } from "./keys.ts";
import { any, resourcesRead } from "./touched.ts";

/** Whether an entry of the cache reads one of these. */
export function reads(
  query: Pick<Query, "queryKey" | "meta">,
  changed: readonly string[],
  shape?: CatalogShape,
): boolean {
  const { queryKey, meta } = query;
  if (changed.includes(any)) return queryKey[0] === "isthmus";
  if (isRowsKey(queryKey)) {
    const read = resourcesRead(queryKey[1], queryKey[3], shape);
    return read.has(any) || changed.some((resource) => read.has(resource));
  }
  if (!isAnswerKey(queryKey)) return false;
  const named = meta?.["reads"] as readonly string[] | undefined;
  return named === undefined || named.some((resource) => changed.includes(resource));
}

/** Questions on the page are asked again at once, others when they are next needed. */
export function invalidate(
  queryClient: QueryClient,
  changed: readonly string[],
  shape: CatalogShape | undefined,
): Promise<void> {
  return queryClient.invalidateQueries({ predicate: (query) => reads(query, changed, shape) });
}
