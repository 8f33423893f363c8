import { expect, test } from "vitest";
import type { ResourceSchema } from "../../core/index.ts";
import { database, open } from "./testing/kit.ts";

async function schemaOf(sql: string): Promise<Map<string, ResourceSchema>> {
  using fixture = database(sql);
  const source = await open(fixture.file);
  const schema = await source.introspect(new AbortController().signal);
  await source.close();
  expect(schema.namespaces).toEqual(["main"]);
  return new Map(schema.resources.map((resource) => [resource.name, resource]));
}

const types = async (columns: string): Promise<unknown[]> => {
  const table = (await schemaOf(`CREATE TABLE t (${columns})`)).get("t");
  return table?.fields.map(({ type }) => type) ?? [];
};

test("declared types become the catalog's types", async () => {
  expect(
    await types(
      "a INTEGER, b INT4, c BIGINT, d SMALLINT, e DECIMAL(10,2), f NUMERIC, g BOOLEAN, h DATE, i DATETIME, j TIMESTAMP WITH TIME ZONE",
    ),
  ).toEqual([
    { name: "bigint", native: "integer" },
    { name: "integer", native: "int4" },
    { name: "bigint", native: "bigint" },
    { name: "smallint", native: "smallint" },
    { name: "decimal", native: "decimal(10,2)", precision: 10, scale: 2 },
    { name: "decimal", native: "numeric" },
    { name: "boolean", native: "boolean" },
    { name: "date", native: "date" },
    { name: "timestamp", native: "datetime" },
    { name: "timestamptz", native: "timestamp with time zone" },
  ]);
  expect(
    await types(
      "a VARCHAR(40), b UUID, c JSON, d BLOB, e DOUBLE PRECISION, f TIME, g, h UNSIGNED BIG INT, i CONSTRUCTOR",
    ),
  ).toEqual([
    { name: "text", native: "varchar(40)", maxLength: 40 },
    { name: "uuid", native: "uuid" },
    { name: "json", native: "json" },
    { name: "bytes", native: "blob" },
    { name: "float", native: "double precision" },
    { name: "time", native: "time" },
    { name: "other", native: "any" },
    { name: "bigint", native: "unsigned big int" },
    { name: "other", native: "constructor" },
  ]);
});

test("keys, defaults, generated columns, lists of values and comments are read", async () => {
  const tables = await schemaOf(`
    -- the shop's orders
    CREATE TABLE orders (
      id INTEGER PRIMARY KEY, -- number of the order
      "state" TEXT NOT NULL DEFAULT 'new' CHECK ("state" IN ('new', 'it''s paid')),
      -- net, in cents
      net INTEGER NOT NULL,
      gross INTEGER GENERATED ALWAYS AS (net * 2) STORED,
      size TEXT CHECK (size IN ('s', 'm') OR net > 0)
    ) STRICT`);
  const orders = tables.get("orders");
  expect(orders?.key).toEqual(["id"]);
  expect(orders?.fields).toEqual([
    {
      name: "id",
      type: { name: "bigint", native: "integer" },
      nullable: false,
      hasDefault: true,
      generated: "never",
      description: "number of the order",
    },
    {
      name: "state",
      type: { name: "enum", native: "text", values: ["new", "it's paid"] },
      nullable: false,
      hasDefault: true,
      generated: "never",
      default: "'new'",
    },
    {
      name: "net",
      type: { name: "bigint", native: "integer" },
      nullable: false,
      hasDefault: false,
      generated: "never",
      description: "net, in cents",
    },
    {
      name: "gross",
      type: { name: "bigint", native: "integer" },
      nullable: true,
      hasDefault: false,
      generated: "always",
    },
    { name: "size", type: { name: "text", native: "text" }, nullable: true, hasDefault: false, generated: "never" },
  ]);
});

test("foreign keys have their own names, or PostgreSQL's, and tell whether they are unique", async () => {
  const tables = await schemaOf(`
    CREATE TABLE people (id INTEGER PRIMARY KEY, a INT, b INT, UNIQUE (a, b));
    CREATE TABLE pets (
      id TEXT PRIMARY KEY,
      owner_id INTEGER REFERENCES PEOPLE,
      vet_id INTEGER UNIQUE CONSTRAINT the_vet REFERENCES people (id),
      a INT, b INT,
      lost_id INTEGER REFERENCES nowhere (id),
      CONSTRAINT "by name" FOREIGN KEY (a, b) REFERENCES people (a, b)
    ) WITHOUT ROWID`);
  const target = { namespace: "main", name: "people" };
  expect(tables.get("pets")?.foreignKeys).toEqual([
    { name: "pets_owner_id_fkey", fields: ["owner_id"], target, targetFields: ["id"], unique: false },
    { name: "the_vet", fields: ["vet_id"], target, targetFields: ["id"], unique: true },
    { name: "by name", fields: ["a", "b"], target, targetFields: ["a", "b"], unique: false },
  ]);
  expect(tables.get("pets")?.fields[0]).toMatchObject({ name: "id", nullable: false, hasDefault: false });
  expect(tables.get("people")?.unique).toEqual([["a", "b"]]);
});

test("partial indexes and indexes on expressions claim nothing", async () => {
  const tables = await schemaOf(`
    CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT, c TEXT);
    CREATE UNIQUE INDEX one ON t (a) WHERE b IS NULL;
    CREATE UNIQUE INDEX two ON t (lower(a));
    CREATE UNIQUE INDEX three ON t (c);
    CREATE INDEX four ON t (b, c)`);
  expect(tables.get("t")).toMatchObject({ unique: [["c"]], indexes: [["id"], ["c"], ["b", "c"]] });
});

test("full-text tables belong to their content, and nothing of them or of ours is shown", async () => {
  const tables = await schemaOf(`
    CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT, body TEXT);
    CREATE VIRTUAL TABLE notes_search USING fts5(title, body, content='notes', content_rowid='id');
    CREATE VIRTUAL TABLE loose USING fts5(words);
    CREATE TABLE isthmus_secrets (id INTEGER PRIMARY KEY AUTOINCREMENT)`);
  expect([...tables.keys()]).toEqual(["notes"]);
  expect(tables.get("notes")?.textSearch).toEqual({ table: "notes_search", fields: ["title", "body"] });
});

test("what is not served is named with its reason, and is no part of what is", async () => {
  using fixture = database(`
    CREATE TABLE notes (id INTEGER PRIMARY KEY, title TEXT);
    CREATE VIRTUAL TABLE notes_search USING fts5(title, content='notes', content_rowid='id');
    CREATE VIRTUAL TABLE loose USING fts5(words);
    CREATE VIEW broken AS SELECT id FROM gone`);
  const source = await open(fixture.file);
  const { leftOut } = await source.introspect(new AbortController().signal);
  await source.close();
  expect(leftOut).toEqual([
    "view broken: its query does not work any more",
    "virtual table loose: of these only FTS5 tables over the texts of another table are used",
  ]);
});

test("a plain view has its table's key and foreign keys, a joined one has not, and triggers make it writable", async () => {
  const tables = await schemaOf(`
    CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT);
    CREATE TABLE pets (id INTEGER PRIMARY KEY, owner_id INTEGER REFERENCES people, age INT4);
    CREATE VIEW young AS SELECT id AS pet_id, owner_id, age + 1 AS next FROM pets WHERE age < 3;
    CREATE VIEW owned AS SELECT pets.id, people.name FROM pets JOIN people ON people.id = owner_id;
    CREATE VIEW doubled AS SELECT id FROM pets UNION ALL SELECT id FROM pets;
    CREATE VIEW broken AS SELECT id FROM gone;
    CREATE TRIGGER young_new INSTEAD OF INSERT ON young BEGIN INSERT INTO pets (owner_id) VALUES (new.owner_id); END`);
  expect(tables.get("young")).toMatchObject({
    kind: "view",
    key: ["pet_id"],
    insertable: true,
    updatable: false,
    deletable: false,
  });
  expect(tables.get("young")?.fields.map(({ name, type }) => [name, type.name])).toEqual([
    ["pet_id", "bigint"],
    ["owner_id", "bigint"],
    ["next", "other"],
  ]);
  expect(tables.get("young")?.foreignKeys).toEqual([
    {
      name: "young_owner_id_fkey",
      fields: ["owner_id"],
      target: { namespace: "main", name: "people" },
      targetFields: ["id"],
      unique: false,
    },
  ]);
  expect(tables.get("owned")).toMatchObject({ key: [], foreignKeys: [] });
  expect(tables.get("doubled")?.key).toEqual([]);
  expect(tables.has("broken")).toBe(false);
});
