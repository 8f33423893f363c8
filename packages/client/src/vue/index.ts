// The client for Vue, over TanStack Query.

export { createQueryClient, isthmus, type IsthmusPluginOptions, useClient } from "./plugin.ts";
export { type RowsOptions, useAnswer, useInfiniteRows, useLive, useRow, useRows } from "./rows.ts";
export { useCall, useInsert, useInvalidate, useRemove, useUpdate } from "./changes.ts";
export { type SessionResult, useSession } from "./session.ts";
export { prefetch, type Prefetch } from "../query/prefetch.ts";
export { dehydrate, hydrate, QueryClient } from "@tanstack/vue-query";
