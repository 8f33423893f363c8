// In charge of hooks that change something.

import { useMutation, type UseMutationResult } from "@tanstack/react-query";
import { useCallback } from "react";
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
import { useCache, useClient } from "./provider.ts";

type Id = ResourceId<Catalog>;
/** What `onMutate` hands on: takes the optimistic change back. */
type Undo = () => void;

/** `mutate(values)` inserts a record, and has everything asked again that reads the resource. */
export function useInsert<R extends Id>(
  resource: R,
  options: InsertOptions<R> = {},
): UseMutationResult<FieldsOf<Catalog, R>, IsthmusError, InsertOf<Catalog, R>, Undo> {
  return useMutation(insertMutation(useClient(), useCache(), resource, options));
}

/** `mutate({ match: { id: 3 }, set: { name: "x" } })` */
export function useUpdate<R extends Id>(
  resource: R,
  options: WriteOptions = {},
): UseMutationResult<readonly FieldsOf<Catalog, R>[], IsthmusError, UpdateOrder<R>, Undo> {
  return useMutation(updateMutation(useClient(), useCache(), resource, options));
}

/** `mutate({ id: 3 })` */
export function useRemove<R extends Id>(
  resource: R,
  options: WriteOptions = {},
): UseMutationResult<null, IsthmusError, Partial<FieldsOf<Catalog, R>>, Undo> {
  return useMutation(removeMutation(useClient(), useCache(), resource, options));
}

/** `mutate(args)` calls a function that changes something: by default anything, so name what it `affects`. */
export function useCall<O extends OperationId<Catalog>>(
  operation: O,
  { affects }: ChangeOptions = {},
): UseMutationResult<ResultOf<Catalog, O, ArgumentsOf<Catalog, O>>, IsthmusError, ArgumentsOf<Catalog, O>, Undo> {
  return useMutation(callMutation(useClient(), useCache(), operation, affects));
}

/** Gives a function that has everything asked again that reads one of these resources. */
export function useInvalidate(): (...resources: Id[]) => Promise<void> {
  const client = useClient();
  const cache = useCache();
  return useCallback((...resources: Id[]) => invalidate(cache, resources, client.shape), [client, cache]);
}
