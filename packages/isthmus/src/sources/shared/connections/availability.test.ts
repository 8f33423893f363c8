import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Observation } from "../../../core/index.ts";
import { watchAvailability } from "./availability.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const refused = () => Promise.reject<string>(new Error("connection refused"));
const opened = () => Promise.resolve("connection");

test("a database that goes and comes back is told of once each, and refused callers hear when to try again", async () => {
  const seen: Observation[] = [];
  let there = false;
  const availability = watchAvailability(
    "shop",
    (observation) => void seen.push(observation),
    async () => void (await availability.opening(there ? opened : refused)),
  );
  availability.require();
  const failure = expect.objectContaining({ code: "PGRST000", retryAfter: 1 });
  await expect(availability.opening(refused)).rejects.toEqual(failure);
  await expect(availability.opening(refused)).rejects.toEqual(failure);
  expect(() => availability.require()).toThrow(failure);
  there = true;
  await vi.advanceTimersByTimeAsync(250);
  availability.require();
  expect(seen.map(({ kind }) => kind)).toEqual(["source-down", "source-up"]);
  availability.close();
});

test("after a short while one caller may try for himself, and the next is refused again", async () => {
  const availability = watchAvailability(
    "shop",
    () => {},
    () => Promise.resolve(),
  );
  await expect(availability.opening(refused)).rejects.toThrow();
  await vi.advanceTimersByTimeAsync(20);
  availability.require();
  expect(() => availability.require()).toThrow(expect.objectContaining({ code: "PGRST000" }));
  availability.close();
});

test("the pauses between tries grow to some seconds", async () => {
  const tries: number[] = [];
  const availability = watchAvailability(
    "shop",
    () => {},
    async () => {
      tries.push(performance.now());
      await availability.opening(refused);
    },
  );
  await expect(availability.opening(refused)).rejects.toThrow();
  await vi.advanceTimersByTimeAsync(20_000);
  availability.close();
  const pauses = tries.slice(1).map((at, index) => at - (tries[index] ?? 0));
  expect(pauses.length).toBeGreaterThan(4);
  expect(Math.max(...pauses)).toBeLessThanOrEqual(4_001);
  expect(pauses.at(-1)).toBeGreaterThan(2_900);
});
