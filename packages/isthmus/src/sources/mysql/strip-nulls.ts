// PostgreSQL's json_strip_nulls over a whole answer: members that are null go, at every depth and inside arrays; numbers
// keep their digits.

import { withRaw } from "../shared/sql/raw-json.ts";

export function withoutNulls(json: string): string {
  return JSON.stringify(JSON.parse(json, dropNulls));
}

function dropNulls(this: unknown, key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (value === null && key !== "" && !Array.isArray(this)) return undefined;
  return typeof value === "number" && context?.source !== undefined ? withRaw.rawJSON(context.source) : value;
}
