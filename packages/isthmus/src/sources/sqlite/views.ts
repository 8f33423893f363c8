// Views. The driver tells from which table's column each of a view's columns comes; a key and foreign keys are taken
// over only where each row of the view is plainly one row of one table.

import type { FieldSchema, ForeignKeySchema, ResourceSchema } from "../../core/index.ts";
import type { Connection } from "./connect.ts";
import { dataTypeOf } from "./declared-type.ts";
import type { FileFacts, TableFact } from "./file-facts.ts";
import type { Ground } from "./tables.ts";
import { tokenize } from "./tokens.ts";

/** `tables`: what was read of them before. A view whose statement does not work any more has no fields. */
export function readView(
  { connection, file, readOnly }: Ground,
  { name, text }: TableFact,
  tables: ReadonlyMap<string, ResourceSchema>,
): ResourceSchema {
  const origins = originsOf(connection, name, tables);
  const base = isPlain(text) ? onlyTable(origins, tables) : undefined;
  const inView = new Map(
    origins.flatMap((origin) =>
      origin.field === undefined || origin.table !== base?.name ? [] : [[origin.field.name, origin.name]],
    ),
  );
  const translated = (names: readonly string[]): string[] | undefined => {
    const found = names.map((one) => inView.get(one));
    return found.every((one) => one !== undefined) && found.length > 0 ? found : undefined;
  };
  const lists = (all: readonly (readonly string[])[]): string[][] =>
    all.flatMap((list) => [translated(list) ?? []]).filter((list) => list.length > 0);
  return {
    namespace: "main",
    name,
    kind: "view",
    fields: origins.map(fieldOf),
    key: (base && translated(base.key)) ?? [],
    unique: base === undefined ? [] : lists(base.unique),
    indexes: base === undefined ? [] : lists(base.indexes),
    foreignKeys: base === undefined ? [] : base.foreignKeys.flatMap((key) => taken(key, name, translated(key.fields))),
    insertable: !readOnly && hasTrigger(file, name, "insert"),
    updatable: !readOnly && hasTrigger(file, name, "update"),
    deletable: !readOnly && hasTrigger(file, name, "delete"),
  };
}

interface Origin {
  readonly name: string;
  readonly declared: string;
  readonly table: string | null;
  readonly field: FieldSchema | undefined;
}

function originsOf({ database }: Connection, view: string, tables: ReadonlyMap<string, ResourceSchema>): Origin[] {
  let columns;
  try {
    columns = database.prepare(`SELECT * FROM "${view.replaceAll('"', '""')}"`).columns();
  } catch {
    return [];
  }
  return columns.map(({ name, type, table, column }) => ({
    name,
    declared: type ?? "",
    table,
    field: table === null ? undefined : tables.get(table)?.fields.find((field) => field.name === column),
  }));
}

/** A view's value may be missing (an outer join), and it has no defaults of its own. */
function fieldOf({ name, declared, field }: Origin): FieldSchema {
  return {
    name,
    type: field?.type ?? dataTypeOf(declared),
    nullable: true,
    hasDefault: false,
    generated: "never",
    ...(field?.description === undefined ? {} : { description: field.description }),
  };
}

const folding = new Set([
  "distinct",
  "group",
  "union",
  "join",
  "values",
  "with",
  "intersect",
  "except",
  "having",
  "exists",
]);

/** One SELECT of one table: nothing that multiplies, folds or joins rows. */
function isPlain(text: string): boolean {
  const words = [...tokenize(text)].filter(({ kind }) => kind !== "comment" && kind !== "string");
  const selects = words.filter(({ kind, text: word }) => kind === "word" && word.toLowerCase() === "select").length;
  if (selects !== 1 || words.some(({ kind, text: word }) => kind === "word" && folding.has(word.toLowerCase())))
    return false;
  const from = words.findIndex(({ kind, text: word }) => kind === "word" && word.toLowerCase() === "from");
  // A comma behind FROM and before WHERE joins as well.
  const rest = words.slice(from + 1);
  const end = rest.findIndex(({ kind, text: word }) => kind === "word" && /^(where|order|limit)$/i.test(word));
  return (
    from !== -1 && !rest.slice(0, end === -1 ? undefined : end).some(({ text: word }) => word === "," || word === "(")
  );
}

function onlyTable(
  origins: readonly Origin[],
  tables: ReadonlyMap<string, ResourceSchema>,
): ResourceSchema | undefined {
  const names = new Set(origins.flatMap(({ table }) => table ?? []));
  const [name] = names;
  return names.size === 1 && name !== undefined ? tables.get(name) : undefined;
}

function taken(key: ForeignKeySchema, view: string, fields: string[] | undefined): ForeignKeySchema[] {
  return fields === undefined ? [] : [{ ...key, name: `${view}_${fields.join("_")}_fkey`, fields }];
}

/** INSTEAD OF triggers make a view writable. */
function hasTrigger({ triggers }: FileFacts, view: string, verb: string): boolean {
  return (triggers.get(view) ?? []).some((text) => {
    const words = [...tokenize(text)].filter(({ kind }) => kind === "word").map(({ text: word }) => word.toLowerCase());
    const of = words.findIndex((word, index) => word === "instead" && words[index + 1] === "of");
    return of !== -1 && words[of + 2] === verb;
  });
}
