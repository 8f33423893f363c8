import { describe, expect, it } from "vitest";
import { readJson, writeJson } from "./exact-json.ts";

const read = (text: string): unknown => readJson(text, { deepest: 100 });

describe("JSON that is passed on", () => {
  it.each([
    '{"id":9007199254740993}',
    "[-123456789012345678901234567890]",
    '{"a":0.1,"b":1e21}',
    '{"a":0.12345678901234567890123,"b":-1234567890123456.75,"c":[10.50,3.14]}',
    '"12345678901234567890"',
    '{"__proto__":1}',
  ])("%s comes out as it went in", (text) => {
    const written = writeJson(read(text));
    expect(JSON.parse(written)).toEqual(JSON.parse(text));
    if (!/e21|10\.50/.test(text)) expect(written).toBe(text);
  });

  it.each(["", "{", "nul", "NaN", "[1,]", "'a'", "1e400", "[-1e999]", "[1] trailing", "\u0000", "01"])(
    "%j is none",
    (text) => {
      expect(() => read(text)).toThrow();
    },
  );

  it("is no deeper than it may be, whatever stands in its texts", () => {
    expect(() => read("[".repeat(100_000))).toThrow("deeper than 100 levels");
    expect(() => read(`${"[".repeat(101)}${"]".repeat(101)}${" ".repeat(200)}`)).toThrow("deeper than 100 levels");
    const brackets = `{"a":"${'[{\\"'.repeat(500)}"}`;
    expect(read(brackets)).toEqual({ a: '[{"'.repeat(500) });
  });
});
