// In charge of giving the client and its cache to an application.

import {
  DestroyRef,
  type EnvironmentProviders,
  inject,
  InjectionToken,
  makeEnvironmentProviders,
  provideEnvironmentInitializer,
} from "@angular/core";
import { provideTanStackQuery, QueryClient } from "@tanstack/angular-query-experimental";
import type { CatalogTypes } from "../catalog.ts";
import type { IsthmusClient } from "../create-client.ts";
import { forgetOnChange } from "../query/identity.ts";
import { queryDefaults } from "../query/queries.ts";
import type { Client } from "../query/registered.ts";

const token = new InjectionToken<Client>("isthmus");

/**
 * Among the providers of the application.
 *
 * @param queryClient Default: one of its own. On a server, one for each request.
 *
 * @example bootstrapApplication(Shop, { providers: [provideIsthmus(client)] })
 */
export function provideIsthmus(
  client: IsthmusClient<never> | IsthmusClient<CatalogTypes> | Client,
  queryClient: QueryClient = createQueryClient(),
): EnvironmentProviders {
  return makeEnvironmentProviders([
    { provide: token, useValue: client },
    provideTanStackQuery(queryClient),
    provideEnvironmentInitializer(() => {
      inject(DestroyRef).onDestroy(forgetOnChange(client as Client, queryClient));
    }),
  ]);
}

/** A cache as the client wants it: the client itself tries again, and what was just rendered is fresh for 10 seconds. */
export function createQueryClient(): QueryClient {
  return new QueryClient({ defaultOptions: queryDefaults });
}

/** @throws NullInjectorError where `provideIsthmus` is not among the providers */
export function injectClient(): Client {
  return inject(token);
}

export function injectCache(): QueryClient {
  return inject(QueryClient);
}
