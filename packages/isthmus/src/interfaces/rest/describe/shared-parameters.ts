// Parameters that many paths share: the dialect's reserved words, and the headers that steer an answer.

import { reference, type Part } from "./document.ts";

function query(name: string, description: string, example: string | number, type = "string"): Part {
  return { name, in: "query", description, schema: type === "string" ? { type } : { type, minimum: 0 }, example };
}

function header(name: string, description: string, example: string): Part {
  return { name, in: "header", description, schema: { type: "string" }, example };
}

/** By the name of the component. */
export const sharedParameters: Readonly<Record<string, Part>> = {
  select: query(
    "select",
    "What to return: fields, renamed fields (`label:name`), casts (`price::text`), JSON paths (`data->>key`), aggregates (`price.avg()`) and related records (`category(name)`). Default: all fields.",
    "*",
  ),
  order: query("order", "Fields to sort by, each with `.asc` or `.desc` and `.nullsfirst` or `.nullslast`.", "id.desc"),
  limit: query("limit", "Most rows to return. The server has an upper limit of its own.", 20, "integer"),
  offset: query("offset", "Rows to leave out at the beginning.", 0, "integer"),
  after: query("after", "Continues behind the page whose `Next-Cursor` this is. Rows added meanwhile shift nothing.", "WzQyXQ"),
  and: query("and", "Conditions that must all hold, in parentheses.", "(id.gte.1,id.lt.100)"),
  or: query("or", "Conditions of which one must hold, in parentheses.", "(id.eq.1,id.eq.2)"),
  columns: query("columns", "Fields to take from the body, separated by commas; others in it are ignored.", "id"),
  onConflict: query("on_conflict", "Fields of the unique key by which a row counts as there already. Default: the primary key.", "id"),
  range: header("Range", "Rows to return, counted from 0; another way to say `limit` and `offset`.", "0-19"),
  ifNoneMatch: header("If-None-Match", "An `ETag` you have: the answer is 304 if nothing has changed.", '"5d8c72a5"'),
  ifMatch: header("If-Match", "An `ETag` you have: nothing is written if the rows have changed since, and the answer is 412.", '"5d8c72a5"'),
  idempotencyKey: header(
    "Idempotency-Key",
    "A text of your own for this write. Sent again with the same key it is not carried out again, and the first answer is repeated.",
    "order-2026-03-14-0001",
  ),
  preferRead: header(
    "Prefer",
    "`count=exact`, `count=planned` or `count=estimated` puts the number of all rows into `Content-Range`; `timezone=…`; `handling=strict` refuses preferences that are unknown.",
    "count=exact",
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
  acceptProfile: header("Accept-Profile", "The schema to read from.", "public"),
  contentProfile: header("Content-Profile", "The schema to write to.", "public"),
};

export function shared(...names: readonly (keyof typeof sharedParameters & string)[]): readonly Part[] {
  return names.map((name) => reference("parameters", name));
}
