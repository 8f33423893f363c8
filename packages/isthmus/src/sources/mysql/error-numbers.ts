// The table of MySQL's error numbers (https://mariadb.com/kb/en/mariadb-error-code-reference/): PostgreSQL's code for the
// same error, its category, and its words.

import type { ProblemFields } from "../../core/index.ts";

export type Numbered = Omit<ProblemFields, "cause">;
type Row = Numbered | ((message: string, written: Written | undefined) => Numbered);

/** What a statement writes to, of which the database's messages say too little. */
export interface Written {
  readonly schema: string;
  readonly name: string;
  readonly key: readonly string[];
  readonly unique: readonly (readonly string[])[];
}

const outOfRange = (message: string): Numbered => ({
  code: "22003",
  category: "invalid",
  message: `value out of range${inColumn(message)}`,
});

const invalidValue = (message: string): Numbered => {
  const type = /Incorrect (\w+) value/.exec(message)?.[1] ?? "value";
  const time = /date|time/i.test(type);
  return {
    code: time ? "22007" : "22P02",
    category: "invalid",
    message: `invalid input syntax for type ${type}${inColumn(message)}`,
  };
};

const nullValue = (message: string, written: Written | undefined): Numbered => {
  const column = /(?:Column|Field) '([^']+)'/.exec(message)?.[1];
  const instead = "null value violates a not-null constraint";
  if (column === undefined || written === undefined) return { code: "23502", category: "invalid", message: instead };
  return {
    code: "23502",
    category: "invalid",
    message: `null value in column "${column}" of relation "${written.name}" violates not-null constraint`,
    mentions: mention(written, [column], instead),
  };
};

/** `Duplicate entry 'x' for key 'name'`; MySQL 8 writes `table.name`. The value is another row's, and not shown. */
const duplicate = (message: string, written: Written | undefined): Numbered => {
  const key = /for key '(?:[^']*\.)?([^'.]+)'$/.exec(message)?.[1];
  const instead = "duplicate key value violates a unique constraint";
  if (key === undefined || written === undefined) return { code: "23505", category: "conflict", message: instead };
  const columns = columnsOf(key, written);
  const name = key === "PRIMARY" ? `${written.name}_pkey` : key;
  return {
    code: "23505",
    category: "conflict",
    message: `duplicate key value violates unique constraint "${name}"`,
    ...(columns.length === 0 ? {} : { details: `Key (${columns.join(", ")}) already exists.` }),
    mentions: mention(written, columns, instead),
  };
};

/** An index that is not named by its column, as MySQL names it, or as PostgreSQL would, tells no columns. */
function columnsOf(key: string, { name, key: primary, unique }: Written): readonly string[] {
  if (key === "PRIMARY") return primary;
  return unique.find((set) => set[0] === key || `${name}_${set.join("_")}_key` === key) ?? [];
}

/** Of a constraint whose columns are not known nobody may see more than that there is one, who does not see all. */
function mention(
  { schema, name, key, unique }: Written,
  fields: readonly string[],
  instead: string,
): NonNullable<ProblemFields["mentions"]> {
  const all = fields.length > 0 ? fields : [...new Set([...key, ...unique.flat()])];
  return { tables: [{ schema, name }], fields: all, instead };
}

const foreignKey: Numbered = {
  code: "23503",
  category: "conflict",
  message: "insert, update or delete violates a foreign key constraint",
  details: "A record that is referred to does not exist, or the record is still referred to.",
};

const check = (message: string): Numbered => {
  const name = /(?:CONSTRAINT|Check constraint) [`'](?:[^`']*\.)?([^`']+)[`']/i.exec(message)?.[1];
  return {
    code: "23514",
    category: "invalid",
    message: name === undefined ? "new row violates a check constraint" : `new row violates check constraint "${name}"`,
  };
};

const generated: Numbered = {
  code: "428C9",
  category: "invalid",
  message: "cannot insert a non-DEFAULT value into a generated column",
};
const stopped: Numbered = {
  code: "57014",
  category: "timeout",
  message: "The statement was stopped in the database because its time was up",
};
const readOnly: Numbered = {
  code: "25006",
  category: "unsupported",
  status: 405,
  message: "cannot execute this statement in a read-only transaction",
};
const denied: Numbered = { code: "42501", category: "forbidden", message: "permission denied by the database" };
const full: Numbered = { code: "53100", category: "unavailable", message: "the disk of the database is full" };
const down: Numbered = {
  code: "PGRST000",
  category: "unavailable",
  message: "The database cannot be reached at the moment; nothing was done",
};
const tooLong = (message: string): Numbered => ({
  code: "22001",
  category: "invalid",
  message: `value too long${inColumn(message)}`,
});
const expression: Numbered = { code: "2201B", category: "invalid", message: "invalid regular expression" };

/** The schema's own words; the value that was refused is left out. */
function inColumn(message: string): string {
  const column = /for column (?:`[^`]*`\.`[^`]*`\.`([^`]+)`|'([^']+)')/.exec(message);
  const name = column?.[1] ?? column?.[2];
  return name === undefined ? "" : ` for column "${name}"`;
}

export const numbers: Readonly<Record<number, Row>> = {
  1021: full,
  1114: full,
  1037: { code: "53200", category: "unavailable", message: "the database is out of memory" },
  1041: { code: "53200", category: "unavailable", message: "the database is out of memory" },
  1040: { ...down, code: "53300" },
  1044: denied,
  1045: down,
  1049: down,
  1142: denied,
  1143: denied,
  1227: denied,
  1370: denied,
  1048: nullValue,
  1062: duplicate,
  1586: duplicate,
  1139: expression,
  3685: expression,
  3691: expression,
  3692: expression,
  3696: expression,
  1146: { code: "42P01", category: "missing", message: "the table is not there any more" },
  1054: { code: "42703", category: "invalid", message: "a column is not there any more" },
  1153: { code: "54000", category: "limited", message: "The values are larger than the database takes at once" },
  1205: {
    code: "55P03",
    category: "timeout",
    message: "Another transaction held what this statement needs for too long",
  },
  1213: { code: "40P01", category: "conflict", message: "deadlock detected" },
  1020: { code: "40001", category: "conflict", message: "could not serialize access due to concurrent update" },
  1216: foreignKey,
  1217: foreignKey,
  1451: foreignKey,
  1452: foreignKey,
  1264: outOfRange,
  1690: outOfRange,
  1916: outOfRange,
  1265: invalidValue,
  1292: invalidValue,
  1366: invalidValue,
  1411: invalidValue,
  3140: { code: "22P02", category: "invalid", message: "invalid input syntax for type json" },
  3141: { code: "22P02", category: "invalid", message: "invalid input syntax for type json" },
  1364: nullValue,
  1406: tooLong,
  1317: stopped,
  1969: stopped,
  3024: stopped,
  1365: { code: "22012", category: "invalid", message: "division by zero" },
  1290: readOnly,
  1792: readOnly,
  1836: readOnly,
  1369: {
    code: "44000",
    category: "invalid",
    message: "new row violates check option for a view",
  },
  1906: generated,
  3105: generated,
  3819: check,
  4025: check,
};
