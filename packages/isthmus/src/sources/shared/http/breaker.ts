// A circuit breaker: after too many failures nothing is sent for a while, then a probe, and with its success everything.

import { CallFailure, isOfTheApi } from "./call-failure.ts";
import type { Clock } from "./clock.ts";
import type { Send } from "./exchange.ts";

export interface BreakerOptions {
  /** Calls that are remembered. */
  readonly window: number;
  /** Fewer of them say nothing. */
  readonly least: number;
  /** Share of failures among them that opens it, from 0 to 1. */
  readonly share: number;
  /** Milliseconds it stays open at first; doubled with each probe that fails. */
  readonly pause: number;
  readonly longestPause: number;
  /** Calls that are let through at a time when the pause is over. */
  readonly probes: number;
}

export type BreakerState = "closed" | "open" | "half-open";

export interface Breaker {
  readonly state: BreakerState;
  /** Gives a function to call with the outcome; undefined: nothing may be sent. */
  enter(): ((outcome: "success" | "failure" | "neither") => void) | undefined;
  /** Milliseconds until the next probe. */
  readonly wait: number;
}

export function createBreaker(options: BreakerOptions, clock: Clock, changed?: (state: BreakerState) => void): Breaker {
  let state: BreakerState = "closed";
  let outcomes: boolean[] = [];
  let until = 0;
  let pause = options.pause;
  let probing = 0;
  /** Outcomes of calls that began under an earlier state say nothing about this one. */
  let era = 0;

  function turn(next: BreakerState): void {
    state = next;
    era++;
    outcomes = [];
    probing = 0;
    if (next === "open") until = clock.now() + pause;
    if (next === "closed") pause = options.pause;
    changed?.(next);
  }

  function note(outcome: "success" | "failure" | "neither", begun: number): void {
    if (begun !== era) return;
    if (state === "half-open") {
      probing--;
      if (outcome === "success") turn("closed");
      else if (outcome === "failure") {
        pause = Math.min(options.longestPause, pause * 2);
        turn("open");
      }
      return;
    }
    if (outcome === "neither") return;
    outcomes.push(outcome === "failure");
    if (outcomes.length > options.window) outcomes.shift();
    if (outcomes.length < options.least) return;
    const failures = outcomes.reduce((sum, failed) => sum + (failed ? 1 : 0), 0);
    if (failures / outcomes.length >= options.share) turn("open");
  }

  return {
    get state() {
      return state;
    },
    get wait() {
      return state === "open" ? Math.max(0, until - clock.now()) : 0;
    },
    enter() {
      if (state === "open" && clock.now() >= until) turn("half-open");
      if (state === "open") return undefined;
      if (state === "half-open") {
        if (probing >= options.probes) return undefined;
        probing++;
      }
      const begun = era;
      return (outcome) => note(outcome, begun);
    },
  };
}

/** One breaker for each key, and one for whatever they have in common: an API, and each operation of it. */
export function breaker(common: Breaker, create: () => Breaker, name: string): (next: Send) => Send {
  const byOperation = new Map<string, Breaker>();
  return (next) => async (call) => {
    let own = byOperation.get(call.operation);
    if (own === undefined) byOperation.set(call.operation, (own = create()));
    const leaveCommon = common.enter();
    if (leaveCommon === undefined) throw isOpen(name, common.wait);
    const leaveOwn = own.enter();
    if (leaveOwn === undefined) {
      leaveCommon("neither");
      throw isOpen(`${name}'s ${call.operation}`, own.wait);
    }
    try {
      const answer = await next(call);
      leaveCommon("success");
      leaveOwn("success");
      return answer;
    } catch (reason) {
      const limited = reason instanceof CallFailure && reason.answer?.status === 429;
      const outcome = isOfTheApi(reason) && !limited ? "failure" : "neither";
      leaveCommon(outcome);
      leaveOwn(outcome);
      throw reason;
    }
  };
}

function isOpen(what: string, wait: number): CallFailure {
  return new CallFailure({
    kind: "open",
    message: `${what} has failed too often and is left alone for a while`,
    retryAfter: Math.max(wait, 1_000),
  });
}
