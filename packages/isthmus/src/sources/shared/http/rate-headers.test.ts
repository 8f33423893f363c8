import { describe, expect, it } from "vitest";
import { allowanceOf, readReset } from "./rate-headers.ts";
import { retryAfterOf } from "./retry-after.ts";

const wall = Date.parse("2026-03-01T12:00:00Z");

describe("what an API says of the calls it still takes", () => {
  it.each([
    ["the IETF's draft", { ratelimit: '"default";r=50;t=30' }, 50, 30_000],
    ["several policies of it", { ratelimit: '"burst";r=9;t=1, "daily";r=3;t=3600' }, 3, 3_600_000],
    ["an older draft", { ratelimit: "limit=100, remaining=7, reset=5" }, 7, 5_000],
    ["its older headers", { "ratelimit-limit": "10", "ratelimit-remaining": "4", "ratelimit-reset": "1" }, 4, 1_000],
    [
      "GitHub, in seconds since 1970",
      { "x-ratelimit-remaining": "0", "x-ratelimit-reset": String(wall / 1000 + 60) },
      0,
      60_000,
    ],
    ["milliseconds since 1970", { "x-ratelimit-remaining": "1", "x-ratelimit-reset": String(wall + 2_500) }, 1, 2_500],
    ["a date", { "x-rate-limit-remaining": "2", "x-rate-limit-reset": "2026-03-01T12:00:09Z" }, 2, 9_000],
    [
      "a date of HTTP",
      { "x-ratelimit-remaining": "2", "x-ratelimit-reset": "Sun, 01 Mar 2026 12:00:03 GMT" },
      2,
      3_000,
    ],
    [
      "two budgets, the tighter one",
      {
        "x-ratelimit-remaining-requests": "59",
        "x-ratelimit-reset-requests": "1s",
        "x-ratelimit-remaining-tokens": "12",
        "x-ratelimit-reset-tokens": "1m7.5s",
      },
      12,
      67_500,
    ],
    [
      "HubSpot",
      { "x-hubspot-ratelimit-remaining": "8", "x-hubspot-ratelimit-interval-milliseconds": "10000" },
      8,
      10_000,
    ],
    ["a name for its reset of its own", { "x-ratelimit-remaining": "3", "x-ratelimit-reset-after": "0.25" }, 3, 250],
  ])("is read from %s", (_, headers, remaining, reset) => {
    expect(allowanceOf(headers as unknown as Record<string, string>, wall)).toEqual({ remaining, reset });
  });

  it.each([
    {},
    { "x-ratelimit-remaining": "few", "x-ratelimit-reset": "1" },
    { "x-ratelimit-remaining": "1" },
    { ratelimit: "?" },
    { "x-ratelimit-remaining": "1", "x-ratelimit-reset": "-5" },
    { "x-ratelimit-remaining": "9".repeat(400), "x-ratelimit-reset": "9".repeat(400) },
  ])("is nothing where %j says nothing that can be meant", (headers) => {
    expect(allowanceOf(headers as unknown as Record<string, string>, wall)).toBeUndefined();
  });

  it("reads durations in the units they are written in", () => {
    expect(readReset("6m0s", wall)).toBe(360_000);
    expect(readReset("20ms", wall)).toBe(20);
    expect(readReset("1d2h", wall)).toBe(93_600_000);
    expect(readReset("m", wall)).toBeUndefined();
    expect(readReset("", wall)).toBeUndefined();
  });
});

describe("Retry-After", () => {
  it.each([
    ["120", 120_000],
    ["0", 0],
    [new Date(wall + 90_000).toUTCString(), 90_000],
    [new Date(wall - 90_000).toUTCString(), 0],
    ["-1", undefined],
    ["", undefined],
    ["tomorrow", undefined],
  ])("%j is %s ms", (text, ms) => {
    expect(retryAfterOf({ "retry-after": text }, wall)).toBe(ms);
  });

  it("in milliseconds is taken ahead of the one in seconds", () => {
    expect(retryAfterOf({ "retry-after": "2", "retry-after-ms": "1500" }, wall)).toBe(1_500);
  });
});
