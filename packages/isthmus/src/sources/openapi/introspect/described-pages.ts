// How a list's pages follow one another, as far as its parameters and its answer tell plainly. Where they do not, the header
// `Link` is followed if there is one.

import { flatObject } from "../../shared/api/flatten.ts";
import { resolved, type Schema } from "../../shared/api/schema.ts";
import type { PageSettings } from "../../shared/pages/options.ts";
import type { ParameterBinding } from "../binding.ts";

const sizes = ["limit", "per_page", "page_size", "pageSize", "size", "count", "max_results", "maxResults"];
const cursors = ["cursor", "page_token", "pageToken", "next_token", "nextToken"];
const nexts = ["next_cursor", "nextCursor", "next_page_token", "nextPageToken", "next_token", "nextToken"];

const numbers = ["page", "page_number", "pageNumber"];
const offsets = ["offset", "skip"];
const others = [
  "starting_after",
  "ending_before",
  "start",
  "order",
  "order_by",
  "sort",
  "sort_by",
  "direction",
  "fields",
];

/** Parameters that choose a page, an order or a form, whatever fields of that name there are. */
export const notFilters: ReadonlySet<string> = new Set([...sizes, ...cursors, ...numbers, ...offsets, ...others]);

type Shared = Readonly<Record<string, Schema>>;

export function pagesOf(parameters: readonly ParameterBinding[], answer: Schema, shared: Shared): PageSettings {
  const named = (names: readonly string[]): ParameterBinding | undefined =>
    parameters.find(({ in: place, name }) => place === "query" && names.includes(name));
  const has = (place: string): boolean => flatObject(answer, shared)?.properties.has(place) === true;
  const size = sizeOf(named(sizes), shared);
  const more = has("has_more") ? { more: "has_more" } : {};
  const after = named(["starting_after"]);
  if (after !== undefined && has("has_more")) return { kind: "cursor", argument: after.argument, ...more, ...size };
  const cursor = named(cursors);
  const next = nexts.find(has);
  if (cursor !== undefined && next !== undefined) return { kind: "cursor", argument: cursor.argument, next, ...size };
  const number = named(numbers);
  if (number !== undefined && isWhole(number, shared))
    return { kind: "number", argument: number.argument, ...firstOf(number, shared), ...more, ...size };
  const offset = named(offsets);
  if (offset !== undefined && isWhole(offset, shared))
    return { kind: "offset", argument: offset.argument, ...more, ...size };
  return { kind: "link", ...size };
}

/** Without a bound nobody knows whether a page that is not full is the last one, or as large as they come. */
function sizeOf(parameter: ParameterBinding | undefined, shared: Shared): Pick<PageSettings, "size"> {
  const most = parameter === undefined ? undefined : resolved(parameter.schema, shared)?.maximum;
  if (parameter === undefined || !isWhole(parameter, shared)) return {};
  if (most === undefined || !Number.isSafeInteger(most) || most < 1) return {};
  return { size: { argument: parameter.argument, most: Math.min(most, 1_000) } };
}

function isWhole({ schema }: ParameterBinding, shared: Shared): boolean {
  return resolved(schema, shared)?.types?.includes("integer") === true;
}

/** Pages that are counted from nought. */
function firstOf({ schema }: ParameterBinding, shared: Shared): { readonly first?: number } {
  return resolved(schema, shared)?.minimum === 0 ? { first: 0 } : {};
}
