// OAuth 2 (RFC 6749): client credentials and refresh tokens. However many calls need a new token, it is asked for once.

import { CallFailure } from "../call-failure.ts";
import type { Clock } from "../clock.ts";
import type { HttpAnswer, HttpCall, Send } from "../exchange.ts";
import { noRules } from "../rules.ts";
import type { Credentials } from "./credentials.ts";
import { withHeader } from "./credentials.ts";

export interface OAuth2Options {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Absent: the client's own credentials are what it is asked for with. */
  readonly refreshToken?: string | undefined;
  readonly scope?: string | undefined;
  readonly audience?: string | undefined;
  /** Where the client's credentials stand in the request for a token. Default: `header`. */
  readonly send?: "header" | "body" | undefined;
}

export interface Token {
  readonly access: string;
  readonly refresh?: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

/** Where a token outlives the process, and is shared with others that use the same one. */
export interface TokenStore {
  read(): Promise<Token | undefined>;
  write(token: Token): Promise<void>;
}

/** Milliseconds ahead of a token's end at which a new one is fetched. */
const margin = 30_000;
/** Milliseconds of a token of which the API does not say how long it holds. */
const assumedLife = 300_000;
/** Milliseconds a request for a token may take. */
const patience = 10_000;
/** Milliseconds in which a failure is not tried again; doubled with each further one. */
const firstPause = 1_000;
const longestPause = 60_000;

export function memoryTokens(): TokenStore {
  let kept: Token | undefined;
  return {
    read: () => Promise.resolve(kept),
    write: (token) => {
      kept = token;
      return Promise.resolve();
    },
  };
}

export function oauth2(
  options: OAuth2Options,
  send: Send,
  clock: Clock,
  store: TokenStore = memoryTokens(),
): Credentials {
  let token: Token | undefined;
  let fetching: Promise<Token> | undefined;
  let failures = 0;
  let notBefore = 0;
  let failure: unknown;

  const holds = (candidate: Token | undefined): candidate is Token =>
    candidate !== undefined && candidate.expires - margin > clock.wall();

  async function fetchToken(refused: string | undefined): Promise<Token> {
    // Another process may have fetched one meanwhile.
    const kept = await store.read();
    if (holds(kept) && kept.access !== refused) return (token = kept);
    if (clock.now() < notBefore) throw failure;
    try {
      const refresh = kept?.refresh ?? token?.refresh ?? options.refreshToken;
      const fresh = readToken(await send(tokenCall(options, refresh, clock)), refresh, clock);
      await store.write(fresh);
      failures = 0;
      return (token = fresh);
    } catch (reason) {
      failure = noToken(reason);
      notBefore = clock.now() + Math.min(longestPause, firstPause * 2 ** Math.min(failures++, 10));
      throw failure;
    }
  }

  const fetchOnce = (refused?: string): Promise<Token> =>
    (fetching ??= fetchToken(refused).finally(() => (fetching = undefined)));

  return {
    apply: async (call) => {
      const { access } = holds(token) ? token : await fetchOnce();
      return withHeader(call, "authorization", `Bearer ${access}`);
    },
    renew: async (refused) => {
      const used = refused.headers["authorization"]?.slice("Bearer ".length);
      // Those who come later with the same old token find the new one.
      if (token !== undefined && token.access !== used && holds(token)) return true;
      token = token === undefined ? undefined : { ...token, expires: 0 };
      await fetchOnce(used);
      return true;
    },
  };
}

function tokenCall(options: OAuth2Options, refresh: string | undefined, clock: Clock): HttpCall {
  const { tokenUrl, clientId, clientSecret, scope, audience } = options;
  const url = new URL(tokenUrl);
  const form = new URLSearchParams(
    refresh === undefined
      ? { grant_type: "client_credentials" }
      : { grant_type: "refresh_token", refresh_token: refresh },
  );
  if (scope !== undefined) form.set("scope", scope);
  if (audience !== undefined) form.set("audience", audience);
  const headers: Record<string, string> = {
    accept: "application/json",
    "content-type": "application/x-www-form-urlencoded",
  };
  if (options.send === "body") {
    form.set("client_id", clientId);
    form.set("client_secret", clientSecret);
  } else {
    // Both are form-encoded first (RFC 6749, 2.3.1).
    const pair = `${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`;
    headers["authorization"] = `Basic ${Buffer.from(pair).toString("base64")}`;
  }
  return {
    operation: "token",
    method: "POST",
    origin: url.origin,
    path: url.pathname + url.search,
    headers,
    body: form.toString(),
    repeatable: false,
    // Not the caller's: others wait for the token too.
    signal: AbortSignal.timeout(patience),
    deadline: clock.now() + patience,
    rules: noRules,
  };
}

function readToken(answer: HttpAnswer, refresh: string | undefined, clock: Clock): Token {
  if (answer.status !== 200) throw new Error(`the token's address answered ${answer.status}`);
  const said: unknown = JSON.parse(Buffer.from(answer.body).toString());
  const {
    access_token: access,
    expires_in: life,
    refresh_token: next,
  } = (said ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof access !== "string" || access === "" || !/^[\x21-\x7e]+$/.test(access))
    throw new Error("the token's address gave no token");
  const seconds = Number(life);
  const kept = typeof next === "string" ? next : refresh;
  return {
    access,
    expires:
      clock.wall() +
      (Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 + margin * shortened(seconds) : assumedLife),
    ...(kept === undefined ? {} : { refresh: kept }),
  };
}

/** A token that lives no longer than the margin is used for half its life. */
function shortened(seconds: number): number {
  return seconds * 1000 > 2 * margin ? 0 : 1 - (seconds * 500) / margin;
}

function noToken(cause: unknown): CallFailure {
  return new CallFailure({ kind: "credentials", message: "no token could be fetched", cause });
}
