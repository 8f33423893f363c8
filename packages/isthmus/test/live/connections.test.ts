// What the network and the databases do to those who listen: readers that do not read, servers that stop, a database
// that goes away and comes back.

import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { Listener, Subscribing } from "../../src/engine/index.ts";
import { serve } from "../../src/server/command/serve.ts";
import { postgres } from "../../src/index.ts";
import { openOwnPostgres } from "../faults/own-postgres.ts";
import { administer } from "../kit/servers.ts";
import { face, mirror, open } from "../kit/open-http.ts";
import { changeTriggers } from "../../src/sources/postgres/changes.ts";
import { eventually, listen, newest, openLive } from "./listen.ts";

/** An HTTP server whose subscriptions the test answers itself. */
async function openAnswering(times: { readonly stuck?: number; readonly heartbeat?: number } = {}) {
  const listeners: Listener[] = [];
  const asked: Subscribing[] = [];
  let closed = 0;
  const opened = await open(mirror, {
    mounts: [
      { path: "/api", interface: face },
      { path: "/graphql", interface: face, graphql: true },
    ],
    live: {
      authenticate: () => ({ kind: "anonymous", id: "", roles: ["anonymous"], claims: {} }),
      subscribe: (one, listener) => {
        asked.push(one);
        listeners.push(listener);
        return { close: () => void closed++ };
      },
    },
    liveTimes: times,
  });
  const tell = (body: string): void => listeners[0]?.next({ status: 200, headers: {}, body });
  return { ...opened, asked, listeners, tell, closed: () => closed };
}

const sockets: (Socket | WebSocket)[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) {
    if ("terminate" in socket) socket.terminate();
    else socket.destroy();
  }
});

async function openSocket(port: number): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, "graphql-transport-ws");
  sockets.push(socket.on("error", () => {}));
  await new Promise((resolve) => socket.once("open", resolve));
  socket.send(JSON.stringify({ type: "connection_init" }));
  await new Promise((resolve) => socket.once("message", resolve));
  return socket;
}

const subscription = JSON.stringify({ type: "subscribe", id: "a", payload: { query: "subscription { a }" } });
const filling = (n: number): string => JSON.stringify({ n, filling: "x".repeat(200_000) });

describe("a reader who does not keep up", () => {
  it("of events misses the answers in between, and gets the newest", async () => {
    const { port, listeners, tell, closed } = await openAnswering();
    const socket = connect({ host: "127.0.0.1", port });
    sockets.push(socket);
    socket.write("GET /api/x HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n");
    await eventually(() => expect(listeners).toHaveLength(1));
    socket.pause();
    for (let n = 0; n < 200; n++) {
      tell(filling(n));
      if (n % 20 === 0) await sleep(5);
    }
    let text = "";
    socket.on("data", (part) => (text += part.toString("latin1")));
    socket.resume();
    await eventually(() => expect(text).toContain('{"n":199'));
    expect([...text.matchAll(/\{"n":/g)].length).toBeLessThan(150);
    socket.destroy();
    await eventually(() => expect(closed()).toBe(1));
  });

  it("over a socket misses the answers in between, and gets the newest", async () => {
    const { port, listeners, tell } = await openAnswering();
    const socket = await openSocket(port);
    socket.send(subscription);
    await eventually(() => expect(listeners).toHaveLength(1));
    socket.pause();
    for (let n = 0; n < 200; n++) {
      tell(filling(n));
      if (n % 20 === 0) await sleep(5);
    }
    const numbers: number[] = [];
    socket.on("message", (data) => {
      numbers.push((JSON.parse((data as Buffer).toString()) as { payload: { n: number } }).payload.n);
    });
    socket.resume();
    await eventually(() => expect(numbers.at(-1)).toBe(199));
    expect(numbers.length).toBeLessThan(150);
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  });

  it("is let go of when he takes nothing for too long", async () => {
    const { port, listeners, closed } = await openAnswering({ stuck: 300, heartbeat: 200 });
    const events = connect({ host: "127.0.0.1", port });
    sockets.push(events.on("error", () => {}));
    events.write("GET /api/x HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n");
    await eventually(() => expect(listeners).toHaveLength(1));
    events.pause();
    const socket = await openSocket(port);
    socket.send(subscription);
    await eventually(() => expect(listeners).toHaveLength(2));
    socket.pause();
    // The machine itself takes some megabytes for each before they are stuck.
    for (let n = 0; n < 500 && closed() < 2; n++) {
      for (const { next } of listeners) next({ status: 200, headers: {}, body: filling(n) });
      await sleep(10);
    }
    await eventually(() => expect(closed()).toBe(2));
  });
});

describe("a caller", () => {
  it("who leaves is forgotten, and one who stays gets signs of life", async () => {
    const { address, listeners, closed } = await openAnswering({ heartbeat: 50 });
    const controller = new AbortController();
    const response = fetch(`${address}/api/x`, {
      headers: { accept: "text/event-stream" },
      signal: controller.signal,
    });
    await eventually(() => expect(listeners).toHaveLength(1));
    listeners[0]?.next({ status: 200, headers: {}, body: "1\n2" });
    const reader = (await response).body?.pipeThrough(new TextDecoderStream()).getReader();
    let text = "";
    while (!text.includes(":\n\n")) text += (await reader?.read())?.value ?? "";
    expect(text).toMatch(/^data: 1\ndata: 2\n\n:\n\n/);
    controller.abort();
    await eventually(() => expect(closed()).toBe(1));
  });

  it("says who he is in the first message of a socket, and his headers do not travel with his questions", async () => {
    const { port, asked } = await openAnswering();
    const socket = new WebSocket(`ws://127.0.0.1:${port}/graphql`, "graphql-transport-ws", {
      headers: { "x-api-key": "of the upgrade", "x-other": "1" },
    });
    sockets.push(socket);
    await new Promise((resolve) => socket.once("open", resolve));
    socket.send(JSON.stringify({ type: "connection_init", payload: { headers: { Authorization: "Bearer t" } } }));
    await new Promise((resolve) => socket.once("message", resolve));
    socket.send(subscription);
    await eventually(() => expect(asked).toHaveLength(1));
    expect(asked[0]?.credentials).toEqual({ authorization: "Bearer t" });
    expect(asked[0]?.request).toMatchObject({ method: "SUBSCRIBE", path: "/", body: '{"query":"subscription { a }"}' });
    expect(Object.keys(asked[0]?.request.headers ?? {})).toEqual(["content-type", "accept"]);
  });

  it("who asks for another protocol than sockets is answered as ever", async () => {
    const { address } = await openAnswering();
    const response = await fetch(`${address}/api/x`);
    expect(response.status).toBe(200);
    const { port } = new URL(address);
    const socket = connect({ host: "127.0.0.1", port: Number(port) });
    sockets.push(socket);
    let text = "";
    socket.on("data", (part) => (text += part.toString()));
    socket.write("GET /api/x HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
    await eventually(() => expect(text).toMatch(/^HTTP\/1\.1 200 OK/));
  });
});

describe("a stop of the server", () => {
  it("ends streams, closes sockets with 1001, and does not wait for readers that do not read", async () => {
    const { address, port, listeners, server } = await openAnswering();
    const stream = listen(`${address}/api/x`);
    await eventually(() => expect(listeners).toHaveLength(1));
    listeners[0]?.next({ status: 200, headers: {}, body: "1" });
    const socket = await openSocket(port);
    const closed = new Promise((resolve) => socket.once("close", (code) => resolve(code)));
    const deaf = await openSocket(port);
    deaf.pause();
    const began = performance.now();
    await server.close();
    expect(performance.now() - began).toBeLessThan(4_000);
    expect(await closed).toBe(1001);
    const ended = await stream;
    await eventually(() => expect(ended.ended).toBe(true));
    expect(ended.events).toEqual(["message|1"]);
  });
});

describe("PostgreSQL", () => {
  it("that goes away and comes back ends no subscription, and what changed meanwhile is told", async () => {
    const database = await openOwnPostgres();
    await administer(
      database.url,
      `create table products (id integer primary key, name text);
       insert into products values (1, 'tea');
       ${changeTriggers([{ schema: "public", name: "products" }])}`,
    );
    const { server } = await serve(
      {
        sources: { shop: postgres({ url: database.url }) },
        roles: { anonymous: { products: { read: true } } },
        server: { port: 0, admin: false, store: ":memory:", logLevel: "silent" },
      },
      {},
    );
    try {
      const names = await listen(`${server.addresses.api}/products?select=name&order=id`);
      await newest(names, `message|[{"name":"tea"}]`);
      await database.stop();
      await sleep(200);
      await database.start();
      await administer(database.url, "update products set name = 'chai'");
      await newest(names, `message|[{"name":"chai"}]`);
      await sleep(500);
      await administer(database.url, "insert into products values (2, 'cup')");
      await eventually(() => expect(names.events.at(-1)).toContain("cup"));
      expect(names.ended).toBe(false);
      names.close();
    } finally {
      await server.stop();
      await database.close();
    }
  });
});

describe("many idle subscribers", () => {
  it("who ask the same cost one question a change, and nothing while nothing changes", async () => {
    const live = await openLive(
      "postgres",
      `create table products (id integer primary key, name text); insert into products values (1, 'tea');`,
      { roles: { anonymous: { products: { read: true, update: true } } } },
    );
    try {
      const all = await Promise.all(Array.from({ length: 50 }, () => listen(`${live.api}/products?select=name`)));
      await Promise.all(all.map((one) => newest(one, `message|[{"name":"tea"}]`)));
      const reads = async (): Promise<number> => {
        // The statistics of a session are told at its own pace.
        await sleep(1_200);
        return live.count("select seq_scan::int as n from pg_stat_user_tables where relname = 'products'");
      };
      const before = await reads();
      expect(await reads()).toBe(before);
      await fetch(`${live.api}/products?id=eq.1`, {
        method: "PATCH",
        headers: { "content-type": "application/json" },
        body: `{"name":"chai"}`,
      });
      await Promise.all(all.map((one) => newest(one, `message|[{"name":"chai"}]`)));
      expect((await reads()) - before).toBeLessThan(5);
      for (const one of all) one.close();
    } finally {
      await live.close();
    }
  });
});
