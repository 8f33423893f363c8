// What PostgreSQL says of a broken constraint: which of it may be shown, and of whose columns and tables it speaks. It
// knows only what the connecting role may see, and under Isthmus's own policies that is everything.

import type { Mentions, ProblemFields } from "../../core/index.ts";
import type { DatabaseFailure } from "./driver.ts";

type Shown = Pick<ProblemFields, "details" | "mentions">;

/** `Key (a, b)=(1, 2) already exists.`, or what else is the matter with it. */
const key =
  /^Key \((.*?)\)=\(.*\) (?:already exists|is not present in table "(.*)"|is still referenced from table "(.*)")\.$/s;

/** Undefined for errors that are no constraint's, of which everything may be shown. */
export function shownOfConstraint(failure: DatabaseFailure): Shown | undefined {
  switch (failure.code) {
    case "23502":
      return {
        details: null,
        mentions: mention(failure, "null value violates a not-null constraint", [failure.column]),
      };
    case "23503":
      return ofForeignKey(failure);
    case "23505":
      return ofUnique(failure);
    // They hold the whole row, or the row that is in the way.
    case "23514":
    case "23P01":
      return { details: null };
    default:
      return undefined;
  }
}

function ofUnique(failure: DatabaseFailure): Shown {
  const found = key.exec(failure.detail ?? "");
  const instead = "duplicate key value violates a unique constraint";
  if (found === null) return { details: null, mentions: mention(failure, instead, []) };
  return { details: failure.detail, mentions: mention(failure, instead, columnsOf(found[1])) };
}

function ofForeignKey(failure: DatabaseFailure): Shown {
  const found = key.exec(failure.detail ?? "");
  const instead = "insert, update or delete violates a foreign key constraint";
  const missing = found?.[2];
  const referring = found?.[3];
  const columns = columnsOf(found?.[1]);
  if (missing !== undefined) {
    return { details: failure.detail, mentions: mention(failure, instead, columns, [missing]) };
  }
  // Here the columns are the referred-to table's, which stands in the message alone; the error's own is the other one.
  const referred = /on table "(.*?)" violates/.exec(failure.message)?.[1];
  if (referring === undefined || referred === undefined) {
    return { details: null, mentions: { tables: [], fields: [], instead } };
  }
  const tables = [{ name: referred }, { name: referring }];
  return { details: failure.detail, mentions: { tables, fields: columns, instead } };
}

function mention(
  { schema, table }: DatabaseFailure,
  instead: string,
  fields: readonly (string | undefined)[],
  others: readonly string[] = [],
): Mentions {
  const own = table === undefined ? [] : [{ name: table, ...(schema === undefined ? {} : { schema }) }];
  return {
    tables: [...own, ...others.map((name) => ({ name }))],
    fields: fields.filter((name) => name !== undefined),
    instead,
  };
}

/** Names as `quote_ident` writes them; an expression is no name of a field, so that it is not shown. */
function columnsOf(list: string | undefined): readonly string[] {
  const parts = list?.match(/"(?:[^"]|"")*"|[^,]+/g) ?? [];
  return parts
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => (part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part));
}
