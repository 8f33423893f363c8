// Refusals that several stages must word alike: what is hidden from a caller has to look like what does not exist.

import type { Resource } from "./catalog.ts";
import { Problem } from "./problem.ts";

/** A field that does not exist, or that the caller may not use in this place. */
export function unknownField(resource: Pick<Resource, "name">, field: string): Problem {
  return new Problem({
    code: "42703",
    category: "invalid",
    message: `column ${resource.name}.${field} does not exist`,
  });
}

/** The caller sees the resource, but may not do this with it. */
export function permissionDenied(resource: Pick<Resource, "name">, kind = "table"): Problem {
  return new Problem({
    code: "42501",
    category: "forbidden",
    message: `permission denied for ${kind} ${resource.name}`,
  });
}

/** One object was asked for, or one row was to be changed. */
export function notOneRow(rows: number | string): Problem {
  return new Problem({
    code: "PGRST116",
    category: "invalid",
    status: 406,
    message: "Cannot coerce the result to a single JSON object",
    details: `The result contains ${rows} rows`,
  });
}

/** Something a source or the server cannot do; `what` completes the sentence "… is not supported". */
export function unsupported(what: string, hint?: string): Problem {
  return new Problem({
    code: "PGRST127",
    category: "unsupported",
    status: 400,
    message: "Feature not implemented",
    details: `${what} is not supported`,
    ...(hint === undefined ? {} : { hint }),
  });
}
