// What keeps a source within bounds: rate, quota, gate, budget and breaker, with a clock that tests move.

import { describe, expect, it } from "vitest";
import { breaker, createBreaker } from "./breaker.ts";
import { CallFailure } from "./call-failure.ts";
import type { HttpAnswer, Send } from "./exchange.ts";
import { gate } from "./gate.ts";
import { createQuota } from "./quota.ts";
import { rateLimit } from "./rate-limit.ts";
import { createRetryBudget } from "./retry-budget.ts";
import { retry } from "./retry.ts";
import { fakeClock } from "./testing/fake-clock.ts";
import { get } from "./testing/open-client.ts";
import { createTokenBucket } from "./token-bucket.ts";

const ok: HttpAnswer = { status: 200, headers: {}, body: new Uint8Array() };
const call = (path = "/", operation = "read") => get("https://api.example", path, { operation, deadline: 2e9 });
const down = new CallFailure({ kind: "status", message: "down", answer: { ...ok, status: 503 } });

describe("a rate", () => {
  it("lets a burst through and then so many a second, in their order", async () => {
    const clock = fakeClock();
    const bucket = createTokenBucket(10, 3, clock);
    expect([0, 0, 0, 0, 0].map(() => bucket.take(1_000))).toEqual([0, 0, 0, 100, 200]);
    clock.advance(400);
    expect(bucket.take(1_000)).toBe(0);
    expect(createTokenBucket(1, 1, clock).take(0)).toBe(0);
    const slow = createTokenBucket(1, 1, clock);
    slow.take(0);
    expect(slow.take(500)).toBeUndefined();
  });

  it("makes calls wait, and refuses those whose turn is too far away", async () => {
    const clock = fakeClock();
    const limited = rateLimit(
      { bucket: createTokenBucket(1, 1, clock), longestWait: 1_500, longestHold: 60_000 },
      clock,
    );
    const send = limited(async () => ok);
    await send(call());
    await send(call());
    expect(clock.slept).toEqual([1_000]);
    const refused = rateLimit(
      { bucket: createTokenBucket(0.1, 1, clock), longestWait: 1_500, longestHold: 60_000 },
      clock,
    )(async () => ok);
    await refused(call());
    await expect(refused(call())).rejects.toMatchObject({ kind: "limited" });
  });

  it("is learnt from the API's answers", async () => {
    const clock = fakeClock();
    const send = rateLimit(
      { longestWait: 2_000, longestHold: 60_000 },
      clock,
    )(async ({ path }) => ({
      ...ok,
      headers: path === "/last" ? { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" } : {},
    }));
    await send(call("/last"));
    await send(call("/next"));
    expect(clock.slept).toEqual([1_000]);
  });
});

describe("a quota", () => {
  it("is used up, tells when there is one again, and begins anew with the day", () => {
    const clock = fakeClock(Date.parse("2026-01-01T22:00:00Z"));
    const quota = createQuota(3, 0, clock);
    expect([quota.take(2), quota.take(1), quota.take(1)]).toEqual([undefined, undefined, 2 * 3_600_000]);
    expect(quota.used).toBe(3);
    clock.advance(2 * 3_600_000);
    expect(quota.take(3)).toBeUndefined();
    // A day that begins at 08:00 UTC.
    const later = createQuota(1, 8 * 3_600_000, clock);
    later.take(1);
    expect(later.take(1)).toBe(8 * 3_600_000);
  });
});

describe("a gate", () => {
  it("lets so many in, so many wait, and refuses the rest at once", async () => {
    const waiting: (() => void)[] = [];
    let most = 0;
    let under = 0;
    const send = gate(
      { concurrency: 2, waiting: 3 },
      performance,
    )(async () => {
      most = Math.max(most, ++under);
      await new Promise<void>((resolve) => waiting.push(resolve));
      under--;
      return ok;
    });
    const calls = Array.from({ length: 6 }, () =>
      send(call()).then(
        () => "done",
        (reason: CallFailure) => reason.kind,
      ),
    );
    await expect(calls[5]).resolves.toBe("busy");
    for (let i = 0; i < 5; i++) {
      await new Promise((resolve) => setImmediate(resolve));
      waiting.shift()?.();
    }
    expect(await Promise.all(calls)).toEqual(["done", "done", "done", "done", "done", "busy"]);
    expect(most).toBe(2);
  });

  it("lets nobody wait beyond his deadline", async () => {
    const send = gate({ concurrency: 1, waiting: 5 }, performance)(() => new Promise(() => {}));
    void send(call());
    await expect(send({ ...call(), deadline: performance.now() + 30 })).rejects.toMatchObject({ kind: "busy" });
  });

  it("forgets who left while he waited", async () => {
    let release: (() => void) | undefined;
    const send = gate(
      { concurrency: 1, waiting: 1 },
      performance,
    )(() => new Promise((resolve) => (release = () => resolve(ok))));
    const first = send(call());
    const control = new AbortController();
    const second = send({ ...call(), signal: control.signal });
    control.abort();
    await expect(second).rejects.toMatchObject({ kind: "aborted" });
    const third = send(call());
    release?.();
    await first;
    await new Promise((resolve) => setImmediate(resolve));
    release?.();
    expect(await third).toBe(ok);
  });
});

describe("a breaker", () => {
  const options = { window: 10, least: 4, share: 0.5, pause: 1_000, longestPause: 3_000, probes: 1 };

  it("opens at its share of failures, lets a probe through, and doubles its pause while that fails", async () => {
    const clock = fakeClock();
    const states: string[] = [];
    const one = createBreaker(options, clock, (state) => states.push(state));
    for (const outcome of ["success", "failure", "success", "failure"] as const) one.enter()?.(outcome);
    expect(one.state).toBe("open");
    expect(one.enter()).toBeUndefined();
    for (const pause of [1_000, 2_000, 3_000, 3_000]) {
      expect(one.wait).toBe(pause);
      clock.advance(pause);
      const probe = one.enter();
      expect(one.enter()).toBeUndefined();
      probe?.("failure");
      expect(one.state).toBe("open");
    }
    clock.advance(3_000);
    one.enter()?.("success");
    expect(one.state).toBe("closed");
    expect(states.slice(-2)).toEqual(["half-open", "closed"]);
  });

  it("does not count calls that began before it opened, nor those whose callers left", () => {
    const clock = fakeClock();
    const one = createBreaker(options, clock);
    const late = one.enter();
    for (let i = 0; i < 4; i++) one.enter()?.("failure");
    clock.advance(1_000);
    const probe = one.enter();
    late?.("success");
    expect(one.state).toBe("half-open");
    probe?.("neither");
    one.enter()?.("success");
    expect(one.state).toBe("closed");
  });

  it("closes one operation and leaves the others, until the API as a whole fails", async () => {
    const clock = fakeClock();
    let failing = new Set(["bad"]);
    const next: Send = async ({ operation }) => {
      if (failing.has(operation)) throw down;
      return ok;
    };
    const whole = createBreaker({ ...options, window: 20, least: 20, share: 0.75 }, clock);
    const send = breaker(whole, () => createBreaker(options, clock), "api")(next);
    for (let i = 0; i < 6; i++) await send(call("/", "bad")).catch(() => undefined);
    await expect(send(call("/", "bad"))).rejects.toMatchObject({ kind: "open", retryAfter: 1_000 });
    await expect(send(call("/", "good"))).resolves.toBe(ok);
    failing = new Set(["bad", "good", "other", "a", "b", "c"]);
    for (const operation of ["good", "other", "a", "b", "c"])
      for (let i = 0; i < 4; i++) await send(call("/", operation)).catch(() => undefined);
    expect(whole.state).toBe("open");
  });

  it("does not open for being asked too often, or for refusals of the caller", async () => {
    const one = createBreaker(options, fakeClock());
    const busy = new CallFailure({ kind: "status", message: "busy", answer: { ...ok, status: 429 } });
    const send = breaker(createBreaker(options, fakeClock()), () => one, "api")(() => Promise.reject(busy));
    for (let i = 0; i < 20; i++) await send(call()).catch(() => undefined);
    expect(one.state).toBe("closed");
  });
});

describe("retries", () => {
  const options = { attempts: 4, firstPause: 100, longestPause: 250, longestRetryAfter: 5_000 };

  it("pause for a random part of a bound that doubles", async () => {
    for (const random of [0, 0.5, 0.999]) {
      const clock = fakeClock(0, random);
      const send = retry(options, createRetryBudget(0, 10), clock)(() => Promise.reject(down));
      await expect(send(call())).rejects.toBe(down);
      expect(clock.slept).toEqual([100 * random, 200 * random, 250 * random]);
    }
  });

  it("end where the deadline would pass, and where the budget is used up", async () => {
    const clock = fakeClock();
    const send = retry(options, createRetryBudget(0, 10), clock)(() => Promise.reject(down));
    await expect(send({ ...call(), deadline: 40 })).rejects.toBe(down);
    expect(clock.slept).toEqual([]);
    const poor = retry(options, createRetryBudget(0, 1), clock)(() => Promise.reject(down));
    await expect(poor(call())).rejects.toBe(down);
    expect(clock.slept).toHaveLength(1);
  });

  it("are saved up by calls, a share of them", () => {
    const budget = createRetryBudget(0.1, 2);
    expect([budget.withdraw(), budget.withdraw(), budget.withdraw()]).toEqual([true, true, false]);
    for (let i = 0; i < 10; i++) budget.deposit();
    expect([budget.withdraw(), budget.withdraw()]).toEqual([true, false]);
  });
});
