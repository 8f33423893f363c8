// In charge of who is signed in, for components.

import { computed, DestroyRef, inject, type Signal, signal } from "@angular/core";
import type { Auth } from "../auth/auth.ts";
import { followIdentity, type Identity, identityOf } from "../query/identity.ts";
import { injectClient } from "./provide.ts";

export type SessionResult = { readonly [K in keyof Identity]: Signal<Identity[K]> } & Pick<
  Auth,
  "signIn" | "signUp" | "signOut"
>;

/** Who is signed in, and what changes that. Asked of the server once for all components. */
export function injectSession(): SessionResult {
  const client = injectClient();
  const identity = signal(identityOf(client));
  if (typeof window !== "undefined")
    inject(DestroyRef).onDestroy(followIdentity(client, () => identity.set(identityOf(client))));
  const { signIn, signUp, signOut } = client.auth;
  return {
    status: computed(() => identity().status),
    session: computed(() => identity().session),
    user: computed(() => identity().user),
    signIn,
    signUp,
    signOut,
  };
}
