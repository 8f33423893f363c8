import { describe, expect, it } from "vitest";
import { restSettings } from "./options.ts";

describe("the options of REST", () => {
  it("have defaults for all that is left out", () => {
    expect(restSettings()).toEqual({
      title: "API",
      version: "1.0.0",
      description: "",
      limits: { body: 1_048_576, rows: 1_000, depth: 6, conditions: 200, batch: 100 },
      taggedBody: 4_096,
    });
  });

  it("keep what is given", () => {
    expect(restSettings({ title: "Shop", limits: { depth: 0 } })).toMatchObject({
      title: "Shop",
      limits: { depth: 0, rows: 1_000 },
    });
  });

  it.each([
    ["limits.rows", { limits: { rows: 0 } }],
    ["limits.depth", { limits: { depth: 1.5 } }],
    ["taggedBody", { taggedBody: -1 }],
  ])("refuse a %s that cannot be, by name", (name, options) => {
    expect(() => restSettings(options)).toThrowError(name);
  });
});
