import { describe, expect, it } from "vitest";
import { z } from "zod";
import { dataTypeOf, fieldsOf } from "./data-types.ts";
import { holdSchema } from "./schemas.ts";

describe("a schema", () => {
  it("names the place of everything that is wrong", async () => {
    const held = holdSchema(z.object({ items: z.array(z.object({ n: z.int() })), to: z.string() }), "input");
    expect(await held.check({ items: [{ n: 1 }, { n: "x" }] })).toMatchObject({
      issues: [{ field: "items[1].n" }, { field: "to" }],
    });
  });

  it("is published as what is taken, and as what is given", () => {
    const schema = z.object({ n: z.int().default(1) });
    expect(holdSchema(schema, "input").json).not.toHaveProperty("required");
    expect(holdSchema(schema, "output").json).toMatchObject({ required: ["n"] });
  });

  it("that holds itself is any value there, and has no references", () => {
    const { json } = holdSchema(z.object({ tree: z.json() }), "input");
    expect(JSON.stringify(json)).not.toContain("$ref");
  });

  it("may be JSON Schema, and is refused where it is neither", async () => {
    const held = holdSchema({ type: "object", properties: { a: { type: "integer" } }, required: ["a"] }, "input");
    expect(await held.check({ a: 1 })).toEqual({ value: { a: 1 } });
    expect(await held.check({})).toHaveProperty("issues");
    expect(() => holdSchema(null, "input")).toThrow("is no schema");
    expect(() => holdSchema(z.object({ at: z.date() }), "input")).toThrow("cannot be published");
  });
});

describe("a JSON Schema as types of the catalog", () => {
  it("tells values, lists and objects apart, and what may be null or missing", () => {
    const schema = {
      type: "object",
      properties: {
        id: { type: "string", format: "uuid" },
        kind: { type: "string", enum: ["a", "b"] },
        tags: { type: "array", items: { type: "string" } },
        note: { anyOf: [{ type: "string" }, { type: "null" }] },
      },
      required: ["id", "kind", "tags", "note"],
    };
    expect(fieldsOf(schema).map(({ name, type, nullable }) => [name, type.name, nullable])).toEqual([
      ["id", "uuid", false],
      ["kind", "enum", false],
      ["tags", "array", false],
      ["note", "text", true],
    ]);
    expect(dataTypeOf(schema)).toMatchObject({ name: "composite", schema });
  });
});
