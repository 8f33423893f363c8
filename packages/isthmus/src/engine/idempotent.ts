// A write under an Idempotency-Key is done once: its first reply is given again, a twin waits for it, and the same key
// for something else is refused. Follows draft-ietf-httpapi-idempotency-key-header. When the outcome of a write was cut
// off, the source is asked whether it took place, so that a repeated request gets the truth.

import type { Outcome, Principal, Reply, Request, Soon } from "../core/index.ts";
import { anonymous, Problem } from "../core/index.ts";

/** The part of the server's store that this stage needs. */
export interface IdempotencyLedger {
  claim(scope: string, key: string, fingerprint: string, now: number): LedgerClaim;
  pledge(scope: string, key: string, pledge: LedgerPledge): void;
  finish(scope: string, key: string, reply: LedgerReply): void;
  release(scope: string, key: string): void;
}

export interface LedgerReply {
  readonly status: number;
  readonly headers: Reply["headers"];
  readonly body: string | null;
}

export interface LedgerPledge {
  readonly source: string;
  readonly token: string;
  readonly reply: LedgerReply;
}

export type LedgerClaim =
  | { readonly state: "claimed" }
  | { readonly state: "running"; readonly fingerprint: string; readonly pledge?: LedgerPledge }
  | { readonly state: "done"; readonly fingerprint: string; readonly reply: LedgerReply };

export interface IdempotencyOptions {
  readonly ledger: IdempotencyLedger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** A collision-resistant hash of a text, e.g. SHA-256 in hexadecimal. */
  readonly hash: (text: string) => string;
}

/** Told by the work, when only the COMMIT is missing: what will be answered, and how to ask later whether it took place. */
export type Pledge = (source: string, token: string, reply: Reply) => void;

/** Wraps the work of a request; requests without a key pass through, and make no pledge. */
export type Once = (
  request: Request,
  principal: Principal,
  work: (pledge?: Pledge) => Soon<Reply>,
  outcome: AskOutcome,
  /** The work may be begun again after it was cut off: it takes up what it had done. */
  resumable?: boolean,
) => Soon<Reply>;

export type AskOutcome = (source: string, token: string) => Promise<Outcome>;

const safe = new Set(["GET", "HEAD", "OPTIONS"]);
const header = "idempotency-key";
const maxKey = 255;
/** Headers that change what is done, or what is answered. */
const shaping = ["content-type", "prefer", "accept", "accept-profile", "content-profile", "if-match"];
/** Claims that change whenever a token is renewed, which must not turn a repeated request into another one. */
const passing = new Set(["exp", "iat", "nbf", "jti"]);

/** A reply is shown again only to someone with the rights under which it was made. */
function lastingClaims({ claims }: Principal): readonly (readonly [string, unknown])[] {
  return Object.entries(claims)
    .filter(([name]) => !passing.has(name))
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

export function createOnce({ ledger, now, hash }: IdempotencyOptions): Once {
  const running = new Map<string, Promise<Reply>>();

  const once: Once = (request, principal, work, outcome, resumable) => {
    const key = request.headers[header];
    if (key === undefined || safe.has(request.method)) return work();
    return keyed(key, request, principal, work, outcome, resumable);
  };

  async function keyed(
    key: string,
    request: Request,
    principal: Principal,
    work: Parameters<Once>[2],
    outcome: AskOutcome,
    resumable = false,
  ): Promise<Reply> {
    if (key.length === 0 || key.length > maxKey) throw invalidKey();
    const rights = JSON.stringify([principal.roles, lastingClaims(principal)]);
    // Callers without an id are told apart by what they may claim. Anonymous ones are not: their keys must be hard to guess.
    const scope = `${principal.kind}:${principal.id === "" && principal !== anonymous ? `?${hash(rights)}` : principal.id}`;
    const place = `${scope}\0${key}`;
    const fingerprint = hash(
      JSON.stringify([
        request.method,
        request.path,
        request.query,
        ...shaping.map((name) => request.headers[name] ?? null),
        request.body,
        rights,
      ]),
    );
    const claim = ledger.claim(scope, key, fingerprint, now());
    const begin = (): Promise<Reply> => {
      const task = perform(ledger, scope, key, work).finally(() => running.delete(place));
      running.set(place, task);
      return task;
    };
    if (claim.state === "claimed") return begin();
    if (claim.fingerprint !== fingerprint) throw otherRequest();
    if (claim.state === "done") return replayed(claim.reply);
    const twin = running.get(place);
    if (twin !== undefined) return replayed(await twin);
    if (claim.pledge === undefined && resumable) return begin();
    if (claim.pledge === undefined) throw outcomeUnknown();
    const found = await outcome(claim.pledge.source, claim.pledge.token);
    if (found === "committed") {
      ledger.finish(scope, key, claim.pledge.reply);
      return replayed(claim.pledge.reply);
    }
    if (found !== "undone") throw outcomeUnknown();
    ledger.release(scope, key);
    return keyed(key, request, principal, work, outcome, resumable);
  }
  return once;
}

async function perform(
  ledger: IdempotencyLedger,
  scope: string,
  key: string,
  work: (pledge: Pledge) => Soon<Reply>,
): Promise<Reply> {
  try {
    const reply = await work((source, token, promised) =>
      ledger.pledge(scope, key, { source, token, reply: stored(promised) }),
    );
    ledger.finish(scope, key, stored(reply));
    return reply;
  } catch (thrown) {
    // An unknown outcome keeps its claim: doing the work again might do it twice.
    if (!(thrown instanceof Problem && thrown.code === "ISTHMUS503U")) ledger.release(scope, key);
    throw thrown;
  }
}

function stored(reply: Reply): LedgerReply {
  return { status: reply.status, headers: reply.headers, body: reply.body === null ? null : reply.body.toString() };
}

function replayed(reply: LedgerReply | Reply): Reply {
  return { ...reply, headers: { ...reply.headers, "Idempotency-Replayed": "true" } };
}

function invalidKey(): Problem {
  return new Problem({
    code: "ISTHMUS210",
    category: "invalid",
    message: `Idempotency-Key must have 1 to ${maxKey} characters`,
  });
}

function otherRequest(): Problem {
  return new Problem({
    code: "ISTHMUS211",
    category: "invalid",
    status: 422,
    message: "This Idempotency-Key was used for another request",
    hint: "Use a new key for every new piece of work, and the same key only to repeat the same request",
  });
}

function outcomeUnknown(): Problem {
  return new Problem({
    code: "ISTHMUS212",
    category: "conflict",
    message:
      "A request with this Idempotency-Key is being worked on, or was cut off and its outcome cannot be told yet",
    hint: "Repeat the request with the same key in a moment",
    retryAfter: 1,
  });
}
