// In charge of who is signed in, for components.

import { computed, type ComputedRef, onScopeDispose, shallowRef } from "vue";
import type { Auth } from "../auth/auth.ts";
import { followIdentity, type Identity, identityOf } from "../query/identity.ts";
import { useClient } from "./plugin.ts";

export type SessionResult = { readonly [K in keyof Identity]: ComputedRef<Identity[K]> } & Pick<
  Auth,
  "signIn" | "signUp" | "signOut"
>;

/** Who is signed in, and what changes that. Asked of the server once for all components. */
export function useSession(): SessionResult {
  const client = useClient();
  const identity = shallowRef(identityOf(client));
  if (typeof window !== "undefined")
    onScopeDispose(followIdentity(client, () => void (identity.value = identityOf(client))));
  const { signIn, signUp, signOut } = client.auth;
  return {
    status: computed(() => identity.value.status),
    session: computed(() => identity.value.session),
    user: computed(() => identity.value.user),
    signIn,
    signUp,
    signOut,
  };
}
