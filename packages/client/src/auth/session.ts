// In charge of what is known of who is signed in.

/** What the server tells of the user; applications have further fields. */
export interface User {
  readonly id: string;
  readonly email?: string;
  readonly name?: string;
  readonly emailVerified?: boolean;
  readonly image?: string | null;
  readonly [field: string]: unknown;
}

export interface Session {
  readonly user: User;
  /** When it ends unless it is used before. */
  readonly expires: Date;
}

/** Why listeners are told. */
export type SessionEvent = "signed-in" | "signed-out" | "refreshed" | "expired";

/** Of `/auth/get-session`: a session with its user, or null. */
export function readSession(text: string): Session | null {
  const body = JSON.parse(text === "" ? "null" : text) as {
    readonly user?: User;
    readonly session?: { readonly expiresAt?: string };
  } | null;
  if (body?.user === undefined || body.user === null) return null;
  const expires = body.session?.expiresAt;
  return { user: body.user, expires: new Date(expires ?? Number.NaN) };
}
