// A shop of six resources as a source would describe it: small enough to keep in mind, with every kind of relation.

import { buildCatalog, resolvePolicies, type Policies } from "../../src/catalog/index.ts";
import {
  capabilities,
  type Catalog,
  type DataType,
  type FieldSchema,
  type ForeignKeySchema,
  type Operation,
  type Principal,
  type ResourceSchema,
  type RoleConfiguration,
  type SourceSchema,
} from "../../src/core/index.ts";

const types: Readonly<Record<string, DataType>> = {
  bigint: { name: "bigint", native: "bigint" },
  text: { name: "text", native: "text" },
  decimal: { name: "decimal", native: "numeric(10,2)", precision: 10, scale: 2 },
  boolean: { name: "boolean", native: "boolean" },
  json: { name: "json", native: "jsonb" },
};

/** `"id bigint"`, `"note text?"` (nullable). */
function field(text: string): FieldSchema {
  const [name = "", type = "text"] = text.replace("?", "").split(" ");
  return {
    name,
    type: types[type] ?? { name: "other", native: type },
    nullable: text.endsWith("?"),
    hasDefault: name === "id",
    generated: "never",
  };
}

function table(
  name: string,
  fields: readonly string[],
  key: readonly string[],
  references: Readonly<Record<string, string>> = {},
): ResourceSchema {
  const foreignKeys = Object.entries(references).map(([column, target]): ForeignKeySchema => ({
    name: `${name}_${column}_fkey`,
    fields: [column],
    target: { namespace: "main", name: target },
    targetFields: ["id"],
    unique: key.length === 1 && key[0] === column,
  }));
  return {
    namespace: "main",
    name,
    kind: "table",
    fields: fields.map(field),
    key,
    unique: [],
    indexes: [key],
    foreignKeys,
    insertable: true,
    updatable: true,
    deletable: true,
  };
}

export const smallShopSchema: SourceSchema = {
  namespaces: ["main"],
  resources: [
    table("customers", ["id bigint", "name text", "email text", "secret text?"], ["id"]),
    table(
      "orders",
      ["id bigint", "customer_id bigint", "billing_customer_id bigint?", "status text", "total decimal", "note text?"],
      ["id"],
      {
        customer_id: "customers",
        billing_customer_id: "customers",
      },
    ),
    table("order_items", ["id bigint", "order_id bigint", "product_id bigint", "quantity bigint"], ["id"], {
      order_id: "orders",
      product_id: "products",
    }),
    table(
      "products",
      ["id bigint", "name text", "price decimal", "cost decimal", "published boolean", "data json?"],
      ["id"],
    ),
    table("tags", ["id bigint", "label text"], ["id"]),
    table("product_tags", ["product_id bigint", "tag_id bigint"], ["product_id", "tag_id"], {
      product_id: "products",
      tag_id: "tags",
    }),
  ],
  operations: [],
  castable: ["text", "bigint", "numeric"],
  textSearchConfigurations: ["english"],
};

export const allCapabilities = capabilities({
  insert: true,
  update: true,
  delete: true,
  upsert: true,
  transactions: true,
  relations: true,
  aggregates: true,
  jsonPaths: true,
  casts: true,
  regularExpressions: true,
  functions: true,
  exactCount: true,
});

export function smallShop(
  roles: Readonly<Record<string, RoleConfiguration>> = {},
  operations: readonly Operation[] = [],
): {
  catalog: Catalog;
  policies: Policies;
  faults: readonly { path: string; message: string }[];
} {
  const built = buildCatalog(
    new Map([["shop", { kind: "test", capabilities: allCapabilities, schema: smallShopSchema }]]),
    {},
  );
  const catalog = { ...built, operations: Map.groupBy(operations, (operation) => operation.id) };
  return { catalog, ...resolvePolicies({ roles }, catalog) };
}

export function user(roles: readonly string[], claims: Readonly<Record<string, unknown>> = {}): Principal {
  return { kind: "user", id: "u1", roles, claims };
}
