import { expect, it } from "vitest";
import { createStop } from "./stop.ts";

it("a light signal tells whoever listens, once, with the first reason, as an AbortSignal does", () => {
  const stop = createStop();
  const real = new AbortController();
  const told: [string, unknown][] = [];
  const deaf = () => told.push(["deaf", undefined]);
  for (const [name, { signal, abort }] of [
    ["light", { signal: stop.signal, abort: (reason: Error) => stop.abort(reason) }],
    ["real", { signal: real.signal, abort: (reason: Error) => real.abort(reason) }],
  ] as const) {
    signal.addEventListener("abort", deaf, { once: true });
    signal.addEventListener("abort", () => told.push([name, signal.reason]), { once: true });
    signal.removeEventListener("abort", deaf);
    abort(new Error("first"));
    abort(new Error("second"));
    signal.addEventListener("abort", deaf, { once: true });
    expect(signal.aborted).toBe(true);
  }
  expect(told).toEqual([
    ["light", new Error("first")],
    ["real", new Error("first")],
  ]);
});
