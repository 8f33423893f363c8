// Keeps answers to reads: for as long as the configuration or the answer itself says, and longer where they are asked for
// anew meanwhile, or stand in for one that cannot be had.

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
}

/** @param onHit Told of each call that was answered from the cache. */
export function createCache(store: CacheStore, clock: Clock, onHit?: () => void): Cache {
  const revalidating = new Set<string>();

  const find = async (call: HttpCall, url: string): Promise<Kept | undefined> => {
    const got = store.get(url);
    const kept = got instanceof Promise ? await got : got;
    if (kept === undefined) return undefined;
    const headers = headersKey(call);
    return kept.find((one) => one.headers === headers);
  };

  async function fetchAndKeep(call: HttpCall, url: string, known: Kept | undefined, next: Send): Promise<HttpAnswer> {
    const answer = await next(
      known === undefined || call.question !== undefined ? call : conditional(call, known.answer),
    );
    if (answer.status === 304 && known !== undefined) {
      const renewed = { ...known.answer, headers: { ...known.answer.headers, ...withoutLength(answer) } };
      await keep(call, url, renewed);
      return { ...renewed, from: "cache" };
    }
    await keep(call, url, answer);
    return answer;
  }

  async function keep(call: HttpCall, url: string, answer: HttpAnswer): Promise<void> {
    const now = clock.wall();
    const said = call.question === undefined ? freshnessOf(answer, now) : untold(answer);
    // What a fallback gave is not what the API says.
    if (
      !said.storable ||
      call.rules.keeps?.(answer) === false ||
      (answer.from !== undefined && answer.from !== "cache")
    )
      return;
    const rule = call.rules.cache ?? {};
    const fresh = now + (rule.ttl ?? said.fresh ?? 0);
    const entry: Kept = {
      headers: headersKey(call),
      answer: { ...answer, from: "cache" },
      fresh,
      revalidate: fresh + (rule.staleWhileRevalidate ?? said.staleWhileRevalidate),
      stale: fresh + (rule.staleIfError ?? (usesStale(call) ? usualStale : said.staleIfError)),
    };
    const useful = entry.revalidate > now || entry.stale > now || (call.question === undefined && hasValidator(answer));
    if (!useful) return;
    const others = ((await store.get(url)) ?? []).filter((one) => one.headers !== entry.headers);
    await store.set(url, [entry, ...others].slice(0, mostVariants));
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
    const readThrough = async (call: HttpCall, url: string): Promise<HttpAnswer> => {
      const known = await find(call, url);
      const now = clock.wall();
      if (known !== undefined && now < known.fresh) {
        onHit?.();
        return known.answer;
      }
      if (known !== undefined && now < known.revalidate) {
        onHit?.();
        void revalidate(call, url, known, next);
        return known.answer;
      }
      return fetchAndKeep(call, url, known, next);
    };
    return async (call) => {
      const url = placeOf(call);
      if (isKept(call)) return call.rules.cache?.off === true ? next(call) : readThrough(call, url);
      const answer = await next(call);
      // A change makes what is kept of its own address untrue (RFC 9111, section 4.4).
      if (!isRead(call.method) && call.question === undefined && answer.status < 400) await store.set(url, []);
      return answer;
    };
  };

  return {
    stage,
    stale: async (call) => {
      const known = isKept(call) ? await find(call, placeOf(call)) : undefined;
      return known !== undefined && clock.wall() < known.stale ? { ...known.answer, from: "stale" } : undefined;
    },
  };
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
