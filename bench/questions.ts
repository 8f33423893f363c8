// What is asked in the bench: the same questions for every server, each in the server's own words. The ids, times and
// texts differ from request to request, so that nobody answers from a cache.

import { random } from "../examples/shop/seed/random.ts";
import { timestamp } from "../examples/shop/seed/table.ts";
import type { Sizes } from "../examples/shop/seed/sizes.ts";

export interface Request {
  readonly method: "GET" | "POST" | "PATCH";
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One draw of what differs from request to request. */
export interface Draw {
  readonly id: number | string;
  readonly since: string;
  readonly customer: number | string;
  readonly note: string;
}

export const questionNames = ["byKey", "embedded", "list", "insert", "update"] as const;
export type QuestionName = (typeof questionNames)[number];
/** A server's words for the questions; where one is missing, the server cannot be asked it. */
export type Questions = { readonly [name in QuestionName]?: (draw: Draw) => Request } & { readonly heavy?: Request };

export const titles: Readonly<Record<QuestionName, string>> = {
  byKey: "one row by key",
  embedded: "20 orders, three levels",
  list: "list of 100",
  insert: "insert",
  update: "update",
};

export const benchSizes = { products: 10_000, customers: 5_000, orders: 100_000 } as const;

interface Drawn {
  readonly sizes: Sizes;
  readonly idOf?: (number: number) => number | string;
}

/** Different draws, the same ones on every run. All point at orders that are there, and times with enough orders behind. */
export function draws(count: number, { sizes, idOf = (number) => number }: Drawn): readonly Draw[] {
  const { between } = random("bench");
  const from = Date.UTC(2024, 0, 2) / 1000;
  return Array.from({ length: count }, (_, index) => ({
    id: idOf(between(1, sizes.orders)),
    since: timestamp(from + between(0, 600 * 86_400)).replace(" ", "T"),
    customer: idOf(between(1, sizes.customers)),
    note: `Please ring at door ${index}.`,
  }));
}

const json = { "content-type": "application/json" };

export const handWritten: Questions = {
  byKey: ({ id }) => ({ method: "GET", path: `/orders/${id}` }),
  embedded: ({ since }) => ({ method: "GET", path: `/orders/embedded?status=delivered&since=${since}` }),
  list: ({ since }) => ({ method: "GET", path: `/orders/list?status=delivered&since=${since}` }),
  insert: ({ customer, note }) => ({
    method: "POST",
    path: "/orders",
    headers: json,
    body: JSON.stringify({ customer_id: customer, address_id: customer, note }),
  }),
  update: ({ id, note }) => ({ method: "PATCH", path: `/orders/${id}`, headers: json, body: JSON.stringify({ note }) }),
  heavy: { method: "GET", path: "/heavy" },
};

const columns = "id,customer_id,status,currency,total,created_at";
const tree =
  "id,status,total,created_at,customer:customers(id,name),items:order_items(quantity,unit_price,product:products(id,name,price))";

export const isthmus: Questions = {
  byKey: ({ id }) => ({
    method: "GET",
    path: `/api/orders?select=${columns}&id=eq.${id}`,
    headers: { accept: "application/vnd.pgrst.object+json" },
  }),
  embedded: ({ since }) => ({
    method: "GET",
    path: `/api/orders?select=${tree}&status=eq.delivered&created_at=gte.${since}&order=created_at&limit=20`,
  }),
  list: ({ since }) => ({
    method: "GET",
    path: `/api/orders?select=${columns}&status=eq.delivered&created_at=gte.${since}&order=created_at&limit=100`,
  }),
  insert: ({ customer, note }) => ({
    method: "POST",
    path: "/api/orders?select=id",
    headers: { ...json, prefer: "return=representation" },
    body: JSON.stringify({ customer_id: customer, address_id: customer, note }),
  }),
  update: ({ id, note }) => ({
    method: "PATCH",
    path: `/api/orders?id=eq.${id}`,
    headers: { ...json, prefer: "return=minimal" },
    body: JSON.stringify({ note }),
  }),
  heavy: { method: "GET", path: "/api/best_sellers?select=product_id,name,sold&order=sold.desc,product_id&limit=10" },
};

export const graphql = (query: string, variables: object): Request => ({
  method: "POST",
  path: "/graphql",
  headers: json,
  body: JSON.stringify({ query, variables }),
});

const graphqlColumns = "id customer_id status currency total created_at";
const graphqlTree =
  "id status total created_at customer { id name } items: order_items { quantity unit_price product { id name price } }";
const graphqlList = (status: string, limit: number, fields: string): string => `query Orders($since: timestamp!) {
  orders(where: {status: {_eq: ${status}}, created_at: {_gte: $since}}, order_by: {created_at: asc}, limit: ${limit}) { ${fields} } }`;

/** Keys have 64 bits in SQLite, and there a CHECK makes an enum of the status. */
export const isthmusGraphql = (id: "Int" | "bigint", status: string): Questions => ({
  byKey: (draw) => graphql(`query Order($id: ${id}!) { orders_by_pk(id: $id) { ${graphqlColumns} } }`, { id: draw.id }),
  embedded: ({ since }) => graphql(graphqlList(status, 20, graphqlTree), { since }),
  list: ({ since }) => graphql(graphqlList(status, 100, graphqlColumns), { since }),
  insert: ({ customer, note }) =>
    graphql("mutation Insert($order: orders_insert_input!) { insert_orders_one(object: $order) { id } }", {
      order: { customer_id: customer, address_id: customer, note },
    }),
  update: (draw) =>
    graphql(
      `mutation Update($id: ${id}!, $note: String!) { update_orders(where: {id: {_eq: $id}}, _set: {note: $note}) { affected_rows } }`,
      { id: draw.id, note: draw.note },
    ),
});
