// Attempts on sockets and streams of live questions, over the running server.

import { once } from "node:events";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { type Live, openLive } from "../live/listen.ts";

const schema = `create table products (id integer primary key, name text not null);
insert into products (id, name) values (1, 'tea');`;

describe("a stranger at the sockets", () => {
  let live: Live;
  const sockets: WebSocket[] = [];
  beforeAll(async () => {
    live = await openLive("sqlite", schema, { roles: { anonymous: { products: { read: true } } } });
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.terminate();
  });
  afterAll(() => live?.close());

  const enter = async (): Promise<WebSocket> => {
    const socket = new WebSocket(`${live.origin.replace("http", "ws")}/graphql`, ["graphql-transport-ws"]);
    sockets.push(socket);
    await once(socket, "open");
    socket.send('{"type":"connection_init"}');
    await once(socket, "message");
    return socket;
  };

  const deep = `{"a":${"[".repeat(20_000)}${"]".repeat(20_000)}}`;
  it.each([
    ["a question", `{"type":"subscribe","id":"1","payload":{"query":"{products{id}}","variables":${deep}}}`],
    [
      "a subscription",
      `{"type":"subscribe","id":"1","payload":{"query":"subscription{products{id}}","extensions":${deep}}}`,
    ],
    ["a ping", `{"type":"ping","payload":${deep}}`],
  ])("does not end the process by %s whose values are nested deeper than a stack", async (_, message) => {
    const socket = await enter();
    const closed = once(socket, "close");
    socket.send(message);
    expect((await closed)[0]).toBe(4400);
    expect((await fetch(`${live.origin}/graphql?query={products{id}}`)).status).toBe(200);
  });
});
