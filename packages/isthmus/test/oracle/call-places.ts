// Places of the REST dialect around functions and around references in a batch, in which a name can appear.

import type { Asked } from "../kit/open-engine.ts";

interface Question {
  readonly target: string;
  readonly asked?: Asked;
}

const json = { "Content-Type": "application/json" };

const batch = (...operations: readonly object[]): Question => ({
  target: "/batch",
  asked: { method: "POST", headers: json, body: JSON.stringify({ operations }) },
});

/** The name of a function. */
export const operationPlaces: readonly { readonly name: string; readonly ask: (operation: string) => Question }[] = [
  { name: "called", ask: (name) => ({ target: `/rpc/${name}` }) },
  { name: "called with its parameters", ask: (name) => ({ target: `/rpc/${name}?a=1&word=x&tag=1` }) },
  { name: "called with rows to choose", ask: (name) => ({ target: `/rpc/${name}?select=id&order=id&limit=1` }) },
  { name: "asked by HEAD", ask: (name) => ({ target: `/rpc/${name}?a=1`, asked: { method: "HEAD" } }) },
  { name: "its options", ask: (name) => ({ target: `/rpc/${name}`, asked: { method: "OPTIONS" } }) },
  ...["{}", '{"a":1}', '{"a":1,"b":2}', '{"tag":1,"label":"x"}', "[]", "", "{"].map((body) => ({
    name: `called with the body ${body}`,
    ask: (name: string) => ({ target: `/rpc/${name}`, asked: { method: "POST", headers: json, body } }),
  })),
  ...["PUT", "PATCH", "DELETE"].map((method) => ({
    name: method,
    ask: (name: string) => ({ target: `/rpc/${name}`, asked: { method, headers: json, body: "{}" } }),
  })),
  { name: "read as a table", ask: (name) => ({ target: `/${name}` }) },
  { name: "in a batch", ask: (name) => batch({ method: "POST", path: `/rpc/${name}`, body: { a: 1 } }) },
];

/** The name of a field of the rows that a function returns; `call`: the function with its arguments, `known`: a visible field. */
export const resultPlaces: readonly {
  readonly name: string;
  readonly ask: (call: string, field: string, known: string) => Question;
}[] = [
  { name: "selected", ask: (call, field) => ({ target: `${call}&select=${field}` }) },
  { name: "selected under an alias", ask: (call, field) => ({ target: `${call}&select=x:${field}::text` }) },
  { name: "filtered", ask: (call, field) => ({ target: `${call}&${field}=gt.1` }) },
  { name: "filtered in or", ask: (call, field, known) => ({ target: `${call}&or=(${field}.gt.1,${known}.gt.1)` }) },
  { name: "sorted", ask: (call, field) => ({ target: `${call}&order=${field}` }) },
  {
    name: "counted",
    ask: (call, field) => ({ target: `${call}&${field}=not.is.null`, asked: { headers: { Prefer: "count=exact" } } }),
  },
  { name: "summed", ask: (call, field) => ({ target: `${call}&select=${field}.sum()` }) },
  {
    name: "for CSV",
    ask: (call, field) => ({ target: `${call}&select=${field}`, asked: { headers: { Accept: "text/csv" } } }),
  },
];

/** The name of a field that a batch's later operation refers to, or writes by a reference. */
export const referencePlaces: readonly {
  readonly name: string;
  readonly ask: (resource: string, field: string, known: string) => Question;
}[] = [
  {
    name: "referred to, of rows read",
    ask: (resource, field, known) =>
      batch(
        { id: "a", method: "GET", path: `/${resource}?select=${known}&limit=1` },
        { method: "POST", path: `/${resource}`, body: { [known]: { $ref: `a.${field}` } } },
      ),
  },
  {
    name: "referred to, of rows written",
    ask: (resource, field, known) =>
      batch(
        { id: "a", method: "PATCH", path: `/${resource}?${known}=is.null`, body: {} },
        { method: "PATCH", path: `/${resource}?${known}=is.null`, body: { [known]: { $ref: `a.${field}` } } },
      ),
  },
  {
    name: "referred to in a filter",
    ask: (resource, field, known) =>
      batch(
        { id: "a", method: "DELETE", path: `/${resource}?${known}=is.null` },
        { method: "GET", path: `/${resource}?${known}=eq.{{a.${field}}}` },
      ),
  },
  {
    name: "filtered by a reference",
    ask: (resource, field, known) =>
      batch(
        { id: "a", method: "GET", path: `/${resource}?select=${known}&limit=1` },
        { method: "GET", path: `/${resource}?${field}=eq.{{a.${known}}}` },
      ),
  },
  {
    name: "written by a reference",
    ask: (resource, field, known) =>
      batch(
        { id: "a", method: "GET", path: `/${resource}?select=${known}&limit=1` },
        { method: "PATCH", path: `/${resource}?${known}=is.null`, body: { [field]: { $ref: `a.${known}` } } },
      ),
  },
];
