// In charge of functions that change something.

import { type CreateMutationResult, injectMutation } from "@tanstack/angular-query-experimental";
import type { ArgumentsOf, FieldsOf, InsertOf, OperationId, ResourceId, ResultOf } from "../catalog.ts";
import type { IsthmusError } from "../error.ts";
import {
  callMutation,
  type ChangeOptions,
  type InsertOptions,
  insertMutation,
  removeMutation,
  updateMutation,
  type UpdateOrder,
  type WriteOptions,
} from "../query/changes.ts";
import { invalidate } from "../query/invalidate.ts";
import type { Catalog } from "../query/registered.ts";
import { injectCache, injectClient } from "./provide.ts";

type Id = ResourceId<Catalog>;
/** What `onMutate` hands on: takes the optimistic change back. */
type Undo = () => void;

/** `mutate(values)` inserts a record, and has everything asked again that reads the resource. */
export function injectInsert<R extends Id>(
  resource: R,
  options: InsertOptions<R> = {},
): CreateMutationResult<FieldsOf<Catalog, R>, IsthmusError, InsertOf<Catalog, R>, Undo> {
  const [client, cache] = [injectClient(), injectCache()];
  return injectMutation(() => insertMutation(client, cache, resource, options));
}

/** `mutate({ match: { id: 3 }, set: { name: "x" } })` */
export function injectUpdate<R extends Id>(
  resource: R,
  options: WriteOptions = {},
): CreateMutationResult<readonly FieldsOf<Catalog, R>[], IsthmusError, UpdateOrder<R>, Undo> {
  const [client, cache] = [injectClient(), injectCache()];
  return injectMutation(() => updateMutation(client, cache, resource, options));
}

/** `mutate({ id: 3 })` */
export function injectRemove<R extends Id>(
  resource: R,
  options: WriteOptions = {},
): CreateMutationResult<null, IsthmusError, Partial<FieldsOf<Catalog, R>>, Undo> {
  const [client, cache] = [injectClient(), injectCache()];
  return injectMutation(() => removeMutation(client, cache, resource, options));
}

/** `mutate(args)` calls a function that changes something: by default anything, so name what it `affects`. */
export function injectCall<O extends OperationId<Catalog>>(
  operation: O,
  { affects }: ChangeOptions = {},
): CreateMutationResult<ResultOf<Catalog, O, ArgumentsOf<Catalog, O>>, IsthmusError, ArgumentsOf<Catalog, O>, Undo> {
  const [client, cache] = [injectClient(), injectCache()];
  return injectMutation(() => callMutation(client, cache, operation, affects));
}

/** Gives a function that has everything asked again that reads one of these resources. */
export function injectInvalidate(): (...resources: Id[]) => Promise<void> {
  const [client, cache] = [injectClient(), injectCache()];
  return (...resources) => invalidate(cache, resources, client.shape);
}
