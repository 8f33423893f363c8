import { describe, expect, it } from "vitest";
import { firstRow, pointsBack } from "./results.ts";

describe("a statement points back", () => {
  it("when some value of it is taken from an earlier result", () => {
    const value = { kind: "result", step: 0, field: "id" };
    expect(pointsBack({ kind: "insert", presets: [{ field: "order_id", value }] })).toBe(true);
    expect(pointsBack(value)).toBe(true);
  });

  it("and not when it only has a part of that name", () => {
    const parts = [
      null,
      "result",
      1,
      { kind: "input", step: 1 },
      { kind: "result" },
      { kind: "claim", path: ["step"] },
    ];
    for (const part of [...parts, { step: 1 }, {}]) expect(pointsBack({ of: [part] })).toBe(false);
  });
});

describe("the first row of a result", () => {
  const row = (body: string | null) => firstRow({ body, rows: 1 });

  it("is the first of many, or the only one", () => {
    expect(row(`[{"id":1},{"id":2}]`)).toEqual({ id: 1 });
    expect(row(`{"id":1}`)).toEqual({ id: 1 });
  });

  it("is without fields where nothing was returned to look at", () => {
    expect(row(null)).toEqual({});
  });

  it("keeps as text the numbers that a JavaScript number would round, at any depth, and no others", () => {
    expect(row(`[{"a":12345678901234567890,"b":1.10,"c":0.1,"d":[9007199254740993],"e":"1.10","f":null}]`)).toEqual({
      a: "12345678901234567890",
      b: "1.10",
      c: 0.1,
      d: ["9007199254740993"],
      e: "1.10",
      f: null,
    });
  });

  it.each(["[]", "[null]", "[1]", "null", `"x"`, "7"])("is refused where there is none: %s", (body) => {
    expect(() => row(body)).toThrow(expect.objectContaining({ code: "ISTHMUS202", category: "invalid" }));
  });
});
