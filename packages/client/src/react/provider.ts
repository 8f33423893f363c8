// In charge of giving the client and its cache to the components below.

import { QueryClient, QueryClientProvider, useQueryClient } from "@tanstack/react-query";
import { createContext, createElement, type ReactNode, useContext, useEffect, useState } from "react";
import type { CatalogTypes } from "../catalog.ts";
import type { IsthmusClient } from "../create-client.ts";
import { forgetOnChange } from "../query/identity.ts";
import { queryDefaults } from "../query/queries.ts";
import type { Client } from "../query/registered.ts";

const Context = createContext<Client | undefined>(undefined);

export interface IsthmusProviderProps {
  readonly client: IsthmusClient<never> | IsthmusClient<CatalogTypes> | Client;
  /** Default: one of its own. On a server, one for each request. */
  readonly queryClient?: QueryClient;
  readonly children?: ReactNode;
}

/** Around everything that uses the hooks below. */
export function IsthmusProvider({ client, queryClient, children }: IsthmusProviderProps): ReactNode {
  const [own] = useState(() => queryClient ?? createQueryClient());
  const cache = queryClient ?? own;
  useEffect(() => forgetOnChange(client as Client, cache), [client, cache]);
  return createElement(
    QueryClientProvider,
    { client: cache },
    createElement(Context.Provider, { value: client as Client }, children),
  );
}

/** A cache as the client wants it: the client itself tries again, and what was just rendered is fresh for 10 seconds. */
export function createQueryClient(): QueryClient {
  return new QueryClient({ defaultOptions: queryDefaults });
}

/** @throws Error outside of an IsthmusProvider */
export function useClient(): Client {
  const client = useContext(Context);
  if (client === undefined) throw new Error("There is no <IsthmusProvider client={…}> around this component");
  return client;
}

/** Asks again whatever reads one of these resources. */
export function useCache(): QueryClient {
  return useQueryClient();
}
