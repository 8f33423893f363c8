// Errors of MySQL and of the way to it → Problems, by number. Neither SQL text nor a row's values are shown.

import { Problem, type ProblemFields } from "../../core/index.ts";
import { soon } from "../shared/connections/problems.ts";
import { type Numbered, numbers, type Written } from "./error-numbers.ts";

export interface DatabaseFailure extends Error {
  readonly errno: number;
  readonly sqlState: string;
  readonly sqlMessage?: string;
}

export function isDatabaseFailure(thrown: unknown): thrown is DatabaseFailure {
  return (
    thrown instanceof Error &&
    "errno" in thrown &&
    typeof thrown.errno === "number" &&
    thrown.errno > 0 &&
    "sqlState" in thrown &&
    typeof thrown.sqlState === "string"
  );
}

/** The session was ended by the server, which undid what was open. */
export function wasEnded(thrown: unknown): boolean {
  return isDatabaseFailure(thrown) && [1053, 1927, 4031, 1079, 1080].includes(thrown.errno);
}

/** A deadlock, or a row that changed under a snapshot: everything was undone, and may succeed when it is done again. */
export function lostRace(thrown: unknown): boolean {
  return isDatabaseFailure(thrown) && (thrown.errno === 1213 || thrown.errno === 1020);
}

/** Errors of the database → Problems, whatever else was thrown stays as it is. */
export function explain(thrown: unknown, written?: Written): unknown {
  if (!isDatabaseFailure(thrown)) return thrown;
  const message = thrown.sqlMessage ?? thrown.message;
  const known = Object.hasOwn(numbers, thrown.errno) ? numbers[thrown.errno] : undefined;
  if (known === undefined) return unknown(thrown, message);
  const fields = typeof known === "function" ? known(message, written) : known;
  return new Problem({ ...withRetry(fields), cause: thrown });
}

function withRetry(fields: Numbered): ProblemFields {
  return fields.category === "unavailable" ? { ...fields, retryAfter: soon } : fields;
}

/** `SIGNAL SQLSTATE '45000'` is a text of the schema's author, meant to be read. */
function unknown(failure: DatabaseFailure, message: string): Problem {
  if (failure.sqlState === "45000") return new Problem({ code: "P0001", category: "invalid", message, cause: failure });
  return new Problem({
    code: "XX000",
    category: "internal",
    message: "The database refused a statement; the log has the details under this request's id",
    cause: failure,
  });
}

/** The answer would be longer than the server sends: `max_allowed_packet`. */
export function answerTooLong(): Problem {
  return new Problem({
    code: "54000",
    category: "limited",
    message: "The answer is larger than the database sends at once",
    hint: "Ask for fewer rows or fields, or raise the server's max_allowed_packet",
  });
}

/** Neither MySQL 8 nor MariaDB 10.11 or newer. */
export function tooOld(): Problem {
  return new Problem({
    code: "ISTHMUS105",
    category: "invalid",
    message: "The database has no JSON_TABLE: MySQL 8.0.17, MariaDB 10.11 or newer is needed",
  });
}
