// In charge of changes: what a mutation sends, what the page shows meanwhile, and what is asked again afterwards.

import type { MutationFunctionContext, QueryClient } from "@tanstack/query-core";
import type { ArgumentsOf, FieldsOf, InsertOf, OperationId, ResourceId, ResultOf, UpdateOf } from "../catalog.ts";
import { IsthmusError } from "../error.ts";
import { newKey } from "../request/new-key.ts";
import type { Question } from "../rows.ts";
import { invalidate } from "./invalidate.ts";
import { applyPatch, type Patch } from "./patch.ts";
import type { Catalog, Client } from "./registered.ts";
import { any } from "./touched.ts";

type Id = ResourceId<Catalog>;
type Row<R extends Id> = FieldsOf<Catalog, R>;

export interface ChangeOptions {
  /** Further resources that change along: by triggers, by functions, in views. */
  readonly affects?: readonly string[];
}

export interface InsertOptions<R extends Id> extends ChangeOptions {
  /**
   * Shows the record before the server has it. A function gives the row as lists show it, embedded records included;
   * `true` takes what is inserted. A key that is not given is made up until the answer comes.
   */
  readonly optimistic?: boolean | ((values: InsertOf<Catalog, R>) => Readonly<Record<string, unknown>>);
}

export interface WriteOptions extends ChangeOptions {
  /** Shows the change before the server has made it. Default: true. */
  readonly optimistic?: boolean;
}

export interface UpdateOrder<R extends Id> {
  /** The records it is for: equal in all these fields. At least one. */
  readonly match: Partial<Row<R>>;
  readonly set: UpdateOf<Catalog, R>;
}

/** What the adapters of TanStack Query take, whichever framework they are for. */
export interface Mutation<V, D> {
  readonly mutationKey: readonly unknown[];
  readonly mutationFn: (variables: V) => Promise<D>;
  readonly onMutate: (variables: V) => Promise<() => void>;
  readonly onError: (error: IsthmusError, variables: V, undo: (() => void) | undefined) => void;
  readonly onSettled: (
    data: D | undefined,
    error: IsthmusError | null,
    variables: V,
    undo: (() => void) | undefined,
    context: MutationFunctionContext,
  ) => Promise<void>;
}

export function insertMutation<R extends Id>(
  client: Client,
  queryClient: QueryClient,
  resource: R,
  { optimistic = false, affects = [] }: InsertOptions<R>,
): Mutation<InsertOf<Catalog, R>, Row<R>> {
  return mutation(client, queryClient, resource, affects, {
    // An array as a value would be several records; one is what comes back.
    ask: (values) => keyed(client.from(resource).insert(values).select().single()) as Question<Row<R>>,
    patch: (values) =>
      optimistic === false
        ? undefined
        : { kind: "insert", rows: [withKey(optimistic === true ? values : optimistic(values), client, resource)] },
  });
}

export function updateMutation<R extends Id>(
  client: Client,
  queryClient: QueryClient,
  resource: R,
  { optimistic = true, affects = [] }: WriteOptions,
): Mutation<UpdateOrder<R>, readonly Row<R>[]> {
  return mutation(client, queryClient, resource, affects, {
    ask: ({ match, set }) =>
      keyed(client.from(resource).update(set).match(certain(match)).select()) as unknown as Question<readonly Row<R>[]>,
    patch: ({ match, set }) =>
      optimistic ? { kind: "update", match, set: set as object as Record<string, unknown> } : undefined,
  });
}

export function removeMutation<R extends Id>(
  client: Client,
  queryClient: QueryClient,
  resource: R,
  { optimistic = true, affects = [] }: WriteOptions,
): Mutation<Partial<Row<R>>, null> {
  return mutation(client, queryClient, resource, affects, {
    ask: (match) => keyed(client.from(resource).delete().match(certain(match))),
    patch: (match) => (optimistic ? { kind: "remove", match } : undefined),
  });
}

/** @param affects What the function changes. Default: anything. */
export function callMutation<O extends OperationId<Catalog>>(
  client: Client,
  queryClient: QueryClient,
  operation: O,
  affects: readonly string[] = [any],
): Mutation<ArgumentsOf<Catalog, O>, ResultOf<Catalog, O, ArgumentsOf<Catalog, O>>> {
  return {
    mutationKey: ["isthmus", "()", operation],
    mutationFn: (args) =>
      (client.call as (...given: unknown[]) => Promise<ResultOf<Catalog, O, ArgumentsOf<Catalog, O>>>)(
        operation,
        args,
        {
          idempotencyKey: newKey(),
        },
      ),
    onMutate: () => Promise.resolve(() => {}),
    onError: () => {},
    onSettled: () => invalidate(queryClient, affects, client.shape),
  };
}

interface Work<V, D> {
  readonly ask: (variables: V) => Question<D>;
  readonly patch: (variables: V) => Patch | undefined;
}

function mutation<V, D>(
  client: Client,
  queryClient: QueryClient,
  resource: string,
  affects: readonly string[],
  { ask, patch }: Work<V, D>,
): Mutation<V, D> {
  const mutationKey = ["isthmus", resource];
  return {
    mutationKey,
    mutationFn: async (variables) => (await ask(variables).throwOnError()).data,
    onMutate: async (variables) => {
      const planned = patch(variables);
      return planned === undefined ? () => {} : applyPatch(queryClient, resource, planned);
    },
    onError: (_, __, undo) => undo?.(),
    // While others are under way their patches have to stay; the last one asks for all.
    onSettled: async () => {
      if (queryClient.isMutating({ mutationKey }) <= 1)
        await invalidate(queryClient, [resource, ...affects], client.shape);
    },
  };
}

/** Under an idempotency key a write is sent again by itself when its answer is lost. */
function keyed<D>(question: Question<D>): Question<D> {
  return question.setHeader("idempotency-key", newKey());
}

function certain<M extends object>(match: M): M {
  if (Object.values(match).every((value) => value === undefined))
    throw new IsthmusError({
      code: "NO_MATCH",
      status: 0,
      reason: "a change without a condition would be one of all records",
    });
  return match;
}

function withKey(values: unknown, client: Client, resource: string): Readonly<Record<string, unknown>> {
  const row = { ...(values as Record<string, unknown>) };
  for (const name of client.shape?.[resource]?.key ?? ["id"]) row[name] ??= `pending:${newKey()}`;
  return row;
}
