// In charge of giving the client and its cache to an application.

import { QueryClient, useQueryClient, VueQueryPlugin } from "@tanstack/vue-query";
import { type App, inject, type InjectionKey } from "vue";
import type { CatalogTypes } from "../catalog.ts";
import type { IsthmusClient } from "../create-client.ts";
import { forgetOnChange } from "../query/identity.ts";
import { queryDefaults } from "../query/queries.ts";
import type { Client } from "../query/registered.ts";

const key: InjectionKey<Client> = Symbol("isthmus");

export interface IsthmusPluginOptions {
  readonly client: IsthmusClient<never> | IsthmusClient<CatalogTypes> | Client;
  /** Default: one of its own. On a server, one for each request. */
  readonly queryClient?: QueryClient;
}

/** @example createApp(Shop).use(isthmus, { client }).mount("#shop") */
export const isthmus = {
  install(app: App, { client, queryClient = createQueryClient() }: IsthmusPluginOptions): void {
    app.use(VueQueryPlugin, { queryClient });
    app.provide(key, client as Client);
    const forget = forgetOnChange(client as Client, queryClient);
    app.onUnmount(forget);
  },
};

/** A cache as the client wants it: the client itself tries again, and what was just rendered is fresh for 10 seconds. */
export function createQueryClient(): QueryClient {
  return new QueryClient({ defaultOptions: queryDefaults });
}

/** @throws Error where the plugin is not used */
export function useClient(): Client {
  const client = inject(key);
  if (client === undefined) throw new Error("The application does not use the plugin: app.use(isthmus, { client })");
  return client;
}

export function useCache(): QueryClient {
  return useQueryClient();
}
