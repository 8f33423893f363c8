// GraphQL subscriptions as their clients ask for them: the client of graphql-ws over a real socket, and Server-Sent
// Events, on both databases.

import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Client, createClient } from "graphql-ws";
import { SignJWT } from "jose";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { claim } from "../../src/index.ts";
import { eventually, listen, type Live, newest, openLive } from "./listen.ts";

const schema = `
  create table products (id integer primary key, name text not null, price integer not null);
  create table orders (id integer primary key, owner text not null, product_id integer references products (id));
  insert into products (id, name, price) values (1, 'tea', 3), (2, 'cup', 9);
  insert into orders (id, owner, product_id) values (1, 'ann', 1), (2, 'bob', 2);`;
const secret = "a secret of at least thirty-two bytes";
const all = { read: true, insert: true, update: true, delete: true } as const;

const token = (role: string, sub: string, seconds = 600): Promise<string> =>
  new SignJWT({ role, sub })
    .setProtectedHeader({ alg: "HS256" })
    .setExpirationTime(Math.floor(Date.now() / 1000) + seconds)
    .sign(new TextEncoder().encode(secret));

describe.each(["sqlite", "postgres"] as const)("GraphQL on %s", (database) => {
  let live: Live;
  let staff: string;
  const clients: Client[] = [];
  const sockets: WebSocket[] = [];
  beforeAll(async () => {
    live = await openLive(database, schema, {
      auth: { jwt: { secret } },
      roles: {
        anonymous: { products: { read: true } },
        customer: {
          products: { read: { fields: ["id", "name"] } },
          orders: { read: { where: { owner: claim("sub") } } },
        },
        staff: { products: all, orders: all },
      },
      server: { cors: { origins: ["https://shop.example"] } },
    });
    staff = await token("staff", "s");
  });
  afterAll(() => live.close());
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.dispose();
    for (const socket of sockets.splice(0)) socket.terminate();
  });

  const address = () => `${live.origin.replace("http", "ws")}/graphql`;
  const connect = (bearer?: string): Client => {
    const client = createClient({
      url: address(),
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      ...(bearer === undefined ? {} : { connectionParams: { Authorization: `Bearer ${bearer}` } }),
    });
    clients.push(client);
    return client;
  };
  const subscribe = (client: Client, query: string, variables: Record<string, unknown> = {}) => {
    const heard: unknown[] = [];
    const ends: unknown[] = [];
    const stop = client.subscribe(
      { query, variables },
      {
        next: (result) => heard.push(result),
        error: (error) => ends.push(error),
        complete: () => ends.push("complete"),
      },
    );
    return { heard, ends, stop };
  };
  const socketOf = (protocol: string | undefined, headers: Record<string, string> = {}): WebSocket => {
    const socket = new WebSocket(address(), protocol === undefined ? [] : [protocol], { headers });
    sockets.push(socket);
    endings.set(
      socket,
      new Promise((resolve) => socket.once("close", (code, reason) => resolve([code, reason.toString()]))),
    );
    return socket.on("error", () => {});
  };
  const endings = new WeakMap<WebSocket, Promise<readonly [number, string]>>();
  const opened = async (headers?: Record<string, string>): Promise<WebSocket> => {
    const socket = socketOf("graphql-transport-ws", headers);
    await new Promise((resolve) => socket.once("open", resolve));
    return socket;
  };
  const change = async (path: string, method: string, body?: unknown): Promise<void> => {
    const response = await fetch(live.api + path, {
      method,
      headers: { "content-type": "application/json", authorization: `Bearer ${staff}` },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(response.ok).toBe(true);
  };

  it("pushes what a change through REST has made of the answer", async () => {
    const names = subscribe(
      connect(),
      "subscription ($not: String!) { products(where: {price: {_lt: 5}, name: {_neq: $not}}, order_by: {id: asc}) { title: name } }",
      { not: "jug" },
    );
    await eventually(() =>
      expect([names.heard, names.ends]).toEqual([[{ data: { products: [{ title: "tea" }] } }], []]),
    );
    await change("/products?id=eq.2", "PATCH", { price: 4 });
    await eventually(() => expect(names.heard).toHaveLength(2));
    expect(names.heard[1]).toEqual({ data: { products: [{ title: "tea" }, { title: "cup" }] } });
    await change("/products?id=eq.2", "PATCH", { price: 9 });
    await eventually(() => expect(names.heard).toHaveLength(3));
    names.stop();
    await eventually(() => expect(names.ends).toEqual(["complete"]));
  });

  it("answers questions and changes over the socket once, and the change is pushed", async () => {
    const client = connect(staff);
    const orders = subscribe(client, "subscription { orders(order_by: {id: asc}) { id product { name } } }");
    await eventually(() => expect(orders.heard).toHaveLength(1));
    const made = subscribe(
      client,
      `mutation { insert_orders_one(object: {id: 5, owner: "ann", product_id: 1}) { id } }`,
    );
    await eventually(() => expect(made.ends).toEqual(["complete"]));
    expect(made.heard).toEqual([{ data: { insert_orders_one: { id: 5 } } }]);
    await eventually(() => expect(orders.heard).toHaveLength(2));
    expect(orders.heard[1]).toMatchObject({ data: { orders: [{}, {}, { id: 5, product: { name: "tea" } }] } });
    const asked = subscribe(client, "query { orders_by_pk(id: 5) { owner } }");
    await eventually(() => expect(asked.ends).toEqual(["complete"]));
    expect(asked.heard).toEqual([{ data: { orders_by_pk: { owner: "ann" } } }]);
    await change("/orders?id=eq.5", "DELETE");
  });

  it("shows each what he may see, and refuses what he may not name", async () => {
    const question = "subscription { orders(order_by: {id: asc}) { id } }";
    const ann = subscribe(connect(await token("customer", "ann")), question);
    const bob = subscribe(connect(await token("customer", "bob")), question);
    await eventually(() => expect([ann.heard.length, bob.heard.length]).toEqual([1, 1]));
    await change("/orders", "POST", { id: 6, owner: "bob", product_id: 1 });
    await eventually(() => expect(bob.heard).toHaveLength(2));
    expect(ann.heard).toEqual([{ data: { orders: [{ id: 1 }] } }]);
    await change("/orders?id=eq.6", "DELETE");
    for (const [query, who] of [
      [question, undefined],
      ["subscription { products { price } }", await token("customer", "ann")],
    ] as const) {
      const refused = subscribe(connect(who), query);
      await eventually(() => expect(refused.ends).toHaveLength(1));
      expect([refused.heard, JSON.stringify(refused.ends)]).toEqual([
        [],
        expect.stringContaining("Cannot query field"),
      ]);
    }
  });

  it("closes the socket with 4403 when the token ends, and at the beginning when it does not hold", async () => {
    const brief = connect(await token("customer", "ann", 2));
    const closed = new Promise((resolve) => brief.on("closed", resolve));
    const orders = subscribe(brief, "subscription { orders { id } }");
    await eventually(() => expect(orders.heard).toHaveLength(1));
    expect(await closed).toMatchObject({ code: 4403, reason: "JWT expired" });
    const wrong = connect("no.token.at-all");
    const refused = new Promise((resolve) => wrong.on("closed", resolve));
    subscribe(wrong, "subscription { products { id } }");
    expect(await refused).toMatchObject({ code: 4403 });
  });

  it("takes pages of origins that CORS allows alone, and of its own", async () => {
    const tried = async (headers: Record<string, string>): Promise<number> => {
      const socket = socketOf("graphql-transport-ws", headers);
      return new Promise((resolve) => {
        socket.once("open", () => resolve(101));
        socket.once("unexpected-response", (_, response) => resolve(response.statusCode ?? 0));
      });
    };
    expect(await tried({ origin: "https://evil.example" })).toBe(403);
    expect(await tried({ origin: "null" })).toBe(403);
    expect(await tried({ origin: "https://shop.example" })).toBe(101);
    expect(await tried({ origin: live.origin })).toBe(101);
    expect(await tried({})).toBe(101);
  });

  it("keeps to the protocol's close codes", async () => {
    const other = socketOf(undefined);
    const silent = await opened();
    silent.send(JSON.stringify({ type: "subscribe", id: "1", payload: { query: "subscription { products { id } }" } }));
    const garbled = await opened();
    garbled.send("{");
    const binary = await opened();
    binary.send(Buffer.from([1, 2]));
    const twice = await opened();
    for (let n = 0; n < 2; n++) twice.send(JSON.stringify({ type: "connection_init" }));
    const same = await opened();
    same.send(JSON.stringify({ type: "connection_init" }));
    await new Promise((resolve) => same.once("message", resolve));
    for (let n = 0; n < 2; n++)
      same.send(JSON.stringify({ type: "subscribe", id: "x", payload: { query: "subscription { products { id } }" } }));
    const large = await opened();
    large.send("x".repeat(1_100_000));
    expect(
      await Promise.all(
        [other, silent, garbled, binary, twice, same, large].map(async (socket) => endings.get(socket)),
      ),
    ).toEqual([
      [4406, "Subprotocol not acceptable"],
      [4401, "Unauthorized"],
      [4400, "Invalid message"],
      [4400, "Invalid message"],
      [4429, "Too many initialisation requests"],
      [4409, "Subscriber for x already exists"],
      [1009, ""],
    ]);
  });

  it("answers pings, takes the credentials of the upgrade, and forgets an operation that its caller completes", async () => {
    const socket = await opened({ authorization: `Bearer ${await token("customer", "ann")}` });
    const heard: unknown[] = [];
    socket.on("message", (data) => heard.push(JSON.parse((data as Buffer).toString())));
    const send = (message: unknown): void => socket.send(JSON.stringify(message));
    send({ type: "connection_init" });
    send({ type: "ping", payload: { n: 1 } });
    await eventually(() => expect(heard).toHaveLength(2));
    expect(heard).toEqual(expect.arrayContaining([{ type: "connection_ack" }, { type: "pong", payload: { n: 1 } }]));
    send({ type: "subscribe", id: "a", payload: { query: "subscription { orders { id } }" } });
    await eventually(() =>
      expect(heard[2]).toEqual({ id: "a", type: "next", payload: { data: { orders: [{ id: 1 }] } } }),
    );
    send({ type: "complete", id: "a" });
    await change("/orders", "POST", { id: 8, owner: "ann", product_id: 1 });
    await sleep(150);
    await change("/orders?id=eq.8", "DELETE");
    expect(heard).toHaveLength(3);
  });

  it("takes a subscription by its hash alone", async () => {
    const query = "subscription { products_by_pk(id: 2) { name } }";
    const sha256Hash = createHash("sha256").update(query).digest("hex");
    const extensions = { persistedQuery: { version: 1, sha256Hash } };
    const socket = await opened();
    const heard: { id?: string; type: string; payload?: unknown }[] = [];
    socket.on("message", (data) => heard.push(JSON.parse((data as Buffer).toString()) as (typeof heard)[number]));
    const send = (message: unknown): void => socket.send(JSON.stringify(message));
    const answers = (id: string) => heard.filter((one) => one.id === id);
    send({ type: "connection_init" });
    await eventually(() => expect(heard).toEqual([{ type: "connection_ack" }]));
    send({ type: "subscribe", id: "unknown", payload: { extensions } });
    await eventually(() => expect(JSON.stringify(answers("unknown"))).toContain("PersistedQueryNotFound"));
    send({ type: "subscribe", id: "both", payload: { query, extensions } });
    const cup = { data: { products_by_pk: { name: "cup" } } };
    await eventually(() => expect(answers("both")).toEqual([{ id: "both", type: "next", payload: cup }]));
    send({ type: "subscribe", id: "hash", payload: { extensions } });
    await eventually(() => expect(answers("hash")).toEqual([{ id: "hash", type: "next", payload: cup }]));
    await change("/products?id=eq.2", "PATCH", { name: "mug" });
    const mug = { data: { products_by_pk: { name: "mug" } } };
    await eventually(() => expect(answers("hash").at(-1)).toEqual({ id: "hash", type: "next", payload: mug }));
    await change("/products?id=eq.2", "PATCH", { name: "cup" });
  });

  it("streams a subscription over server-sent events, and a query once", async () => {
    const ask = (query: string, accept = "text/event-stream") =>
      listen(`${live.origin}/graphql`, {
        method: "POST",
        headers: { accept, "content-type": "application/json", authorization: `Bearer ${staff}` },
        body: JSON.stringify({ query }),
      });
    const stream = await ask("subscription { products_by_pk(id: 1) { name } }");
    await newest(stream, `next|{"data":{"products_by_pk":{"name":"tea"}}}`);
    await change("/products?id=eq.1", "PATCH", { name: "chai" });
    await newest(stream, `next|{"data":{"products_by_pk":{"name":"chai"}}}`);
    await change("/products?id=eq.1", "PATCH", { name: "tea" });
    stream.close();
    const once = await ask("{ products_by_pk(id: 1) { name } }", "text/event-stream, application/json");
    await eventually(() => expect(once.ended).toBe(true));
    expect(once.events).toEqual([`next|{"data":{"products_by_pk":{"name":"tea"}}}`, "complete|"]);
    const wrong = await ask("subscription { nothing { id } }");
    await eventually(() => expect(wrong.ended).toBe(true));
    expect(wrong.events).toEqual([expect.stringMatching(/^next\|.*Cannot query field/), "complete|"]);
  });
});
