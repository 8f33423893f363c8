import { describe, expect, it } from "vitest";
import { addressKey, createLimiter } from "./limiter.ts";

describe("tries", () => {
  it("are counted by every key, and may be made again when the minute is over", () => {
    let now = 0;
    const limiter = createLimiter(() => now);
    expect([limiter.take(["a"], 2), limiter.take(["a"], 2), limiter.take(["b"], 2)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    now = 10_000;
    expect(limiter.take(["a", "c"], 2)).toBe(50);
    now = 60_000;
    expect(limiter.take(["a"], 2)).toBe(undefined);
  });

  it("of somebody new are refused while as many are counted as can be", () => {
    const limiter = createLimiter(() => 0);
    for (let one = 0; one < 100_000; one += 1) limiter.take([`key ${one}`], 10);
    expect(limiter.take(["one more"], 10)).toBe(60);
    expect(limiter.take(["key 1"], 10)).toBe(undefined);
  });
});

describe("addresses", () => {
  it("are counted by what one customer is given, in one spelling", () => {
    const spelt = ["2001:db8:0:1::5", "2001:DB8::1:ffff:0:0:9", "2001:0db8:0000:0001::"].map(addressKey);
    expect(new Set(spelt)).toEqual(new Set(["2001:db8:0:1"]));
    expect(["::ffff:10.0.0.1", "10.0.0.1"].map(addressKey)).toEqual(["10.0.0.1", "10.0.0.1"]);
  });
});
