import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { Observation } from "../../core/index.ts";
import { openRotation, type Rotation } from "./replicas.ts";

let head: number | undefined;
let replicas: Map<string, number | undefined>;
let observed: Observation[];
let rotation: Rotation<string, number>;

beforeEach(() => {
  vi.useFakeTimers();
  head = 10;
  replicas = new Map([
    ["a", 10],
    ["b", 10],
  ]);
  observed = [];
  rotation = open(false);
});
afterEach(() => {
  rotation.close();
  vi.useRealTimers();
});

function answer(position: number | undefined): Promise<number> {
  return position === undefined ? Promise.reject(new Error("down")) : Promise.resolve(position);
}

function open(withoutPrimary: boolean): Rotation<string, number> {
  return openRotation({
    replicas: [...replicas.keys()].map((name) => ({ name, server: name, position: () => answer(replicas.get(name)) })),
    primary: () => answer(head),
    covers: (has, wanted) => has >= wanted,
    maxLag: 1_000,
    checkEvery: 100,
    withoutPrimary,
    isGone: (reason) => reason === "gone",
    record: (observation) => observed.push(observation),
  });
}

const who = (wanted: readonly number[] = []) => rotation.read(wanted, (name) => Promise.resolve(name));
const told = () =>
  observed.map((one) => (one.kind === "source-up" || one.kind === "source-down" ? `${one.kind} ${one.source}` : ""));

it("nobody is in the rotation before it is known how far he has come; then equals share the work", async () => {
  expect(who()).toBeUndefined();
  await vi.advanceTimersByTimeAsync(10);
  const served = await Promise.all([who(), who(), who(), who()]);
  expect(served.toSorted()).toEqual(["a", "a", "b", "b"]);
  expect(told()).toEqual(["source-up a", "source-up b"]);
});

it("the one with the fewest reads under way is asked", async () => {
  rotation.start();
  await vi.advanceTimersByTimeAsync(10);
  let finish = () => {};
  const long = new Promise<void>((resolve) => (finish = resolve));
  let busy = "";
  const reading = rotation.read([], (name) => ((busy = name), long));
  const others = await Promise.all([who(), who(), who()].map((one) => Promise.resolve(one)));
  expect(others.filter((name) => name === busy).length).toBeLessThanOrEqual(1);
  const later = [await who(), await who(), await who()];
  expect(later).not.toContain(busy);
  finish();
  await reading;
});

it("a position that was wanted is kept to", async () => {
  replicas.set("a", 9);
  rotation.start();
  await vi.advanceTimersByTimeAsync(10);
  expect([await who([10]), await who([10])]).toEqual(["b", "b"]);
  expect(who([11])).toBeUndefined();
});

it("who stays behind leaves when the bound is reached, at once where nothing is checked any more, and comes back", async () => {
  rotation.start();
  await vi.advanceTimersByTimeAsync(10);
  head = 11;
  replicas.set("b", 11);
  await vi.advanceTimersByTimeAsync(950);
  expect(await Promise.all([who(), who()])).toContain("a");
  await vi.advanceTimersByTimeAsync(200);
  expect([await who(), await who()]).toEqual(["b", "b"]);
  expect(told().slice(2)).toEqual(["source-down a"]);
  replicas.set("a", 11);
  await vi.advanceTimersByTimeAsync(200);
  expect((await Promise.all([who(), who()])).toSorted()).toEqual(["a", "b"]);
  rotation.close();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(who()).toBeUndefined();
});

it("a read that finds its replica gone takes it out; one that only fails does not", async () => {
  rotation.start();
  await vi.advanceTimersByTimeAsync(10);
  await expect(rotation.read([], () => Promise.reject(new Error("bad question")))).rejects.toThrow("bad question");
  expect((await Promise.all([who(), who()])).toSorted()).toEqual(["a", "b"]);
  let gone = "";
  await expect(rotation.read([], (name) => ((gone = name), Promise.reject("gone")))).rejects.toBe("gone");
  expect([await who(), await who()]).not.toContain(gone);
  await vi.advanceTimersByTimeAsync(200);
  expect(await Promise.all([who(), who()])).toContain(gone);
});

it("without the primary nobody is known to be fresh; who has all that was known stays where that is wanted", async () => {
  const lenient = open(true);
  rotation.start();
  lenient.start();
  await vi.advanceTimersByTimeAsync(10);
  replicas.set("b", 9);
  head = undefined;
  await vi.advanceTimersByTimeAsync(1_500);
  expect(who()).toBeUndefined();
  const served = [1, 2].map(async () => lenient.read([], (name) => Promise.resolve(name)));
  expect(await Promise.all(served)).toEqual(["a", "a"]);
  lenient.close();
});
