// The file's own description → the source's schema.

import type { FieldSchema, ForeignKeySchema, ResourceSchema, SourceSchema } from "../../core/index.ts";
import type { Connection } from "./connect.ts";
import { readCreate, type CreateFacts } from "./create-statement.ts";
import { dataTypeOf } from "./declared-type.ts";
import { foreignKeysOf } from "./foreign-keys.ts";
import { rows, type Row } from "./pragmas.ts";
import { spelled } from "./spelling.ts";
import { searchTables, type TextSearch } from "./text-search.ts";
import { readView } from "./views.ts";

const namespace = "main";

/** What a caller may cast to; see convert.ts for what each does. */
const castable = [
  ...[
    "smallint",
    "int2",
    "integer",
    "int",
    "int4",
    "bigint",
    "int8",
    "numeric",
    "decimal",
    "real",
    "float4",
    "float8",
    "float",
  ],
  ...[
    "double",
    "double precision",
    "text",
    "varchar",
    "boolean",
    "bool",
    "json",
    "jsonb",
    "date",
    "time",
    "timestamp",
    "datetime",
    "blob",
    "bytea",
  ],
];

/** `readOnly`: nothing can be written, whatever the tables allow. */
export function introspect(connection: Connection, readOnly: boolean): SourceSchema {
  const searches = searchTables(connection);
  const tables = rows(
    connection,
    "SELECT name, type, wr FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'view') ORDER BY name",
  )
    .map((table) => ({ name: String(table["name"]), view: table["type"] === "view" }))
    .filter(({ name }) => isShown(name, searches));
  const resources = new Map<string, ResourceSchema>();
  for (const { name } of tables.filter(({ view }) => !view))
    resources.set(name, table(connection, name, readOnly, searches.get(name)));
  for (const { name } of tables.filter(({ view }) => view))
    resources.set(name, readView(connection, name, readOnly, resources));
  const broken = [...resources.values()].flatMap(({ name, kind, fields }) =>
    kind === "view" && fields.length === 0 ? [name] : [],
  );
  for (const name of broken) resources.delete(name);
  return {
    namespaces: [namespace],
    resources: tables
      .flatMap(({ name }) => resources.get(name) ?? [])
      .map((resource) => withoutDangling(resource, resources)),
    operations: [],
    castable,
    textSearchConfigurations: [],
    leftOut: broken.map((name) => `view ${name}: its query does not work any more`),
  };
}

/** SQLite's own tables, ours, and the parts of full-text tables are nobody's resources. */
function isShown(name: string, searches: ReadonlyMap<string, TextSearch>): boolean {
  if (/^(sqlite_|isthmus_)/i.test(name)) return false;
  return ![...searches.values()].some(({ table: search }) => name === search || name.startsWith(`${search}_`));
}

function table(
  connection: Connection,
  name: string,
  readOnly: boolean,
  textSearch: TextSearch | undefined,
): ResourceSchema {
  const columns = rows(connection, "SELECT * FROM pragma_table_xinfo(?) WHERE hidden <> 1", name);
  const text = String(
    rows(connection, "SELECT sql FROM sqlite_schema WHERE type = 'table' AND name = ?", name)[0]?.["sql"] ?? "",
  );
  const facts = readCreate(
    text,
    columns.map((column) => String(column["name"])),
  );
  const key = columns.filter(({ pk }) => Number(pk) > 0).sort((a, b) => Number(a["pk"]) - Number(b["pk"]));
  const keyNames = key.map((column) => String(column["name"]));
  const rowIdName = rowIdOf(connection, name, key);
  const rowId =
    rows(connection, "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?", name)[0]?.["wr"] !== 1;
  const { unique, indexes } = indexesOf(connection, name, keyNames);
  return {
    namespace,
    name,
    kind: "table",
    fields: columns.map((column) => {
      const one = field(column, facts, rowIdName);
      const generated = one.generated === "always" ? undefined : one.default;
      const indexed = [keyNames, ...indexes].some(([leading]) => leading === one.name);
      return {
        ...one,
        type: spelled(connection, one.type, { table: name, name: one.name, fallback: generated, rowId, indexed }),
      };
    }),
    key: keyNames,
    unique,
    indexes: keyNames.length === 0 ? indexes : [keyNames, ...indexes],
    foreignKeys: foreignKeysOf(connection, name, facts, [keyNames, ...unique]),
    insertable: !readOnly,
    updatable: !readOnly,
    deletable: !readOnly,
    ...(textSearch && { textSearch: { table: textSearch.table, fields: textSearch.fields } }),
  };
}

/** INTEGER PRIMARY KEY is the row's id, and SQLite numbers the rows; an index on the key tells that it is not. */
function rowIdOf(connection: Connection, name: string, key: readonly Row[]): string | undefined {
  const [only] = key;
  if (only === undefined || key.length !== 1 || String(only["type"]).toUpperCase() !== "INTEGER") return undefined;
  const withoutRowId =
    rows(connection, "SELECT wr FROM pragma_table_list WHERE schema = 'main' AND name = ?", name)[0]?.["wr"] === 1;
  const indexed = rows(connection, "SELECT 1 AS found FROM pragma_index_list(?) WHERE origin = 'pk'", name).length > 0;
  return withoutRowId || indexed ? undefined : String(only["name"]);
}

function field(column: Row, facts: CreateFacts, rowIdName: string | undefined): FieldSchema {
  const name = String(column["name"]);
  const declared = dataTypeOf(String(column["type"] ?? ""));
  const values = facts.values.get(name);
  const description = facts.comments.get(name);
  const fallback = column["dflt_value"];
  const generated = Number(column["hidden"]) >= 2;
  return {
    name,
    type:
      values !== undefined && declared.name === "text" ? { name: "enum", native: declared.native, values } : declared,
    nullable: Number(column["notnull"]) === 0 && name !== rowIdName,
    hasDefault: name === rowIdName || (fallback !== null && !/^null$/i.test(String(fallback))),
    generated: generated ? "always" : "never",
    ...(fallback === null ? {} : { default: String(fallback) }),
    ...(description === undefined || description === "" ? {} : { description }),
  };
}

function indexesOf(
  connection: Connection,
  table: string,
  key: readonly string[],
): { unique: string[][]; indexes: string[][] } {
  const unique: string[][] = [];
  const indexes: string[][] = [];
  for (const index of rows(connection, "SELECT * FROM pragma_index_list(?) ORDER BY seq DESC", table)) {
    const parts = rows(connection, "SELECT name FROM pragma_index_info(?) ORDER BY seqno", String(index["name"]));
    // The name of an expression is null; a partial index tells nothing about all rows.
    if (Number(index["partial"]) === 1 || parts.length === 0 || parts.some((part) => part["name"] === null)) continue;
    if (index["origin"] === "pk") continue;
    const names = parts.map((part) => String(part["name"]));
    if (Number(index["unique"]) === 1 && names.join("\0") !== key.join("\0")) unique.push(names);
    indexes.push(names);
  }
  return { unique, indexes };
}

/** A foreign key to a table that is not there, or is hidden, leads nowhere. */
function withoutDangling(resource: ResourceSchema, all: ReadonlyMap<string, ResourceSchema>): ResourceSchema {
  const leads = ({ target, targetFields }: ForeignKeySchema): boolean => {
    const fields = all.get(target.name)?.fields;
    return (
      fields !== undefined &&
      targetFields.length > 0 &&
      targetFields.every((name) => fields.some((one) => one.name === name))
    );
  };
  return { ...resource, foreignKeys: resource.foreignKeys.filter(leads) };
}
