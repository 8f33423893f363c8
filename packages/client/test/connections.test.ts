// What the client does when connections break: live questions, retries, writes that wait.

import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createClient, memoryStore, offlineQueue, type QueuedWrite } from "@isthmus/client";
import type { Catalog } from "./kit/catalog.ts";
import { type Front, openFront } from "./kit/front.ts";
import { openShop, type Shop } from "./kit/shop.ts";
import { until } from "./kit/until.ts";

let shop: Shop;
let front: Front;
beforeAll(async () => {
  shop = await openShop();
  front = await openFront({ target: shop.url });
});
afterAll(async () => {
  await front?.close();
  await shop?.remove();
});
beforeEach(() => {
  front.asked.length = 0;
  front.dead = false;
});

const clientAs = (role: "staff" | "customer", sub = 1) =>
  createClient<Catalog>({
    url: front.url,
    token: () => shop.token(role, sub),
    retry: { first: 20 },
    timeout: 5_000,
  });

describe("a live question", () => {
  it("is told its answer, every change, and goes on after its connection broke", async () => {
    const client = clientAs("staff");
    const told: string[][] = [];
    const states: string[] = [];
    const stop = client.live(
      client.from("tags").select("name").like("name", "live%").order("name"),
      (rows) => told.push(rows.map(({ name }) => name)),
      { onState: (state) => states.push(state) },
    );
    await until(() => told.length === 1);
    expect(told).toEqual([[]]);
    await client.from("tags").insert({ name: "live 1" }).throwOnError();
    await until(
      () => told.at(-1)?.length === 1,
      () => told,
    );
    front.cut();
    await until(() => states.includes("waiting"));
    await client.from("tags").insert({ name: "live 2" }).throwOnError();
    await until(
      () => told.at(-1)?.length === 2,
      () => told,
    );
    expect(told.at(-1)).toEqual(["live 1", "live 2"]);
    stop();
    expect(states.at(-1)).toBe("ended");
    const streams = front.asked.filter(({ accept }) => accept === "text/event-stream");
    expect(streams.length).toBeGreaterThanOrEqual(2);
    expect(streams.every(({ path }) => !path.includes("ey"))).toBe(true);
  });

  it("of one row is told the row", async () => {
    const client = clientAs("staff");
    const told: unknown[] = [];
    const stop = client.live(client.from("tags").select("id").eq("id", 1).maybeSingle(), (row) => told.push(row));
    await until(() => told.length === 1);
    expect(told).toEqual([{ id: 1 }]);
    stop();
  });

  it("that is refused ends with the error, and is not asked again", async () => {
    const client = createClient<Catalog>({ url: front.url });
    const error = await new Promise((resolve) =>
      client.live(client.from("orders").select("id"), () => {}, { onError: resolve }),
    );
    expect(error).toMatchObject({ code: "PGRST205", status: 404 });
    await new Promise((resolve) => setTimeout(resolve, 700));
    expect(front.asked).toHaveLength(1);
  });

  it("is read again and again where fetch cannot stream", async () => {
    const bodiless: typeof fetch = async (input, init) => {
      const response = await fetch(input, init);
      if ((init?.headers as Record<string, string>)["accept"] !== "text/event-stream") return response;
      await response.body?.cancel();
      return Object.defineProperty(response, "body", { value: undefined });
    };
    const client = createClient<Catalog>({ url: front.url, token: () => shop.token("staff", 1), fetch: bodiless });
    const told: unknown[][] = [];
    const stop = client.live(client.from("tags").select("name").like("name", "poll%"), (rows) => told.push(rows), {
      poll: 30,
    });
    await until(() => told.length === 1);
    await client.from("tags").insert({ name: "poll 1" }).throwOnError();
    await until(() => told.length === 2);
    expect(told[1]).toEqual([{ name: "poll 1" }]);
    stop();
  });
});

describe("a request whose connection is cut", () => {
  it("is sent again when it reads, and not when it writes without a key", async () => {
    const client = clientAs("staff");
    front.dead = true;
    void until(() => front.asked.length > 0).then(() => (front.dead = false));
    const { data } = await client.from("tags").select("id").eq("id", 1);
    expect(data).toEqual([{ id: 1 }]);
    expect(front.asked.length).toBeGreaterThan(1);
    front.dead = true;
    front.asked.length = 0;
    const { error } = await client.from("tags").insert({ name: "cut" });
    expect(error).toMatchObject({ code: "NETWORK", retryable: true });
    expect(front.asked).toHaveLength(1);
  });

  it("is done once when it writes with a key, though it is sent twice", async () => {
    const client = clientAs("staff");
    let lost = 0;
    const losing = createClient<Catalog>({
      url: front.url,
      token: () => shop.token("staff", 1),
      retry: { first: 10 },
      fetch: async (input, init) => {
        const response = await fetch(input, init);
        if (init?.method !== "POST" || lost++ > 0) return response;
        await response.text();
        throw new TypeError("the answer was lost");
      },
    });
    const question = losing.from("addresses").insert({
      customer_id: 1,
      recipient: "once",
      street: "s",
      postal_code: "1",
      city: "c",
      country: "AT",
    });
    const { error } = await question.setHeader("idempotency-key", "one key for one write");
    expect(error).toBeNull();
    expect(lost).toBe(2);
    expect((await client.from("addresses").select("id").eq("recipient", "once")).data).toHaveLength(1);
  });

  it("waits as long as the server says, and gives up where that is too long", async () => {
    const times: number[] = [];
    let after = "1";
    const busy: typeof fetch = () => {
      times.push(performance.now());
      if (times.length === 2) return Promise.resolve(new Response("[]"));
      const body = JSON.stringify({ code: "ISTHMUS220", message: "as many requests as it takes" });
      return Promise.resolve(new Response(body, { status: 503, headers: { "retry-after": after } }));
    };
    const client = createClient<Catalog>({ url: "http://127.0.0.1:1", fetch: busy, retry: { first: 10 } });
    expect((await client.from("tags").select("id")).data).toEqual([]);
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(990);
    times.length = 0;
    after = "3600";
    const { error } = await client.from("tags").select("id");
    expect(error).toMatchObject({ status: 503, retryAfter: 3600, retryable: true });
    expect(error?.message).toBe("This is not available at the moment. Please try again shortly.");
    expect(times).toHaveLength(1);
  });

  it("ends after its time", async () => {
    const never: typeof fetch = (_, init) =>
      new Promise((__, reject) =>
        init?.signal?.addEventListener("abort", () => reject(new DOMException("x", "AbortError"))),
      );
    const client = createClient<Catalog>({ url: "http://127.0.0.1:1", fetch: never, timeout: 30, retry: { times: 0 } });
    expect((await client.from("tags").select("id")).error).toMatchObject({ code: "TIMEOUT", retryable: true });
  });
});

describe("the queue for writes", () => {
  it("keeps them in order and across a restart, and sends each once when there is a connection again", async () => {
    const store = memoryStore();
    const client = clientAs("staff");
    const first = offlineQueue(client, { store });
    expect(await first.send(client.from("tags").insert({ name: "queue 0" }))).toMatchObject({ sent: true });
    front.dead = true;
    for (const name of ["queue 1", "queue 2", "queue 1", "queue 3"])
      expect(await first.send(client.from("tags").insert({ name }), { label: name })).toMatchObject({ sent: false });
    first.close();
    expect(await store.get("isthmus.queue")).not.toContain("Bearer");

    const second = offlineQueue(client, { store });
    expect((await second.pending()).map(({ label }) => label)).toEqual(["queue 1", "queue 2", "queue 1", "queue 3"]);
    const settled: [QueuedWrite["label"], string | undefined][] = [];
    second.onSettled(({ write, error }) => settled.push([write.label, error?.code]));
    front.dead = false;
    await second.flush();
    expect(settled).toEqual([
      ["queue 1", undefined],
      ["queue 2", undefined],
      ["queue 1", "23505"],
      ["queue 3", undefined],
    ]);
    expect(await second.pending()).toEqual([]);
    second.close();
    const { data } = await client.from("tags").select("name").like("name", "queue%").order("id");
    expect(data?.map(({ name }) => name)).toEqual(["queue 0", "queue 1", "queue 2", "queue 3"]);
  });

  it("refuses at once what the server refuses", async () => {
    const client = clientAs("staff");
    const queue = offlineQueue(client, { store: memoryStore() });
    await expect(queue.send(client.from("tags").insert({ name: "queue 0" }))).rejects.toMatchObject({ code: "23505" });
    expect(await queue.pending()).toEqual([]);
    queue.close();
  });
});
