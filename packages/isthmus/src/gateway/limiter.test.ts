import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { QuotaRule, RateRule } from "../core/index.ts";
import { createLimiter, type Use } from "./limiter.ts";
import { createRules } from "./rules.ts";

const monday = Date.UTC(2026, 10, 23, 12);

function open(rates: readonly RateRule[], quotas: readonly QuotaRule[] = [], most?: number) {
  const rules = createRules(rates, quotas);
  const limiter = createLimiter(rules, most);
  const [rule] = rules;
  if (rule === undefined) throw new Error("there is no rule");
  return {
    limiter,
    take(
      key: string,
      now: number,
      cost = 1,
    ): { readonly wait: number; readonly left: number; readonly untilMore: number } {
      const use: Use = { rule, key, cost: 0, left: 0, untilMore: 0 };
      const wait = limiter.take(use, cost, now);
      return { wait, left: use.left, untilMore: use.untilMore };
    },
  };
}

describe("a bucket", () => {
  const rule: RateRule = { per: "address", allow: 60, every: "1m", burst: 3 };

  it("gives its burst at once, and then one as each comes back", () => {
    const { take } = open([rule]);
    expect([1, 2, 3].map(() => take("a", monday).left)).toEqual([2, 1, 0]);
    expect(take("a", monday)).toMatchObject({ wait: 1_000, left: 0 });
    expect(take("a", monday + 999).wait).toBeGreaterThan(0);
    expect(take("a", monday + 1_000).wait).toBe(0);
    expect(take("b", monday).left).toBe(2);
  });

  it("never gives what is more than its burst", () => {
    const { take } = open([rule]);
    expect(take("a", monday, 4).wait).toBe(Number.POSITIVE_INFINITY);
    expect(take("a", monday, 3).wait).toBe(0);
  });
});

describe("a window", () => {
  it("weighs what was used in the one before", () => {
    const { take } = open([{ per: "address", allow: 10, every: "10s", by: "window" }]);
    const start = Math.ceil(monday / 10_000) * 10_000;
    for (let n = 0; n < 10; n++) expect(take("a", start + 9_000).wait).toBe(0);
    const refused = take("a", start + 9_000);
    expect(refused.wait).toBeGreaterThan(1_000);
    expect(take("a", start + 10_000).wait).toBeGreaterThan(0);
    expect(take("a", start + 11_000).wait).toBe(0);
  });

  it("gives again when it has said it would", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(4_000), { minLength: 12, maxLength: 40 }), (pauses) => {
        const { take } = open([{ per: "address", allow: 5, every: "3s", by: "window" }]);
        let now = monday;
        for (const pause of pauses) {
          now += pause;
          const { wait } = take("a", now);
          if (wait === 0) continue;
          now += wait + 1;
          expect(take("a", now).wait).toBe(0);
        }
      }),
    );
  });
});

describe("either of them", () => {
  it("never lets more through than its rule allows in any span, and the burst once", () => {
    const by = fc.constantFrom("bucket" as const, "window" as const);
    fc.assert(
      fc.property(by, fc.array(fc.nat(900), { minLength: 50, maxLength: 120 }), (kind, pauses) => {
        const { take } = open([{ per: "address", allow: 5, every: "5s", by: kind }]);
        let now = monday;
        const passed: number[] = [];
        for (const pause of pauses) {
          now += pause;
          if (take("a", now).wait === 0) passed.push(now);
        }
        for (const begin of passed) {
          const within = passed.filter((time) => time >= begin && time < begin + 5_000).length;
          expect(within).toBeLessThanOrEqual(10);
        }
        const span = now - (passed[0] ?? now);
        expect(passed.length).toBeLessThanOrEqual(5 + Math.ceil(span / 1_000) + 5);
      }),
    );
  });
});

describe("a quota", () => {
  it("begins anew with the day of its time zone", () => {
    const { take } = open([], [{ per: "address", allow: 2, every: "day", timeZone: "Europe/Berlin" }]);
    const evening = Date.UTC(2026, 10, 23, 22, 59, 59);
    expect(take("a", evening, 2).wait).toBe(0);
    expect(take("a", evening).wait).toBe(1_000);
    expect(take("a", evening + 1_000)).toMatchObject({ wait: 0, left: 1 });
  });

  it("knows days of 23 and 25 hours, and the ends of months", () => {
    const hours = (text: string) => Date.parse(text);
    const spring = open([], [{ per: "address", allow: 1, every: "day", timeZone: "Europe/Berlin" }]);
    expect(spring.take("a", hours("2026-03-28T23:00:00Z")).untilMore).toBe(23 * 3_600_000);
    expect(spring.take("b", hours("2026-10-24T22:00:00Z")).untilMore).toBe(25 * 3_600_000);
    const month = open([], [{ per: "address", allow: 1, every: "month" }]);
    expect(month.take("a", hours("2028-02-01T00:00:00Z")).untilMore).toBe(29 * 86_400_000);
    expect(month.take("b", hours("2026-12-31T23:59:59Z")).untilMore).toBe(1_000);
  });
});

describe("what is remembered", () => {
  it("is bounded, and the caller who has used most is the last to be forgotten", () => {
    const { limiter, take } = open([{ per: "address", allow: 5, every: "1h" }], [], 1_000);
    for (let n = 0; n < 5; n++) take("busy", monday);
    for (let n = 0; n < 50_000; n++) take(`stranger ${n}`, monday + n);
    expect(limiter.size).toBe(1_000);
    expect(take("busy", monday + 50_000).wait).toBeGreaterThan(0);
  });

  it("takes no more room for callers with names without end", () => {
    const { take, limiter } = open([{ per: "principal", allow: 1, every: "1h" }]);
    const long = "x".repeat(1_000_000);
    expect(take(long, monday).wait).toBe(0);
    expect(take(`${long}y`, monday).wait).toBe(0);
    expect(take(long, monday).wait).toBeGreaterThan(0);
    expect(limiter.size).toBe(2);
  });
});
