// What the compiler says of questions about the shop. Nothing here runs: types.test.ts compiles it. Every line below a
// `@ts-expect-error` has to be refused, and every `Same` to hold.

import { createClient, type IsthmusError } from "@isthmus/client";
import { PostgrestClient } from "@supabase/postgrest-js";
import { type Catalog, type Database, shape } from "./kit/catalog.ts";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Status = "pending" | "paid" | "shipped" | "delivered" | "cancelled";
function holds<_ extends true>(): void {}

interface Functions extends Catalog {
  operations: {
    checkout: { parameters: { basket: number[]; note?: string | null }; result: { order: number } };
    add: { parameters: { a: number; b: number }; result: number } | { parameters: { text: string }; result: string };
    ping: { parameters: {}; result: null };
  };
}
const client = createClient<Functions>({ url: "http://127.0.0.1:4000", shape });

export async function reading(): Promise<void> {
  const plain = await client.from("products").select("id, name, price");
  holds<Same<typeof plain.data, { id: number; name: string; price: number }[] | null>>();
  holds<Same<typeof plain.error, IsthmusError | null>>();

  const embedded = await client
    .from("products")
    .select("title:name, category(name, parent(slug)), reviews(rating, customer(name)), ratings(rating), tags(name)");
  type Row = NonNullable<typeof embedded.data>[number];
  holds<Same<Row["title"], string>>();
  holds<Same<Row["category"], { name: string; parent: { slug: string } | null }>>();
  holds<Same<Row["reviews"], { rating: number; customer: { name: string } }[]>>();
  holds<Same<Row["tags"], { name: string }[]>>();
  holds<Same<Row["ratings"], { rating: unknown } | null>>();

  const various = await client.from("products").select(
    `id, price::text, colour:attributes->>colour, attributes->size, ...category(shelf:name),
       lines:order_items!inner(quantity, orders!order_items_order_id_fkey(status))`,
  );
  type Various = NonNullable<typeof various.data>[number];
  holds<Same<Various["price"], string>>();
  holds<Same<Various["colour"], string | null>>();
  holds<Same<Various["size"], unknown>>();
  holds<Same<Various["shelf"], string>>();
  holds<Same<Various["lines"], { quantity: number; orders: { status: Status } }[]>>();

  const grouped = await client.from("orders").select("status, count(), total:total.sum(), id.max()");
  type Group = NonNullable<typeof grouped.data>[number];
  holds<Same<Group, { status: Status; count: number; total: number | null; max: number | null }>>();

  const all = await client.from("tags").select();
  holds<Same<typeof all.data, { id: number; name: string }[] | null>>();
  const one = await client.from("tags").select("name").eq("id", 1).maybeSingle();
  holds<Same<typeof one.data, { name: string } | null>>();
  const byName: string = ["id", "name"].join(",");
  const dynamic = await client.from("tags").select(byName);
  holds<Same<typeof dynamic.data, Record<string, unknown>[] | null>>();
}

export function refused(): void {
  // @ts-expect-error there is no such resource
  client.from("produce");
  // @ts-expect-error there is no such field
  void client.from("products").select("id, nmae");
  // @ts-expect-error there is no such relation
  void client.from("products").select("id, categry(name)");
  // @ts-expect-error the related resource has no such field
  void client.from("products").select("id, category(naem)");
  // @ts-expect-error of JSON inside of a field that is not there
  void client.from("products").select("attributs->>colour");
  // @ts-expect-error no aggregate over a field that is not there
  void client.from("products").select("pirce.sum()");
  // @ts-expect-error a filter by a field that is not there
  void client.from("products").select("id").eq("nmae", "x");
  // @ts-expect-error a filter by a value of another type
  void client.from("products").select("id").eq("name", 3);
  // @ts-expect-error one of the values is of another type
  void client.from("products").select("id").in("name", ["a", 3]);
  // @ts-expect-error an order by a field that is not there
  void client.from("products").select("id").order("nmae");
  // @ts-expect-error what is written has a field that is not there
  void client.from("tags").insert({ name: "a", colour: "red" });
  // @ts-expect-error a field that is needed is missing
  void client.from("tags").insert({});
  // @ts-expect-error a value of another type
  void client.from("tags").update({ name: 3 });
  // @ts-expect-error a sum is computed, and never written
  void client.from("orders").update({ total: 3 });
  // @ts-expect-error a view is not written
  void client.from("product_ratings").insert({ product_id: 1 });
  // @ts-expect-error what comes back has no such field after a write either
  void client.from("tags").insert({ name: "a" }).select("nmae");
}

export async function writing(): Promise<void> {
  // What a policy fills in need not be given; records of a to-many relation may be given inside.
  const { data } = await client
    .from("orders")
    .insert({ address_id: 1, order_items: [{ product_id: 2, quantity: 1 }] })
    .select("id, order_items(product_id)");
  holds<Same<typeof data, { id: number; order_items: { product_id: number }[] }[] | null>>();
  const nothing = await client.from("tags").insert({ name: "a" });
  holds<Same<typeof nothing.data, null>>();
}

export async function calling(): Promise<void> {
  holds<Same<Awaited<ReturnType<typeof paid>>, { order: number }>>();
  const sum = await client.call("add", { a: 1, b: 2 });
  holds<Same<typeof sum, number>>();
  const text = await client.call("add", { text: "x" });
  holds<Same<typeof text, string>>();
  await client.call("ping");
  // @ts-expect-error there is no such function
  await client.call("chekout", { basket: [] });
  // @ts-expect-error an argument of another type
  await client.call("checkout", { basket: "1" });
  // @ts-expect-error an argument that is not there
  await client.call("checkout", { basket: [1], coupon: "x" });
  // @ts-expect-error an argument is missing
  await client.call("checkout");
}
const paid = () => client.call("checkout", { basket: [1, 2] });

export async function together(): Promise<void> {
  const answers = await client.batch({
    tag: client.from("tags").insert({ name: "x" }).select("id").single(),
    all: client.from("tags").select("name"),
  });
  holds<Same<typeof answers, { tag: { id: number }; all: { name: string }[] }>>();
  client.live(client.from("tags").select("name"), (rows) => holds<Same<typeof rows, { name: string }[]>>());
  const page = await client.page(client.from("tags").select("name").order("name").limit(10));
  holds<Same<typeof page.rows, readonly { name: string }[]>>();
}

/** Whoever uses postgrest-js by itself has the same types. */
export async function byItself(): Promise<void> {
  const plain = new PostgrestClient<Database>("http://127.0.0.1:4000/api");
  const { data } = await plain.from("products").select("name, categories(name)");
  holds<Same<typeof data, { name: string; categories: { name: string } }[] | null>>();
  // @ts-expect-error there is no such resource
  plain.from("produce");
}
