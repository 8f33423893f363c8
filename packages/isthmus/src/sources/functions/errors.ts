// What goes wrong in functions: in their files, in what they are given, while they run.

import { stripVTControlCharacters } from "node:util";
import { Problem, type ProblemCategory } from "../../core/index.ts";
import type { Issue } from "./schemas.ts";

/** A refusal that a function wants its caller to be told; made by `refuse`. Told by a mark, so that another copy's is known. */
interface Refusal {
  readonly code?: unknown;
  readonly message: string;
  readonly status?: unknown;
  readonly details?: unknown;
  readonly hint?: unknown;
  readonly retryAfter?: unknown;
}

const refusalMark = Symbol.for("isthmus.refusal");

export function isRefusal(thrown: unknown): thrown is Refusal {
  return thrown instanceof Error && refusalMark in thrown;
}

export function refusalOf(refusal: Refusal): Problem {
  const { code, message, status, details, hint, retryAfter } = refusal;
  const told = isStatus(status) ? status : 400;
  return new Problem({
    code: typeof code === "string" && /^[\w.-]{1,64}$/.test(code) ? code : "ISTHMUS653",
    category: categoryOf(told),
    status: told,
    message,
    details: details ?? null,
    ...(typeof hint === "string" ? { hint } : {}),
    ...(typeof retryAfter === "number" ? { retryAfter } : {}),
    cause: refusal,
  });
}

function isStatus(status: unknown): status is number {
  return typeof status === "number" && Number.isInteger(status) && status >= 400 && status <= 599;
}

function categoryOf(status: number): ProblemCategory {
  const known: Readonly<Record<number, ProblemCategory>> = {
    401: "unauthenticated",
    403: "forbidden",
    404: "missing",
    409: "conflict",
    412: "conflict",
    429: "limited",
    501: "unsupported",
    503: "unavailable",
    504: "timeout",
  };
  return known[status] ?? (status < 500 ? "invalid" : "unavailable");
}

export function wrongInput(name: string, issues: readonly Issue[]): Problem {
  const said = issues.map(({ field, message }) => (field === "" ? message : `${field}: ${message}`)).join("; ");
  return new Problem({
    code: "ISTHMUS650",
    category: "invalid",
    message: `The input of ${name} is wrong: ${said}`,
    details: issues,
  });
}

export function wrongOutput(name: string, issues: readonly Issue[]): Problem {
  const said = issues.map(({ field, message }) => `${field || "the whole"}: ${message}`).join("; ");
  return failed(name, new Error(`${name} returned what its output does not allow: ${said}`));
}

export function failed(name: string, cause: unknown): Problem {
  return new Problem({
    code: "ISTHMUS651",
    category: "internal",
    message: `The function ${name} failed; the log has the details under this request's id`,
    cause: isIssues(cause) ? new Error(saidBy(cause), { cause }) : cause,
  });
}

/** What a schema threw is JSON, of which the log would keep nothing. */
function isIssues(cause: unknown): cause is { readonly issues: readonly unknown[] } {
  return cause instanceof Error && "issues" in cause && Array.isArray(cause.issues);
}

function saidBy({ issues }: { readonly issues: readonly unknown[] }): string {
  const said = issues.map((issue) => {
    const { path, message } = issue as { readonly path?: readonly PropertyKey[]; readonly message?: unknown };
    return `${(path ?? []).map(String).join(".")}: ${String(message)}`;
  });
  return `a value is not what its schema says: ${said.join("; ")}`;
}

export function wrongFiles(faults: readonly string[]): Problem {
  return new Problem({ code: "ISTHMUS652", category: "invalid", message: faults.join("\n"), details: faults });
}

/** Why a file could not be imported, in one line, with its place where that can be told. */
export function reasonOf(thrown: unknown, folder: string): string {
  if (!(thrown instanceof Error)) return String(thrown);
  const stack = stripVTControlCharacters(thrown.stack ?? "");
  const message = firstLine(stripVTControlCharacters(thrown.message)).replaceAll(/\?isthmus=\d+/g, "");
  const compiled = (thrown as NodeJS.ErrnoException).code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX";
  const more = compiled ? " (Node strips types, it does not compile: no enum, namespace or parameter property)" : "";
  const at = stack.indexOf(folder);
  const place = at < 0 ? undefined : /^([^?\n]+?)(?:\?isthmus=\d+)?:(\d+)/.exec(stack.slice(at + folder.length + 1));
  return `${message}${more}${place === null || place === undefined ? "" : ` (${place[1] ?? ""}, line ${place[2] ?? ""})`}`;
}

function firstLine(text: string): string {
  return (
    text
      .split("\n")
      .find((line) => line.trim() !== "")
      ?.trim() ?? text
  );
}
