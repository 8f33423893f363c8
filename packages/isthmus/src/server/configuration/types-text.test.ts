import { expect, test } from "vitest";
import { buildCatalog } from "../../catalog/index.ts";
import { capabilities, type DataType, type FieldSchema, type SourceSchema } from "../../core/index.ts";
import { typesText } from "./types-text.ts";

const field = (name: string, type: DataType, nullable = false): FieldSchema => ({
  name,
  type,
  nullable,
  hasDefault: false,
  generated: "never",
});
const common = {
  namespace: "main",
  kind: "table",
  key: ["id"],
  unique: [],
  indexes: [],
  insertable: true,
  updatable: true,
  deletable: true,
} as const;

test("the types name every field as it stands in an answer, and every relation's target", () => {
  const schema: SourceSchema = {
    namespaces: ["main"],
    operations: [],
    castable: [],
    textSearchConfigurations: [],
    resources: [
      {
        ...common,
        name: "orders",
        description: "what was bought */ by whom",
        fields: [
          field("id", { name: "bigint", native: "int8" }),
          field("customer_id", { name: "integer", native: "int4" }, true),
          field("odd name", { name: "json", native: "jsonb" }),
          field("status", { name: "enum", native: "status", values: ["open", 'pa"id'] }),
          field("tags", { name: "array", native: "text[]", element: { name: "text", native: "text" } }),
        ],
        foreignKeys: [
          {
            name: "fk",
            fields: ["customer_id"],
            target: { namespace: "main", name: "customers" },
            targetFields: ["id"],
            unique: false,
          },
        ],
      },
      { ...common, name: "customers", fields: [field("id", { name: "integer", native: "int4" })], foreignKeys: [] },
    ],
  };
  const catalog = buildCatalog(
    new Map([["shop", { kind: "sqlite", capabilities: capabilities({ insert: true }), schema }]]),
    {},
  );
  expect(typesText(catalog))
    .toBe(`// Written by \`isthmus types\`; do not edit. What the configuration's sources hold, as types.

export interface Catalog {
  resources: {
    /** what was bought * / by whom */
    orders: {
      fields: {
        id: number;
        customer_id: number | null;
        "odd name": unknown;
        status: "open" | "pa\\"id";
        tags: string[];
      };
      relations: { customer: "customers" };
    };
    customers: {
      fields: {
        id: number;
      };
      relations: { orders: "orders" };
    };
  };
  operations: {};
}

/** One record of a resource: \`RecordOf<"orders">\`. */
export type RecordOf<Id extends keyof Catalog["resources"]> = Catalog["resources"][Id]["fields"];
`);
});
