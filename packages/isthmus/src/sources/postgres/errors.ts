// Errors of PostgreSQL and of the way to it → Problems. Neither SQL text nor anything of the server's inside is shown.

import { Problem, type ProblemFields } from "../../core/index.ts";
import { unavailable } from "../shared/connections/problems.ts";
import { shownOfConstraint } from "./constraints.ts";
import type { DatabaseFailure } from "./driver.ts";
import { readMarker } from "./markers.ts";
import { readRaised } from "./raised.ts";
import { categoryOf, stateRow } from "./sqlstates.ts";

export function isDatabaseFailure(thrown: unknown): thrown is DatabaseFailure {
  return thrown instanceof Error && "severity" in thrown && "code" in thrown && typeof thrown.code === "string";
}

/** The server has lost a prepared statement, has one that we do not know of, or its result changed with its tables. */
export function isStale(thrown: unknown): boolean {
  if (!isDatabaseFailure(thrown)) return false;
  const { code, routine } = thrown;
  return code === "26000" || code === "42P05" || (code === "0A000" && routine === "RevalidateCachedQuery");
}

/** Errors of the database → Problems, whatever else was thrown stays as it is. */
export function explainWith(authority: "isthmus" | "database"): (thrown: unknown) => unknown {
  return (thrown) => (isDatabaseFailure(thrown) ? fromDatabase(thrown, authority) : thrown);
}

/** The database's own words, in the category of its SQLSTATE. Details of internal errors are kept for the log. */
export function fromDatabase(failure: DatabaseFailure, authority: "isthmus" | "database"): Problem {
  const code = failure.code ?? "XX000";
  const marked = readMarker(failure);
  if (marked !== undefined) return marked;
  if (code === "PGRST") return readRaised(failure);
  const message = failure.message;
  if (/^PT\d{3}$/.test(code)) return chosenStatus(failure, Number(code.slice(2)));
  const row = refine(code, message) ?? stateRow(code);
  const fields: ProblemFields = { code, message, cause: failure, ...row };
  if (row.category === "internal") return new Problem({ ...fields, ...shownOfInternal(code, message) });
  if (row.category === "timeout") return new Problem({ ...fields, message: timeoutMessage(code) });
  if (row.category === "unavailable") return unavailable(failure, willNotHaveUs(code) ? "PGRST000" : code);
  const shown = authority === "isthmus" ? shownOfConstraint(failure) : undefined;
  return new Problem({ ...fields, details: failure.detail ?? null, hint: failure.hint ?? null, ...shown });
}

/** Where a code alone says too little. */
function refine(code: string, message: string): ReturnType<typeof stateRow> | undefined {
  if (/^PT/.test(code)) return { category: "internal" };
  if (code === "21000" && message.endsWith("requires a WHERE clause")) return { category: "invalid" };
  // Ours: the caller has named one row twice (PostgREST: 500).
  if (code === "21000" && message.endsWith("cannot affect row a second time")) return { category: "invalid" };
  if (code === "22023" && /^role .* does not exist$/.test(message)) return { category: "unauthenticated" };
  if (code === "42883" && message.startsWith("function xmlagg(")) return { category: "unsupported", status: 406 };
  return undefined;
}

/** `RAISE … SQLSTATE 'PT402'`: a function chooses the status, and its message is for the caller. */
function chosenStatus(failure: DatabaseFailure, status: number): Problem {
  const usable = status >= 200 && status <= 599;
  return new Problem({
    code: failure.code ?? "PT500",
    category: usable ? categoryOf(status) : "internal",
    status: usable ? status : 500,
    message: failure.message,
    details: failure.detail ?? null,
    hint: failure.hint ?? null,
    cause: failure,
  });
}

/** What was written to be read: a message raised by the user's own functions, and what PostgreSQL says of a query. */
function shownOfInternal(code: string, message: string): Pick<ProblemFields, "message"> {
  const hidden = /^(58|F0|XX|HV|57|53)/.test(code);
  return {
    message: hidden
      ? "The database met an unexpected condition; the log has the details under this request's id"
      : message,
  };
}

function timeoutMessage(code: string): string {
  return code === "55P03"
    ? "Another transaction held what this statement needs for too long"
    : "The statement was stopped in the database because its time was up";
}

/** It cannot be reached (class 08), refuses the login (28), or has not got the database. */
function willNotHaveUs(code: string): boolean {
  return code.startsWith("08") || code.startsWith("28") || code === "3D000";
}
