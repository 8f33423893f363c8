// Every place of the REST dialect in which a caller can put a text of his own.

import type { Asked } from "../kit/open-engine.ts";
import type { Payload } from "./payloads.ts";

export interface Place {
  readonly name: string;
  readonly ask: (payload: Payload) => { readonly target: string; readonly asked?: Asked };
}

const json = { "Content-Type": "application/json" };
const returning = { ...json, Prefer: "return=representation" };

const queries: readonly (readonly [name: string, target: (text: string) => string])[] = [
  ["a resource", (p) => `/${p}`],
  ["a path behind a resource", (p) => `/orders/${p}`],
  ["a function", (p) => `/rpc/${p}`],
  ["a function's argument", (p) => `/rpc/f?${p}=1`],
  ["select", (p) => `/orders?select=${p}`],
  ["a second item of select", (p) => `/orders?select=id,${p}`],
  ["an alias", (p) => `/orders?select=${p}:id`],
  ["a quoted field", (p) => `/orders?select=%22${p}%22`],
  ["a cast", (p) => `/orders?select=id::${p}`],
  ["a JSON key", (p) => `/products?select=data->${p}`],
  ["a JSON key as text", (p) => `/products?select=x:data->>${p}`],
  ["a quoted JSON key", (p) => `/products?select=data->%22${p}%22`],
  ["a JSON key of a filter", (p) => `/products?data->>${p}=eq.1`],
  ["a JSON key of an order", (p) => `/products?order=data->>${p}`],
  ["an aggregate", (p) => `/orders?select=id.${p}()`],
  ["an embed", (p) => `/orders?select=id,${p}(*)`],
  ["an embed's alias", (p) => `/products?select=${p}:tags(*)`],
  ["an embed's hint", (p) => `/orders?select=id,customers!${p}(id)`],
  ["an embed's item", (p) => `/products?select=id,tags(${p})`],
  ["a spread embed", (p) => `/products?select=id,...tags(${p})`],
  ["order", (p) => `/orders?order=${p}`],
  ["an order's direction", (p) => `/orders?order=id.${p}`],
  ["an order through an embed", (p) => `/products?select=id,tags(*)&order=tags(${p})`],
  ["an embed's order", (p) => `/products?select=id,tags(*)&tags.order=${p}`],
  ["a filtered field", (p) => `/orders?${p}=eq.1`],
  ["a filtered field of an embed", (p) => `/products?select=id,tags(*)&tags.${p}=eq.1`],
  ["a filtered embed", (p) => `/products?select=id,tags(*)&${p}.id=eq.1`],
  ["an operator", (p) => `/orders?id=${p}`],
  ["an operator before a value", (p) => `/orders?id=${p}.1`],
  ["a quantifier", (p) => `/orders?id=eq(${p}).{1}`],
  ["a full-text language", (p) => `/customers?name=fts(${p}).ada`],
  ["a number", (p) => `/orders?id=eq.${p}`],
  ["a decimal", (p) => `/orders?total=gt.${p}`],
  ["a time", (p) => `/orders?placed_at=lt.${p}`],
  ["a text", (p) => `/orders?status=eq.${p}`],
  ["a pattern", (p) => `/orders?status=like.${p}`],
  ["a pattern without case", (p) => `/orders?status=ilike.${p}`],
  ["a regular expression", (p) => `/orders?status=match.${p}`],
  ["a regular expression without case", (p) => `/orders?status=imatch.${p}`],
  ["an item of a list", (p) => `/orders?status=in.(open,${p})`],
  ["a quoted item of a list", (p) => `/orders?status=in.(open,%22${p}%22)`],
  ["an array", (p) => `/orders?status=eq(any).${p}`],
  ["what is", (p) => `/orders?status=is.${p}`],
  ["contained JSON", (p) => `/products?data=cs.${p}`],
  ["a range", (p) => `/orders?id=ov.${p}`],
  ["a full-text query", (p) => `/customers?name=fts.${p}`],
  ["a plain full-text query", (p) => `/customers?name=plfts.${p}`],
  ["a full-text phrase", (p) => `/customers?name=phfts.${p}`],
  ["a web search", (p) => `/customers?name=wfts.${p}`],
  ["a search of an index", (p) => `/notes?body=fts.${p}`],
  ["a web search of an index", (p) => `/notes?body=wfts.${p}`],
  ["a tree", (p) => `/orders?or=${p}`],
  ["a leaf of a tree", (p) => `/orders?or=(id.eq.1,${p})`],
  ["a value of a tree", (p) => `/orders?and=(id.gt.0,status.eq.${p})`],
  ["limit", (p) => `/orders?limit=${p}`],
  ["offset", (p) => `/orders?offset=${p}`],
  ["an embed's limit", (p) => `/products?select=id,tags(*)&tags.limit=${p}`],
  ["a cursor", (p) => `/orders?order=id&limit=1&after=${p}`],
];

const cursor = (value: unknown): string => Buffer.from(JSON.stringify([value])).toString("base64url");

const bodies: readonly (readonly [
  name: string,
  method: string,
  target: (url: string) => string,
  body: (text: string) => string,
  headers?: Readonly<Record<string, string>>,
])[] = [
  ["columns", "POST", (p) => `/orders?columns=${p}`, () => '{"id":10,"status":"closed"}'],
  [
    "on_conflict",
    "POST",
    (p) => `/orders?on_conflict=${p}`,
    () => '{"id":-1,"status":"closed"}',
    { ...json, Prefer: "resolution=merge-duplicates" },
  ],
  ["returned fields", "POST", (p) => `/orders?select=${p}`, () => '{"id":-1,"total":"x"}'],
  ["a key of a body", "POST", () => "/orders", (t) => `{"id":-1,"total":"x",${JSON.stringify(t)}:1}`],
  ["a key of a row of a list", "POST", () => "/orders", (t) => `[{"id":-1,"total":"x"},{${JSON.stringify(t)}:1}]`],
  ["an object within a body", "POST", () => "/orders", (t) => `{"id":-1,${JSON.stringify(t)}:{"id":1}}`],
  ["a number of a body", "POST", () => "/orders", (t) => `{"id":${JSON.stringify(t)},"status":"closed"}`],
  ["a bare number of a body", "POST", () => "/orders", (t) => `{"id":${t},"status":"closed"}`],
  ["a whole body", "POST", () => "/orders", (t) => t],
  ["a row of a list", "POST", () => "/orders", (t) => `[${JSON.stringify(t)}]`],
  ["a header of a CSV", "POST", () => "/orders", (t) => `id,${t}\n-1,x\n`, { "Content-Type": "text/csv" }],
  ["a cell of a CSV", "POST", () => "/orders", (t) => `id,total\n-1,${t}x\n`, { "Content-Type": "text/csv" }],
  [
    "a form's field",
    "POST",
    () => "/orders",
    (t) => `id=-1&${encodeURIComponent(t.toWellFormed())}=x`,
    { "Content-Type": "application/x-www-form-urlencoded" },
  ],
  ["a filter of an update", "PATCH", (p) => `/orders?status=eq.${p}`, () => '{"status":"closed"}'],
  ["a filter of a delete", "DELETE", (p) => `/orders?status=eq.${p}`, () => ""],
  ["a key of an update", "PATCH", () => "/customers?id=eq.2", (t) => `{${JSON.stringify(t)}:"x"}`],
  [
    "a value of an update of another's row",
    "PATCH",
    () => "/customers?id=eq.2",
    (t) => `{"name":${JSON.stringify(t)}}`,
  ],
  [
    "a key of a bulk update",
    "PATCH",
    (p) => `/customers?on_conflict=${p}`,
    (t) => `[{"id":2,${JSON.stringify(t)}:"x"}]`,
  ],
  ["a key of a put", "PUT", (p) => `/orders?id=eq.${p}`, (t) => `{"id":${JSON.stringify(t)},"status":"closed"}`],
  ["a function's body", "POST", () => "/rpc/f", (t) => `{${JSON.stringify(t)}:1}`],
  ["a batch's path", "POST", () => "/batch", (t) => JSON.stringify({ operations: [{ method: "GET", path: t }] })],
  [
    "a batch's path below the root",
    "POST",
    () => "/batch",
    (t) => JSON.stringify({ operations: [{ method: "GET", path: `/${t}` }] }),
  ],
  [
    "a batch's query",
    "POST",
    () => "/batch",
    (t) => JSON.stringify({ operations: [{ method: "GET", path: `/orders?${t}=eq.1` }] }),
  ],
  ["a batch's method", "POST", () => "/batch", (t) => JSON.stringify({ operations: [{ method: t, path: "/orders" }] })],
  [
    "a batch's id",
    "POST",
    () => "/batch",
    (t) => JSON.stringify({ operations: [{ id: t, method: "GET", path: "/orders" }] }),
  ],
  [
    "a batch's reference",
    "POST",
    () => "/batch",
    (t) =>
      JSON.stringify({
        operations: [
          { id: "a", method: "GET", path: "/orders?select=id" },
          { method: "PATCH", path: "/customers?id=eq.2", body: { name: { $ref: t } } },
        ],
      }),
  ],
  [
    "a field of a batch's reference",
    "POST",
    () => "/batch",
    (t) =>
      JSON.stringify({
        operations: [
          { id: "a", method: "GET", path: "/orders?select=id" },
          { method: "PATCH", path: "/customers?id=eq.2", body: { name: { $ref: `a.${t}` } } },
        ],
      }),
  ],
  [
    "a header of a batch's part",
    "POST",
    () => "/batch",
    (t) =>
      JSON.stringify({
        operations: [{ method: "GET", path: "/orders", headers: { [t]: t, prefer: t, accept: t, range: t } }],
      }),
  ],
  [
    "a key of a batch",
    "POST",
    () => "/batch",
    (t) => `{${JSON.stringify(t)}:[],"operations":[{"method":"GET","path":"/orders",${JSON.stringify(t)}:1}]}`,
  ],
];

const headers = [
  "Prefer",
  "Accept",
  "Accept-Profile",
  "Content-Profile",
  "Range",
  "Range-Unit",
  "If-Match",
  "If-None-Match",
  "Content-Type",
];

export const places: readonly Place[] = [
  ...queries.map(([name, target]): Place => ({ name, ask: ({ url }) => ({ target: target(url) }) })),
  { name: "what a cursor holds", ask: ({ text }) => ({ target: `/orders?order=id&limit=1&after=${cursor(text)}` }) },
  {
    name: "what a cursor of texts holds",
    ask: ({ text }) => ({
      target: `/orders?order=status,id&limit=1&after=${Buffer.from(JSON.stringify([text, "1"])).toString("base64url")}`,
    }),
  },
  ...bodies.map(([name, method, target, body, given = returning]): Place => ({
    name,
    ask: ({ url, text }) => ({ target: target(url), asked: { method, headers: given, body: body(text) } }),
  })),
  ...headers.flatMap((header): readonly Place[] => [
    { name: `${header} of a read`, ask: ({ text }) => ({ target: "/orders", asked: { headers: { [header]: text } } }) },
    {
      name: `${header} of a write`,
      ask: ({ text }) => ({
        target: "/orders",
        asked: { method: "POST", headers: { ...json, [header]: text }, body: '{"id":-1,"status":"closed"}' },
      }),
    },
  ]),
  {
    name: "a preference's value",
    ask: ({ text }) => ({
      target: "/orders",
      asked: { headers: { Prefer: `count=${text}, max-affected=${text}, timezone=${text}, handling=strict` } },
    }),
  },
  {
    name: "Idempotency-Key",
    ask: ({ text }) => ({
      target: "/orders",
      asked: { method: "POST", headers: { ...json, "Idempotency-Key": text }, body: '{"id":-1,"status":"closed"}' },
    }),
  },
];
