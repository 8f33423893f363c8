// The rows of a seed written in SQL, loaded into MongoDB: an SQLite in memory reads the SQL, its tables become
// collections, and what the SQL says of them becomes options of the source.

import { DatabaseSync, type SQLOutputValue } from "node:sqlite";
import type { Db } from "mongodb";
import type { MongodbOptions } from "../../src/sources/mongodb/options.ts";

interface Column {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly dflt_value: string | null;
  readonly pk: number;
}

type Told = Pick<MongodbOptions, "id" | "keys" | "references" | "fields">;
type Mutable<T> = {
  -readonly [K in keyof T]-?: Record<string, NonNullable<T[K]> extends Record<string, infer V> ? V : never>;
};

export interface Seed {
  /** What the source is to be told of the collections. */
  readonly told: Told;
  /** All collections as the seed has them, or only those that are named. */
  fill(db: Db, only?: ReadonlySet<string>): Promise<void>;
}

/** @param sql For SQLite: tables and rows. A table's key of one field is `_id`, whatever the field's name is in `id`. */
export async function readSeed(sql: string, decimal128: boolean): Promise<Seed> {
  const { Decimal128, Double, UUID } = await import("mongodb");
  const memory = new DatabaseSync(":memory:");
  memory.exec(sql);
  const ask = (text: string, ...values: readonly string[]) => {
    const statement = memory.prepare(text);
    statement.setReadBigInts(true);
    return statement.all(...values);
  };
  const told: Mutable<Omit<Told, "id">> = { keys: {}, references: {}, fields: {} };
  const tables = ask("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'").map((row) =>
    String(row["name"]),
  );
  const columns = (table: string) =>
    ask('SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_info(?)', table).map((row) => ({
      ...row,
      notnull: Number(row["notnull"]),
      pk: Number(row["pk"]),
    })) as unknown as Column[];
  for (const table of tables) {
    const all = columns(table);
    const key = all.filter((column) => column.pk > 0).sort((a, b) => a.pk - b.pk);
    if (key.length !== 1 || key[0]?.name !== "id") told.keys[table] = key.map((column) => column.name);
    for (const { name, type, notnull, pk, dflt_value } of all) {
      told.fields[`${table}.${name}`] = {
        type: typeName(type),
        nullable: notnull === 0 && pk === 0,
        ...(dflt_value === null ? {} : { default: literal(dflt_value) }),
      };
    }
    for (const row of ask('SELECT "table", "from", "to" FROM pragma_foreign_key_list(?)', table))
      told.references[`${table}.${row["from"]}`] = `${row["table"]}.${row["to"]}`;
  }
  const stored = (value: SQLOutputValue | undefined, type: string): unknown => {
    if (value === null || value === undefined) return null;
    switch (type.replace(/\(.*/, "")) {
      case "DECIMAL":
        return decimal128
          ? Decimal128.fromString(Number(value).toFixed(Number(/,\s*(\d+)/.exec(type)?.[1] ?? 0)))
          : new Double(Number(value));
      case "SMALLINT":
      case "INT4":
        return Number(value);
      case "DOUBLE":
        return new Double(Number(value));
      case "DATE":
        return new Date(`${String(value)}T00:00:00Z`);
      case "UUID":
        return new UUID(String(value));
      case "BOOLEAN":
        return Number(value) === 1;
      case "TIMESTAMP":
      case "TIMESTAMPTZ":
        return new Date(`${String(value)}Z`);
      case "JSON":
        return JSON.parse(String(value)) as unknown;
      default:
        return value;
    }
  };
  return {
    told: { id: "id", ...told },
    async fill(db, only) {
      for (const table of tables) {
        if (only?.has(table) === false) continue;
        const named = Object.hasOwn(told.keys, table);
        const all = columns(table);
        const documents = ask(`SELECT * FROM "${table}"`).map((row) =>
          Object.fromEntries(
            all.map(({ name, type }) => [!named && name === "id" ? "_id" : name, stored(row[name], type)]),
          ),
        );
        const collection = db.collection(table);
        await collection.deleteMany({});
        if (documents.length > 0) await collection.insertMany(documents as object[]);
        if (only !== undefined) continue;
        const unique = ask(
          "SELECT name FROM pragma_index_list(?) WHERE \"unique\" = 1 AND (origin <> 'pk' OR ?)",
          table,
          named ? "1" : "",
        );
        for (const { name } of unique) {
          const fields = ask("SELECT name FROM pragma_index_info(?) ORDER BY seqno", String(name)).map((row) =>
            String(row["name"]),
          );
          await collection.createIndex(Object.fromEntries(fields.map((field) => [field, 1])), { unique: true });
        }
      }
    },
  };
}

function typeName(type: string): string {
  const lower = type.toLowerCase();
  if (lower === "int4") return "integer";
  return lower.startsWith("decimal") ? lower.replace(/\s/g, "") : lower;
}

/** A default as SQL writes it. */
function literal(text: string): string | number | boolean {
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  if (/^(true|false)$/i.test(text)) return /^true$/i.test(text);
  return Number(text);
}
