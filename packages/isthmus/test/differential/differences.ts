// What four databases cannot answer alike, and why: random questions leave out what `excludes` names, and the page
// docs/reference/differences.md is made of it.

import type { DataTypeName } from "../../src/core/index.ts";

export type Kind = "SQLite" | "PostgreSQL" | "MySQL, MariaDB" | "MongoDB";

/** What is done with a field, or by a statement. */
export type Use =
  | "order"
  | "range"
  | "equal"
  | "min-max"
  | "sum"
  | "avg"
  | "group"
  | "distinct"
  | "first element"
  | "text of an object";

export interface Difference {
  readonly what: string;
  /** Where it is so. */
  readonly why: string;
  /** The database says that it cannot, of statements whose JSON text has this. */
  readonly refusedBy?: { readonly database: string; readonly where: RegExp };
  /**
   * Of statements whose JSON text has this, the database alone refuses with one of these codes, or alone does not;
   * `ofNone`: where what is not refused is about no record.
   */
  readonly alone?: {
    readonly databases: readonly string[];
    readonly where: RegExp;
    readonly codes: readonly string[];
    readonly ofNone?: true;
    /** Only where the body is a list of two objects or more. */
    readonly ofSeveral?: true;
  };
  readonly excludes?: readonly { readonly types: readonly DataTypeName[]; readonly use: Use }[];
}

export const differences: readonly Difference[] = [
  {
    what: "The order of texts, and greater and less among them",
    why: "It is the collation's. PostgreSQL with `C`, MariaDB with `utf8mb4_nopad_bin`, SQLite with `BINARY` and MongoDB without a collation go by code points, and agree; any other has its own order.",
  },
  {
    what: "Which texts are alike for a unique key, and for an upsert",
    why: "The collation's on MySQL (with `*_ci` upper and lower case are alike), and SQLite's with `NOCASE`; equality in conditions is exact everywhere.",
  },
  {
    what: "Regular expressions",
    why: "PostgreSQL, JavaScript (SQLite), PCRE (MariaDB, MongoDB) and ICU (MySQL) share what is common: classes, groups, repetition, anchors, `\\d`; not `\\y`, `\\m`, `[[:alpha:]]`.",
  },
  {
    what: "Numbers inside documents beyond 15 digits",
    why: "PostgreSQL keeps them all, SQLite and MariaDB as text; MongoDB in Decimal128 to 34 digits, FerretDB as doubles.",
  },
  {
    what: "Noughts at the end of a decimal, and the order of keys in a document",
    why: "`1.50` or `1.5`, `{a,b}` or `{b,a}`: the value is the same.",
  },
  {
    what: "Casts to text",
    why: "Of numbers, times and documents each database has its own spelling (`1e-07`, `2026-01-31 10:00:00+00`).",
  },
  {
    what: "A document that is JSON's null",
    why: "MongoDB cannot tell it from a field without a value.",
  },
  {
    what: "Times before the year 1000 or finer than milliseconds",
    why: "MySQL has none of the former, MongoDB none of the latter.",
  },
  {
    what: "References, checks, and a key that changes",
    why: "MongoDB has no foreign keys and no cascades; its `_id` never changes.",
  },
  {
    what: "An order of documents of JSON, their least and greatest, and groups by them",
    why: "PostgreSQL has an order for whole documents; the others compare the text, or none. Order by a place inside, as text.",
    excludes: [
      { types: ["json"], use: "order" },
      { types: ["json"], use: "min-max" },
      { types: ["json"], use: "group" },
    ],
  },
  {
    what: "The least and greatest of booleans and UUIDs",
    why: "PostgreSQL has none and refuses; the others answer.",
    excludes: [{ types: ["boolean", "uuid"], use: "min-max" }],
  },
  {
    what: "A sum of 64-bit integers that 64 bits cannot hold",
    why: "SQLite refuses it (22003); the others give it with all its digits.",
    excludes: [{ types: ["bigint"], use: "sum" }],
  },
  {
    what: "Averages, and sums of doubles or of decimals that are stored as such",
    why: "The last of some fifteen digits may differ with the order of the rows; PostgreSQL refuses an average of doubles near their limit.",
    excludes: [
      { types: ["float"], use: "sum" },
      { types: ["float"], use: "avg" },
    ],
  },
  {
    what: "`data->0` and `data->-1` of a document that is one text or number",
    why: "PostgreSQL takes it for a list of one; the others find nothing.",
    excludes: [{ types: ["json"], use: "first element" }],
  },
  {
    what: "The text (`->>`) of an object or a list",
    why: "PostgreSQL and MariaDB put spaces behind colons and commas, and PostgreSQL has an order of its own for keys.",
    excludes: [{ types: ["json"], use: "text of an object" }],
  },
  {
    what: "Several values of one question that are none of their types, or one beside a condition that can never hold",
    why: "Which of them is refused is for the database to say; what can never hold MongoDB does not look at.",
  },
  {
    what: "A time in a condition that is finer than its column keeps",
    why: "SQLite rounds it to the digits of the column's other values, MongoDB cuts it off behind the milliseconds; the others find nothing equal.",
  },
  {
    what: "A regular expression beside a condition inside a document",
    why: "MongoDB refuses it (PGRST127): one of the two would have to be tried by the server, which a hostile expression could hold up.",
    refusedBy: { database: "mongodb", where: /"operator":"i?match"/ },
  },
  {
    what: "Which of several faults of one change is told",
    why: "Of two rows that are refused, or of a row that is refused in a change of too many, each database meets another first.",
  },
  {
    what: "A bulk update that names one record twice",
    why: "It is one record that is changed; by which of the objects, PostgreSQL and SQLite do not say; the others take the first.",
  },
  {
    what: "An upsert of several rows between which a unique value moves",
    why: "PostgreSQL and SQLite write one after the other, as they stand; MySQL first changes the rows that are there, MongoDB first inserts the new ones. 23505 may come of one order and not of the other; and 23503, since MySQL looks at references row by row.",
    alone: { databases: ["mysql", "mongodb"], where: /"conflict":/, codes: ["23505", "23503"], ofSeveral: true },
  },
  {
    what: "A change of no record at all, by values that no record could hold",
    why: "MongoDB refuses the values; the others do not look at them but for PostgreSQL, where a list has a value for each record.",
    alone: {
      databases: ["mongodb", "sqlite", "mysql"],
      where: /^\{"kind":"update"/,
      codes: ["23502", "22003", "22001", "22P02", "22P05", "22008", "22007", "22021"],
      ofNone: true,
    },
  },
  {
    what: "A change of several records that makes two of them alike",
    why: "FerretDB does not say which rule was broken, so the answer is 500 instead of 23505.",
    alone: { databases: ["mongodb"], where: /^\{"kind":"update"/, codes: ["23505"] },
  },
  {
    what: "Changes of one record at the same time",
    why: "Of a hundred that take from ten pieces `where stock >= 1` ten are done, on all four. FerretDB 1.24, which stands in for MongoDB in tests, does not keep two commands apart, and lets more through: it is not for use.",
  },
  {
    what: "Changing a part of a document",
    why: "MySQL refuses it (PGRST127).",
    refusedBy: { database: "mysql", where: /"operator":"(append|prepend|delete\w+)"/ },
  },
  {
    what: "A pattern of `like` that ends in a single backslash",
    why: "MySQL and MongoDB refuse it (22025); PostgreSQL and SQLite only where a text leads them that far.",
  },
];

const left = new Set(
  differences.flatMap(({ excludes = [] }) =>
    excludes.flatMap(({ types, use }) => types.map((type) => `${type} ${use}`)),
  ),
);

/** Whether a use of fields of the type is answered alike by all. */
export function agrees(type: DataTypeName, use: Use): boolean {
  return !left.has(`${type} ${use}`);
}

/** Whether the database is known to refuse such statements, though it has what they need. */
export function refuses(database: string, statement: string): boolean {
  return differences.some(({ refusedBy }) => refusedBy?.database === database && refusedBy.where.test(statement));
}

/** Whether the database is known to differ where one of the answers is this refusal. */
export function isAlone(
  database: string,
  statement: string,
  code: string,
  { rows, objects }: { readonly rows: number | undefined; readonly objects: number },
): boolean {
  return differences.some(
    ({ alone }) =>
      alone !== undefined &&
      alone.databases.includes(database) &&
      alone.codes.includes(code) &&
      (alone.ofNone === undefined || rows === 0) &&
      (alone.ofSeveral === undefined || objects > 1) &&
      alone.where.test(statement),
  );
}
