// Keeps answers to reads: for as long as the configuration or the answer itself says, and longer where they are asked for
// anew meanwhile, or stand in for one that cannot be had.

import { after, type Soon } from "../../../core/index.ts";
import type { CacheStore, Kept } from "./cache-store.ts";
import type { Clock } from "./clock.ts";
import { isRead, urlOf, type HttpAnswer, type HttpCall, type Send } from "./exchange.ts";
import { type Freshness, freshnessOf } from "./freshness.ts";
import { headersKey } from "./single-flight.ts";

/** Answers to one URL that are kept, by what was sent with the call. */
const mostVariants = 8;
/** Milliseconds an answer may stand in for one that cannot be had, where the rule does not say. */
const usualStale = 86_400_000;
/** Milliseconds a call that nobody waits for may take. */
const behindTheScenes = 30_000;

export interface Cache {
  readonly stage: (next: Send) => Send;
  /** The last good answer, where it may still stand in. */
  readonly stale: (call: HttpCall) => Promise<HttpAnswer | undefined>;
  /** A fresh answer of success, where it is at hand without waiting. */
  readonly fresh: (call: HttpCall) => HttpAnswer | undefined;
}

/** @param onHit Told of each call that was answered from the cache. */
export function createCache(store: CacheStore, clock: Clock, onHit?: () => void): Cache {
  const revalidating = new Set<string>();

  const find = (call: HttpCall, url: string): Soon<Kept | undefined> =>
    after(store.get(url), (kept) => (kept === undefined ? undefined : variantOf(call, kept)));

  function fetchAndKeep(call: HttpCall, url: string, known: Kept | undefined, next: Send): Promise<HttpAnswer> {
    const asked = known === undefined || call.question !== undefined ? call : conditional(call, known.answer);
    return next(asked).then((answer) => {
      if (answer.status !== 304 || known === undefined) return after(keep(call, url, answer), () => answer);
      const renewed = { ...known.answer, headers: { ...known.answer.headers, ...withoutLength(answer) } };
      return after(keep(call, url, renewed), () => ({ ...renewed, from: "cache" }) as const);
    });
  }

  function keep(call: HttpCall, url: string, answer: HttpAnswer): Soon<void> {
    const entry = entryOf(call, answer, clock.wall());
    if (entry === undefined) return undefined;
    return after(store.get(url), (kept = []) => {
      const others = kept.filter((one) => one.headers !== entry.headers);
      return store.set(url, [entry, ...others].slice(0, mostVariants));
    });
  }

  async function revalidate(call: HttpCall, url: string, known: Kept, next: Send): Promise<void> {
    const key = `${url}\n${known.headers}`;
    if (revalidating.has(key)) return;
    revalidating.add(key);
    try {
      const signal = AbortSignal.timeout(behindTheScenes);
      await fetchAndKeep({ ...call, signal, deadline: clock.now() + behindTheScenes }, url, known, next);
    } catch {
      // The caller has his answer; the next one tries again.
    } finally {
      revalidating.delete(key);
    }
  }

  const stage = (next: Send): Send => {
    const readThrough = (call: HttpCall, url: string, known: Kept | undefined): Soon<HttpAnswer> => {
      if (known === undefined) return fetchAndKeep(call, url, known, next);
      const now = clock.wall();
      if (now >= known.revalidate && now >= known.fresh) return fetchAndKeep(call, url, known, next);
      onHit?.();
      if (now >= known.fresh) void revalidate(call, url, known, next);
      return known.answer;
    };
    const read = (call: HttpCall): Promise<HttpAnswer> => {
      const url = placeOf(call);
      const answer = after(find(call, url), (known) => readThrough(call, url, known));
      return answer instanceof Promise ? answer : Promise.resolve(answer);
    };
    const change = async (call: HttpCall): Promise<HttpAnswer> => {
      const answer = await next(call);
      // A change makes what is kept of its own address untrue (RFC 9111, section 4.4).
      if (!isRead(call.method) && call.question === undefined && answer.status < 400) await store.set(urlOf(call), []);
      return answer;
    };
    return (call) => (!isKept(call) ? change(call) : call.rules.cache?.off === true ? next(call) : read(call));
  };

  return {
    stage,
    stale: async (call) => {
      const known = isKept(call) ? await find(call, placeOf(call)) : undefined;
      return known !== undefined && clock.wall() < known.stale ? { ...known.answer, from: "stale" } : undefined;
    },
    fresh: (call) => {
      if (!isKept(call) || call.rules.cache?.off === true) return undefined;
      const known = find(call, placeOf(call));
      if (known === undefined || known instanceof Promise || clock.wall() >= known.fresh) return undefined;
      if (known.answer.status >= 300) return undefined;
      onHit?.();
      return known.answer;
    },
  };
}

function variantOf(call: HttpCall, kept: readonly Kept[]): Kept | undefined {
  const headers = headersKey(call);
  return kept.find((one) => one.headers === headers);
}

/** What is kept of an answer; undefined: nothing. */
function entryOf(call: HttpCall, answer: HttpAnswer, now: number): Kept | undefined {
  const said = call.question === undefined ? freshnessOf(answer, now) : untold(answer);
  const { rules } = call;
  // What a fallback gave is not what the API says.
  const isTheirs = answer.from === undefined || answer.from === "cache";
  if (!said.storable || !isTheirs || rules.keeps?.(answer) === false) return undefined;
  const rule = rules.cache ?? {};
  const fresh = now + (rule.ttl ?? said.fresh ?? 0);
  const revalidate = fresh + (rule.staleWhileRevalidate ?? said.staleWhileRevalidate);
  const stale = fresh + (rule.staleIfError ?? (usesStale(call) ? usualStale : said.staleIfError));
  const useful = revalidate > now || stale > now || (call.question === undefined && hasValidator(answer));
  if (!useful) return undefined;
  return { headers: headersKey(call), answer: { ...answer, from: "cache" }, fresh, revalidate, stale };
}

/** A question in a body is answered under it: its address alone says nothing. */
function placeOf(call: HttpCall): string {
  return call.question === undefined ? urlOf(call) : `${urlOf(call)}\n${call.question}`;
}

function isKept({ method, body, question }: HttpCall): boolean {
  return question !== undefined || (method === "GET" && body === undefined);
}

/** Answers to questions in bodies say nothing of how long they hold that could be relied on: the configuration does. */
function untold({ status }: HttpAnswer): Freshness {
  return { storable: status === 200, fresh: undefined, staleWhileRevalidate: 0, staleIfError: 0 };
}

function usesStale({ rules }: HttpCall): boolean {
  return rules.fallbacks?.some((one) => one.kind === "stale") === true;
}

function hasValidator({ headers }: HttpAnswer): boolean {
  return headers["etag"] !== undefined || headers["last-modified"] !== undefined;
}

function conditional(call: HttpCall, { headers }: HttpAnswer): HttpCall {
  const etag = headers["etag"];
  const modified = headers["last-modified"];
  if (etag === undefined && modified === undefined) return call;
  return {
    ...call,
    headers: {
      ...call.headers,
      ...(etag === undefined ? {} : { "if-none-match": etag }),
      ...(modified === undefined ? {} : { "if-modified-since": modified }),
    },
  };
}

/** What a 304 says anew; the length of its own empty body is not part of it. */
function withoutLength({ headers }: HttpAnswer): Readonly<Record<string, string>> {
  const { "content-length": _length, "content-encoding": _encoding, ...rest } = headers;
  return rest;
}
