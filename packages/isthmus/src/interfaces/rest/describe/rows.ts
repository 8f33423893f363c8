// What every answer with rows has in common, be they a resource's or a function's.

import { reference, type Part } from "./document.ts";
import { shared } from "./shared-parameters.ts";
import { readHeaders, writeHeaders } from "./shared-responses.ts";

/** `row`: schema of one row. */
export function rowsContent(row: Part): Part {
  return {
    "application/json": { schema: { type: "array", items: row } },
    "application/vnd.pgrst.object+json": { schema: row },
    "text/csv": { schema: { type: "string" } },
  };
}

export function rowsResponses(row: Part): Part {
  return {
    200: { description: "The rows.", headers: readHeaders, content: rowsContent(row) },
    206: {
      description: "Some of the rows; `Content-Range` says which, and of how many.",
      headers: readHeaders,
      content: rowsContent(row),
    },
    304: reference("responses", "notModified"),
  };
}

/** What a write answers with `return=representation`; without it there is no body. */
export function writtenContent(row: Part | undefined): Part {
  return row === undefined ? {} : { content: rowsContent(row) };
}

export function written(description: string, row: Part | undefined, headers: Part = {}): Part {
  return { description, headers: { ...writeHeaders, ...headers }, ...writtenContent(row) };
}

/** Parameters that shape the rows of an answer. */
export function shaping(): readonly Part[] {
  return shared("select", "order", "limit", "offset", "and", "or");
}
