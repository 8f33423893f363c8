import { describe, expect, it } from "vitest";
import type { FieldSchema, ResourceSchema, SourceSchema } from "../../core/index.ts";
import { lockDifference, schemaDifference } from "./difference.ts";
import { lockText } from "./lock-text.ts";
import { sortedSchema } from "./lock.ts";

const field = (name: string, more: Partial<FieldSchema> = {}): FieldSchema => ({
  name,
  type: { name: "integer", native: "integer" },
  nullable: false,
  hasDefault: false,
  generated: "never",
  ...more,
});
const table = (name: string, fields: readonly FieldSchema[], more: Partial<ResourceSchema> = {}): ResourceSchema => ({
  namespace: "main",
  name,
  kind: "table",
  fields,
  key: ["id"],
  unique: [],
  indexes: [],
  foreignKeys: [],
  insertable: true,
  updatable: true,
  deletable: true,
  ...more,
});
const schema = (resources: readonly ResourceSchema[], more: Partial<SourceSchema> = {}): SourceSchema => ({
  namespaces: ["main"],
  resources,
  operations: [],
  castable: [],
  textSearchConfigurations: [],
  ...more,
});

describe("the difference between two schemas", () => {
  const before = schema([table("orders", [field("id"), field("total")]), table("old", [field("id")])]);

  it("is empty for the same schema, in whatever order the database tells it", () => {
    const other = schema([table("old", [field("id")]), table("orders", [field("id"), field("total")])]);
    expect(schemaDifference(before, other)).toEqual([]);
  });

  it("names what was added, removed and changed", () => {
    const after = schema([
      table(
        "orders",
        [
          field("id"),
          field("total", { type: { name: "decimal", native: "numeric(10,2)" }, nullable: true }),
          field("note"),
        ],
        {
          indexes: [["total"]],
          foreignKeys: [
            {
              name: "orders_customer",
              fields: ["id"],
              target: { namespace: "main", name: "customers" },
              targetFields: ["id"],
              unique: false,
            },
          ],
        },
      ),
      table("customers", [field("id")]),
    ]);
    expect(schemaDifference(before, after)).toEqual([
      "- table old",
      "+ table customers (id)",
      "~ orders: field total: integer, not null → numeric(10,2), nullable",
      "+ orders: field note (integer, not null)",
      "+ orders: foreign key orders_customer (id → customers)",
      '~ orders: indexes: [] → [["total"]]',
    ]);
  });

  it("tells overloads of an operation apart by what they take", () => {
    const operation = (type: string) => ({
      namespace: "main",
      name: "sum",
      parameters: [{ name: "a", type: { name: "other" as const, native: type }, required: true, variadic: false }],
      effect: "read" as const,
      returns: { many: false, shape: "void" as const },
    });
    expect(
      schemaDifference(
        schema([], { operations: [operation("int")] }),
        schema([], { operations: [operation("int"), operation("text")] }),
      ),
    ).toEqual(["+ operation sum(a text)"]);
  });

  it("names sources that came and went", () => {
    const shop = { kind: "sqlite", schema: before };
    expect(lockDifference({ version: 1, sources: { shop } }, { version: 1, sources: { store: shop } })).toEqual([
      "- source shop",
      "+ source store (sqlite): 2 resources, 0 operations",
    ]);
    expect(lockDifference(undefined, { version: 1, sources: {} })).toEqual([]);
  });
});

describe("the lock's text", () => {
  it("is JSON with a line per field, the same for the same schema", () => {
    const text = lockText(sortedSchema(schema([table("b", [field("id"), field("x")]), table("a", [field("id")])])));
    expect(text).toBe(
      lockText(sortedSchema(schema([table("a", [field("id")]), table("b", [field("id"), field("x")])]))),
    );
    expect(JSON.parse(text).resources.map((resource: ResourceSchema) => resource.name)).toEqual(["a", "b"]);
    expect(text.split("\n").filter((line) => line.includes('"name": "x"'))).toHaveLength(1);
  });
});
