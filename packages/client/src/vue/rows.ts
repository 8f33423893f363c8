// In charge of composables that read. Refs that a question is built from have it asked anew when they change.

import {
  type InfiniteData,
  useInfiniteQuery,
  type UseInfiniteQueryReturnType,
  useQuery,
  type UseQueryOptions,
  type UseQueryReturnType,
} from "@tanstack/vue-query";
import { computed, type MaybeRefOrGetter, onScopeDispose, ref, type Ref, toValue, watchEffect } from "vue";
import type { ArgumentsOf, OperationId, ResultOf } from "../catalog.ts";
import type { Page } from "../data/page.ts";
import type { IsthmusError } from "../error.ts";
import { follow } from "../query/follow.ts";
import { answerQuery, type Build, type BuildOne, pagesQuery, rowQuery, rowsOf, rowsQuery } from "../query/queries.ts";
import type { Catalog } from "../query/registered.ts";
import { useCache, useClient } from "./plugin.ts";

type Unwrapped<T> = T extends Ref<infer V> ? V : T extends (...given: never[]) => unknown ? never : T;
/** Those of TanStack Query; key and function come from the question. */
export type RowsOptions<D> = Partial<
  Omit<Unwrapped<UseQueryOptions<D, IsthmusError, D>>, "queryKey" | "queryFn" | "enabled">
> & {
  readonly enabled?: MaybeRefOrGetter<boolean>;
};

/** What a question answers. The same question in several components is one request. */
export function useRows<D>(build: Build<D>, options: RowsOptions<D> = {}): UseQueryReturnType<D, IsthmusError> {
  const client = useClient();
  return useQuery<D, IsthmusError, D>(computed(() => withOptions(options, rowsQuery(client, build))) as never);
}

/** One row, or null. */
export function useRow<D>(build: BuildOne<D>, options: RowsOptions<D> = {}): UseQueryReturnType<D, IsthmusError> {
  const client = useClient();
  return useQuery<D, IsthmusError, D>(computed(() => withOptions(options, rowQuery(client, build))) as never);
}

/** Page after page by a cursor; `data` is all rows so far. The question has an order and a limit. */
export function useInfiniteRows<T>(
  build: Build<T[]>,
  options: { readonly enabled?: MaybeRefOrGetter<boolean>; readonly staleTime?: number } = {},
): UseInfiniteQueryReturnType<readonly T[], IsthmusError> {
  const client = useClient();
  const select = (data: InfiniteData<Page<T>, string | null>): readonly T[] => rowsOf(data);
  return useInfiniteQuery<Page<T>, IsthmusError, readonly T[], readonly unknown[], string | null>(
    computed(() => ({ ...withOptions(options, pagesQuery(client, build)), select })) as never,
  );
}

/** What a function that only reads answers. `reads`: resources it reads; by default every change has it asked again. */
export function useAnswer<O extends OperationId<Catalog>, const A extends ArgumentsOf<Catalog, O>>(
  operation: O,
  args: MaybeRefOrGetter<A>,
  { reads, ...options }: RowsOptions<ResultOf<Catalog, O, A>> & { readonly reads?: readonly string[] } = {},
): UseQueryReturnType<ResultOf<Catalog, O, A>, IsthmusError> {
  const client = useClient();
  return useQuery<ResultOf<Catalog, O, A>, IsthmusError>(
    computed(() => withOptions(options, answerQuery(client, operation, toValue(args), reads))) as never,
  );
}

/** As `useRows`, and told again whenever the answer changes. `live`: whether it is being told now. */
export function useLive<D>(
  build: Build<D>,
  options: RowsOptions<D> = {},
): UseQueryReturnType<D, IsthmusError> & { readonly live: Ref<boolean>; readonly liveError: Ref<IsthmusError | null> } {
  const client = useClient();
  const cache = useCache();
  const live = ref(false);
  const liveError = ref(null) as Ref<IsthmusError | null>;
  const result = useRows(build, options);
  const key = computed(() => JSON.stringify(rowsQuery(client, build).queryKey));
  // Rendered by a server, a page is not there to be told anything.
  if (
    typeof window !== "undefined" ||
    (globalThis as { navigator?: { product?: string } }).navigator?.product === "ReactNative"
  ) {
    const scope = watchEffect((onCleanup) => {
      if (toValue(options.enabled) === false || key.value === "") return;
      const onState = (state: string): void => void (live.value = state === "live");
      onCleanup(follow(client, cache, build, { onState, onError: (error) => void (liveError.value = error) }));
    });
    onScopeDispose(() => scope.stop());
  }
  return Object.assign(result, { live, liveError });
}

function withOptions<Q extends object>(options: { readonly enabled?: MaybeRefOrGetter<boolean> }, query: Q): object {
  const { enabled, ...rest } = options;
  return { ...rest, ...query, ...(enabled === undefined ? {} : { enabled: toValue(enabled) }) };
}
