import { describe, expect, it } from "vitest";
import { negotiate } from "./negotiate.ts";
import { plainTags, tagOf } from "./tags.ts";

const all = ["zstd", "br", "gzip"] as const;

describe("the encoding of an answer", () => {
  it.each([
    ["gzip", "gzip", false],
    ["gzip, br", "br", false],
    ["gzip, deflate, br, zstd", "zstd", false],
    ["br;q=0.5, gzip;q=0.8", "gzip", false],
    ["br;q=0, *", "zstd", false],
    ["*;q=0, gzip", "gzip", true],
    ["identity;q=0, gzip;q=0.1", "gzip", true],
    ["identity;q=0.9, gzip;q=0.5", undefined, false],
    ["identity", undefined, false],
    ["deflate", undefined, false],
    ["", undefined, false],
    ["gzip;q=0", undefined, false],
    ["gzip;q=nonsense", undefined, false],
    ["x-gzip", "gzip", false],
    ["GZIP;Q=1", "gzip", false],
    ["*;q=0", undefined, false],
  ])("of %j is %s", (accepted, encoding, forced) => {
    expect(negotiate(accepted, all)).toEqual({ encoding, forced });
  });
});

describe("the tag of an encoded answer", () => {
  it("is another than that of the answer as it is, unless it is weak", () => {
    expect(tagOf('"a1"', "br")).toBe('"a1-br"');
    expect(tagOf('W/"a1"', "br")).toBe('W/"a1"');
    expect(plainTags('"a1-br", "b2-gzip", W/"c3"')).toBe('"a1", "b2", W/"c3"');
    expect(plainTags('"a1-br", "b2-gzip"', "br")).toBe('"a1", "b2-gzip"');
  });
});
