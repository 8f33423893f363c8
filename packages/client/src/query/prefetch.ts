// In charge of pages rendered by a server: what a page will ask is asked before, and goes along with it.

import type { QueryClient } from "@tanstack/query-core";
import { answerQuery, type Build, type BuildOne, pagesQuery, rowQuery, rowsQuery } from "./queries.ts";
import type { Client } from "./registered.ts";

/** Fills the cache; an error is left to the page, which asks again. */
export interface Prefetch {
  rows<D>(build: Build<D>): Promise<void>;
  row<D>(build: BuildOne<D>): Promise<void>;
  infiniteRows<T>(build: Build<T[]>): Promise<void>;
  answer(...given: Parameters<typeof answerQuery> extends [unknown, ...infer Rest] ? Rest : never): Promise<void>;
}

/** @example await prefetch(client, queryClient).rows((client) => client.from("products").select("id, name")) */
export function prefetch(client: Client, queryClient: QueryClient): Prefetch {
  return {
    rows: (build) => queryClient.prefetchQuery(rowsQuery(client, build)),
    row: (build) => queryClient.prefetchQuery(rowQuery(client, build)),
    infiniteRows: (build) => queryClient.prefetchInfiniteQuery(pagesQuery(client, build)),
    answer: (...given) => queryClient.prefetchQuery(answerQuery(client, ...given)),
  };
}
