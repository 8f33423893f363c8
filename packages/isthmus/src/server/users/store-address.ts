// `server.store`, which may be a file of this node's own or the address of a database that nodes share.

import type { ServerConfiguration } from "../../core/index.ts";
import { revealed } from "../../core/secret.ts";
import { isShared } from "../../store/index.ts";

const defaultFile = ".isthmus/store.db";

/** Where users, sessions and keys are: a file (they are beside it) or an address. */
export function usersStoreOf(server: ServerConfiguration | undefined): string {
  return server?.store === undefined ? defaultFile : revealed(server.store);
}

/** The file of what each node keeps for itself. */
export function storeFileOf(server: ServerConfiguration | undefined): string {
  const store = usersStoreOf(server);
  return isShared(store) ? defaultFile : store;
}
