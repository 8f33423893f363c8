// In charge of what the adapters of TanStack Query are given: a key, and a function that asks.

import type { ArgumentsOf, OperationId, ResultOf } from "../catalog.ts";
import type { Page } from "../data/page.ts";
import { toIsthmusError } from "../error.ts";
import type { Question, Success } from "../rows.ts";
import { type AnswerKey, rowsKey, type RowsKey } from "./keys.ts";
import type { Catalog, Client } from "./registered.ts";

/** Makes a question; called whenever its parts may have changed. */
export type Build<D> = (client: Client) => Question<D>;
/** Makes a question of which at most one row is wanted. */
export type BuildOne<D> = (client: Client) => { maybeSingle(): Question<D> };

interface Context {
  readonly signal: AbortSignal;
}

export interface RowsQuery<D> {
  readonly queryKey: RowsKey;
  readonly queryFn: (context: Context) => Promise<D>;
}

export function rowsQuery<D>(client: Client, build: Build<D>): RowsQuery<D> {
  return {
    queryKey: rowsKey(client.api, build(client), "rows"),
    // A builder is asked once: each try has its own.
    queryFn: async ({ signal }) => {
      const answer: Success<D> = await build(client).abortSignal(signal).throwOnError();
      return answer.data;
    },
  };
}

export function rowQuery<D>(client: Client, build: BuildOne<D>): RowsQuery<D> {
  return rowsQuery(client, (own) => build(own).maybeSingle());
}

export interface PagesQuery<T> {
  readonly queryKey: RowsKey;
  readonly queryFn: (context: Context & { readonly pageParam: string | null }) => Promise<Page<T>>;
  readonly initialPageParam: string | null;
  readonly getNextPageParam: (last: Page<T>) => string | null;
}

/** Pages by a cursor; the question has an order and a limit. */
export function pagesQuery<T>(client: Client, build: Build<T[]>): PagesQuery<T> {
  return {
    queryKey: rowsKey(client.api, build(client), "pages"),
    queryFn: ({ pageParam, signal }) => client.page(build(client), pageParam, signal),
    initialPageParam: null,
    getNextPageParam: ({ next }) => next,
  };
}

/** All rows of all pages, as a page shows them. */
export function rowsOf<T>({ pages }: { readonly pages: readonly Page<T>[] }): readonly T[] {
  return pages.flatMap(({ rows }) => rows);
}

export interface AnswerQuery<D> {
  readonly queryKey: AnswerKey;
  readonly queryFn: (context: Context) => Promise<D>;
  readonly meta?: { readonly reads: readonly string[] };
}

/** @param reads Resources the function reads. Default: any, so that every change has it asked again. */
export function answerQuery<O extends OperationId<Catalog>, const A extends ArgumentsOf<Catalog, O>>(
  client: Client,
  operation: O,
  args: A,
  reads?: readonly string[],
): AnswerQuery<ResultOf<Catalog, O, A>> {
  return {
    queryKey: ["isthmus", "()", operation, args ?? {}],
    queryFn: async ({ signal }) => {
      try {
        return await (client.call as (...given: unknown[]) => Promise<ResultOf<Catalog, O, A>>)(operation, args, {
          signal,
          read: true,
        });
      } catch (thrown) {
        throw toIsthmusError(thrown);
      }
    },
    ...(reads === undefined ? {} : { meta: { reads } }),
  };
}

/** What a cache of the client's answers wants: the client itself tries again, and a page that was just rendered is fresh. */
export const queryDefaults = {
  queries: { retry: false, staleTime: 10_000 },
  mutations: { retry: false },
} as const;
