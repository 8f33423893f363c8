// In charge of who is signed in, as components see it; and that nobody is shown what was read by somebody else.

import type { QueryClient } from "@tanstack/query-core";
import type { Session, User } from "../auth/session.ts";
import type { Client } from "./registered.ts";

export interface Identity {
  /** `unknown` until the server has said. */
  readonly status: "unknown" | "signed-in" | "signed-out";
  readonly session: Session | null;
  readonly user: User | null;
}

const unknown: Identity = { status: "unknown", session: null, user: null };
const nobody: Identity = { status: "signed-out", session: null, user: null };
const known = new WeakMap<Session, Identity>();

/** The same object as long as nothing has changed. */
export function identityOf({ auth }: Client): Identity {
  const { current } = auth;
  if (current === undefined) return unknown;
  if (current === null) return nobody;
  const identity = known.get(current) ?? { status: "signed-in", session: current, user: current.user };
  known.set(current, identity);
  return identity;
}

/** Asks who is signed in if that is not known, and calls back whenever it changes. Gives what ends it. */
export function followIdentity(client: Client, told: () => void): () => void {
  const forget = client.auth.onChange(told);
  // Where there is nobody to ask, nobody is signed in as far as a page can tell; the next request says more.
  if (client.auth.current === undefined) client.auth.session().catch(() => {});
  return forget;
}

/** What was read as one person is gone when another one comes. Gives what ends it. */
export function forgetOnChange(client: Client, queryClient: QueryClient): () => void {
  return client.auth.onChange((_, event) => {
    if (event === "refreshed") return;
    const filter = { queryKey: ["isthmus"] };
    queryClient.removeQueries({ ...filter, type: "inactive" });
    void queryClient.resetQueries(filter);
  });
}
