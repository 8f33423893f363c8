// The outbound client of one source: the pipe, from the one who asks to the socket. Order is what this file is about.

import type { Record as Note } from "../../../core/index.ts";
import { attempt } from "./attempt.ts";
import { authenticate } from "./auth/credentials.ts";
import { credentialsOf } from "./auth/credentials-of.ts";
import type { TokenStore } from "./auth/oauth2.ts";
import { breaker, createBreaker, type BreakerState } from "./breaker.ts";
import { createCache } from "./cache.ts";
import { type CacheStore, memoryCache } from "./cache-store.ts";
import { type Clock, systemClock } from "./clock.ts";
import { connect, type Transport } from "./connect.ts";
import { type HttpAnswer, type HttpCall, pipe, type Send, type Stage } from "./exchange.ts";
import { fallback } from "./fallback.ts";
import { gate } from "./gate.ts";
import type { Resolve } from "./guard-lookup.ts";
import { hedge } from "./hedge.ts";
import { judge } from "./judge.ts";
import type { HttpSettings } from "./options.ts";
import type { Outside } from "./outside.ts";
import { createQuota } from "./quota.ts";
import { rateLimit } from "./rate-limit.ts";
import { redirect } from "./redirect.ts";
import { retry } from "./retry.ts";
import { createRetryBudget } from "./retry-budget.ts";
import { createLocalSend, createSend } from "./send.ts";
import { singleFlight } from "./single-flight.ts";
import { createTokenBucket } from "./token-bucket.ts";
import { createUsage, type Usage } from "./usage.ts";

export interface Client {
  /** @throws CallFailure */
  readonly send: Send;
  /** The answer of success that is kept and fresh, where it is at hand without waiting. Its signal and deadline are not looked at. */
  readonly kept: (call: HttpCall) => HttpAnswer | undefined;
  readonly usage: Usage;
  /** Milliseconds a call may take, its repeats included. */
  readonly timeout: number;
  readonly clock: Clock;
  close(): Promise<void>;
}

/** What stands around it; tests hand in their own. */
export interface Surroundings {
  readonly record?: Note;
  readonly clock?: Clock;
  readonly resolve?: Resolve;
  readonly cache?: CacheStore;
  readonly tokens?: TokenStore;
  readonly outside?: Outside | undefined;
}

const usualTimeout = 10_000;

/**
 * @param name Of the source; for the log.
 * @param origin The API's own: where credentials and client certificates belong.
 */
export async function createClient(
  name: string,
  origin: string,
  settings: HttpSettings,
  around: Surroundings = {},
): Promise<Client> {
  const clock = around.clock ?? systemClock;
  const end = await openEnd(origin, settings, around);
  const usage = createUsage(clock.now);
  const timeout = settings.timeout ?? settings.statementTimeout ?? usualTimeout;
  const bare = end.send;
  const credentials = credentialsOf(settings.auth, bare, clock, around.tokens);
  const cache =
    settings.cache === false
      ? undefined
      : createCache(around.cache ?? memoryCache(settings.cache.size), clock, () => usage.counts.cached++);
  const stages: readonly (Stage | undefined)[] = [
    usage.calls,
    fallback(async (call) => cache?.stale(call)),
    cache?.stage,
    singleFlight(clock, () => usage.counts.shared++),
    retrying(settings, usage, clock),
    breaking(name, settings, clock, around.record),
    hedge(clock, () => usage.counts.hedges++),
    gate(settings, clock),
    limiting(settings, clock),
    attempt(Math.min(settings.attemptTimeout ?? timeout, timeout), clock),
    usage.requests,
    judge(clock, new Set(settings.throttled)),
    redirect(settings.redirects),
    credentials === undefined ? undefined : authenticate(credentials, origin),
  ];
  return {
    send: pipe(
      stages.filter((stage) => stage !== undefined),
      bare,
    ),
    kept: (call) => {
      const answer = cache?.fresh(call);
      if (answer !== undefined) usage.called(call.operation);
      return answer;
    },
    usage,
    timeout,
    clock,
    close: end.close,
  };
}

/** Where the pipe ends: at a socket, or at what answers in its place; then none is ever opened. */
async function openEnd(
  origin: string,
  settings: HttpSettings,
  around: Surroundings,
): Promise<{ readonly send: Send; readonly close: () => Promise<void> }> {
  const { answer, heard } = around.outside ?? {};
  if (answer !== undefined)
    return { send: createLocalSend(answer, settings.maxAnswer), close: () => Promise.resolve() };
  const transport = await openTransport(origin, settings, around);
  const send = createSend(transport, settings.maxAnswer);
  const close = () => transport.destroy();
  if (heard === undefined) return { send, close };
  return {
    send: async (call) => {
      const said = await send(call);
      await heard(call, said);
      return said;
    },
    close,
  };
}

function openTransport(origin: string, settings: HttpSettings, { resolve }: Surroundings): Promise<Transport> {
  const { ca, cert, key } = settings.tls ?? {};
  return connect({
    allowPrivate: settings.allowPrivate,
    connectTimeout: settings.connectTimeout,
    connections: settings.concurrency,
    ...(settings.tls === undefined
      ? {}
      : {
          tls: {
            origin,
            ...(ca === undefined ? {} : { ca }),
            ...(cert === undefined ? {} : { cert }),
            ...(key === undefined ? {} : { key }),
          },
        }),
    ...(resolve === undefined ? {} : { resolve }),
  });
}

function retrying({ retry: options }: HttpSettings, usage: Usage, clock: Clock): Stage | undefined {
  if (options === false) return undefined;
  const budget = createRetryBudget(options.share, options.reserve);
  return retry({ ...options, onRetry: () => usage.counts.retries++ }, budget, clock);
}

/** Several operations have to fail before the API as a whole counts as failing: a dead operation does not close the others. */
const hostFactor = 2;

function breaking(name: string, settings: HttpSettings, clock: Clock, record?: Note): Stage | undefined {
  const { breaker: options } = settings;
  if (options === false) return undefined;
  const whole = {
    ...options,
    window: options.window * hostFactor,
    least: options.least * hostFactor,
    share: Math.min(1, options.share * 1.5),
  };
  return breaker(createBreaker(whole, clock, told(name, record)), () => createBreaker(options, clock), name);
}

function told(name: string, record: Note | undefined): (state: BreakerState) => void {
  return (state) => {
    if (state === "half-open") return;
    const message =
      state === "open"
        ? `sources.${name}: the API keeps failing and is left alone for a while`
        : `sources.${name}: the API answers again`;
    record?.({ kind: "warning", message });
  };
}

function limiting(settings: HttpSettings, clock: Clock): Stage {
  const { rate, quota } = settings;
  return rateLimit(
    {
      bucket: rate && createTokenBucket(rate.perSecond, rate.burst ?? Math.max(1, Math.ceil(rate.perSecond)), clock),
      quota: quota && createQuota(quota.perDay, quota.dayBegins * 3_600_000, clock),
      longestWait: settings.longestWait,
      longestHold: settings.longestHold,
    },
    clock,
  );
}
