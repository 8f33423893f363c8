// A small shop as a catalog made by hand, with its tables and rows in both databases' spelling; for tests of compile.

import {
  type Authorized,
  capabilities,
  type Catalog,
  type Condition,
  type DataType,
  type DataTypeName,
  type Field,
  type FieldSelection,
  type Operation,
  type Operator,
  type Query,
  type Relation,
  type RelationSelection,
  type Resource,
  type Selection,
  type Statement,
  type Value,
} from "../../../../core/index.ts";

export const hostile = 'a"b.c; drop ünï';

const natives: Partial<Record<DataTypeName, string>> = {
  decimal: "numeric(10,2)",
  float: "double precision",
  bytes: "bytea",
  json: "jsonb",
};

export function typeNamed(name: DataTypeName, native = natives[name] ?? name): DataType {
  return name === "decimal" ? { name, native, precision: 10, scale: 2 } : { name, native };
}

/** `name: type`, with `?` behind the type of what may be null. */
function table(
  name: string,
  columns: Readonly<Record<string, string>>,
  key: readonly string[],
  relations: readonly Relation[] = [],
): Resource {
  const fields = Object.entries(columns).map(([field, spelled]): [string, Field] => {
    const type = typeNamed(spelled.replace("?", "") as DataTypeName);
    const open = { readable: true, insertable: true, updatable: true, generated: "never" as const };
    const preset = field === "status" ? { hasDefault: true, default: "'new'" } : { hasDefault: false };
    return [field, { name: field, type, nullable: spelled.endsWith("?"), ...open, ...preset }];
  });
  return {
    id: name,
    name,
    namespace: "main",
    source: "shop",
    native: { schema: "fixture", name },
    kind: "table",
    fields: new Map(fields),
    key,
    unique: [],
    indexes: [],
    relations: new Map(relations.map((relation) => [relation.name, relation])),
    insertable: true,
    updatable: true,
    deletable: true,
  };
}

function toOne(name: string, target: string, from: string): Relation {
  return { name, target, cardinality: "many-to-one", constraint: `${name}_fk`, owning: true, on: [{ from, to: "id" }] };
}

function toMany(name: string, target: string, to: string): Relation {
  return {
    name,
    target,
    cardinality: "one-to-many",
    constraint: `${name}_fk`,
    owning: false,
    on: [{ from: "id", to }],
  };
}

function across(name: string, target: string, junction: string, here: string, there: string): Relation {
  return {
    name,
    target,
    cardinality: "many-to-many",
    constraint: `${name}_fk`,
    owning: false,
    on: [{ from: "id", to: here }],
    through: { resource: junction, constraint: `${target}_fk`, on: [{ from: there, to: "id" }] },
  };
}

const resources: readonly Resource[] = [
  table(
    "customers",
    { id: "integer", name: "text", email: "text?", vip: "boolean?", profile: "json?", since: "timestamp?" },
    ["id"],
    [toMany("orders", "orders", "customer_id")],
  ),
  table(
    "orders",
    {
      id: "integer",
      customer_id: "integer?",
      status: "text",
      total: "decimal?",
      weight: "float?",
      big: "bigint?",
      payload: "bytes?",
      placed_at: "timestamp?",
    },
    ["id"],
    [
      toOne("customer", "customers", "customer_id"),
      toMany("items", "items", "order_id"),
      across("products", "products", "items", "order_id", "product_id"),
    ],
  ),
  table(
    "products",
    { id: "integer", name: "text", price: "decimal?" },
    ["id"],
    [across("orders", "orders", "items", "product_id", "order_id")],
  ),
  table(
    "items",
    { order_id: "integer", product_id: "integer", quantity: "integer?" },
    ["order_id", "product_id"],
    [toOne("order", "orders", "order_id"), toOne("product", "products", "product_id")],
  ),
  table(
    "employees",
    { id: "integer", name: "text", manager_id: "integer?" },
    ["id"],
    [toOne("manager", "employees", "manager_id"), toMany("reports", "employees", "manager_id")],
  ),
  table(hostile, { id: "integer", [hostile]: "text?" }, ["id"]),
];

export function shopCatalog(
  extra: { readonly resources?: readonly Resource[]; readonly operations?: readonly Operation[] } = {},
): Catalog {
  return {
    sources: new Map([
      [
        "shop",
        {
          name: "shop",
          kind: "test",
          capabilities: capabilities({}),
          castable: new Set(["text", "integer", "numeric", "double precision", "date", "boolean"]),
          textSearchConfigurations: new Set(["english", "simple"]),
        },
      ],
    ]),
    namespaces: ["main"],
    resources: new Map([...resources, ...(extra.resources ?? [])].map((resource) => [resource.id, resource])),
    operations: new Map((extra.operations ?? []).map((operation) => [operation.id, [operation]])),
  };
}

const rows = `
INSERT INTO NAMESPACEcustomers VALUES
  (1, 'Ada', 'ada@example.org', TRUE, '{"age":36,"city":"London","langs":["en","fr"],"a.b":{"\\"q":true}}', '2024-01-02 03:04:05'),
  (2, 'Bob', NULL, FALSE, '{"age":"36","city":null}', '2024-01-02 03:04:05.25'),
  (3, 'cy_%', 'cy@example.org', NULL, NULL, NULL);
INSERT INTO NAMESPACEorders VALUES
  (1, 1, 'new', 12.50, 0.5, 9007199254740993, HEX00ff, '2024-02-01 00:00:00'),
  (2, 1, 'paid', 7.25, NULL, -1, NULL, '2024-02-02 00:00:00'),
  (3, 2, 'paid', NULL, 1e10, 9223372036854775807, NULL, NULL),
  (4, NULL, 'new', 0.10, -2.25, NULL, NULL, '2024-02-02 00:00:00');
INSERT INTO NAMESPACEproducts VALUES (1, 'pen', 1.50), (2, 'ink', 3.00), (3, 'pad', NULL);
INSERT INTO NAMESPACEitems VALUES (1, 1, 2), (1, 2, 1), (2, 1, 5), (3, 3, NULL);
INSERT INTO NAMESPACEemployees VALUES (1, 'root', NULL), (2, 'left', 1), (3, 'right', 1), (4, 'leaf', 2);
INSERT INTO NAMESPACEHOSTILE VALUES (1, 'x''; drop table customers; --'), (2, NULL);
`;

const quoted = `"${hostile.replaceAll('"', '""')}"`;

export const sqliteFixture = `
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT, vip BOOLEAN, profile JSON, since TIMESTAMP);
CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER REFERENCES customers, status TEXT NOT NULL DEFAULT 'new',
  total DECIMAL(10,2), weight REAL, big BIGINT, payload BLOB, placed_at TIMESTAMP);
CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT NOT NULL, price DECIMAL(10,2));
CREATE TABLE items (order_id INTEGER NOT NULL REFERENCES orders, product_id INTEGER NOT NULL REFERENCES products,
  quantity INTEGER, PRIMARY KEY (order_id, product_id));
CREATE TABLE employees (id INTEGER PRIMARY KEY, name TEXT NOT NULL, manager_id INTEGER REFERENCES employees);
CREATE TABLE ${quoted} (id INTEGER PRIMARY KEY, ${quoted} TEXT);
${rows.replaceAll("NAMESPACE", "").replaceAll("HOSTILE", quoted).replaceAll("HEX00ff", "x'00ff'")}`;

export const postgresFixture = `
DROP SCHEMA IF EXISTS fixture CASCADE; CREATE SCHEMA fixture;
CREATE TABLE fixture.customers (id integer PRIMARY KEY, name text NOT NULL, email text, vip boolean, profile jsonb, since timestamp);
CREATE TABLE fixture.orders (id integer PRIMARY KEY, customer_id integer REFERENCES fixture.customers, status text NOT NULL DEFAULT 'new',
  total numeric(10,2), weight double precision, big bigint, payload bytea, placed_at timestamp);
CREATE TABLE fixture.products (id integer PRIMARY KEY, name text NOT NULL, price numeric(10,2));
CREATE TABLE fixture.items (order_id integer NOT NULL REFERENCES fixture.orders, product_id integer NOT NULL REFERENCES fixture.products,
  quantity integer, PRIMARY KEY (order_id, product_id));
CREATE TABLE fixture.employees (id integer PRIMARY KEY, name text COLLATE "C" NOT NULL, manager_id integer REFERENCES fixture.employees);
CREATE TABLE fixture.${quoted} (id integer PRIMARY KEY, ${quoted} text);
${rows.replaceAll("NAMESPACE", "fixture.").replaceAll("HOSTILE", quoted).replaceAll("HEX00ff", "'\\x00ff'")}`;

const backticked = `\`${hostile.replaceAll("`", "``")}\``;

/** In a database whose texts are compared by their characters' numbers. */
export const mysqlFixture = `
SET SESSION sql_mode = 'STRICT_ALL_TABLES';
CREATE TABLE customers (id integer PRIMARY KEY, name text NOT NULL, email text, vip boolean, profile json, since datetime(6));
CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer, status varchar(20) NOT NULL DEFAULT 'new',
  total decimal(10,2), weight double, big bigint, payload blob, placed_at datetime(6), FOREIGN KEY (customer_id) REFERENCES customers (id));
CREATE TABLE products (id integer PRIMARY KEY, name text NOT NULL, price decimal(10,2));
CREATE TABLE items (order_id integer NOT NULL, product_id integer NOT NULL, quantity integer, PRIMARY KEY (order_id, product_id),
  FOREIGN KEY (order_id) REFERENCES orders (id), FOREIGN KEY (product_id) REFERENCES products (id));
CREATE TABLE employees (id integer PRIMARY KEY, name text NOT NULL, manager_id integer, FOREIGN KEY (manager_id) REFERENCES employees (id));
CREATE TABLE ${backticked} (id integer PRIMARY KEY, ${backticked} text);
${rows.replaceAll("NAMESPACE", "").replaceAll("HOSTILE", backticked).replaceAll("HEX00ff", "x'00ff'").replaceAll('\\"q', '\\\\"q')}`;

// ---- statements in few words

/** What the tests write stands for what `authorize` has passed. */
export function authorized<S extends Statement>(statement: S): Authorized<S> {
  return statement as Authorized<S>;
}

export function query(resource: string, select: readonly (string | Selection)[], more: Partial<Query> = {}): Query {
  return {
    kind: "query",
    resource,
    select: select.map((one) => (typeof one === "string" ? field(one) : one)),
    answer: { as: "many" },
    ...more,
  };
}

export function field(name: string, more: Partial<FieldSelection> = {}): FieldSelection {
  return { kind: "field", as: name, of: { field: name }, ...more };
}

export function embed(relation: string, of: Query, more: Partial<RelationSelection> = {}): RelationSelection {
  return { kind: "relation", as: relation, relation, join: "left", spread: false, query: of, ...more };
}

export function compare(left: string, operator: Operator, right: Value, more: object = {}): Condition {
  return { kind: "compare", left: { field: left }, operator, right, ...more };
}

export function literal(value: Extract<Value, { kind: "literal" }>["value"]): Value {
  return { kind: "literal", value };
}

export function input(index: number): Value {
  return { kind: "input", index };
}
