import { describe, expect, it } from "vitest";
import { valueFromSchema } from "./from-schema.ts";

const made = (schema: unknown, seed = "one", follow: (pointer: string) => unknown = () => undefined) =>
  valueFromSchema(schema, { seed, follow });

describe("a value made by a schema", () => {
  it("is the same for the same seed, and another for another", () => {
    const schema = { type: "object", properties: { id: { type: "string", format: "uuid" }, n: { type: "integer" } } };
    expect(made(schema)).toEqual(made(schema));
    expect(made(schema, "two")).not.toEqual(made(schema));
  });

  it("does not change where another member comes along", () => {
    const one = made({ type: "object", properties: { a: { type: "string" } } }) as { a: string };
    const two = made({ type: "object", properties: { z: { type: "integer" }, a: { type: "string" } } }) as {
      a: string;
    };
    expect(two.a).toBe(one.a);
  });

  it.each([
    [{ type: "integer", minimum: 5, maximum: 5 }, (value: unknown) => value === 5],
    [{ type: "integer", minimum: 5, exclusiveMinimum: true, maximum: 6 }, (value: unknown) => value === 6],
    [{ type: "integer", exclusiveMinimum: 5, exclusiveMaximum: 7 }, (value: unknown) => value === 6],
    [
      { type: "number", exclusiveMinimum: 0, maximum: 1 },
      (value: unknown) => (value as number) > 0 && (value as number) <= 1,
    ],
    [{ type: "number", multipleOf: 0.25, minimum: 1 }, (value: unknown) => Number.isInteger((value as number) / 0.25)],
    [{ type: "string", minLength: 40, maxLength: 41 }, (value: unknown) => [40, 41].includes(String(value).length)],
    [{ type: "string", maxLength: 2 }, (value: unknown) => String(value).length <= 2],
    [{ type: "array", items: { type: "integer" }, minItems: 7 }, (value: unknown) => (value as unknown[]).length === 7],
    [{ type: "array", items: {}, maxItems: 1 }, (value: unknown) => (value as unknown[]).length === 1],
    [{ type: ["null", "string"], enum: [null, "a"] }, (value: unknown) => value === "a"],
    [{ const: 3 }, (value: unknown) => value === 3],
    [{ type: "string", format: "date-time" }, (value: unknown) => !Number.isNaN(Date.parse(String(value)))],
    [
      { allOf: [{ properties: { a: { type: "integer" } } }, { properties: { b: { example: "x" } } }] },
      (value: unknown) => (value as { b: string }).b === "x" && "a" in (value as object),
    ],
    [{ anyOf: [{ type: "null" }, { type: "boolean" }] }, (value: unknown) => typeof value === "boolean"],
    [
      { type: "object", additionalProperties: { type: "integer" } },
      (value: unknown) => typeof Object.values(value as object)[0] === "number",
    ],
    [{}, (value: unknown) => value === null],
    [true, (value: unknown) => value === null],
  ])("of %j keeps to it", (schema, holds) => {
    for (let seed = 0; seed < 20; seed++) expect(made(schema, String(seed))).toSatisfy(holds);
  });

  it("ends where a schema holds itself, whatever it asks for, and pollutes nothing", () => {
    const tree = {
      type: "object",
      required: ["left", "right"],
      properties: { left: { $ref: "#/t" }, right: { $ref: "#/t" } },
    };
    const begun = performance.now();
    expect(JSON.stringify(made(tree, "s", () => tree)).length).toBeLessThan(100_000);
    expect(made({ $ref: "#/a" }, "s", () => ({ $ref: "#/a" }))).toBeNull();
    expect(
      JSON.stringify(made({ type: "array", minItems: 1e9, items: { type: "array", minItems: 1e9, items: {} } })).length,
    ).toBeLessThan(100_000);
    expect(performance.now() - begun).toBeLessThan(2_000);
    const hostile = JSON.parse(
      '{"type":"object","properties":{"__proto__":{"type":"object","properties":{"polluted":{"const":1}}}}}',
    ) as unknown;
    made(hostile);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});
