// The refusals a parser gives, in the dialect's words and under its codes. What names a thing in a hint is taken from
// the caller's view only.

import { Problem } from "../../../core/index.ts";
import type { ProblemFields } from "../../../core/index.ts";

function invalid(code: string, message: string, more: Partial<ProblemFields> = {}): Problem {
  return new Problem({ code, category: "invalid", message, ...more });
}

/** More was asked for than one request may. */
export function tooMuch(message: string): Problem {
  return invalid("ISTHMUS110", message, { details: "The request asks for more than one request may" });
}

export function tooLong(most: number): Problem {
  return invalid("ISTHMUS110", `Path and query may have ${most} characters`, { status: 414 });
}

export function unsupported(details: string): Problem {
  return new Problem({
    code: "PGRST127",
    category: "unsupported",
    message: "Feature not implemented",
    details,
    status: 400,
  });
}

export function badBody(message: string): Problem {
  return invalid("PGRST102", message);
}

export function badRange(details: string): Problem {
  return invalid("PGRST103", "Requested range not satisfiable", { details, status: 416 });
}

export function putFilters(): Problem {
  return invalid("PGRST105", "Filters must include all and only primary key columns with 'eq' operators", {
    status: 405,
  });
}

export function putLimit(): Problem {
  return invalid("PGRST114", "limit/offset querystring parameters are not allowed for PUT");
}

export function putKey(): Problem {
  return invalid("PGRST115", "Payload values do not match URL in primary key column(s)");
}

export function unknownProfile(name: string, known: readonly string[]): Problem {
  return invalid("PGRST106", `Invalid schema: ${name}`, {
    hint: `Only the following schemas are exposed: ${known.join(", ")}`,
    status: 406,
  });
}

export function noMedia(asked: readonly string[]): Problem {
  return invalid("PGRST107", `None of these media types are available: ${asked.join(", ")}`, { status: 406 });
}

export function rpcMethod(method: string): Problem {
  return invalid("PGRST101", `Cannot use the ${method} method on RPC`, { status: 405 });
}

export function unknownMethod(method: string): Problem {
  return invalid("PGRST117", `Unsupported HTTP method: ${method}`, { status: 405 });
}

export function badPath(): Problem {
  return new Problem({ code: "PGRST125", category: "missing", message: "Invalid path specified in request URL" });
}

export function notEmbedded(name: string): Problem {
  return invalid("PGRST108", `'${name}' is not an embedded resource in this request`, {
    hint: `Verify that '${name}' is included in the 'select' query parameter.`,
  });
}

export function orderNotToOne(origin: string, name: string): Problem {
  return invalid("PGRST118", `A related order on '${name}' is not possible`, {
    details: `'${origin}' and '${name}' do not form a many-to-one or one-to-one relationship`,
  });
}

export function badPreferences(names: readonly string[]): Problem {
  return invalid("PGRST122", "Invalid preferences given with handling=strict", {
    details: `Invalid preferences: ${names.join(", ")}`,
  });
}

export function singleCallAffected(): Problem {
  return invalid(
    "PGRST128",
    "Function must return SETOF or TABLE when max-affected preference is used with handling=strict",
  );
}

export function unknownColumn(table: string, column: string): Problem {
  return invalid("42703", `column ${table}.${column} does not exist`);
}

export function unknownWrittenColumn(table: string, column: string): Problem {
  return invalid("PGRST204", `Could not find the '${column}' column of '${table}' in the schema cache`);
}

export function unknownTable(namespace: string, name: string, near: string | undefined): Problem {
  return new Problem({
    code: "PGRST205",
    category: "missing",
    message: `Could not find the table '${namespace}.${name}' in the schema cache`,
    hint: near === undefined ? null : `Perhaps you meant the table '${namespace}.${near}'`,
  });
}

/** A NUL character, which no text of a database can hold. */
export function nulCharacter(): Problem {
  return invalid("22021", 'invalid byte sequence for encoding "UTF8": 0x00');
}

export function nulEscape(): Problem {
  return invalid("22P05", "unsupported Unicode escape sequence", { details: "\\u0000 cannot be converted to text." });
}

export function notUtf8(): Problem {
  return invalid("PGRST100", "The path or query is not percent-encoded UTF-8");
}
