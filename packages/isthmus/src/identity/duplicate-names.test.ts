import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hasDuplicateNames } from "./duplicate-names.ts";

describe("a name given twice", () => {
  it.each([
    '{"a":1,"a":1}',
    '{"a":{"b":1,"b":2}}',
    '[{"a":1,"a":2}]',
    '{"a":1,"\\u0061":2}',
    '{"__proto__":1,"__proto__":2}',
    '{"a":[{}],"b":"}","a":0}',
  ])("is found in %s", (json) => {
    expect(hasDuplicateNames(json)).toBe(true);
  });

  it.each([
    "{}",
    "[]",
    '"a:a"',
    '{"a":{"a":{"a":1}}}',
    '[{"a":1},{"a":2}]',
    '{"a":"b","b":"a"}',
    '{"a":"\\",\\"a\\":"}',
    '["a","a"]',
  ])("is not found in %s", (json) => {
    expect(hasDuplicateNames(json)).toBe(false);
  });

  it("is never found in what JSON.stringify writes", () => {
    fc.assert(fc.property(fc.json(), (json) => !hasDuplicateNames(json)));
  });
});
