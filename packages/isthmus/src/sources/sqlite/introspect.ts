// The file's own description → the source's schema.

import type { ForeignKeySchema, ResourceSchema, SourceSchema } from "../../core/index.ts";
import type { Connection } from "./connect.ts";
import { type FileFacts, readFileFacts } from "./file-facts.ts";
import { readTable } from "./tables.ts";
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
  const file = readFileFacts(connection);
  const ground = { connection, file, readOnly };
  const searches = searchTables(connection);
  const hidden = hiddenNames(file, searches);
  const shown = file.list.filter(({ name }) => !hidden.has(name) && !/^(sqlite_|isthmus_)/i.test(name));
  const resources = new Map<string, ResourceSchema>();
  for (const one of shown.filter(({ view }) => !view))
    resources.set(one.name, readTable(ground, one, searches.get(one.name)));
  for (const one of shown.filter(({ view }) => view)) resources.set(one.name, readView(ground, one, resources));
  const broken = [...resources.values()].flatMap(({ name, kind, fields }) =>
    kind === "view" && fields.length === 0 ? [name] : [],
  );
  for (const name of broken) resources.delete(name);
  return {
    namespaces: [namespace],
    resources: shown
      .flatMap(({ name }) => resources.get(name) ?? [])
      .map((resource) => withoutDangling(resource, resources)),
    operations: [],
    castable,
    textSearchConfigurations: [],
    leftOut: [
      ...broken.map((name) => `view ${name}: its query does not work any more`),
      ...unserved(file, searches).map(
        (name) => `virtual table ${name}: of these only FTS5 tables over the texts of another table are used`,
      ),
    ],
  };
}

/** Full-text tables and their parts are nobody's resources. */
function hiddenNames({ list }: FileFacts, searches: ReadonlyMap<string, TextSearch>): ReadonlySet<string> {
  const tables = [...searches.values()].map(({ table }) => table);
  return new Set(
    list.map(({ name }) => name).filter((name) => tables.some((of) => name === of || name.startsWith(`${of}_`))),
  );
}

function unserved({ virtual }: FileFacts, searches: ReadonlyMap<string, TextSearch>): readonly string[] {
  const used = new Set([...searches.values()].flatMap(({ table, fields }) => (fields.length > 0 ? [table] : [])));
  return virtual.filter((name) => !used.has(name));
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
