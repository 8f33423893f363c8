// A write under an Idempotency-Key is done once: its first reply is given again, a twin waits for it, and the same key
// for something else is refused. Follows draft-ietf-httpapi-idempotency-key-header.

import type { Principal, Reply, Request } from "../core/index.ts";
import { Problem } from "../core/index.ts";

/** The part of the server's store that this stage needs. */
export interface IdempotencyLedger {
  claim(scope: string, key: string, fingerprint: string, now: number): LedgerClaim;
  finish(scope: string, key: string, reply: LedgerReply): void;
  release(scope: string, key: string): void;
}

export interface LedgerReply {
  readonly status: number;
  readonly headers: Reply["headers"];
  readonly body: string | null;
}

export type LedgerClaim =
  | { readonly state: "claimed" }
  | { readonly state: "running"; readonly fingerprint: string; readonly since: number }
  | { readonly state: "done"; readonly fingerprint: string; readonly reply: LedgerReply };

export interface IdempotencyOptions {
  readonly ledger: IdempotencyLedger;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** SHA-256 of a text, in hexadecimal. */
  readonly hash: (text: string) => string;
}

/** Wraps the work of a request; requests without a key pass through. */
export type Once = (request: Request, principal: Principal, work: () => Promise<Reply>) => Promise<Reply>;

const safe = new Set(["GET", "HEAD", "OPTIONS"]);
const header = "idempotency-key";
const maxKey = 255;

export function createOnce({ ledger, now, hash }: IdempotencyOptions): Once {
  const running = new Map<string, Promise<Reply>>();

  return async (request, principal, work) => {
    const key = request.headers[header];
    if (key === undefined || safe.has(request.method)) return work();
    if (key.length === 0 || key.length > maxKey) throw invalidKey();
    const scope = `${principal.kind}:${principal.id}`;
    const fingerprint = hash(JSON.stringify([request.method, request.path, request.query, request.headers["content-type"], request.headers["prefer"], request.body]));
    const claim = ledger.claim(scope, key, fingerprint, now());
    if (claim.state === "claimed") {
      const place = `${scope}\0${key}`;
      const task = perform(ledger, scope, key, work).finally(() => running.delete(place));
      running.set(place, task);
      return task;
    }
    if (claim.fingerprint !== fingerprint) throw otherRequest();
    if (claim.state === "done") return replayed(claim.reply);
    const twin = running.get(`${scope}\0${key}`);
    if (twin === undefined) throw outcomeUnknown();
    return replayed(await twin);
  };
}

async function perform(ledger: IdempotencyLedger, scope: string, key: string, work: () => Promise<Reply>): Promise<Reply> {
  try {
    const reply = await work();
    ledger.finish(scope, key, { status: reply.status, headers: reply.headers, body: reply.body === null ? null : reply.body.toString() });
    return reply;
  } catch (thrown) {
    // An unknown outcome keeps its claim: doing the work again might do it twice.
    if (!(thrown instanceof Problem && thrown.code === "ISTHMUS503U")) ledger.release(scope, key);
    throw thrown;
  }
}

function replayed(reply: LedgerReply | Reply): Reply {
  return { ...reply, headers: { ...reply.headers, "Idempotency-Replayed": "true" } };
}

function invalidKey(): Problem {
  return new Problem({ code: "ISTHMUS210", category: "invalid", message: `Idempotency-Key must have 1 to ${maxKey} characters` });
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
    message: "A request with this Idempotency-Key is being worked on, or was cut off before its outcome was recorded",
    hint: "Ask for the record itself to see whether it was written",
    retryAfter: 1,
  });
}
