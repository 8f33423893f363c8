// In charge of signing in and out, and of the session between: it is asked for once, looked at again before it ends, and
// its end is told.

import type { IsthmusError } from "../error.ts";
import type { Send } from "../request/send.ts";
import type { CookieJar } from "./cookie-jar.ts";
import { readSession, type Session, type SessionEvent } from "./session.ts";

export type SessionListener = (session: Session | null, event: SessionEvent) => void;

export interface Auth {
  /** Undefined until it was asked for; null: nobody is signed in. */
  readonly current: Session | null | undefined;
  /** Makes an account and signs in, unless the server wants the address confirmed first. @throws IsthmusError */
  signUp(account: {
    readonly email: string;
    readonly password: string;
    readonly name: string;
    readonly [field: string]: unknown;
  }): Promise<Session | null>;
  /** @throws IsthmusError */
  signIn(credentials: {
    readonly email: string;
    readonly password: string;
    readonly rememberMe?: boolean;
  }): Promise<Session | null>;
  signOut(): Promise<void>;
  /** Who is signed in; asked of the server the first time alone. @throws IsthmusError */
  session(): Promise<Session | null>;
  /** Asks the server again. @throws IsthmusError */
  refresh(): Promise<Session | null>;
  /** Gives what ends the listening. */
  onChange(listener: SessionListener): () => void;
  /** Any other path below `/auth`: two-factor codes, passwords that were forgotten. @throws IsthmusError */
  request<T = unknown>(path: `/${string}`, body?: unknown): Promise<T>;
  /** For pages rendered by a server: what it knows already. */
  assume(session: Session | null): void;
}

export interface AuthParts {
  /** `https://shop.example/auth` */
  readonly place: string;
  readonly send: Send;
  /** Where `fetch` keeps no cookies. */
  readonly jar: CookieJar | undefined;
}

/** Before its end, in milliseconds, a session is looked at again; and once an hour at least. */
const ahead = 60_000;
const hour = 3_600_000;

export function createAuth({ place, send, jar }: AuthParts): Auth & { readonly onRefused: () => void } {
  const listeners = new Set<SessionListener>();
  let current: Session | null | undefined;
  let asking: Promise<Session | null> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function become(session: Session | null, event: SessionEvent): void {
    const before = current;
    current = session;
    clearTimeout(timer);
    if (session !== null) schedule(session);
    if (before === null && session === null) return;
    for (const listener of [...listeners]) listener(session, event);
  }

  function schedule({ expires }: Session): void {
    const left = expires.getTime() - Date.now();
    const wait = Number.isNaN(left)
      ? hour
      : Math.min(hour, Math.max(left - ahead, left > 0 ? Math.min(left, 1000) : 0));
    timer = setTimeout(() => void refresh().catch(() => later()), wait);
    // A timer of Node would keep the process from ending.
    (timer as { unref?: () => void }).unref?.();
  }

  /** The server cannot be asked now, which ends no session. */
  function later(): void {
    if (current !== null && current !== undefined) schedule({ ...current, expires: new Date(Date.now() + 2 * ahead) });
  }

  async function post(path: string, body: unknown): Promise<string> {
    const { text, headers } = await send({
      method: "POST",
      url: place + path,
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify(body ?? {}),
    });
    await jar?.take(headers);
    return text;
  }

  function refresh(): Promise<Session | null> {
    return (asking ??= look().finally(() => (asking = undefined)));
  }

  /** @param event Where it is known why the answer is another one. */
  async function look(event?: SessionEvent): Promise<Session | null> {
    const known = current;
    const { text, headers } = await send({
      method: "GET",
      url: `${place}/get-session`,
      headers: { accept: "application/json", "cache-control": "no-store" },
    });
    await jar?.take(headers);
    const found = readSession(text);
    // Somebody signed in or out meanwhile: that is newer.
    if (known !== current) return current ?? null;
    const why = event ?? eventOf(known, found);
    if (why === "expired") await jar?.empty();
    become(found, why);
    return found;
  }

  /** Sign-in answers without the session's end, so the session is asked for anew. */
  async function entered(): Promise<Session | null> {
    current = undefined;
    asking = undefined;
    return look("signed-in");
  }

  return {
    get current() {
      return current;
    },
    async signUp(account) {
      await post("/sign-up/email", account);
      return entered();
    },
    async signIn(credentials) {
      await post("/sign-in/email", credentials);
      return entered();
    },
    async signOut() {
      try {
        await post("/sign-out", {});
      } catch (thrown) {
        // Without a session there is nothing left to end.
        if ((thrown as IsthmusError).status !== 401) throw thrown;
      }
      await jar?.empty();
      become(null, "signed-out");
    },
    session: () => (current === undefined ? refresh() : Promise.resolve(current)),
    refresh,
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    request: async <T>(path: string, body?: unknown) => JSON.parse((await post(path, body)) || "null") as T,
    assume: (session) => {
      current = session;
      if (session !== null) schedule(session);
    },
    onRefused: () => {
      if (current !== null && current !== undefined) refresh().catch(() => {});
    },
  };
}

/** What was read before it was known who reads was read as the same person. */
function eventOf(known: Session | null | undefined, found: Session | null): SessionEvent {
  if (known === undefined || known?.user.id === found?.user.id) return "refreshed";
  return found === null ? "expired" : "signed-in";
}
