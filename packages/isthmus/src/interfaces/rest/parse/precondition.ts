// `If-Match`: a write happens only if what it is about to change still has one of the entity tags the caller holds.

import { Problem } from "../../../core/index.ts";
import type { Precondition, Query, Result } from "../../../core/index.ts";
import { entityTag, entityTags } from "../entity-tag.ts";
import type { Inputs } from "./inputs.ts";
import { inputs } from "./inputs.ts";
import type { Write } from "./write-request.ts";
import { whereOf } from "./write-request.ts";

/** Reads what the address names with every field that may be read, as a GET of the same address without `select` would. */
export function guardOf(write: Write): { readonly statement: Query; readonly inputs: Inputs } {
  const own = inputs(write.facts.limits.list);
  const where = whereOf({ ...write, work: { ...write.work, inputs: own } });
  const fields = [...write.resource.fields.values()].filter(
    ({ readable, computed }) => readable && computed === undefined,
  );
  const statement: Query = {
    kind: "query",
    resource: write.resource.id,
    select: fields.map(({ name }) => ({ kind: "field", as: name, of: { field: name } })),
    ...(where === undefined ? {} : { where }),
    answer: { as: "many" },
  };
  return { statement, inputs: own };
}

export function preconditionOf(header: string, question: Precondition["question"]): Precondition {
  const tags = entityTags(header);
  return { question, holds: (result) => holds(tags, result), problem: changed() };
}

/** A single record may have been read as an array of one, or as an object. */
function holds(tags: readonly string[], { body, rows }: Result): boolean {
  if (tags.includes("*")) return rows > 0;
  if (body === null) return false;
  if (tags.includes(entityTag(body))) return true;
  return rows === 1 && body.startsWith("[") && tags.includes(entityTag(body.slice(1, -1).trim()));
}

function changed(): Problem {
  return new Problem({
    code: "ISTHMUS120",
    category: "conflict",
    status: 412,
    message: "What was to be changed is not as it was when it was read",
    details: "None of the entity tags in If-Match is its current one; nothing was changed",
    hint: "Read it again, and send the new ETag",
  });
}
