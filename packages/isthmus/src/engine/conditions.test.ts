import { describe, expect, it } from "vitest";
import type { Condition } from "../core/index.ts";
import { all, any, never } from "./conditions.ts";

const always: Condition = { kind: "constant", value: true };
const is = (field: string): Condition => ({ kind: "is", left: { field }, right: "null" });
const [a, b, c] = [is("a"), is("b"), is("c")];

describe("all of some conditions", () => {
  it("is nothing to ask where none asks anything", () => {
    expect(all()).toBeUndefined();
    expect(all(undefined, always)).toBeUndefined();
  });

  it("is the only one that asks something", () => {
    expect(all(undefined, a, always)).toBe(a);
  });

  it("keeps their order, and no level more than is needed", () => {
    expect(all(a, { kind: "and", of: [b, c] })).toEqual({ kind: "and", of: [a, b, c] });
    expect(all({ kind: "or", of: [a, b] }, c)).toEqual({ kind: "and", of: [{ kind: "or", of: [a, b] }, c] });
  });

  it("never holds where one of them never does, at either level", () => {
    expect(all(a, never, b)).toEqual(never);
    expect(all(a, { kind: "and", of: [b, never] })).toEqual(never);
  });
});

describe("any of some conditions", () => {
  it("never holds without one", () => {
    expect(any([])).toEqual(never);
    expect(any([never, never])).toEqual(never);
  });

  it("is no condition at all as soon as one asks nothing", () => {
    expect(any([a, undefined])).toBeUndefined();
    expect(any([never, always, a])).toBeUndefined();
  });

  it("leaves out what never holds, and what is said twice", () => {
    expect(any([never, a])).toBe(a);
    expect(any([a, is("a")])).toEqual(a);
    expect(any([a, never, b, is("a")])).toEqual({ kind: "or", of: [a, b] });
  });
});
