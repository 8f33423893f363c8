// In charge of hooks that read.

import {
  type InfiniteData,
  useInfiniteQuery,
  type UseInfiniteQueryOptions,
  type UseInfiniteQueryResult,
  useQuery,
  type UseQueryOptions,
  type UseQueryResult,
  useSuspenseInfiniteQuery,
  type UseSuspenseInfiniteQueryResult,
  useSuspenseQuery,
  type UseSuspenseQueryResult,
} from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { ArgumentsOf, OperationId, ResultOf } from "../catalog.ts";
import type { Page } from "../data/page.ts";
import type { IsthmusError } from "../error.ts";
import { follow } from "../query/follow.ts";
import type { RowsKey } from "../query/keys.ts";
import { answerQuery, type Build, type BuildOne, pagesQuery, rowQuery, rowsOf, rowsQuery } from "../query/queries.ts";
import type { Catalog } from "../query/registered.ts";
import { useCache, useClient } from "./provider.ts";

/** Those of TanStack Query; key and function come from the question. */
export type RowsOptions<D> = Omit<UseQueryOptions<D, IsthmusError, D>, "queryKey" | "queryFn">;
export type SuspenseOptions<D> = Omit<RowsOptions<D>, "enabled" | "placeholderData" | "throwOnError">;
export type PagesOptions<T> = Omit<
  UseInfiniteQueryOptions<Page<T>, IsthmusError, readonly T[], RowsKey, string | null>,
  "queryKey" | "queryFn" | "initialPageParam" | "getNextPageParam" | "select"
>;

/** What a question answers. The same question in several components is one request. */
export function useRows<D>(build: Build<D>, options: RowsOptions<D> = {}): UseQueryResult<D, IsthmusError> {
  return useQuery({ ...options, ...rowsQuery(useClient(), build) } as UseQueryOptions<D, IsthmusError, D>);
}

/** One row, or null. */
export function useRow<D>(build: BuildOne<D>, options: RowsOptions<D> = {}): UseQueryResult<D, IsthmusError> {
  return useQuery({ ...options, ...rowQuery(useClient(), build) } as UseQueryOptions<D, IsthmusError, D>);
}

/** Page after page by a cursor; `data` is all rows so far. The question has an order and a limit. */
export function useInfiniteRows<T>(
  build: Build<T[]>,
  options: PagesOptions<T> = {},
): UseInfiniteQueryResult<readonly T[], IsthmusError> {
  return useInfiniteQuery({
    ...options,
    ...pagesQuery(useClient(), build),
    select: rowsOf<T>,
  } as UseInfiniteQueryOptions<Page<T>, IsthmusError, readonly T[], RowsKey, string | null>);
}

/** As `useRows`; the nearest Suspense waits, and the nearest error boundary is told. */
export function useSuspenseRows<D>(
  build: Build<D>,
  options: SuspenseOptions<D> = {},
): UseSuspenseQueryResult<D, IsthmusError> {
  return useSuspenseQuery<D, IsthmusError, D, RowsKey>({ ...options, ...rowsQuery(useClient(), build) } as never);
}

export function useSuspenseRow<D>(
  build: BuildOne<D>,
  options: SuspenseOptions<D> = {},
): UseSuspenseQueryResult<D, IsthmusError> {
  return useSuspenseQuery<D, IsthmusError, D, RowsKey>({ ...options, ...rowQuery(useClient(), build) } as never);
}

export function useSuspenseInfiniteRows<T>(
  build: Build<T[]>,
): UseSuspenseInfiniteQueryResult<readonly T[], IsthmusError> {
  return useSuspenseInfiniteQuery<Page<T>, IsthmusError, readonly T[], RowsKey, string | null>({
    ...pagesQuery(useClient(), build),
    select: (data: InfiniteData<Page<T>, string | null>) => rowsOf(data),
  });
}

/** What a function that only reads answers. `reads`: resources it reads; by default every change has it asked again. */
export function useAnswer<O extends OperationId<Catalog>, const A extends ArgumentsOf<Catalog, O>>(
  operation: O,
  args: A,
  { reads, ...options }: RowsOptions<ResultOf<Catalog, O, A>> & { readonly reads?: readonly string[] } = {},
): UseQueryResult<ResultOf<Catalog, O, A>, IsthmusError> {
  return useQuery({ ...options, ...answerQuery(useClient(), operation, args, reads) } as never);
}

/** As `useRows`, and told again whenever the answer changes. `live`: whether it is being told now. */
export function useLive<D>(
  build: Build<D>,
  { enabled = true, ...options }: Omit<RowsOptions<D>, "enabled"> & { readonly enabled?: boolean } = {},
): UseQueryResult<D, IsthmusError> & { readonly live: boolean; readonly liveError: IsthmusError | null } {
  const client = useClient();
  const cache = useCache();
  const [state, setState] = useState<"live" | "waiting" | "ended">("waiting");
  const [liveError, setError] = useState<IsthmusError | null>(null);
  const query = rowsQuery(client, build);
  const newest = useRef(build);
  newest.current = build;
  const key = JSON.stringify(query.queryKey);
  useEffect(() => {
    if (!enabled) return undefined;
    setError(null);
    return follow(client, cache, (own) => newest.current(own), { onState: setState, onError: setError });
  }, [client, cache, key, enabled]);
  const result = useQuery({ ...options, ...query, enabled } as UseQueryOptions<D, IsthmusError, D>);
  return { ...result, live: state === "live", liveError };
}
