// In charge of functions that read. Signals that a question is built from have it asked anew when they change.

import { computed, DestroyRef, effect, inject, signal, type Signal } from "@angular/core";
import {
  type CreateInfiniteQueryResult,
  type CreateQueryOptions,
  type CreateQueryResult,
  injectInfiniteQuery,
  injectQuery,
  type InfiniteData,
} from "@tanstack/angular-query-experimental";
import type { ArgumentsOf, OperationId, ResultOf } from "../catalog.ts";
import type { Page } from "../data/page.ts";
import type { IsthmusError } from "../error.ts";
import { follow } from "../query/follow.ts";
import { answerQuery, type Build, type BuildOne, pagesQuery, rowQuery, rowsOf, rowsQuery } from "../query/queries.ts";
import type { Catalog } from "../query/registered.ts";
import { injectCache, injectClient } from "./provide.ts";

/** Those of TanStack Query, as a function so that signals in it count; key and function come from the question. */
export type RowsOptions<D> = () => Omit<CreateQueryOptions<D, IsthmusError, D>, "queryKey" | "queryFn">;

/** What a question answers. The same question in several components is one request. */
export function injectRows<D>(build: Build<D>, options?: RowsOptions<D>): CreateQueryResult<D, IsthmusError> {
  const client = injectClient();
  return injectQuery(() => ({ ...options?.(), ...rowsQuery(client, build) }) as CreateQueryOptions<D, IsthmusError, D>);
}

/** One row, or null. */
export function injectRow<D>(build: BuildOne<D>, options?: RowsOptions<D>): CreateQueryResult<D, IsthmusError> {
  const client = injectClient();
  return injectQuery(() => ({ ...options?.(), ...rowQuery(client, build) }) as CreateQueryOptions<D, IsthmusError, D>);
}

/** Page after page by a cursor; `data()` is all rows so far. The question has an order and a limit. */
export function injectInfiniteRows<T>(
  build: Build<T[]>,
  options?: () => { readonly enabled?: boolean; readonly staleTime?: number },
): CreateInfiniteQueryResult<readonly T[], IsthmusError> {
  const client = injectClient();
  return injectInfiniteQuery<Page<T>, IsthmusError, readonly T[], readonly unknown[], string | null>(() => ({
    ...options?.(),
    ...pagesQuery(client, build),
    select: (data: InfiniteData<Page<T>, string | null>) => rowsOf(data),
  }));
}

/** What a function that only reads answers. `reads`: resources it reads; by default every change has it asked again. */
export function injectAnswer<O extends OperationId<Catalog>, const A extends ArgumentsOf<Catalog, O>>(
  operation: O,
  args: () => A,
  options?: () => ReturnType<RowsOptions<ResultOf<Catalog, O, A>>> & { readonly reads?: readonly string[] },
): CreateQueryResult<ResultOf<Catalog, O, A>, IsthmusError> {
  const client = injectClient();
  return injectQuery(() => {
    const { reads, ...rest } = options?.() ?? {};
    return { ...rest, ...answerQuery(client, operation, args(), reads) } as CreateQueryOptions<
      ResultOf<Catalog, O, A>,
      IsthmusError
    >;
  });
}

/** As `injectRows`, and told again whenever the answer changes. `live()`: whether it is being told now. */
export function injectLive<D>(
  build: Build<D>,
  options?: RowsOptions<D>,
): CreateQueryResult<D, IsthmusError> & {
  readonly live: Signal<boolean>;
  readonly liveError: Signal<IsthmusError | null>;
} {
  const client = injectClient();
  const cache = injectCache();
  const state = signal<"live" | "waiting" | "ended">("waiting");
  const liveError = signal<IsthmusError | null>(null);
  const live = computed(() => state() === "live");
  const result = injectRows(build, options);
  const key = computed(() => JSON.stringify(rowsQuery(client, build).queryKey));
  let stop = (): void => {};
  // Rendered by a server, a page is not there to be told anything.
  if (typeof window !== "undefined") {
    effect((onCleanup) => {
      if (options?.().enabled === false || key() === "") return;
      stop = follow(client, cache, build, {
        onState: (now) => state.set(now),
        onError: (error) => liveError.set(error),
      });
      onCleanup(stop);
    });
    inject(DestroyRef).onDestroy(() => stop());
  }
  return new Proxy(result, {
    get: (target, name, receiver) =>
      name === "live" ? live : name === "liveError" ? liveError : (Reflect.get(target, name, receiver) as unknown),
  }) as ReturnType<typeof injectLive<D>>;
}
