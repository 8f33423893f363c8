// LIMIT, which takes numbers and no expressions.

import type { Limits } from "../shared/sql/dialect.ts";
import { empty, type Fragment, parameter, raw, sql } from "../shared/sql/fragment.ts";

/** More rows than any table has: without a limit, the order of a derived table is nobody's. */
export const noLimit = raw("18446744073709551615");

export function limitClause({ limit, offset }: Limits): Fragment {
  return sql`LIMIT ${limit === undefined ? noLimit : bound(limit)}${offset === undefined ? empty : sql` OFFSET ${offset}`}`;
}

/**
 * LIMIT takes a number and no expression: what `limitOf` and the page's one row more have written around the caller's
 * number is worked out when it is bound.
 */
function bound({ parts }: Fragment): Fragment {
  const given = parts.find((part) => typeof part !== "string");
  const text = parts.map((part) => (typeof part === "string" ? part : "?")).join("");
  const form = /^(?:\?|(\d+)|least\(\?, (\d+)\))( \+ 1)?$/.exec(text);
  if (form === null) throw new Error(`a limit of an unknown form: ${text}`);
  const more = form[3] === undefined ? 0 : 1;
  if (given === undefined) return raw(String(Number(form[1]) + more));
  return parameter({
    ...given,
    ...(form[2] === undefined ? {} : { most: Number(form[2]) }),
    ...(more > 0 && { more }),
  });
}
