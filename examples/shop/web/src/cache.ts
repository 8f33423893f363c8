// The cache of what was asked. Where something is refused that was allowed, it looks whether the session has ended: what
// nobody may see looks as if it were not there.

import type { IsthmusError } from "@isthmus/client";
import { createQueryClient } from "@isthmus/client/react";
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { client } from "./client.ts";

const refusals = new Set([401, 403, 404]);

function onError(error: Error): void {
  const { status } = error as Partial<IsthmusError>;
  const { current } = client.auth;
  if (status !== undefined && refusals.has(status) && current !== undefined && current !== null)
    client.auth.refresh().catch(() => {});
}

export const cache = new QueryClient({
  defaultOptions: createQueryClient().getDefaultOptions(),
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
});
