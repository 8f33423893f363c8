// In charge of live questions in the query cache: what a live query is told, every component that asks the same is shown.

import type { QueryClient } from "@tanstack/query-core";
import type { LiveOptions } from "../live/watch.ts";
import { rowsKey } from "./keys.ts";
import type { Build } from "./queries.ts";
import type { Client } from "./registered.ts";

/** Gives what ends it. */
export function follow<D>(client: Client, queryClient: QueryClient, build: Build<D>, options: LiveOptions): () => void {
  const question = build(client);
  const key = rowsKey(client.api, question, "rows");
  return client.live(
    question,
    (data) => {
      // A read under way began before this and may answer after it.
      void queryClient.cancelQueries({ queryKey: key, exact: true }, { silent: true });
      queryClient.setQueryData<D>(key, () => data);
    },
    options,
  );
}
