// SQLite's errors as Problems, with PostgreSQL's codes where it has the same error. SQL texts and file paths never
// leave here: they stay in the hidden cause.

import { Problem, toProblem, type Mentions, type ProblemFields, notOneRow } from "../../core/index.ts";
import { checkFailed, tooManyAffected } from "../shared/refusals.ts";
import { invalidText } from "../shared/sql/invalid-text.ts";
import type { Connection } from "./connect.ts";
import { rows } from "./pragmas.ts";

interface SqliteError extends Error {
  readonly errcode: number;
  readonly errstr: string;
}

/** Code of a value of bytes in a field of another type. */
export const bytesInside = "22P05";

type Fields = Omit<ProblemFields, "cause">;

/** What `node:sqlite` or a function registered on the connection has thrown; the connection knows constraints by name. */
export function problemOf(thrown: unknown, connection?: Connection): Problem {
  if (thrown instanceof Problem) return thrown;
  const raised = thrown instanceof Error ? readMarker(thrown.message) : undefined;
  if (raised !== undefined) return raised;
  if (!isSqliteError(thrown)) return toProblem(thrown);
  return new Problem({ ...(constraint(thrown, connection) ?? failure(thrown)), cause: thrown });
}

/** Problems that say the database itself cannot be used now. */
export function unavailable(message: string, cause?: unknown): Problem {
  return new Problem({ code: "57P03", category: "unavailable", message, retryAfter: 1, cause });
}

/** The statement ran into its time limit and was ended. */
export function timedOut(): Problem {
  return new Problem({ code: "57014", category: "timeout", message: "canceling statement due to statement timeout" });
}

/** The caller left, and the work was ended. */
export function cancelled(): Problem {
  return new Problem({ code: "57014", category: "timeout", message: "canceling statement due to user request" });
}

/** The source is configured to be read alone. */
export function readOnly(): Problem {
  return new Problem({ code: "25006", category: "forbidden", message: "the database is read-only" });
}

/** What the compiled SQL raises by itself; the texts are agreed on in shared/sql/command.ts. */
function readMarker(message: string): Problem | undefined {
  const value = /isthmus:22P02:([^:]+):(.*)$/s.exec(message);
  if (value !== null) return invalidText(value[1] ?? "", value[2] ?? "");
  const count = /isthmus:(check|affected|single)(?::(\d+))?/.exec(message);
  if (count === null) return undefined;
  if (count[1] === "check") return checkFailed();
  return count[1] === "affected" ? tooManyAffected(Number(count[2])) : notOneRow(Number(count[2]));
}

function isSqliteError(thrown: unknown): thrown is SqliteError {
  return thrown instanceof Error && "errcode" in thrown && typeof thrown.errcode === "number";
}

/** Extended result codes of SQLITE_CONSTRAINT (19), https://www.sqlite.org/rescode.html. */
function constraint(error: SqliteError, connection: Connection | undefined): Fields | null {
  if ((error.errcode & 0xff) !== 19) return null;
  const [table, columns] = columnsOf(error.message);
  switch (error.errcode) {
    case 1555: // PRIMARYKEY
    case 2067: // UNIQUE
    case 2579: // ROWID
      return {
        code: "23505",
        category: "conflict",
        message:
          columns.length === 0
            ? "duplicate key value violates a unique constraint"
            : `duplicate key value violates unique constraint "${uniqueName(error, table, columns, connection)}"`,
        ...(columns.length === 0 ? {} : { details: `Key (${columns.join(", ")}) already exists.` }),
        mentions: mention(table, columns, "duplicate key value violates a unique constraint"),
      };
    case 1299: // NOTNULL
      return nullIn(table, columns);
    case 787: // FOREIGNKEY
      return {
        code: "23503",
        category: "conflict",
        message: "insert, update or delete violates a foreign key constraint",
        details: "A record that is referred to does not exist, or the record is still referred to.",
      };
    case 275: // CHECK
      return { code: "23514", category: "invalid", message: checkMessage(error.message) };
    case 1811: // TRIGGER: RAISE(ABORT, '…'); the text is the schema author's, meant to be read
      return { code: "P0001", category: "invalid", message: error.message };
    case 3091: // DATATYPE, of a STRICT table
      return { code: "22P02", category: "invalid", message: datatypeMessage(error.message) };
    default:
      return { code: "23000", category: "conflict", message: "the write violates a constraint of the database" };
  }
}

function nullIn(table: string, columns: readonly string[]): Fields {
  return {
    code: "23502",
    category: "invalid",
    message:
      columns.length === 0
        ? "null value violates not-null constraint"
        : `null value in column "${columns[0]}" of relation "${table}" violates not-null constraint`,
    mentions: mention(table, columns, "null value violates a not-null constraint"),
  };
}

/** SQLite itself lets a key be null that is no row id (https://www.sqlite.org/lang_createtable.html#the_primary_key). */
export function nullKey(table: string, column: string): Problem {
  return new Problem(nullIn(table, [column]));
}

/** An index that has a name of its own gives it; other constraints are called as PostgreSQL would call them. */
function uniqueName(
  error: SqliteError,
  table: string,
  columns: readonly string[],
  connection: Connection | undefined,
): string {
  if (error.errcode !== 2067) return `${table}_pkey`;
  if (connection === undefined) return `${table}_${columns.join("_")}_key`;
  const named = rows(connection, "SELECT name FROM pragma_index_list(?) WHERE \"unique\" = 1 AND origin = 'c'", table);
  const same = named.find(({ name }) => {
    const parts = rows(connection, "SELECT name FROM pragma_index_info(?) ORDER BY seqno", String(name));
    return parts.map((part) => part["name"]).join("\0") === columns.join("\0");
  });
  return same === undefined ? `${table}_${columns.join("_")}_key` : String(same["name"]);
}

/** Of whose columns the message speaks; of none where it names none. */
function mention(table: string, fields: readonly string[], instead: string): Mentions | undefined {
  return table === "" ? undefined : { tables: [{ name: table }], fields, instead };
}

/** Primary result codes. */
function failure(error: SqliteError): Fields {
  switch (error.errcode & 0xff) {
    case 5: // BUSY
    case 6: // LOCKED
      return {
        code: "55P03",
        category: "unavailable",
        message: "the database is locked by another process",
        retryAfter: 1,
      };
    case 8: // READONLY
      return { code: "25006", category: "forbidden", message: "the database is read-only" };
    case 7: // NOMEM
      return { code: "53200", category: "unavailable", message: "the database is out of memory", retryAfter: 5 };
    case 13: // FULL
      return {
        code: "53100",
        category: "unavailable",
        status: 507,
        message: "the disk of the database is full",
        retryAfter: 60,
      };
    case 10: // IOERR
      return {
        code: "58030",
        category: "unavailable",
        message: "the disk of the database does not answer",
        retryAfter: 5,
      };
    case 11: // CORRUPT
    case 26: // NOTADB
      return { code: "XX001", category: "internal", message: "the database file is damaged; restore it from a backup" };
    case 14: // CANTOPEN
      return { code: "58P01", category: "unavailable", message: "the database file cannot be opened", retryAfter: 5 };
    case 18: // TOOBIG
      return {
        code: "54000",
        category: "limited",
        message: "the value or the answer is larger than the database allows",
      };
    case 20: // MISMATCH: a row id that is not a whole number
      return { code: "22P02", category: "invalid", message: "invalid input syntax for a row's key" };
    default:
      return inStatement(error);
  }
}

/** Errors that a value provokes inside a statement; all else is a fault of ours. */
function inStatement(error: SqliteError): Fields {
  if (/malformed JSON/.test(error.message)) {
    return { code: "22P02", category: "invalid", message: "invalid input syntax for type json" };
  }
  if (/JSON cannot hold BLOB values/.test(error.message)) {
    return {
      code: bytesInside,
      category: "invalid",
      message: "a field whose type is not bytes holds bytes, which JSON cannot hold",
      hint: "Read the record by a request of its own, or declare the column as BLOB",
    };
  }
  if (/integer overflow/.test(error.message)) {
    return { code: "22003", category: "invalid", message: "bigint out of range" };
  }
  if (/^fts5: /.test(error.message)) {
    return { code: "42601", category: "invalid", message: "syntax error in the full-text query" };
  }
  if (/parser stack overflow|Expression tree is too large|LIKE or GLOB pattern too complex/.test(error.message)) {
    return { code: "54001", category: "limited", message: "the statement is too complex for the database" };
  }
  return { code: "XX000", category: "internal", message: "the database refused a statement; the log has the details" };
}

/** `UNIQUE constraint failed: t.a, t.b` → `t`, `a` and `b`; nothing when the names cannot be told for sure. */
function columnsOf(message: string): [string, string[]] {
  const list = /constraint failed: (.+)$/s.exec(message)?.[1];
  if (list === undefined || list.startsWith("index ")) return ["", []];
  const parts = list.split(", ").map((part) => part.split("."));
  const table = parts[0]?.[0] ?? "";
  if (!parts.every((part) => part.length === 2 && part[0] === table)) return ["", []];
  return [table, parts.map((part) => part[1] ?? "")];
}

/** SQLite reports a constraint's name, or the expression when it has none; the expression is SQL and is not shown. */
function checkMessage(message: string): string {
  const name = /constraint failed: ([A-Za-z_]\w*)$/.exec(message)?.[1];
  return name === undefined ? "new row violates a check constraint" : `new row violates check constraint "${name}"`;
}

/** `cannot store TEXT value in INTEGER column t.a` */
function datatypeMessage(message: string): string {
  const match = /cannot store (\w+) value in (\w+) column ([^.]+)\.(.+)$/.exec(message);
  if (match === null) return "invalid input syntax for the type of a column";
  return `invalid input syntax for type ${(match[2] ?? "").toLowerCase()}: column "${match[4]}" of relation "${match[3]}"`;
}
