// The client in Node against a server in a process of its own, as a program uses it.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createClient, IsthmusError, ref } from "@isthmus/client";
import { countingFetch } from "./kit/counting-fetch.ts";
import { openShop, type Shop } from "./kit/shop.ts";
import type { Catalog } from "./kit/catalog.ts";

let shop: Shop;
beforeAll(async () => {
  shop = await openShop();
});
afterAll(() => shop?.remove());

const stranger = () => {
  const counted = countingFetch();
  return { client: createClient<Catalog>({ url: shop.url, fetch: counted.fetch }), sent: counted.sent };
};
const as = (role: "customer" | "staff", sub: number) =>
  createClient<Catalog>({ url: shop.url, token: () => shop.token(role, sub) });

describe("data", () => {
  it("selects, embeds, filters, orders and counts", async () => {
    const { client } = stranger();
    const { data, error, count } = await client
      .from("products")
      .select("id, name, category(name), tags(name)", { count: "exact" })
      .lt("price", 20)
      .order("price")
      .order("id")
      .limit(2);
    expect(error).toBeNull();
    expect(count).toBeGreaterThan(2);
    expect(data?.map(({ name, category }) => [name, category.name])).toEqual([
      ["Saga Kraft Notebook", "Paper"],
      ["Rowan Recycled Wall Calendar", "Paper"],
    ]);
    expect(Array.isArray(data?.[0]?.tags)).toBe(true);
  });

  it("gives one row, or null, or refuses what is not one", async () => {
    const { client } = stranger();
    expect((await client.from("products").select("id").eq("id", 1).single()).data).toEqual({ id: 1 });
    expect((await client.from("products").select("id").eq("id", -1).maybeSingle()).data).toBeNull();
    const none = await client.from("products").select("id").eq("id", -1).single();
    expect(none.error).toBeInstanceOf(IsthmusError);
    expect(none.error).toMatchObject({
      code: "PGRST116",
      status: 406,
      message: "This was not found.",
      retryable: false,
    });
    const several = await client.from("products").select("id").limit(2).maybeSingle();
    expect(several.error).toBeInstanceOf(IsthmusError);
    expect(several.error?.code).toBe("PGRST116");
  });

  it("writes, and answers what was written", async () => {
    const client = as("customer", 17);
    const address = { recipient: "Ada", street: "Main 1", postal_code: "1000", city: "Wien", country: "AT" };
    const inserted = await client.from("addresses").insert(address).select("id, customer_id, city").single();
    expect(inserted.data).toEqual({ id: expect.any(Number), customer_id: 17, city: "Wien" });
    const id = inserted.data?.id ?? 0;
    const changed = await client.from("addresses").update({ city: "Graz" }).eq("id", id).select("city");
    expect(changed.data).toEqual([{ city: "Graz" }]);
    expect((await client.from("addresses").delete().eq("id", id)).error).toBeNull();
    expect((await client.from("addresses").select("id").eq("id", id)).data).toEqual([]);
  });

  it("pages by a cursor, without a row twice or left out", async () => {
    const { client } = stranger();
    const question = () => client.from("products").select("id").order("price").limit(7);
    const ids: number[] = [];
    let next: string | null = null;
    for (let n = 0; n < 3; n++) {
      const page: { rows: readonly { id: number }[]; next: string | null } = await client.page(question(), next);
      ids.push(...page.rows.map(({ id }) => id));
      next = page.next;
    }
    const { data } = await client.from("products").select("id").order("price").order("id").limit(21);
    expect(ids).toEqual(data?.map(({ id }) => id));
  });

  it("carries several questions out as one, and later ones use what earlier ones gave", async () => {
    const client = as("staff", 1);
    const { tag, link, seen } = await client.batch({
      tag: client.from("tags").insert({ name: "from a batch" }).select("id, name").single(),
      link: client
        .from("product_tags")
        .insert({ product_id: 1, tag_id: ref<number>("tag.id") })
        .select("product_id, tag(name)"),
      seen: client.from("tags").select("name").eq("name", "from a batch").maybeSingle(),
    });
    expect(tag.name).toBe("from a batch");
    expect(link).toEqual([{ product_id: 1, tag: { name: "from a batch" } }]);
    expect(seen).toEqual({ name: "from a batch" });
    const refused = client.batch({
      first: client.from("tags").insert({ name: "never seen" }),
      second: client.from("tags").insert({ name: "from a batch" }),
    });
    await expect(refused).rejects.toMatchObject({ code: "23505", fields: ["name"] });
    expect((await client.from("tags").select("id").eq("name", "never seen")).data).toEqual([]);
  });
});

describe("errors", () => {
  it("are told in words for people, with what a developer needs beside them", async () => {
    const { client } = stranger();
    const { error } = await client.from("orders").select("id");
    expect(error).toMatchObject({ code: "PGRST205", status: 404, message: "This was not found." });
    expect(error?.reason).toContain("orders");
    expect(error?.requestId).toMatch(/^[\w.-]{6,64}$/);
    const staff = as("staff", 1);
    const twin = await staff.from("categories").insert({ name: "Paper", slug: "paper" });
    expect(twin.error).toMatchObject({ code: "23505", status: 409, fields: ["slug"] });
    expect(twin.error?.message).toBe("There is one like this already.");
  });

  it("are thrown where that is asked for, and never anything else", async () => {
    const { client } = stranger();
    await expect(client.from("orders").select("id").throwOnError()).rejects.toBeInstanceOf(IsthmusError);
    const dead = createClient<Catalog>({ url: "http://127.0.0.1:9", retry: { times: 0 } });
    const { error } = await dead.from("products").select("id");
    expect(error).toMatchObject({ code: "NETWORK", status: 0, retryable: true });
    expect(error?.message).toMatch(/connection/);
    await expect(dead.auth.session()).rejects.toBeInstanceOf(IsthmusError);
  });

  it("can be worded otherwise", async () => {
    const texts = ({ status }: { status: number }) => (status === 404 ? "Nicht gefunden." : undefined);
    const german = createClient<Catalog>({ url: shop.url, texts });
    expect((await german.from("orders").select("id")).error?.message).toBe("Nicht gefunden.");
  });
});

describe("requests", () => {
  it("that ask the same in one tick are one, and each gets an answer of his own", async () => {
    const { client, sent } = stranger();
    const ask = () => client.from("categories").select("id, name").order("id").limit(3);
    const [first, second, other] = await Promise.all([ask(), ask(), client.from("categories").select("id").limit(1)]);
    expect(sent).toHaveLength(2);
    expect(first.data).toEqual(second.data);
    first.data?.pop();
    expect(second.data).toHaveLength(3);
    expect(other.data).toHaveLength(1);
    await ask();
    expect(sent).toHaveLength(3);
  });

  it("end when their signal does, and a shared one only when all have left", async () => {
    const { client, sent } = stranger();
    const one = new AbortController();
    const asked = client.from("products").select("id").limit(1).abortSignal(one.signal);
    const kept = client.from("products").select("id").limit(1);
    const both = Promise.all([asked, kept]);
    one.abort();
    const [left, stayed] = await both;
    expect(left.error?.code).toBe("ABORTED");
    expect(stayed.data).toHaveLength(1);
    expect(sent.length).toBeLessThanOrEqual(1);
  });

  it("carry no secret in their addresses, and none to another server", async () => {
    const counted = countingFetch();
    const client = createClient<Catalog>({ url: shop.url, token: () => "secret-token", fetch: counted.fetch });
    await client.from("products").select("id").limit(1);
    expect(counted.sent.every(({ url }) => !url.includes("secret-token"))).toBe(true);
    await expect(client.request({ method: "GET", url: "http://127.0.0.1:9/x", headers: {} })).rejects.toMatchObject({
      code: "BAD_ADDRESS",
    });
    await expect(
      client.request({ method: "GET", url: `${shop.url}.evil.example/x`, headers: {} }),
    ).rejects.toMatchObject({ code: "BAD_ADDRESS" });
  });
});
