import { describe, expect, it } from "vitest";
import { sampledFields } from "./sampled-fields.ts";
import { validatorFields } from "./validator-fields.ts";

const told = (fields: ReturnType<typeof validatorFields>) =>
  Object.fromEntries(
    fields.map(({ name, type, nullable }) => [name, `${type.name} ${type.native}${nullable ? "?" : ""}`]),
  );

describe("a validator", () => {
  it("gives each property its type, and null only where it is allowed or the property may be left out", () => {
    const schema = {
      bsonType: "object",
      required: ["name", "price", "note"],
      properties: {
        name: { bsonType: "string" },
        price: { bsonType: "decimal" },
        note: { bsonType: ["string", "null"] },
        count: { bsonType: ["int", "long"] },
        at: { bsonType: "date" },
        tags: { bsonType: "array" },
        address: { bsonType: "object" },
        open: { type: "boolean" },
        any: {},
      },
    };
    expect(told(validatorFields(schema))).toEqual({
      _id: "other objectId",
      name: "text string",
      price: "decimal decimal",
      note: "text string|null?",
      count: "bigint long?",
      at: "timestamptz date?",
      tags: "json array?",
      address: "json object?",
      open: "boolean bool?",
      any: "json any?",
    });
  });

  it("gives texts their values and their length, and descriptions", () => {
    const properties = {
      status: { enum: ["open", "paid"], description: "where it stands" },
      code: { bsonType: "string", maxLength: 3 },
      _id: { bsonType: "string" },
    };
    expect(validatorFields({ properties })).toMatchObject([
      { name: "status", type: { name: "enum", values: ["open", "paid"] }, description: "where it stands" },
      { name: "code", type: { name: "text", maxLength: 3 } },
      { name: "_id", type: { name: "text" }, nullable: false, hasDefault: false },
    ]);
  });

  it("that is none says nothing but that there is a key", () => {
    expect(told(validatorFields("?"))).toEqual({ _id: "other objectId" });
  });
});

describe("a sample", () => {
  it("gives a field of one kind its type, and one of several JSON", () => {
    const documents = [
      { _id: 1n, a: 1, b: "x", c: true, d: new Date(0), e: [1], f: 1.5, g: 1, h: null },
      { _id: 2n, a: "one", f: 2, g: 5n },
    ];
    expect(told(sampledFields(documents))).toEqual({
      _id: "bigint long",
      a: "json any|null?",
      b: "text string|null?",
      c: "boolean bool|null?",
      d: "timestamptz date|null?",
      e: "json array|null?",
      f: "float double|null?",
      g: "bigint long|null?",
      h: "json any|null?",
    });
  });

  it("of nothing expects MongoDB's own keys", () => {
    expect(told(sampledFields([]))).toEqual({ _id: "other objectId" });
  });
});
