// Every place of the REST dialect in which a field's or a resource's name can appear. The oracle test puts a hidden name
// and a name that does not exist into each, and demands the same answer.

import type { Resource } from "../../src/core/index.ts";
import type { Asked } from "../kit/open-engine.ts";

export interface Place {
  readonly name: string;
  /** `undefined`: the place does not exist for this resource. */
  readonly ask: (resource: Resource, field: string) => { readonly target: string; readonly asked?: Asked } | undefined;
}

const json = { "Content-Type": "application/json" };
const representation = { ...json, Prefer: "return=representation" };

function get(
  name: string,
  query: (field: string, resource: Resource) => string,
  headers?: Readonly<Record<string, string>>,
): Place {
  return {
    name,
    ask: (resource, field) => ({
      target: `/${resource.name}?${query(field, resource)}`,
      asked: headers === undefined ? {} : { headers },
    }),
  };
}

function write(
  name: string,
  method: string,
  query: (field: string, known: string) => string,
  body: (field: string, known: string) => string,
  headers: Readonly<Record<string, string>> = representation,
): Place {
  return {
    name,
    ask: (resource, field) => {
      const known = firstReadable(resource);
      return {
        target: `/${resource.name}?${query(field, known)}`,
        asked: { method, headers, body: body(field, known) },
      };
    },
  };
}

export function firstReadable(resource: Resource): string {
  for (const field of resource.fields.values()) if (field.readable) return field.name;
  return "id";
}

const operators = [
  "eq.1",
  "neq.1",
  "gt.1",
  "lt.1",
  "like.*a*",
  "ilike.*a*",
  "match.a",
  "in.(1,2)",
  "is.null",
  "not.is.null",
  "isdistinct.1",
  "cs.{1}",
  "ov.{1}",
  "fts.a",
  "eq(any).{1,2}",
  "like(all).{a*,b*}",
];

export const fieldPlaces: readonly Place[] = [
  get("selected", (field) => `select=${field}`),
  get("selected under an alias", (field) => `select=x:${field}`),
  get("selected under the name of a visible field", (field, resource) => `select=${firstReadable(resource)}:${field}`),
  get("selected beside a visible field", (field, resource) => `select=${firstReadable(resource)},${field}`),
  get("selected with a cast", (field) => `select=${field}::text`),
  get("selected into", (field) => `select=${field}->a`),
  get("selected into, as text", (field) => `select=x:${field}->>a`),
  ...["sum", "avg", "min", "max", "count"].map((name) =>
    get(`aggregated by ${name}`, (field) => `select=x:${field}.${name}()`),
  ),
  get("grouped by", (field) => `select=x:${field},count()`),
  ...operators.map((operator) => get(`filtered by ${operator}`, (field) => `${field}=${operator}`)),
  get("filtered into", (field) => `${field}->>a=eq.1`),
  get("filtered in or", (field, resource) => `or=(${field}.eq.1,${firstReadable(resource)}.eq.1)`),
  get(
    "filtered in a nested tree",
    (field, resource) => `and=(${firstReadable(resource)}.not.is.null,not.or(${field}.is.null,${field}.eq.1))`,
  ),
  get("sorted by", (field) => `order=${field}`),
  get("sorted by, with everything", (field) => `order=${field}.desc.nullslast`),
  get("sorted into", (field) => `order=${field}->>a`),
  get("sorted by behind a visible field", (field, resource) => `order=${firstReadable(resource)},${field}`),
  get("filtered while counting", (field) => `${field}=eq.1&select=`, { Prefer: "count=exact" }),
  get("filtered for CSV", (field) => `${field}=eq.1`, { Accept: "text/csv" }),
  get("filtered for one object", (field) => `${field}=eq.1`, { Accept: "application/vnd.pgrst.object+json" }),
  get("sorted for a keyset page", (field) => `order=${field}&limit=1&after=WzFd`),
  {
    name: "asked by HEAD",
    ask: (resource, field) => ({ target: `/${resource.name}?${field}=eq.1`, asked: { method: "HEAD" } }),
  },
  get("filtered while guessing a count", (field) => `${field}=eq.1&limit=1`, { Prefer: "count=planned" }),
  get("sorted while estimating a count", (field) => `order=${field}&limit=1`, { Prefer: "count=estimated" }),
  get("aggregated with a cast", (field) => `select=x:${field}::text.max()`),
  get("aggregated, and cast then", (field) => `select=x:${field}.max()::text`),
  get("aggregated into", (field) => `select=x:${field}->a.count()`),
  get("sorted by, where rows are grouped", (field, at) => `select=${firstReadable(at)},count()&order=${field}`),
  get("searched in a language", (field) => `${field}=fts(english).a`),
  get("searched as on the web", (field) => `${field}=not.wfts.a`),
  get("filtered by a pattern that ends in an escape", (field) => `${field}=like.a%5C`),
  get("filtered in or, into", (field, at) => `or=(${field}->>a.eq.1,${firstReadable(at)}.is.null)`),
  get("filtered by a value of no type", (field) => `${field}=eq.%F0%9F%92%A9`),
  get("filtered for 304", (field) => `${field}=eq.1`, { "If-None-Match": "*" }),
  get("selected for CSV", (field) => `select=${field}`, { Accept: "text/csv" }),
  write(
    "filtered by in an update on condition",
    "PATCH",
    (field) => `${field}=eq.1`,
    () => "{}",
    { ...representation, "If-Match": "*" },
  ),
  write(
    "filtered by in a delete on condition",
    "DELETE",
    (field) => `${field}=eq.1`,
    () => "",
    { "If-Match": '"x"' },
  ),
  write(
    "merged",
    "POST",
    (_, known) => `on_conflict=${known}`,
    (field, known) => `{"${known}":"1","${field}":"1"}`,
    { ...json, Prefer: "resolution=merge-duplicates" },
  ),
  write(
    "the ignored conflict's target",
    "POST",
    (field) => `on_conflict=${field}`,
    (_, known) => `{"${known}":"1"}`,
    { ...json, Prefer: "resolution=ignore-duplicates" },
  ),
  write(
    "written with defaults",
    "POST",
    () => "",
    (field) => `[{"${field}":"1"}]`,
    { ...json, Prefer: "missing=default" },
  ),
  write(
    "written as if it were a relation",
    "POST",
    () => "",
    (field, known) => `{"${known}":"1","${field}":[{"id":1}]}`,
  ),
  write(
    "written by insert",
    "POST",
    () => "",
    (field) => `{"${field}":"1"}`,
  ),
  write(
    "written by a list",
    "POST",
    () => "",
    (field) => `[{"${field}":"1"}]`,
  ),
  write(
    "named in columns",
    "POST",
    (field) => `columns=${field}`,
    (field) => `{"${field}":"1"}`,
  ),
  write(
    "written by CSV",
    "POST",
    () => "",
    (field) => `${field}\n1\n`,
    { ...representation, "Content-Type": "text/csv" },
  ),
  write(
    "the conflict's target",
    "POST",
    (field) => `on_conflict=${field}`,
    (_, known) => `{"${known}":"1"}`,
    { ...json, Prefer: "resolution=merge-duplicates" },
  ),
  write(
    "returned by insert",
    "POST",
    (field) => `select=${field}`,
    (_, known) => `{"${known}":"1"}`,
  ),
  write(
    "written by update",
    "PATCH",
    (_, known) => `${known}=eq.1`,
    (field) => `{"${field}":"1"}`,
  ),
  write(
    "filtered by in an update",
    "PATCH",
    (field) => `${field}=eq.1`,
    () => "{}",
  ),
  write(
    "returned by an update",
    "PATCH",
    (field, known) => `${known}=eq.1&select=${field}`,
    () => "{}",
  ),
  write(
    "matched by in a bulk update",
    "PATCH",
    (field) => `on_conflict=${field}`,
    (field, known) => `[{"${field}":"1","${known}":"1"}]`,
  ),
  write(
    "filtered by in a put",
    "PUT",
    (field) => `${field}=eq.1`,
    (field) => `{"${field}":"1"}`,
  ),
  write(
    "filtered by in a delete",
    "DELETE",
    (field) => `${field}=eq.1`,
    () => "",
  ),
  write(
    "returned by a delete",
    "DELETE",
    (field, known) => `${known}=eq.1&select=${field}`,
    () => "",
  ),
  {
    name: "in a batch",
    ask: (resource, field) => ({
      target: "/batch",
      asked: {
        method: "POST",
        headers: json,
        body: JSON.stringify({ operations: [{ method: "GET", path: `/${resource.name}?${field}=eq.1` }] }),
      },
    }),
  },
];

/** Places below an embedded resource, asked from the one that embeds it. */
export const embeddedPlaces: readonly {
  readonly name: string;
  readonly query: (embed: string, field: string) => string;
}[] = [
  { name: "selected", query: (embed, field) => `select=${embed}(${field})` },
  { name: "selected under an alias", query: (embed, field) => `select=${embed}(x:${field})` },
  { name: "spread", query: (embed, field) => `select=...${embed}(${field})` },
  { name: "aggregated", query: (embed, field) => `select=${embed}(${field}.max())` },
  { name: "filtered", query: (embed, field) => `select=${embed}(*)&${embed}.${field}=eq.1` },
  { name: "filtered, inner", query: (embed, field) => `select=${embed}!inner()&${embed}.${field}=like.*` },
  {
    name: "filtered in or",
    query: (embed, field) => `select=${embed}(*)&${embed}.or=(${field}.eq.1,${field}.is.null)`,
  },
  { name: "sorted", query: (embed, field) => `select=${embed}(*)&${embed}.order=${field}` },
  { name: "spread under an alias", query: (embed, field) => `select=...${embed}(x:${field})` },
  { name: "spread and aggregated", query: (embed, field) => `select=...${embed}(x:${field}.max())` },
  { name: "searched", query: (embed, field) => `select=${embed}(*)&${embed}.${field}=fts.a` },
  { name: "filtered into", query: (embed, field) => `select=${embed}(*)&${embed}.${field}->>a=eq.1` },
  { name: "cast", query: (embed, field) => `select=${embed}(${field}::text)` },
  { name: "sorting the parent, into", query: (embed, field) => `select=${embed}(*)&order=${embed}(${field}->a)` },
  {
    name: "sorting the parent through one of two of a name",
    query: (embed, field) => `select=x:${embed}(*),x:${embed}(*)&order=x(${field})`,
  },
  { name: "sorting the parent", query: (embed, field) => `select=${embed}(*)&order=${embed}(${field})` },
];

/** Places in which the name of a whole resource can appear. */
export const resourcePlaces: readonly {
  readonly name: string;
  readonly ask: (hidden: string, visible: string) => { readonly target: string; readonly asked?: Asked };
}[] = [
  { name: "read", ask: (hidden) => ({ target: `/${hidden}` }) },
  { name: "read with a filter", ask: (hidden) => ({ target: `/${hidden}?id=eq.1&select=id` }) },
  {
    name: "counted",
    ask: (hidden) => ({ target: `/${hidden}`, asked: { method: "HEAD", headers: { Prefer: "count=exact" } } }),
  },
  { name: "its options", ask: (hidden) => ({ target: `/${hidden}`, asked: { method: "OPTIONS" } }) },
  ...["POST", "PATCH", "PUT", "DELETE"].map((method) => ({
    name: method,
    ask: (hidden: string) => ({
      target: `/${hidden}?id=eq.1`,
      asked: { method, headers: json, body: method === "DELETE" ? "" : '{"id":1}' },
    }),
  })),
  { name: "called", ask: (hidden) => ({ target: `/rpc/${hidden}` }) },
  { name: "embedded", ask: (hidden, visible) => ({ target: `/${visible}?select=*,${hidden}(*)` }) },
  {
    name: "embedded with a hint",
    ask: (hidden, visible) => ({ target: `/${visible}?select=*,x:${hidden}!inner(id)` }),
  },
  { name: "a hint", ask: (hidden, visible) => ({ target: `/${visible}?select=*,${visible}!${hidden}(*)` }) },
  { name: "filtered as an embed", ask: (hidden, visible) => ({ target: `/${visible}?select=*&${hidden}.id=eq.1` }) },
  { name: "null-filtered as an embed", ask: (hidden, visible) => ({ target: `/${visible}?${hidden}=not.is.null` }) },
  { name: "sorted through", ask: (hidden, visible) => ({ target: `/${visible}?order=${hidden}(id)` }) },
  {
    name: "a namespace",
    ask: (hidden, visible) => ({ target: `/${visible}`, asked: { headers: { "Accept-Profile": hidden } } }),
  },
];
