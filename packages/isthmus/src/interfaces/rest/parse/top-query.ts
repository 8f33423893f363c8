// The query of a request's top level: what was resolved from its tree, with its page, its count and its cursor.

import type { Order, Query, Value } from "../../../core/index.ts";
import { Problem } from "../../../core/index.ts";
import type { Media } from "../context.ts";
import { cursorValues } from "./cursor.ts";
import type { Facts } from "./facts.ts";
import { addInput } from "./inputs.ts";
import type { Parameters } from "./parameters.ts";
import { unsupported } from "./problems.ts";
import { rangeHeader, topPage } from "./range.ts";
import { resolveQuery } from "./resolve-query.ts";
import type { Rows, Work } from "./rows.ts";
import type { Level } from "./tree.ts";

export function topQuery(
  facts: Facts,
  work: Work,
  rows: Rows,
  parameters: Parameters,
  root: Level,
  media: Media,
): Query {
  const query = resolveQuery(work, rows, root, {
    as: media.kind === "object" ? "one" : "many",
    ...(media.stripNulls ? { stripNulls: true } : {}),
  });
  const counted = { ...query, ...pageMembers(facts, work, parameters) };
  const { count } = facts.asked;
  return keyset(work, rows, count === undefined ? counted : { ...counted, count }, parameters);
}

/** The members are there whenever their parameters are; what they are worth is computed for every request. */
function pageMembers({ request }: Facts, work: Work, { pages }: Parameters): Pick<Query, "limit" | "offset"> {
  const asked = pages.get("");
  const range = request.method === "GET" ? rangeHeader(request.headers["range"]) : undefined;
  const page = topPage(asked?.limit?.value, asked?.offset?.value, range);
  const hasOffset = asked?.offset !== undefined || range !== undefined;
  return {
    ...(page.limit === undefined ? {} : { limit: limitValue(work, page.limit, range !== undefined) }),
    ...(hasOffset ? { offset: addInput(work.inputs, page.offset, { from: "page", part: "offset" }) } : {}),
  };
}

/** Pages have few sizes, and plans are better for knowing them, so a `limit=` is part of the shape; a `Range` is not. */
function limitValue(work: Work, limit: number, ranged: boolean): Value {
  return ranged ? addInput(work.inputs, limit, { from: "page", part: "limit" }) : { kind: "literal", value: limit };
}

function keyset(work: Work, rows: Rows, query: Query, { after }: Parameters): Query {
  if (after === undefined) return query;
  if (rows.key.length === 0) throw noKey(rows.name);
  const order = keyedOrder(query.order ?? [], rows);
  if (order.some(({ through }) => through !== undefined))
    throw unsupported("A cursor cannot be given for an order by a related resource");
  const keyed: Query = { ...query, order, cursor: true };
  if (after.value === "") return keyed;
  const values = cursorValues(after.value, order.length);
  return { ...keyed, after: addInput(work.inputs, values, { from: "cursor", slot: after.slot, length: order.length }) };
}

/** The primary key breaks ties, so that no two rows have the same place. */
function keyedOrder(order: readonly Order[], { key, fields, name }: Rows): readonly Order[] {
  const keyed = [...order];
  for (const field of key) {
    if (fields.get(field)?.readable !== true) throw noKey(name);
    if (!order.some(({ by }) => by.field === field && by.path === undefined))
      keyed.push({ by: { field }, direction: "asc" });
  }
  return keyed;
}

function noKey(name: string): Problem {
  return new Problem({
    code: "ISTHMUS112",
    category: "invalid",
    message: `'${name}' cannot be paged by a cursor`,
    details: "after= needs a primary key whose fields may be read; limit and offset do not",
  });
}

/** Names in the answer, in their order; spread resources lift theirs. */
export function columnsOf(query: Query): readonly string[] {
  return query.select.flatMap((one) => {
    if (one.kind !== "relation") return [one.as];
    if (one.hidden === true) return [];
    return one.spread ? columnsOf(one.query) : [one.as];
  });
}
