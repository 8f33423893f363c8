// Counts that several nodes share, in Redis. It is asked once for all limits of a request, and never waited for longer
// than it is worth: who cannot be asked in time is not asked any more until he answers again.

import { hash } from "node:crypto";
import type { Redis } from "ioredis";
import type { TlsOptions } from "../../core/index.ts";
import type { SharedCounts } from "../gate.ts";
import type { Use } from "../limiter.ts";
import type { Rule } from "../rules.ts";
import { createBreaker } from "./breaker.ts";
import { script } from "./script.ts";
import { certificateFault, redisTls } from "./tls.ts";

export interface SharedOptions {
  readonly url: string;
  readonly tls?: TlsOptions | boolean | undefined;
  /** Milliseconds. Default: 40. */
  readonly timeout?: number | undefined;
  readonly prefix?: string | undefined;
  /** Told what a person should know. */
  readonly warn: (message: string) => void;
  /** Milliseconds between looks at one that does not answer. Default: 1,000. */
  readonly pause?: number;
}

const late = Symbol("late");

/** Connects in the background. @throws Error where the address is none. */
export async function openSharedCounts(options: SharedOptions): Promise<SharedCounts> {
  const { timeout = 40, prefix = "isthmus", pause = 1_000 } = options;
  const { Redis: Client } = await import("ioredis");
  if (!/^rediss?:\/\//.test(options.url))
    throw new Error("redis: expected an address that begins with redis:// or rediss://");
  const tls = redisTls(options.url, options.tls);
  const redis = new Client(options.url, {
    ...(tls === undefined ? {} : { tls }),
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 2_000,
    retryStrategy: (tries) => Math.min(50 * tries, pause),
    // What is not known to have been taken is not taken a second time.
    autoResendUnfulfilledCommands: false,
  });
  let fault = "";
  // The breaker tells of it, once; of a certificate that is not believed nobody else would.
  redis.on("error", (thrown) => {
    const found = certificateFault(thrown);
    if (found === undefined || fault === found) return;
    fault = found;
    options.warn(`Redis cannot be reached: ${found}`);
  });
  redis.defineCommand("isthmusTake", { lua: script });
  const take = redis as Redis & { isthmusTake(...given: (string | number)[]): Promise<readonly number[]> };
  const breaker = createBreaker({
    pause,
    async probe() {
      const answer = await within(redis.ping(), timeout);
      if (answer === "PONG") return true;
      // A connection whose other end has gone without a word would be waited for in vain.
      if (answer === late && redis.status === "ready") redis.disconnect(true);
      return false;
    },
    changed: (open) =>
      options.warn(
        open
          ? "Redis does not answer in time: limits are counted by this node alone, and nobody can sign in"
          : "Redis answers again: limits are shared",
      ),
  });

  return {
    get reachable() {
      return !breaker.open;
    },
    async take(uses, patience = timeout) {
      const keys = uses.map((use) => keyOf(use, prefix));
      const given = uses.flatMap(({ rule, cost }) => measured(rule, cost));
      try {
        const answer = await within(take.isthmusTake(keys.length, ...keys, ...given), patience);
        if (answer === late) throw new Error("late");
        breaker.succeeded();
        return read(answer, uses);
      } catch {
        breaker.failed();
        return "unknown";
      }
    },
    async close() {
      breaker.close();
      redis.disconnect();
    },
  };
}

function read(answer: readonly number[], uses: readonly Use[]) {
  const [refused = 0, wait = 0] = answer;
  uses.forEach((use, place) => {
    use.left = answer[2 + place * 2] ?? 0;
    use.untilMore = answer[3 + place * 2] ?? 0;
  });
  const use = uses[refused - 1];
  return use === undefined ? undefined : { use, wait };
}

/** All in one slot of a cluster, since one script looks at several. Nobody who reads the keys learns who is counted. */
function keyOf({ rule, key }: Use, prefix: string): string {
  const { measure } = rule;
  const period = measure.by === "quota" ? `\0${measure.periodAt(Date.now()).id}` : "";
  return `{${prefix}:limits}:${hash("sha256", `${rule.name}\0${key}${period}`, "base64url").slice(0, 24)}`;
}

function measured({ measure, allow }: Rule, cost: number): readonly (string | number)[] {
  switch (measure.by) {
    case "bucket":
      return ["bucket", measure.each, measure.burst, cost];
    case "window":
      return ["window", measure.every, allow, cost];
    case "quota":
      return ["quota", allow, measure.periodAt(Date.now()).end, cost];
  }
}

/** An answer that has arrived already, while the process was busy, is not late. */
function within<T>(answer: Promise<T>, ms: number): Promise<T | typeof late> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => setImmediate(resolve, late), ms);
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
