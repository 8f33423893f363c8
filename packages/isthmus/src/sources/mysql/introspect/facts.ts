// What information_schema says, arranged by table.

import type { Cell, Connection } from "../connect.ts";
import { isDatabaseFailure } from "../errors.ts";

export interface TableFact {
  readonly schema: string;
  readonly name: string;
  /** `BASE TABLE`, `VIEW`, `SYSTEM VERSIONED`, `SEQUENCE` */
  readonly type: string;
  readonly comment: string;
}

export interface ColumnFact {
  readonly name: string;
  /** As MariaDB prints it: an expression. */
  readonly default: string | null;
  readonly nullable: boolean;
  readonly type: string;
  readonly collation: string | null;
  readonly extra: string;
  readonly comment: string;
}

export interface IndexFact {
  readonly name: string;
  readonly unique: boolean;
  /** Null for an expression and for a part of a text. */
  readonly columns: readonly (string | null)[];
}

export interface ForeignKeyFact {
  readonly name: string;
  readonly fields: readonly string[];
  readonly target: { readonly schema: string; readonly name: string };
  readonly targetFields: readonly string[];
}

export interface Facts {
  /** Databases that are there. */
  readonly present: ReadonlySet<string>;
  readonly tables: readonly TableFact[];
  /** By `schema NUL table`, as all that follow. */
  readonly columns: ReadonlyMap<string, readonly ColumnFact[]>;
  readonly indexes: ReadonlyMap<string, readonly IndexFact[]>;
  readonly foreignKeys: ReadonlyMap<string, readonly ForeignKeyFact[]>;
  /** Columns that a check holds to be JSON, which is how MariaDB keeps its JSON type. */
  readonly json: ReadonlyMap<string, ReadonlySet<string>>;
  readonly updatable: ReadonlySet<string>;
  readonly triggered: ReadonlySet<string>;
  readonly routines: readonly { readonly kind: string; readonly name: string }[];
}

export function keyOf(schema: string, name: string): string {
  return `${schema}\0${name}`;
}

export async function gatherFacts(connection: Connection, databases: readonly string[]): Promise<Facts> {
  const among = databases.map(() => "?").join(", ");
  const ask = async (text: string) =>
    (await connection.run({ text: text.replace("DATABASES", among), values: databases })).rows;
  const present = await ask("SELECT schema_name FROM information_schema.schemata WHERE schema_name IN (DATABASES)");
  const tables = await ask(
    "SELECT table_schema, table_name, table_type, table_comment FROM information_schema.tables WHERE table_schema IN (DATABASES) ORDER BY table_schema, table_name",
  );
  const columns = await ask(
    "SELECT table_schema, table_name, column_name, column_default, is_nullable, column_type, collation_name, extra, column_comment FROM information_schema.columns WHERE table_schema IN (DATABASES) ORDER BY table_schema, table_name, ordinal_position",
  );
  const indexes = await ask(
    "SELECT table_schema, table_name, index_name, non_unique, column_name, sub_part FROM information_schema.statistics WHERE table_schema IN (DATABASES) ORDER BY table_schema, table_name, index_name, seq_in_index",
  );
  const keys = await ask(
    "SELECT table_schema, table_name, constraint_name, column_name, referenced_table_schema, referenced_table_name, referenced_column_name FROM information_schema.key_column_usage WHERE table_schema IN (DATABASES) AND referenced_table_name IS NOT NULL ORDER BY table_schema, table_name, constraint_name, ordinal_position",
  );
  const views = await ask(
    "SELECT table_schema, table_name FROM information_schema.views WHERE table_schema IN (DATABASES) AND is_updatable = 'YES'",
  );
  const triggers = await ask(
    "SELECT DISTINCT event_object_schema, event_object_table FROM information_schema.triggers WHERE event_object_schema IN (DATABASES)",
  );
  const routines = await ask(
    "SELECT LOWER(routine_type), routine_name FROM information_schema.routines WHERE routine_schema IN (DATABASES) ORDER BY routine_name",
  );
  return {
    present: new Set(present.map(([name]) => text(name))),
    tables: tables.map(([schema, name, type, comment]) => ({
      schema: text(schema),
      name: text(name),
      type: text(type),
      comment: type === "VIEW" ? "" : text(comment),
    })),
    columns: grouped(columns, columnFact(connection)),
    indexes: indexesOf(indexes),
    foreignKeys: foreignKeysOf(keys),
    json: await jsonColumns(ask),
    updatable: new Set(views.map(([schema, name]) => keyOf(text(schema), text(name)))),
    triggered: new Set(triggers.map(([schema, name]) => keyOf(text(schema), text(name)))),
    routines: routines.map(([kind, name]) => ({ kind: text(kind), name: text(name) })),
  };
}

type Row = readonly Cell[];

function text(cell: Cell | undefined): string {
  return String(cell ?? "");
}

function grouped<T>(rows: readonly Row[], read: (row: Row) => T): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(text(row[0]), text(row[1]));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [read(row)]);
    else group.push(read(row));
  }
  return groups;
}

/** MySQL prints a literal's bare text, and says of expressions that they are some. */
function columnFact({ flavour }: Connection): (row: Row) => ColumnFact {
  return ([, , name, own, nullable, type, collation, extra, comment]) => {
    const literal = flavour.name === "mysql" && own !== null && !/DEFAULT_GENERATED/.test(text(extra));
    const printed = own === null || own === undefined || own === "NULL" ? null : text(own);
    return {
      name: text(name),
      default: literal && printed !== null ? `'${printed.replaceAll("\\", "\\\\").replaceAll("'", "''")}'` : printed,
      nullable: nullable === "YES",
      type: text(type),
      collation: collation === null ? null : text(collation),
      extra: text(extra),
      comment: text(comment),
    };
  };
}

function indexesOf(rows: readonly Row[]): Map<string, IndexFact[]> {
  const parts = grouped(rows, ([, , name, nonUnique, column, part]) => ({
    name: text(name),
    unique: Number(nonUnique) === 0,
    column: column === null || part !== null ? null : text(column),
  }));
  return new Map(
    [...parts].map(([table, list]): [string, IndexFact[]] => [
      table,
      [...Map.groupBy(list, ({ name }) => name)].map(([name, of]) => ({
        name,
        unique: of[0]?.unique === true,
        columns: of.map(({ column }) => column),
      })),
    ]),
  );
}

function foreignKeysOf(rows: readonly Row[]): Map<string, ForeignKeyFact[]> {
  const parts = grouped(rows, ([, , name, field, schema, target, targetField]) => ({
    name: text(name),
    field: text(field),
    target: { schema: text(schema), name: text(target) },
    targetField: text(targetField),
  }));
  return new Map(
    [...parts].map(([table, list]): [string, ForeignKeyFact[]] => [
      table,
      [...Map.groupBy(list, ({ name }) => name)].flatMap(([name, of]) => {
        const [first] = of;
        if (first === undefined) return [];
        const targetFields = of.map(({ targetField }) => targetField);
        return [{ name, fields: of.map(({ field }) => field), target: first.target, targetFields }];
      }),
    ]),
  );
}

/** MySQL's table of checks names no tables, and its JSON is a type of its own. */
async function jsonColumns(ask: (text: string) => Promise<readonly Row[]>): Promise<Map<string, ReadonlySet<string>>> {
  try {
    const checks = await ask(
      "SELECT constraint_schema, table_name, check_clause FROM information_schema.check_constraints WHERE constraint_schema IN (DATABASES)",
    );
    const found = grouped(checks, ([, , clause]) => /^json_valid\(`((?:[^`]|``)+)`\)$/i.exec(text(clause))?.[1]);
    return new Map(
      [...found].map(([table, columns]) => [
        table,
        new Set(columns.flatMap((name) => (name === undefined ? [] : [name.replaceAll("``", "`")]))),
      ]),
    );
  } catch (reason) {
    if (isDatabaseFailure(reason)) return new Map();
    throw reason;
  }
}
