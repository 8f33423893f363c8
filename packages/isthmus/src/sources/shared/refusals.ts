// What a change is refused for once its rows are known, alike on every source.

import { type Mentions, Problem } from "../../core/index.ts";

/** A written row does not meet the policy's check. */
export function checkFailed(): Problem {
  return new Problem({
    code: "42501",
    category: "forbidden",
    message: "new row violates the policy for this resource",
  });
}

/** More rows would be affected than the caller allows. */
export function tooManyAffected(count: number | string): Problem {
  return new Problem({
    code: "PGRST124",
    category: "invalid",
    message: "Query result exceeds max-affected preference constraint",
    details: `The query affects ${count} rows`,
  });
}

/** A list has two rows for one key, of which a merge could keep only one. */
export function repeatedRow(): Problem {
  return new Problem({
    code: "21000",
    category: "invalid",
    message: "ON CONFLICT DO UPDATE command cannot affect row a second time",
    hint: "Ensure that no rows proposed for insertion within the same command have duplicate constrained values.",
  });
}

/** A field of the table that may not be null would be. */
export function nullRefused(table: Mentions["tables"][number], field: string): Problem {
  return new Problem({
    code: "23502",
    category: "invalid",
    message: `null value in column "${field}" of relation "${table.name}" violates not-null constraint`,
    mentions: { tables: [table], fields: [field], instead: "null value violates a not-null constraint" },
  });
}

/** A call that may change something was made where nothing may be changed, such as by GET. */
export function readOnlyCall({ name }: { readonly name: string }): Problem {
  return new Problem({
    code: "25006",
    category: "invalid",
    status: 405,
    message: `cannot execute ${name} in a read-only transaction`,
  });
}
