// Limits as callers meet them, on real sockets.

import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { Configuration } from "../../src/core/index.ts";
import type { OpenServer } from "../kit/open-server.ts";
import { keyA, keyB, openShop } from "./shop.ts";

let shop: OpenServer | undefined;
afterEach(async () => {
  await shop?.close();
  shop = undefined;
});

async function open(
  limits: Configuration["limits"],
  more?: Omit<Configuration, "sources" | "limits">,
): Promise<(path: string, init?: RequestInit & { key?: string }) => Promise<Response>> {
  const opened = await openShop(limits, more);
  shop = opened;
  return (path, { key, ...init } = {}) =>
    fetch(opened.api.replace(/\/api$/, "") + path, {
      ...init,
      headers: { ...(key === undefined ? {} : { "x-api-key": key }), ...(init.headers as Record<string, string>) },
    });
}

const statuses = async (asking: readonly Promise<Response>[]): Promise<readonly number[]> =>
  (await Promise.all(asking)).map(({ status }) => status);
const times = <T>(count: number, make: () => T): readonly T[] => Array.from({ length: count }, make);
const counted = (all: readonly number[], status: number): number => all.filter((one) => one === status).length;

describe("a limit of an address", () => {
  it("says how much is left, and refuses what is more with the time to wait", async () => {
    const ask = await open({ rate: [{ name: "visitors", per: "address", allow: 3, every: "1m" }] });
    const first = await ask("/api/products");
    expect(first.status).toBe(200);
    expect(first.headers.get("ratelimit-policy")).toBe('"visitors";q=3;w=60');
    expect(first.headers.get("ratelimit")).toMatch(/^"visitors";r=2;t=(19|20)$/);
    await ask("/api/products");
    await ask("/api/products");
    const refused = await ask("/api/products");
    expect(refused.status).toBe(429);
    const wait = Number(refused.headers.get("retry-after"));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(20);
    expect(refused.headers.get("ratelimit")).toBe(`"visitors";r=0;t=${wait}`);
    expect(await refused.json()).toEqual({
      code: "ISTHMUS750",
      details: { "violated-policies": ["visitors"], allow: 3, every: "1m", per: "address" },
      hint: "Wait as long as Retry-After says",
      message: 'Too many requests: the limit "visitors" allows your address 3 in 1m',
    });
  });

  it("is held exactly under parallel requests", async () => {
    const ask = await open({ rate: [{ per: "address", allow: 20, every: "1h" }] });
    const all = await statuses(times(60, () => ask("/api/products")));
    expect([counted(all, 200), counted(all, 429)]).toEqual([20, 40]);
  });

  it("counts those whom nobody knows, whatever they show", async () => {
    const ask = await open({ rate: [{ per: "address", role: "anonymous", allow: 2, every: "1h" }] });
    const junk = { authorization: "Bearer nonsense" };
    const asking = [];
    for (const headers of [junk, junk, junk, {}] as Record<string, string>[])
      asking.push((await ask("/api/products", { headers })).status);
    expect(asking).toEqual([401, 401, 429, 429]);
    expect((await ask("/api/products", { key: keyA })).status).toBe(200);
  });

  it("cannot be got around by headers, unless a proxy is trusted to write them", async () => {
    const limits: Configuration["limits"] = { rate: [{ per: "address", allow: 2, every: "1h" }] };
    const from = (address: string): RequestInit => ({
      headers: { "x-forwarded-for": address, forwarded: `for=${address}` },
    });
    const ask = await open(limits);
    const spoofed = await statuses(
      ["1.1.1.1", "2.2.2.2", "3.3.3.3"].map((address) => ask("/api/products", from(address))),
    );
    expect(counted(spoofed, 429)).toBe(1);
    await shop?.close();
    const behind = await open(limits, { server: { trustedProxies: ["loopback"] } });
    const told = await statuses(
      ["1.1.1.1", "2.2.2.2", "3.3.3.3"].map((address) => behind("/api/products", from(address))),
    );
    expect(told).toEqual([200, 200, 200]);
    const left = await statuses(times(3, () => behind("/api/products", from("9.9.9.9, 1.1.1.1"))));
    expect(counted(left, 200)).toBe(1);
    const network = await statuses(
      ["2001:db8::1", "2001:db8::2", "2001:db8::ffff:3"].map((one) => behind("/api/products", from(one))),
    );
    expect(counted(network, 200)).toBe(2);
  });
});

describe("a limit of callers", () => {
  it("counts each by himself, whatever address he has", async () => {
    const ask = await open({ rate: [{ per: "principal", role: "customer", allow: 2, every: "1h" }] });
    const all = async (key: string) => statuses(times(4, () => ask("/api/products", { key })));
    expect(counted(await all(keyA), 200)).toBe(2);
    expect(counted(await all(keyB), 200)).toBe(2);
    expect((await ask("/api/products")).status).toBe(200);
  });

  it("counts a key, or a role as a whole", async () => {
    const ask = await open({
      rate: [
        { name: "key a", per: "key", key: "a", allow: 3, every: "1h" },
        { name: "customers", per: "role", role: "customer", allow: 4, every: "1h" },
      ],
    });
    const first = await ask("/api/products", { key: keyA });
    expect(first.headers.get("ratelimit-policy")).toBe('"key a";q=3;w=3600, "customers";q=4;w=3600');
    expect(counted(await statuses(times(5, () => ask("/api/products", { key: keyA }))), 200)).toBe(2);
    expect(counted(await statuses(times(5, () => ask("/api/products", { key: keyB }))), 200)).toBe(1);
  });

  it("counts what they ask of one resource alone, and what they do with it", async () => {
    const ask = await open({
      rate: [{ name: "reviews", per: "principal", resource: "reviews", verb: "insert", allow: 1, every: "1h" }],
    });
    const write = () =>
      ask("/api/reviews", {
        key: keyA,
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ product_id: 1, body: "Fine" }),
      });
    const written = await write();
    expect(written.status).toBe(201);
    expect(written.headers.get("ratelimit")).toMatch(/^"reviews";r=0;t=\d+$/);
    expect((await write()).status).toBe(429);
    const read = await ask("/api/reviews?select=id", { key: keyA });
    expect(read.status).toBe(200);
    expect(await read.json()).toHaveLength(2);
    expect(read.headers.get("ratelimit")).toBeNull();
  });
});

describe("a limit counts questions", () => {
  it("each field at the root of a GraphQL operation, whatever it is called", async () => {
    const ask = await open({ rate: [{ per: "address", allow: 10, every: "1h" }] });
    const query = (fields: number): Promise<Response> =>
      ask("/graphql", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({
          query: `{ ${times(fields, () => 0)
            .map((_, n) => `f${n}: products { id }`)
            .join(" ")} }`,
        }),
      });
    const first = await query(6);
    expect(first.headers.get("ratelimit")).toMatch(/;r=4;/);
    const second = await query(6);
    expect(second.status).toBe(429);
    expect(await second.json()).toMatchObject({ errors: [{ extensions: { code: "ISTHMUS750" } }] });
  });

  it("refuses for good what is more at once than is ever allowed", async () => {
    const ask = await open({ rate: [{ per: "address", allow: 3, every: "1h" }] });
    const body = JSON.stringify({
      query: "{ a: products { id } b: products { id } c: products { id } d: products { id } }",
    });
    const refused = await ask("/graphql", { method: "POST", headers: { "content-type": "application/json" }, body });
    expect(refused.status).toBe(429);
    expect(refused.headers.get("retry-after")).toBeNull();
    expect(await refused.text()).toContain("Ask in several requests");
  });

  it("each operation on a socket", async () => {
    await open({ rate: [{ per: "address", allow: 4, every: "1h" }] });
    const socket = new WebSocket(
      `${(shop?.api ?? "").replace("http", "ws").replace(/\/api$/, "")}/graphql`,
      "graphql-transport-ws",
    );
    const heard: string[] = [];
    await new Promise<void>((resolve) => {
      socket.on("open", () => socket.send(`{"type":"connection_init"}`));
      socket.on("message", (data: Buffer) => {
        const message = JSON.parse(data.toString()) as { type: string; id?: string };
        if (message.type === "connection_ack") {
          for (let n = 0; n < 6; n++)
            socket.send(
              JSON.stringify({
                type: "subscribe",
                id: String(n),
                payload: { query: n % 2 === 0 ? "{ products { id } }" : "subscription { products { id } }" },
              }),
            );
        } else if (message.type !== "complete") heard.push(message.type);
        if (heard.length === 6) resolve();
      });
    });
    socket.terminate();
    expect(heard.filter((type) => type === "error")).toHaveLength(3);
    expect(heard.filter((type) => type === "next")).toHaveLength(3);
  });
});

describe("a quota", () => {
  it("is used up with the day, and says when that ends", async () => {
    const ask = await open({
      quotas: [{ name: "daily", per: "key", allow: 2, every: "day", timeZone: "Pacific/Auckland" }],
    });
    await ask("/api/products", { key: keyA });
    await ask("/api/products", { key: keyA });
    const refused = await ask("/api/products", { key: keyA });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeLessThanOrEqual(25 * 3_600);
    expect(await refused.json()).toMatchObject({ code: "ISTHMUS751" });
    expect((await ask("/api/products")).status).toBe(200);
  });
});

describe("lists of addresses", () => {
  it("keep out whom they name, at every door", async () => {
    const ask = await open(undefined, {
      server: { trustedProxies: ["loopback"], addresses: { deny: ["203.0.113.0/24"] } },
    });
    const from = (address: string): RequestInit => ({ headers: { "x-forwarded-for": address } });
    for (const path of ["/api/products", "/graphql", "/health/live", "/nothing"]) {
      const refused = await ask(path, from("203.0.113.9"));
      expect([refused.status, await refused.json()]).toMatchObject([403, { code: "ISTHMUS752" }]);
    }
    expect((await ask("/api/products", from("::ffff:203.0.113.9"))).status).toBe(403);
    expect((await ask("/api/products", from("203.0.114.9"))).status).toBe(200);
  });

  it("let in nobody but whom they name", async () => {
    const ask = await open(undefined, { server: { addresses: { allow: ["10.0.0.0/8"] } } });
    expect((await ask("/api/products")).status).toBe(403);
    await shop?.close();
    const inside = await open(undefined, { server: { addresses: { allow: ["127.0.0.0/8"] } } });
    expect((await inside("/api/products")).status).toBe(200);
  });
});

describe("a configuration that cannot be", () => {
  it.each([
    [{ limits: { rate: [{ per: "address", allow: 1, every: "1 minute" as "1m" }] } }, "limits.rate"],
    [{ server: { trustedProxies: ["10.0.0.0/99"] } }, "10.0.0.0/99"],
    [{ server: { addresses: { deny: ["lan"] } } }, '"lan"'],
    [{ server: { headers: { "Content-Length": "1" } } }, "Content-Length"],
    [
      {
        limits: {
          rate: [
            { name: "a", per: "address", allow: 1, every: "1s" },
            { name: "a", per: "key", allow: 1, every: "1s" },
          ],
        },
      },
      "another rule",
    ],
  ] satisfies [Omit<Configuration, "sources">, string][])("%j is refused, and says so", async (configuration, text) => {
    const { limits, ...more } = configuration as Omit<Configuration, "sources">;
    await expect(openShop(limits, more)).rejects.toThrow(text);
  });
});
