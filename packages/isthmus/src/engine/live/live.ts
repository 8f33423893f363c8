// Live questions: a subscription is answered at once, and again whenever its answer has changed. It goes through the
// same stages as a request, under the same policies, and ends when its caller's credentials do.

import type { Principal, Problem, QuestionOutcome, Record, Reply } from "../../core/index.ts";
import { anonymous, toProblem } from "../../core/index.ts";
import type { Roadside } from "../pipeline.ts";
import { ask } from "./ask.ts";
import { createTrail } from "../trail.ts";
import { withhold } from "../withhold.ts";
import { createCohort, type Cohort, type Voice } from "./cohort.ts";
import { createEffects, type Effects, type Touched } from "./effects.ts";
import { createIndexOfCohorts } from "./index-of-cohorts.ts";
import {
  credentialsExpired,
  type LiveLimits,
  longestQuestion,
  questionTooLong,
  tooManySubscriptions,
} from "./limits.ts";
import { createNoting, type Noting } from "./noting.ts";
import { observed } from "./observed.ts";
import { createFindPlace, type FindPlace, type LiveGround, type Place } from "./place.ts";
import { createShares } from "./shares.ts";
import {
  expiryOf,
  type Listener,
  type LiveSubscription,
  samePrincipal,
  type Subscriber,
  type Subscribing,
} from "./subscriber.ts";
import { createTurns } from "./turns.ts";
import { createWatches } from "./watches.ts";
import { within } from "./within.ts";

export interface LiveOptions {
  readonly authenticate: Roadside["authenticate"];
  readonly limits: LiveLimits;
  readonly hash: (text: string) => string;
  readonly record: Record;
  /** Milliseconds, monotonic. */
  readonly clock: () => number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface Live {
  subscribe(asked: Subscribing, listener: Listener): LiveSubscription;
  /** Subscriptions there are. */
  readonly size: number;
  /** Questions that are asked for them: those that are alike count as one. */
  readonly questions: number;
  /** Watches over the work of a request, so that what it changes is noticed. */
  readonly noting: Noting;
  /**
   * Somebody's rights may have changed: within a second his credentials are looked at again, and so are those of all
   * services; of everybody, where nobody is named.
   */
  reconsider(id: string | undefined): void;
  /** Every subscription goes on over the new ground, or is refused there. */
  replace(ground: LiveGround): void;
  /** Ends all of them without a word, and stops watching the sources. */
  close(): void;
}

/** Milliseconds between looks at expiries. */
const sweepEvery = 1_000;

interface Ground extends LiveGround {
  readonly find: FindPlace;
  readonly effects: Effects;
}

const layGround = (ground: LiveGround, hash: LiveOptions["hash"]): Ground => ({
  ...ground,
  find: createFindPlace(ground, hash),
  effects: createEffects(ground.catalog),
});

export function createLive(first: LiveGround, options: LiveOptions): Live {
  const { limits, now, clock } = options;
  const subscribers = new Set<Subscriber>();
  const cohorts = new Map<string, Cohort>();
  const shares = createShares(limits);
  const turns = createTurns(limits.atOnce);
  const index = createIndexOfCohorts();
  let ground = layGround(first, options.hash);
  const tell = (touched: Touched): void => {
    for (const cohort of index.concerned(touched)) cohort.changed();
  };
  const watches = createWatches((source, changed) => tell(ground.effects.ofChanged(source, changed)));
  let sweeping: ReturnType<typeof setInterval> | undefined;

  function subscribe(asked: Subscribing, listener: Listener): LiveSubscription {
    const subscriber: Subscriber = {
      asked,
      principal: anonymous,
      giveBack: () => {},
      expires: Number.POSITIVE_INFINITY,
      recheckAt: now() + limits.recheck,
      place: undefined,
      closed: false,
      seen: undefined,
      next(reply, seen) {
        if (subscriber.closed) return;
        if (subscriber.expires <= now()) return subscriber.fail(credentialsExpired());
        subscriber.seen = seen;
        listener.next(reply);
      },
      fail(problem) {
        if (subscriber.closed) return;
        const reply = refusal(subscriber, problem);
        options.record(observed(subscriber, reply.status, problem));
        remove(subscriber);
        listener.end(reply, problem);
      },
    };
    subscribers.add(subscriber);
    sweeping ??= setInterval(sweep, sweepEvery);
    void admit(subscriber);
    return { close: () => remove(subscriber) };
  }

  async function admit(subscriber: Subscriber): Promise<void> {
    // Nothing is told before `subscribe` has returned.
    await Promise.resolve();
    const { asked } = subscriber;
    const trail = createTrail(asked.received, clock);
    try {
      if (subscribers.size > limits.subscriptions) throw tooManySubscriptions(limits.subscriptions, "in all");
      const characters = asked.request.body.length + asked.request.query.length;
      if (characters > longestQuestion) throw questionTooLong();
      const asking = options.authenticate(asked.credentials);
      become(subscriber, asking instanceof Promise ? await asking : asking);
      trail.mark("authenticate");
      if (subscriber.closed) return;
      asked.admission?.identified(subscriber.principal);
      subscriber.giveBack = shares.take(subscriber.principal, characters, asked.address);
      const passing = asked.admission?.asks(ground.find(asked, subscriber.principal).intent);
      if (passing !== undefined) await passing;
      if (subscriber.closed) return;
      settle(subscriber);
      trail.mark("parse");
      options.record(observed(subscriber, 200, undefined, trail.stages));
    } catch (thrown) {
      subscriber.fail(toProblem(asked.admission === undefined ? thrown : asked.admission.failed(thrown)));
    }
  }

  function become(subscriber: Subscriber, principal: Principal): void {
    subscriber.principal = principal;
    subscriber.expires = expiryOf(principal);
    if (subscriber.expires <= now()) throw credentialsExpired();
  }

  /** Puts him among those who ask the same. */
  function settle(subscriber: Subscriber): void {
    const { asked, principal } = subscriber;
    const place = ground.find(asked, principal);
    let cohort = cohorts.get(place.cohortKey);
    if (cohort === undefined) {
      cohort = openCohort(place, subscriber);
      cohorts.set(cohort.key, cohort);
      index.add(cohort);
      watchOver();
    }
    let voice = cohort.voices.get(place.voiceKey);
    if (voice === undefined) {
      voice = { interface: asked.interface, intent: place.intent, request: asked.request, members: new Set() };
      cohort.voices.set(place.voiceKey, voice);
    }
    voice.members.add(subscriber);
    subscriber.place = { cohort, voiceKey: place.voiceKey, voice };
    cohort.joined();
  }

  function openCohort({ cohortKey, intent, view, dependencies }: Place, { asked, principal }: Subscriber): Cohort {
    const { prepare } = ground;
    const execute = (signal: AbortSignal): Promise<readonly QuestionOutcome[]> =>
      turns.take(() =>
        within(limits.patience, signal, async (ending) => {
          const deadline = clock() + limits.patience;
          const { request } = asked;
          try {
            return await ask(intent, view, prepare, { principal, signal: ending, deadline, request, newest: true });
          } catch (thrown) {
            throw withhold(toProblem(thrown), view.catalog);
          }
        }),
      );
    const render = ({ interface: face, intent: own, request }: Voice, outcomes: readonly QuestionOutcome[]): Reply =>
      face.render(own, outcomes, request, view.catalog);
    return createCohort({
      key: cohortKey,
      dependencies: dependencies(),
      limits,
      hash: options.hash,
      execute,
      render,
    });
  }

  function unsettle(subscriber: Subscriber): void {
    const { place } = subscriber;
    if (place === undefined) return;
    subscriber.place = undefined;
    const { cohort, voice, voiceKey } = place;
    voice.members.delete(subscriber);
    if (voice.members.size > 0) return;
    cohort.voices.delete(voiceKey);
    if (cohort.voices.size > 0) return;
    cohorts.delete(cohort.key);
    index.delete(cohort);
    cohort.close();
  }

  function watchOver(): void {
    watches.keep(index.sources(), ground.sources);
  }

  function remove(subscriber: Subscriber): void {
    if (subscriber.closed) return;
    subscriber.closed = true;
    subscribers.delete(subscriber);
    unsettle(subscriber);
    watchOver();
    subscriber.giveBack();
    if (subscribers.size > 0) return;
    clearInterval(sweeping);
    sweeping = undefined;
  }

  function sweep(): void {
    const time = now();
    for (const subscriber of subscribers) {
      if (subscriber.expires <= time) subscriber.fail(credentialsExpired());
      else if (subscriber.recheckAt <= time) {
        subscriber.recheckAt = time + limits.recheck;
        void renew(subscriber, false);
      }
    }
  }

  /** A key may have been withdrawn, a role taken away. `anew`: he has no place, whoever he is now. */
  async function renew(subscriber: Subscriber, anew: boolean): Promise<void> {
    try {
      const principal = await identify(subscriber);
      if (subscriber.closed || (!anew && samePrincipal(principal, subscriber.principal))) return;
      become(subscriber, principal);
      unsettle(subscriber);
      settle(subscriber);
    } catch (thrown) {
      subscriber.fail(toProblem(thrown));
    }
  }

  async function identify({ asked, principal }: Subscriber): Promise<Principal> {
    try {
      return await options.authenticate(asked.credentials);
    } catch (thrown) {
      // Whoever cannot be asked has not said no.
      if (toProblem(thrown).category === "unavailable") return principal;
      throw thrown;
    }
  }

  function refusal({ asked, principal }: Subscriber, problem: Problem): Reply {
    return asked.interface.refuse(problem, asked.request, principal.kind !== "anonymous");
  }

  return {
    subscribe,
    get size() {
      return subscribers.size;
    },
    get questions() {
      return cohorts.size;
    },
    noting: createNoting({ listening: () => index.size > 0, effects: () => ground.effects, tell }),
    reconsider(id) {
      for (const subscriber of subscribers) {
        const { principal } = subscriber;
        if (id === undefined || principal.id === id || principal.kind === "service") subscriber.recheckAt = 0;
      }
    },
    replace(next) {
      ground = layGround(next, options.hash);
      const all = [...subscribers].filter(({ place }) => place !== undefined);
      for (const subscriber of all) unsettle(subscriber);
      void Promise.all(all.map((subscriber) => renew(subscriber, true))).then(watchOver);
    },
    close() {
      for (const subscriber of subscribers) remove(subscriber);
    },
  };
}
