import { expect, test } from "vitest";
import { buildCatalog } from "../../catalog/index.ts";
import {
  capabilities,
  type DataType,
  type FieldSchema,
  type OperationSchema,
  type SourceSchema,
} from "../../core/index.ts";
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
    new Map([["shop", { kind: "sqlite", capabilities: capabilities({ insert: true, update: true }), schema }]]),
    {},
  );
  const written = typesText(catalog, new Map([["orders", new Set(["status"])]]));
  expect(written.startsWith("// Written by `isthmus types`; do not edit.")).toBe(true);
  expect(/export interface Catalog \{[^]*?\n\}\n/.exec(written)?.[0]).toBe(`export interface Catalog {
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
      insert: Insert<"orders", "id" | "odd name" | "tags", "customer_id" | "status">;
      update: Update<"orders", "id" | "customer_id" | "odd name" | "status" | "tags">;
      relations: {
        customer: { to: "customers"; many: false; optional: true; key: "fk"; columns: ["customer_id"] };
      };
      relationships: [{ foreignKeyName: "fk"; columns: ["customer_id"]; isOneToOne: false; referencedRelation: "customers"; referencedColumns: ["id"] }];
    };
    customers: {
      fields: {
        id: number;
      };
      insert: Insert<"customers", "id", never>;
      update: Update<"customers", "id">;
      relations: {
        orders: { to: "orders"; many: true; key: "fk"; columns: ["customer_id"] };
      };
      relationships: [];
    };
  };
  operations: {};
}
`);
  expect(written.slice(written.indexOf("export const shape"))).toBe(`export const shape = {
  orders: { key: ["id"], relations: { customer: "customers" } },
  customers: { key: ["id"], relations: { orders: "orders" } },
} as const;
`);
});

test("operations name their parameters and their result, overloads as alternatives", () => {
  const bigint: DataType = { name: "bigint", native: "int8" };
  const text: DataType = { name: "text", native: "text" };
  const address: DataType = { name: "composite", native: "address", parts: [{ name: "street", type: text }] };
  const parameter = (name: string, type: DataType, required = true) => ({ name, type, required, variadic: false });
  const operation = (name: string, more: Partial<OperationSchema>): OperationSchema => ({
    namespace: "main",
    name,
    parameters: [],
    effect: "read",
    returns: { many: false, shape: "void" },
    ...more,
  });
  const scalar = { many: false, shape: "scalar", type: bigint } as const;
  const schema: SourceSchema = {
    namespaces: ["main"],
    castable: [],
    textSearchConfigurations: [],
    resources: [{ ...common, name: "things", fields: [field("id", bigint)], foreignKeys: [] }],
    operations: [
      operation("add", {
        description: "a sum",
        parameters: [parameter("a", bigint), parameter("b", bigint, false)],
        returns: scalar,
      }),
      operation("add", { parameters: [parameter("odd name", text)], returns: { ...scalar, many: true } }),
      operation("find", {
        returns: { many: true, shape: "resource", resource: { namespace: "main", name: "things" } },
      }),
      operation("stats", { returns: { many: true, shape: "row", fields: [field("n", bigint, true)] } }),
      operation("take", {
        wholeBody: "json",
        parameters: [parameter("", text)],
        returns: { ...scalar, type: address },
      }),
      operation("nothing", {}),
    ],
  };
  const known = { kind: "postgres", capabilities: capabilities({ functions: true }), schema };
  const written = typesText(buildCatalog(new Map([["shop", known]]), {}));
  expect(
    / {2}operations: \{\n([^]*?)\n {2}\};/
      .exec(written)?.[1]
      ?.split("\n")
      .map((line) => line.trim()),
  ).toEqual([
    "/** a sum */",
    'add: { parameters: { a: number | null; b?: number | null }; result: number | null } | { parameters: { "odd name": string | null }; result: (number | null)[] };',
    'find: { parameters: {}; result: RecordOf<"things">[] };',
    "stats: { parameters: {}; result: { n: number | null }[] };",
    "take: { body: unknown; result: { street: string | null } | null };",
    "nothing: { parameters: {}; result: null };",
  ]);
});
