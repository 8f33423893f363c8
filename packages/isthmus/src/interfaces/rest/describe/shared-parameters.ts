// Parameters that many paths share: the dialect's reserved words, and the headers that steer an answer.

import { reference, type Part } from "./document.ts";

/**
 * An example is sent by those who try a request out on the documentation page. So only what may go together with
 * everything else has one; for the others the description says how they look.
 */
function query(name: string, description: string, example?: string): Part {
  return { name, in: "query", description, schema: { type: "string" }, ...(example === undefined ? {} : { example }) };
}

function whole(name: string, description: string, example?: number): Part {
  return {
    name,
    in: "query",
    description,
    schema: { type: "integer", minimum: 0 },
    ...(example === undefined ? {} : { example }),
  };
}

function header(name: string, description: string, example?: string): Part {
  return { name, in: "header", description, schema: { type: "string" }, ...(example === undefined ? {} : { example }) };
}

/** By the name of the component. */
export const sharedParameters: Readonly<Record<string, Part>> = {
  select: query(
    "select",
    "What to return: fields, renamed fields (`label:name`), casts (`price::text`), JSON paths (`data->>key`), aggregates (`price.avg()`) and related records (`category(name)`). Default: all fields.",
    "*",
  ),
  order: query(
    "order",
    "Fields to sort by, each with `.asc` or `.desc` and `.nullsfirst` or `.nullslast`: `price.desc.nullslast,id`.",
  ),
  limit: whole("limit", "Most rows to return. The server has an upper limit of its own.", 20),
  offset: whole("offset", "Rows to leave out at the beginning."),
  after: query(
    "after",
    "Pages by a cursor: empty for the first page, then the `Next-Cursor` of the page before. Rows added meanwhile shift nothing.",
  ),
  and: query("and", "Conditions that must all hold, in parentheses: `(price.gte.10,price.lt.20)`."),
  or: query("or", "Conditions of which one must hold, in parentheses: `(stock.eq.0,price.lt.5)`."),
  columns: query("columns", "Fields to take from the body, separated by commas; others in it are ignored."),
  onConflict: query(
    "on_conflict",
    "Fields of the unique key by which a row counts as there already. Default: the primary key.",
  ),
  range: header("Range", "Rows to return, counted from 0; another way to say `limit` and `offset`: `0-19`."),
  ifNoneMatch: header("If-None-Match", "An `ETag` you have: the answer is 304 if nothing has changed."),
  ifMatch: header(
    "If-Match",
    "An `ETag` you have: nothing is written if the rows have changed since, and the answer is 412.",
  ),
  idempotencyKey: header(
    "Idempotency-Key",
    "A text of your own for this write. Sent again with the same key it is not carried out again, and the first answer is repeated.",
  ),
  preferRead: header(
    "Prefer",
    "`count=exact`, `count=planned` or `count=estimated` puts the number of all rows into `Content-Range`; `timezone=…`; `handling=strict` refuses preferences that are unknown.",
  ),
  preferInsert: header(
    "Prefer",
    "`return=representation`, `return=headers-only` or `return=minimal`; `resolution=merge-duplicates` or `resolution=ignore-duplicates` for rows that are there already; `missing=default` gives fields that are not in the body their default; `count=exact`; `tx=rollback` undoes the write after it has been answered.",
    "return=representation",
  ),
  preferWrite: header(
    "Prefer",
    "`return=representation` or `return=minimal`; `count=exact`; `handling=strict, max-affected=1` refuses to touch more rows than that; `tx=rollback` undoes the write after it has been answered.",
    "return=representation",
  ),
  acceptProfile: header("Accept-Profile", "The schema to read from."),
  contentProfile: header("Content-Profile", "The schema to write to."),
};

const references: ReadonlyMap<string, Part> = new Map(
  Object.keys(sharedParameters).map((name) => [name, reference("parameters", name)]),
);

export function shared(...names: readonly string[]): readonly Part[] {
  return names.map((name) => references.get(name) ?? reference("parameters", name));
}
