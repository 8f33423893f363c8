// The client for Angular, over TanStack Query: functions alone, for injection contexts.

export { createQueryClient, injectClient, provideIsthmus } from "./provide.ts";
export { injectAnswer, injectInfiniteRows, injectLive, injectRow, injectRows, type RowsOptions } from "./rows.ts";
export { injectCall, injectInsert, injectInvalidate, injectRemove, injectUpdate } from "./changes.ts";
export { injectSession, type SessionResult } from "./session.ts";
export { prefetch, type Prefetch } from "../query/prefetch.ts";
export { QueryClient } from "@tanstack/angular-query-experimental";
