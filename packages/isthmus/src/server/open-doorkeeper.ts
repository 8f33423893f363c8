// Who asks, for as long as the server runs.

import type { Configuration } from "../core/index.ts";
import type { EngineOptions } from "../engine/index.ts";
import { createAuthenticator, type SignedIn } from "../identity/index.ts";

/** Knows who asks, by the configuration that was given last. */
export function openDoorkeeper(configuration: Configuration, users: () => SignedIn | undefined) {
  const open = ({ auth = {}, roles = {} }: Configuration) =>
    createAuthenticator(auth, {
      roles: Object.keys(roles),
      ...(configuration.auth?.users === undefined ? {} : { users }),
    });
  let authenticator = open(configuration);
  return {
    authenticate: ((credentials) => authenticator.authenticate(credentials)) as EngineOptions["authenticate"],
    replace(next: Configuration) {
      const old = authenticator;
      authenticator = open(next);
      old.close();
    },
    close: () => authenticator.close(),
  };
}
