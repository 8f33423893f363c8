// The gate: every request passes its limits on its way. What its address may is asked at the door, ahead of all work;
// what its caller may when he is known; what his questions may when they are read. Each node counts by itself, which
// costs no time; where nodes share their counts, one more question to all of them is asked at the end.

import type { Admission, Intent, Principal } from "../core/index.ts";
import { anonymous, type Problem } from "../core/index.ts";
import { createLimiter, type Limiter, type Use } from "./limiter.ts";
import { cannotCount, limitReached } from "./problems.ts";
import { rateLimitFields } from "./rate-limit-fields.ts";
import type { Rule } from "./rules.ts";

/** Counts that several nodes share. */
export interface SharedCounts {
  /**
   * Takes all or nothing, in one round trip, and writes into the uses how they stand. The use that has come to its end,
   * with the milliseconds to wait; `unknown` where nobody could be asked in time.
   */
  take(
    uses: readonly Use[],
    patience?: number,
  ): Promise<{ readonly use: Use; readonly wait: number } | "unknown" | undefined>;
  /** Whether asking is of any use at present. */
  readonly reachable: boolean;
  close(): Promise<void>;
}

export interface GateOptions {
  readonly rules: readonly Rule[];
  /** Of attempts to sign in. Every one of them has to be counted by all nodes, or none is let through. */
  readonly signIn: readonly Rule[];
  readonly shared?: SharedCounts | undefined;
  /** Milliseconds since 1970. Default: the machine's clock. */
  readonly now?: () => number;
}

export interface Gate {
  /** Whether any rule counts requests; else nobody needs to be admitted. */
  readonly counts: boolean;
  /**
   * @param address As it is counted.
   * @param stranger He shows nothing that says who he is.
   * @throws Problem where the address has come to the end of a limit.
   */
  enter(address: string, stranger: boolean): Passage;
  /** An attempt to sign in. Rejects with a Problem. */
  signIn(address: string): Promise<void>;
  close(): Promise<void>;
}

export interface Passage extends Admission {
  /** Pairs of names and values for the answer. */
  fields(): readonly string[];
}

/** Milliseconds an attempt to sign in may wait for the shared counts: it is not counted by this node alone. */
const signInPatience = 1_000;

export function createGate(options: GateOptions): Gate {
  const { rules, signIn, shared, now = Date.now } = options;
  const limiter = createLimiter([...rules, ...signIn]);
  const stage = {
    limiter,
    shared,
    now,
    door: rules.filter(({ atDoor }) => atDoor === "all"),
    strangers: rules.filter(({ atDoor }) => atDoor !== undefined),
    later: rules.filter(({ atDoor }) => atDoor === undefined),
    forStrangers: rules.filter(({ atDoor }) => atDoor === "strangers"),
  };
  return {
    counts: rules.length > 0,
    enter: (address, stranger) => new Passing(stage, address, stranger),
    async signIn(address) {
      const uses = signIn.map((rule) => newUse(rule, address));
      const time = now();
      for (const use of uses) {
        const wait = limiter.take(use, 1, time);
        if (wait > 0) throw limitReached(use, wait, 1);
      }
      if (shared === undefined || uses.length === 0) return;
      const refused = shared.reachable ? await shared.take(uses, signInPatience) : "unknown";
      if (refused === "unknown") {
        for (const use of uses) limiter.giveBack(use, 1, now());
        throw cannotCount();
      }
      if (refused !== undefined) throw limitReached(refused.use, refused.wait, 1);
    },
    close: async () => shared?.close(),
  };
}

interface Stage {
  readonly limiter: Limiter;
  readonly shared: SharedCounts | undefined;
  readonly now: () => number;
  readonly door: readonly Rule[];
  readonly strangers: readonly Rule[];
  readonly forStrangers: readonly Rule[];
  readonly later: readonly Rule[];
}

function newUse(rule: Rule, key: string): Use {
  return { rule, key, cost: 0, left: 0, untilMore: 0 };
}

class Passing implements Passage {
  readonly address: string;
  readonly #stage: Stage;
  readonly #stranger: boolean;
  readonly #uses: Use[] = [];
  #principal: Principal | undefined;
  #counted = false;

  constructor(stage: Stage, address: string, stranger: boolean) {
    this.#stage = stage;
    this.#stranger = stranger;
    this.address = address;
    const rules = stranger ? stage.strangers : stage.door;
    for (const rule of rules) this.#begin(rule, address);
  }

  identified(principal: Principal): void {
    this.#principal = principal;
    // Somebody who showed something, and is a stranger all the same.
    if (!this.#stranger && principal.id === "")
      for (const rule of this.#stage.forStrangers) if (rule.fits(principal)) this.#begin(rule, this.address);
    for (const rule of this.#stage.later) {
      if (rule.scoped || !rule.fits(principal)) continue;
      const key = rule.keyOf(principal, this.address);
      if (key !== undefined) this.#begin(rule, key);
    }
  }

  asks({ questions }: Pick<Intent, "questions">): Promise<void> | void {
    const more = questions.length - 1;
    if (more > 0) for (const use of this.#uses) this.#take(use, more);
    const principal = this.#principal ?? anonymous;
    for (const rule of this.#stage.later) {
      if (!rule.scoped || !rule.fits(principal)) continue;
      const cost = countedBy(rule, questions);
      const key = cost === 0 ? undefined : rule.keyOf(principal, this.address);
      if (key !== undefined) this.#begin(rule, key, cost);
    }
    this.#counted = true;
    const { shared } = this.#stage;
    if (shared !== undefined && shared.reachable && this.#uses.length > 0) return this.#share(shared);
  }

  failed(thrown: unknown): unknown {
    if (this.#counted) return thrown;
    this.#counted = true;
    let answer = thrown;
    if (this.#principal === undefined && !this.#stranger) {
      // What was shown is worth nothing, so he is counted as the stranger he is.
      try {
        for (const rule of this.#stage.forStrangers) this.#begin(rule, this.address);
      } catch (limit) {
        answer = limit;
      }
    }
    const { shared } = this.#stage;
    if (shared !== undefined && shared.reachable && this.#uses.length > 0) void shared.take(this.#uses);
    return answer;
  }

  fields(): readonly string[] {
    return rateLimitFields(this.#uses);
  }

  #begin(rule: Rule, key: string, cost = 1): void {
    const use = newUse(rule, key);
    this.#uses.push(use);
    this.#take(use, cost);
  }

  /** What was taken of the other rules stays taken: whoever hammers at one limit uses up the others too. */
  #take(use: Use, cost: number): void {
    const all = use.cost + cost;
    const never = all > use.rule.most;
    const wait = never ? Number.POSITIVE_INFINITY : this.#stage.limiter.take(use, cost, this.#stage.now());
    if (wait > 0) throw this.#refusal(use, wait, all);
  }

  #refusal(use: Use, wait: number, cost: number): Problem {
    // A refused request has its end here: other nodes need not hear of it.
    this.#counted = true;
    return limitReached(use, wait, cost);
  }

  async #share(shared: SharedCounts): Promise<void> {
    const refused = await shared.take(this.#uses);
    if (refused === undefined || refused === "unknown") return;
    const { limiter, now } = this.#stage;
    for (const use of this.#uses) limiter.giveBack(use, use.cost, now());
    throw limitReached(refused.use, refused.wait, 1);
  }
}

function countedBy(rule: Rule, questions: Intent["questions"]): number {
  let cost = 0;
  for (const question of questions) if (rule.counts(question)) cost += 1;
  return cost;
}
