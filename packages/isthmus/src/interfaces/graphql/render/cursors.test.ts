import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { firstCursor, lastCursor } from "./cursors.ts";

describe("cursors in an answer's text", () => {
  it("are those of the first and the last row, wherever they stand in it", () => {
    const body = '[{"node" : {"id": 1}, "c" : "[1]"},{"c":"[2, \\"x\\"]","node":{"id":2}}]';
    expect([firstCursor(body, "c"), lastCursor(body, "c")]).toEqual(['"[1]"', '"[2, \\"x\\"]"']);
    expect([firstCursor("[]", "c"), lastCursor("[]", "c")]).toEqual(["null", "null"]);
  });

  it("are not taken from what the rows hold, whatever that looks like", () => {
    const like = fc.constantFrom("cursor", '"cursor":"x"', '\\"cursor\\":', "\\", '"', "{", "]", '{"cursor":"y"}');
    const value = fc.oneof(like, fc.jsonValue({ maxDepth: 2 }), fc.dictionary(like, like, { maxKeys: 3 }));
    const row = fc.record({ before: value, cursor: fc.string(), after: value });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), fc.constantFrom(undefined, 1), (rows, space) => {
        const body = JSON.stringify(rows, undefined, space);
        expect(firstCursor(body, "cursor")).toBe(JSON.stringify(rows[0]?.cursor));
        expect(lastCursor(body, "cursor")).toBe(JSON.stringify(rows.at(-1)?.cursor));
      }),
    );
  });
});
