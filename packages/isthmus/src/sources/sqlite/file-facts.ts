// What the database file says of its tables and views, asked in one go: a question per table would cost a walk through
// the whole schema each, since SQLite's list of tables cannot be asked for one table alone.

import type { Connection } from "./connect.ts";
import { rows, type Row } from "./pragmas.ts";

export interface FileFacts {
  /** Tables and views, by name. */
  readonly list: readonly TableFact[];
  /** Virtual tables that are no parts of others. */
  readonly virtual: readonly string[];
  /** Columns of the tables, hidden ones of virtual tables aside; rows of `table_xinfo`, by table. */
  readonly columns: ReadonlyMap<string, readonly Row[]>;
  /** Rows of `foreign_key_list`, by table. */
  readonly foreignKeys: ReadonlyMap<string, readonly Row[]>;
  /** The latest made first, as SQLite lists them backwards. */
  readonly indexes: ReadonlyMap<string, readonly IndexFact[]>;
  /** Texts of the triggers, by the table or view they watch. */
  readonly triggers: ReadonlyMap<string, readonly string[]>;
  /** The name as the table's own statement spells it: SQLite compares names without the case of A to Z. */
  tableNamed(name: string): string;
  columnNamed(table: string, name: string): string;
}

export interface TableFact {
  readonly name: string;
  readonly view: boolean;
  /** Made WITHOUT ROWID. */
  readonly withoutRowId: boolean;
  readonly strict: boolean;
  /** The statement that made it. */
  readonly text: string;
}

export interface IndexFact {
  readonly unique: boolean;
  readonly partial: boolean;
  /** `pk`: it is the primary key's own. */
  readonly origin: string;
  /** The name of an expression is null. */
  readonly fields: readonly (string | null)[];
}

const tables = "FROM pragma_table_list l JOIN";
const inMain = "WHERE l.schema = 'main' AND l.type = 'table'";

export function readFileFacts(connection: Connection): FileFacts {
  const ask = (text: string): Row[] => rows(connection, text);
  const byTable = (text: string): Map<string, Row[]> => Map.groupBy(ask(text), ({ of }) => String(of));
  const texts = new Map(
    ask("SELECT name, sql FROM sqlite_schema WHERE type IN ('table', 'view')").map(
      ({ name, sql }) => [String(name), String(sql ?? "")] as const,
    ),
  );
  const all = ask("SELECT name, type, wr, strict FROM pragma_table_list WHERE schema = 'main' ORDER BY name");
  const columns = byTable(
    `SELECT l.name AS "of", x.* ${tables} pragma_table_xinfo(l.name) x ${inMain} AND x.hidden <> 1`,
  );
  const spellings = new Map(all.map(({ name }) => [folded(String(name)), String(name)]));
  const columnSpellings = new Map<string, ReadonlyMap<string, string>>();
  return {
    list: all
      .filter(({ type }) => type === "table" || type === "view")
      .map(({ name, type, wr, strict }) => ({
        name: String(name),
        view: type === "view",
        withoutRowId: wr === 1,
        strict: strict === 1,
        text: texts.get(String(name)) ?? "",
      })),
    virtual: all.filter(({ type }) => type === "virtual").map(({ name }) => String(name)),
    columns,
    foreignKeys: byTable(
      `SELECT l.name AS "of", k.* ${tables} pragma_foreign_key_list(l.name) k ${inMain} ORDER BY l.name, k.id, k.seq`,
    ),
    indexes: readIndexes(byTable),
    triggers: new Map(
      [...byTable("SELECT tbl_name AS \"of\", sql FROM sqlite_schema WHERE type = 'trigger'")].map(
        ([of, found]) => [of, found.map(({ sql }) => String(sql))] as const,
      ),
    ),
    tableNamed: (name) => spellings.get(folded(name)) ?? name,
    columnNamed(table, name) {
      let of = columnSpellings.get(table);
      if (of === undefined) {
        of = new Map(
          (columns.get(table) ?? []).map((column) => [folded(String(column["name"])), String(column["name"])]),
        );
        columnSpellings.set(table, of);
      }
      return of.get(folded(name)) ?? name;
    },
  };
}

function readIndexes(byTable: (text: string) => Map<string, Row[]>): ReadonlyMap<string, readonly IndexFact[]> {
  const parts = byTable(
    `SELECT l.name AS "of", i.seq AS number, i."unique", i.partial, i.origin, p.name AS field
     ${tables} pragma_index_list(l.name) i JOIN pragma_index_info(i.name) p ${inMain} ORDER BY l.name, i.seq DESC, p.seqno`,
  );
  return new Map(
    [...parts].map(([of, found]) => [
      of,
      [...Map.groupBy(found, ({ number }) => number).values()].map((index) => ({
        unique: index[0]?.["unique"] === 1,
        partial: index[0]?.["partial"] === 1,
        origin: String(index[0]?.["origin"]),
        fields: index.map(({ field }) => (field === null || field === undefined ? null : String(field))),
      })),
    ]),
  );
}

function folded(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
