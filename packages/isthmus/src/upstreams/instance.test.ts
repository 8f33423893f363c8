import type { Dispatcher } from "undici";
import { describe, expect, it } from "vitest";
import { createChoose } from "./choose.ts";
import { createInstance, type Instance } from "./instance.ts";

const rules = { failures: 3, pause: 1_000, slowStart: 10_000, concurrency: 4 };

function made(origin = "http://one:1") {
  const clock = { now: 0 };
  const said: string[] = [];
  const instance = createInstance(
    origin,
    1,
    {} as Dispatcher,
    rules,
    () => clock.now,
    (what) => said.push(what),
  );
  return { clock, said, instance };
}

describe("an instance", () => {
  it("is left out after so many failures in a row, and no fewer", () => {
    const { instance } = made();
    instance.failed(0, false);
    instance.failed(0, false);
    instance.succeeded();
    instance.failed(0, false);
    instance.failed(0, false);
    expect(instance.ejected).toBe(false);
    instance.failed(0, false);
    expect(instance.ejected).toBe(true);
  });

  it("that refuses a connection is left out at once, for longer each time, up to a minute", () => {
    const { instance, clock, said } = made();
    const pauses: number[] = [];
    for (let time = 0; time < 8; time++) {
      instance.failed(clock.now, true);
      const from = clock.now;
      while (instance.ejected) clock.now += 500;
      pauses.push(clock.now - from);
    }
    expect(pauses).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    expect(said).toEqual(["left-out"]);
    instance.succeeded();
    expect(said).toEqual(["left-out", "back"]);
  });

  it("that comes back gets its share little by little", () => {
    const { instance, clock } = made();
    expect(instance.share(0)).toBe(1);
    instance.failed(0, true);
    clock.now = 2_000;
    instance.succeeded();
    expect([2_000, 7_000, 12_000].map((now) => instance.share(now))).toEqual([0.1, 0.5, 1]);
  });
});

describe("the choice", () => {
  const asked = { now: 0, key: "", tried: [] as Instance[] };

  it("leaves out who is ill, full, or was tried; of those that requests have found ill one is tried where there is no other", () => {
    const [a, b] = [made("http://a:1").instance, made("http://b:1").instance];
    const choose = createChoose([a, b], undefined);
    a.failed(0, true);
    expect(choose(asked)).toBe(b);
    expect(choose({ ...asked, tried: [b] })).toBe(a);
    b.pending = 4;
    expect(choose(asked)).toBe("full");
    b.pending = 0;
    b.probe(false, 0);
    expect(choose(asked)).toBe(a);
    a.probe(false, 0);
    expect(choose(asked)).toBeUndefined();
  });

  it("by hash follows weights, and moves nobody but those of an instance that goes", () => {
    const all = ["a", "b", "c", "d"].map((name) => made(`http://${name}:1`).instance);
    const choose = createChoose(all, { hash: "address" });
    const users = Array.from({ length: 4_000 }, (_, at) => `10.0.${at >> 8}.${at & 255}`);
    const before = users.map((key) => choose({ ...asked, key }) as Instance);
    for (const one of all) {
      const share = before.filter((each) => each === one).length;
      expect(share).toBeGreaterThan(800);
      expect(share).toBeLessThan(1_200);
    }
    all[0]?.probe(false, 0);
    users.forEach((key, at) => {
      const after = choose({ ...asked, key });
      if (before[at] === all[0]) expect(after).not.toBe(all[0]);
      else expect(after).toBe(before[at]);
    });
  });
});
