// In charge of who is signed in, for components.

import { useCallback, useSyncExternalStore } from "react";
import type { Auth } from "../auth/auth.ts";
import { followIdentity, type Identity, identityOf } from "../query/identity.ts";
import { useClient } from "./provider.ts";

export type SessionResult = Identity & Pick<Auth, "signIn" | "signUp" | "signOut">;

/** Who is signed in, and what changes that. Asked of the server once for all components. */
export function useSession(): SessionResult {
  const client = useClient();
  const follow = useCallback((told: () => void) => followIdentity(client, told), [client]);
  const now = (): Identity => identityOf(client);
  const identity = useSyncExternalStore(follow, now, now);
  const { signIn, signUp, signOut } = client.auth;
  return { ...identity, signIn, signUp, signOut };
}
