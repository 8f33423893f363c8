// A table: what the file and the statement that made it tell.

import type { FieldSchema, ResourceSchema } from "../../core/index.ts";
import type { Connection } from "./connect.ts";
import { readCreate, type CreateFacts } from "./create-statement.ts";
import { dataTypeOf } from "./declared-type.ts";
import type { FileFacts, IndexFact, TableFact } from "./file-facts.ts";
import { findBytes } from "./find-bytes.ts";
import { foreignKeysOf, keyOf } from "./foreign-keys.ts";
import type { Row } from "./pragmas.ts";
import { spelled } from "./spelling.ts";
import type { TextSearch } from "./text-search.ts";

export interface Ground {
  readonly connection: Connection;
  readonly file: FileFacts;
  /** Nothing can be written, whatever the tables allow. */
  readonly readOnly: boolean;
}

export function readTable(
  { connection, file, readOnly }: Ground,
  { name, text, withoutRowId, strict }: TableFact,
  textSearch: TextSearch | undefined,
): ResourceSchema {
  const columns = file.columns.get(name) ?? [];
  const facts = readCreate(
    text,
    columns.map((column) => String(column["name"])),
  );
  const key = keyOf(columns);
  const rowIdName = withoutRowId ? undefined : rowIdOf(columns, key, file.indexes.get(name) ?? []);
  const { unique, indexes } = indexesOf(file.indexes.get(name) ?? [], key);
  const fields = columns.map((column) => field(column, facts, rowIdName));
  const plain = fields.filter(({ type, generated }) => !typesWithBytes.has(type.name) && generated === "never");
  const odd = strict
    ? none
    : findBytes(
        connection,
        name,
        plain.map((one) => one.name),
        !withoutRowId,
      );
  const filled = insertTriggers(file, name);
  return {
    namespace: "main",
    name,
    kind: "table",
    fields: fields.map((one) => {
      const fallback = one.generated === "always" ? undefined : one.default;
      const indexed = [key, ...indexes].some(([leading]) => leading === one.name);
      const place = { table: name, name: one.name, fallback, rowId: !withoutRowId, indexed };
      const type = spelled(connection, one.type, place);
      return {
        ...one,
        ...(odd.has(one.name) ? { type: { ...type, holdsBytes: true } } : { type }),
        // A trigger may give the key that SQLite lets be null.
        ...(filled && one.nullable && key.includes(one.name) ? { hasDefault: true } : {}),
      };
    }),
    key,
    unique,
    indexes: key.length === 0 ? indexes : [key, ...indexes],
    foreignKeys: foreignKeysOf(file, name, facts, [key, ...unique]),
    insertable: !readOnly,
    updatable: !readOnly,
    deletable: !readOnly,
    ...(file.triggers.has(name) ? { triggers: true } : {}),
    ...(textSearch && { textSearch: { table: textSearch.table, fields: textSearch.fields } }),
  };
}

const none: ReadonlySet<string> = new Set();
/** Bytes among these are answered as bytes, or as the JSON they are. */
const typesWithBytes: ReadonlySet<string> = new Set(["bytes", "other", "json"]);

function insertTriggers({ triggers }: FileFacts, table: string): boolean {
  return (triggers.get(table) ?? []).some((text) => /\binsert\b/i.test(text));
}

/** INTEGER PRIMARY KEY is the row's id, and SQLite numbers the rows; an index on the key tells that it is not. */
function rowIdOf(
  columns: readonly Row[],
  [only, ...others]: readonly string[],
  indexes: readonly IndexFact[],
): string | undefined {
  const column = columns.find(({ name }) => name === only);
  const isRowId = others.length === 0 && String(column?.["type"]).toUpperCase() === "INTEGER";
  return isRowId && !indexes.some(({ origin }) => origin === "pk") ? only : undefined;
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
  found: readonly IndexFact[],
  key: readonly string[],
): { readonly unique: string[][]; readonly indexes: string[][] } {
  const unique: string[][] = [];
  const indexes: string[][] = [];
  for (const index of found) {
    const names = index.fields.filter((name) => name !== null);
    // A partial index tells nothing about all rows, and one over an expression nothing about a field.
    if (index.partial || index.origin === "pk" || names.length < index.fields.length) continue;
    if (index.unique && names.join("\0") !== key.join("\0")) unique.push(names);
    indexes.push(names);
  }
  return { unique, indexes };
}
