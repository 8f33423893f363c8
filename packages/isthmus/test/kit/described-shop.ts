// A catalog that has something of everything an interface has to describe: every type of field, keys of several fields,
// views, functions with overloads, two namespaces, and names that were chosen to do harm.

import {
  capabilities,
  type Catalog,
  type DataType,
  type Field,
  type Operation,
  type Relation,
  type Resource,
} from "../../src/core/index.ts";

const text: DataType = { name: "text", native: "text" };
const bigint: DataType = { name: "bigint", native: "bigint" };
const price: DataType = { name: "decimal", native: "numeric(10,2)", precision: 10, scale: 2 };
const status: DataType = { name: "enum", native: "order_status", values: ["new", "paid", "sent"] };

export function field(name: string, type: DataType, more: Partial<Field> = {}): Field {
  return {
    name,
    type,
    nullable: false,
    hasDefault: false,
    generated: "never",
    readable: true,
    insertable: true,
    updatable: true,
    ...more,
  };
}

export function resource(name: string, fields: readonly Field[], more: Partial<Resource> = {}): Resource {
  return {
    id: name,
    name,
    namespace: "public",
    source: "shop",
    native: { schema: "public", name },
    kind: "table",
    fields: new Map(fields.map((one) => [one.name, one])),
    key: fields.some((one) => one.name === "id") ? ["id"] : [],
    unique: [],
    indexes: [],
    relations: new Map(),
    insertable: true,
    updatable: true,
    deletable: true,
    ...more,
  };
}

export function operation(name: string, more: Partial<Operation> = {}): Operation {
  return {
    id: name,
    name,
    namespace: "public",
    source: "shop",
    native: { schema: "public", name },
    parameters: [],
    effect: "read",
    returns: { many: false, shape: "void" },
    ...more,
  };
}

export function catalogOf(
  resources: readonly Resource[],
  operations: readonly Operation[] = [],
  namespaces: readonly string[] = ["public"],
): Catalog {
  const overloads = new Map<string, readonly Operation[]>();
  for (const one of operations) overloads.set(one.id, [...(overloads.get(one.id) ?? []), one]);
  return {
    sources: new Map([
      [
        "shop",
        {
          name: "shop",
          kind: "postgres",
          capabilities: capabilities({}),
          castable: new Set(),
          textSearchConfigurations: new Set(),
        },
      ],
    ]),
    namespaces,
    resources: new Map(resources.map((one) => [one.id, one])),
    operations: overloads,
  };
}

function relation(
  name: string,
  target: string,
  cardinality: Relation["cardinality"],
  from: string,
  to: string,
): readonly [string, Relation] {
  return [
    name,
    {
      name,
      target,
      cardinality,
      constraint: `${name}_fkey`,
      owning: cardinality === "many-to-one",
      on: [{ from, to }],
    },
  ];
}

const id = field("id", bigint, { hasDefault: true, insertable: false, updatable: false, generated: "always" });

export const products = resource(
  "products",
  [
    id,
    field(
      "name",
      { ...text, native: "varchar(120)", maxLength: 120 },
      { description: "What it is called in the shop." },
    ),
    field("price", price),
    field("cost", price, { readable: false }),
    field("stock", { name: "integer", native: "integer" }, { hasDefault: true, default: "0" }),
    field("published", { name: "boolean", native: "boolean" }, { hasDefault: true, default: "false" }),
    field("category_id", bigint, { nullable: true }),
    field("tags", { name: "array", native: "text[]", element: text }, { nullable: true }),
    field("data", { name: "json", native: "jsonb" }, { nullable: true }),
  ],
  {
    description: "What is for sale.",
    relations: new Map([
      relation("category", "categories", "many-to-one", "category_id", "id"),
      relation("order_items", "order_items", "one-to-many", "id", "product_id"),
    ]),
  },
);

const categories = resource("categories", [id, field("name", text)], {
  relations: new Map([relation("products", "products", "one-to-many", "id", "category_id")]),
});

const orders = resource("orders", [
  field("id", { name: "uuid", native: "uuid" }, { hasDefault: true, default: "gen_random_uuid()" }),
  field("customer_email", text),
  field("status", status, { hasDefault: true, default: "'new'" }),
  field(
    "placed_at",
    { name: "timestamptz", native: "timestamp with time zone" },
    { hasDefault: true, default: "now()" },
  ),
  field("note", text, { nullable: true }),
]);

const orderItems = resource(
  "order_items",
  [
    field("order_id", { name: "uuid", native: "uuid" }),
    field("product_id", bigint),
    field("quantity", { name: "smallint", native: "smallint" }),
  ],
  {
    key: ["order_id", "product_id"],
  },
);

const everyType = resource("every_type", [
  id,
  field("a_float", { name: "float", native: "double precision" }, { nullable: true }),
  field("a_date", { name: "date", native: "date" }),
  field("a_time", { name: "time", native: "time" }),
  field("a_timestamp", { name: "timestamp", native: "timestamp" }),
  field("an_interval", { name: "interval", native: "interval" }),
  field("bytes", { name: "bytes", native: "bytea" }),
  field("a_range", { name: "range", native: "int4range", element: { name: "integer", native: "integer" } }),
  field("words", { name: "textsearch", native: "tsvector" }),
  field("place", { name: "composite", native: "place", parts: [{ name: "street", type: text }] }),
  field("money", { name: "other", native: "money" }),
  field("mood", status, { nullable: true }),
  field("select", text),
]);

const totals = resource("sales_totals", [field("month", { name: "date", native: "date" }), field("total", price)], {
  kind: "view",
  insertable: false,
  updatable: false,
  deletable: false,
});

const mailbox = resource("mailbox", [field("message", text, { readable: false, updatable: false })], {
  updatable: false,
  deletable: false,
});

const hostile = [
  resource(
    '<script>alert("x")</script>',
    [field('quo"ted', text), field("__proto__", text), field("a.b", text), field("a\r\nb", text)],
    {
      description: "</script><script>alert(1)</script> `code` \u0000",
    },
  ),
  resource("{id}/../../x?y=1#z", [field("$ref", text)]),
  resource("Zürich ☂", [field("straße", text)]),
  resource("__proto__", [field("constructor", text)]),
  resource("a b", [id]),
  resource("a/b", [id]),
  resource("Functions", [id]),
  resource("Error", [id]),
];

const functions = [
  operation("search_products", {
    description: "Products whose name is like a text.",
    parameters: [{ name: "query", type: text, required: true, variadic: false }],
    returns: { many: true, shape: "resource", resource: "products" },
  }),
  operation("add", {
    parameters: [
      { name: "a", type: { name: "integer", native: "integer" }, required: true, variadic: false },
      { name: "b", type: { name: "integer", native: "integer" }, required: false, variadic: false },
    ],
    returns: { many: false, shape: "scalar", type: { name: "integer", native: "integer" } },
  }),
  operation("add", {
    parameters: [{ name: "a", type: text, required: true, variadic: false }],
    returns: { many: false, shape: "scalar", type: text },
  }),
  operation("checkout", {
    effect: "write",
    parameters: [{ name: "items", type: { name: "json", native: "jsonb" }, required: true, variadic: false }],
  }),
  operation("import_feed", {
    effect: "write",
    wholeBody: "xml",
    parameters: [{ name: "", type: { name: "other", native: "xml" }, required: true, variadic: false }],
    returns: { many: false, shape: "scalar", type: bigint },
  }),
  operation("month_totals", {
    returns: {
      many: true,
      shape: "row",
      fields: new Map([["month", field("month", { name: "date", native: "date" })]]),
    },
  }),
  operation('drop"; --', { effect: "write" }),
];

const elsewhere = resource("archive", [id], { id: "history.archive", namespace: "history" });

/** Everything, as somebody who may do all of it sees it. */
export const describedShop: Catalog = catalogOf(
  [products, categories, orders, orderItems, everyType, totals, mailbox, ...hostile, elsewhere],
  functions,
  ["public", "history"],
);

/** Only what a shop has. */
export const plainShop: Catalog = catalogOf([products, categories, orders, orderItems, totals], functions.slice(0, 4));
