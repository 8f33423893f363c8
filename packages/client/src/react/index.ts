// The client for React, over TanStack Query.

export { createQueryClient, IsthmusProvider, type IsthmusProviderProps, useClient } from "./provider.ts";
export {
  type PagesOptions,
  type RowsOptions,
  type SuspenseOptions,
  useAnswer,
  useInfiniteRows,
  useLive,
  useRow,
  useRows,
  useSuspenseInfiniteRows,
  useSuspenseRow,
  useSuspenseRows,
} from "./rows.ts";
export { useCall, useInsert, useInvalidate, useRemove, useUpdate } from "./changes.ts";
export { type SessionResult, useSession } from "./session.ts";
export { prefetch, type Prefetch } from "../query/prefetch.ts";
export { dehydrate, HydrationBoundary, QueryClient } from "@tanstack/react-query";
