// What has no end, or a long way to it: event streams, sockets, large bodies. Nothing of it is gathered on the way.

import { createServer as createHttp, request as ask } from "node:http";
import { connect as connectHttp2 } from "node:http2";
import { type AddressInfo, connect } from "node:net";
import { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import WebSocket, { WebSocketServer } from "ws";
import { createAuthority } from "../kit/certificates.ts";
import { get, raw } from "../kit/open-http.ts";
import { callersSecret, openDoor, service } from "../kit/open-routes.ts";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function echoes(): Promise<{
  readonly origin: string;
  readonly headers: (string | undefined)[];
  readonly open: () => number;
}> {
  const server = createHttp((_, response) => void response.writeHead(403).end("no socket here"));
  const sockets = new WebSocketServer({ server, path: "/legacy/socket", handleProtocols: () => "talk" });
  const headers: (string | undefined)[] = [];
  sockets.on("connection", (socket, request) => {
    headers.push(request.headers["x-forwarded-for"] as string, request.headers["isthmus-identity"] as string);
    socket.send("welcome");
    socket.on("message", (data, binary) => socket.send(data, { binary }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closing.push(() => {
    for (const one of sockets.clients) one.terminate();
    server.close();
    server.closeAllConnections();
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    headers,
    open: () => sockets.clients.size,
  };
}

describe("a socket", () => {
  it("is passed through, both ways, and closed on both sides when one leaves", async () => {
    const { origin, headers, open } = await echoes();
    const { address, observed } = await openDoor({ "/legacy/*": { targets: origin } });
    const socket = new WebSocket(`${address.replace("http", "ws")}/legacy/socket`, ["talk"], {
      headers: { "isthmus-identity": "forged", "x-forwarded-for": "6.6.6.6" },
    });
    const heard: string[] = [];
    socket.on("message", (data: Buffer) => heard.push(data.toString()));
    await new Promise((resolve) => socket.once("open", resolve));
    expect(socket.protocol).toBe("talk");
    const large = "x".repeat(200_000);
    socket.send("hello");
    socket.send(large);
    await vi.waitFor(() => expect(heard).toHaveLength(3));
    expect(heard).toEqual(["welcome", "hello", large]);
    expect(headers).toEqual(["127.0.0.1", undefined]);
    expect(observed.at(-1)).toMatchObject({ request: { status: 101, targets: ["/legacy/*"] } });
    socket.terminate();
    await vi.waitFor(() => expect(open()).toBe(0));
  });

  it("that the service refuses is refused with its words, and with ours where nobody may pass", async () => {
    const { origin } = await echoes();
    const { port } = await openDoor(
      {
        "/legacy/*": { targets: origin },
        "/staff/*": { targets: origin, access: ["staff"] },
        "/gone/*": { targets: "http://127.0.0.1:9" },
      },
      { auth: { jwt: { secret: callersSecret } }, roles: { anonymous: {}, staff: {} } },
    );
    const asking = (path: string) =>
      `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;
    expect(await raw(port, asking("/legacy/other"))).toMatch(/^HTTP\/1\.1 400 Bad Request/);
    expect(await raw(port, asking("/staff/socket"))).toMatch(/^HTTP\/1\.1 401 Unauthorized\r\n[^]*ISTHMUS767/);
    expect(await raw(port, asking("/gone/socket"))).toMatch(/^HTTP\/1\.1 502 Bad Gateway\r\n[^]*ISTHMUS760/);
  });

  it("is let go when the server stops", async () => {
    const { origin, open } = await echoes();
    const { address, server } = await openDoor({ "/legacy/*": { targets: origin } });
    const socket = new WebSocket(`${address.replace("http", "ws")}/legacy/socket`);
    await new Promise((resolve) => socket.once("open", resolve));
    const gone = new Promise((resolve) => socket.once("close", resolve));
    const begun = performance.now();
    await server.close();
    await gone;
    expect(performance.now() - begun).toBeLessThan(1_500);
    await vi.waitFor(() => expect(open()).toBe(0));
  });
});

it("an event stream comes event by event, begins ahead of the first, and ends for the service when the caller leaves", async () => {
  let tell: (text: string) => void = () => {};
  let left = false;
  const { origin } = await service((_, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
    tell = (text) => void response.write(`data: ${text}\n\n`);
    response.on("close", () => (left = true));
  });
  const { address } = await openDoor({ "/legacy/*": { targets: origin, timeout: { idle: 300, headers: 300 } } });
  const leaving = new AbortController();
  const answer = await fetch(`${address}/legacy/events`, { signal: leaving.signal });
  const events = (answer.body as ReadableStream<Uint8Array>).getReader();
  tell("one");
  expect(Buffer.from((await events.read()).value ?? []).toString()).toBe("data: one\n\n");
  // Longer than any other answer may be quiet.
  await sleep(900);
  tell("two");
  expect(Buffer.from((await events.read()).value ?? []).toString()).toBe("data: two\n\n");
  leaving.abort();
  await vi.waitFor(() => expect(left).toBe(true));
});

describe("a body of 200 MB", () => {
  const piece = Buffer.alloc(65_536, "x");
  const pieces = 3_200;
  const size = piece.length * pieces;

  function* many() {
    for (let at = 0; at < pieces; at++) yield piece;
  }

  it.each([
    ["of told length", { "content-length": String(size) }],
    ["in chunks", {}],
  ])(
    "goes both ways, %s, in the memory that there is",
    async (_, headers) => {
      const { origin } = await service((request, response) => {
        response.writeHead(
          200,
          request.headers["content-length"] === undefined ? {} : { "content-length": String(size) },
        );
        request.pipe(response);
      });
      const { port } = await openDoor({ "/legacy/*": { targets: origin } });
      globalThis.gc?.();
      const before = process.memoryUsage().rss;
      let most = 0;
      const watch = setInterval(() => (most = Math.max(most, process.memoryUsage().rss)), 20);
      const received = await new Promise<number>((resolve, reject) => {
        const asked = ask({ port, path: "/legacy/echo", method: "POST", headers }, (answer) => {
          let sum = 0;
          answer
            .on("data", (part: Buffer) => (sum += part.length))
            .on("end", () => resolve(sum))
            .on("error", reject);
        });
        asked.on("error", reject);
        Readable.from(many()).pipe(asked);
      });
      clearInterval(watch);
      expect(received).toBe(size);
      // Service, server and caller are all in this process.
      expect(most - before).toBeLessThan(150 * 1_048_576);
    },
    60_000,
  );

  it("is taken no faster than the service, and given no faster than the caller, takes it", async () => {
    let sent = 0;
    const { origin } = await service((request, response) => {
      if (request.method === "POST") return void request.pause();
      const source = Readable.from(many());
      source.on("data", (part: Buffer) => (sent += part.length)).pipe(response);
    });
    const { port } = await openDoor({ "/legacy/*": { targets: origin } });
    const reader = connect(port, "127.0.0.1");
    reader.on("error", () => {}).pause();
    reader.write(get("/legacy/x"));
    let written = 0;
    const writer = ask({ port, path: "/legacy/x", method: "POST" });
    writer.on("error", () => {});
    const source = Readable.from(many());
    source.on("data", (part: Buffer) => (written += part.length)).pipe(writer);
    await sleep(1_500);
    expect(sent).toBeGreaterThan(0);
    expect(sent).toBeLessThan(size / 5);
    expect(written).toBeLessThan(size / 5);
    reader.destroy();
    writer.destroy();
    source.destroy();
  });
});

it("a body that is longer than allowed is refused, told or not", async () => {
  const { origin, seen } = await service(
    (request, response) => void request.resume().on("end", () => response.end("x")),
  );
  const { port } = await openDoor({ "/legacy/*": { targets: origin, body: 10 } });
  const head = "POST /legacy/x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
  expect(await raw(port, `${head}Content-Length: 11\r\n\r\nhello world`)).toMatch(/^HTTP\/1\.1 413/);
  expect(seen).toHaveLength(0);
  expect(await raw(port, `${head}Transfer-Encoding: chunked\r\n\r\nb\r\nhello world\r\n0\r\n\r\n`)).toMatch(
    /^HTTP\/1\.1 413/,
  );
});

it("an answer ahead of the end of a body leaves the connection in order", async () => {
  const { origin } = await service((_, response) => void response.writeHead(413).end("too much"));
  const { port } = await openDoor({ "/legacy/*": { targets: origin } });
  const answer = await new Promise<number | undefined>((resolve, reject) => {
    const asked = ask(
      { port, path: "/legacy/x", method: "POST", headers: { "content-length": "20000000" } },
      (response) => {
        response.resume();
        resolve(response.statusCode);
      },
    );
    asked.on("error", reject);
    asked.write(Buffer.alloc(100_000));
  });
  expect(answer).toBe(413);
});

it("callers by HTTP/2 are served as well, cookies one by one", async () => {
  const authority = createAuthority();
  closing.push(() => authority.remove());
  const { cert, key } = authority.issue("localhost", ["DNS:localhost", "IP:127.0.0.1"]);
  const { origin } = await service((request, response) => {
    response.setHeader("set-cookie", ["a=1", "b=2"]);
    request.pipe(response);
  });
  const { address } = await openDoor({ "/legacy/*": { targets: origin } }, {}, { tls: { cert, key } });
  const session = connectHttp2(address, { rejectUnauthorized: false });
  closing.push(() => session.destroy());
  const stream = session.request({ ":path": "/legacy/x", ":method": "POST" });
  const headers = new Promise<Record<string, unknown>>((resolve) => stream.once("response", resolve));
  stream.end("over two");
  let body = "";
  for await (const part of stream) body += String(part);
  expect(await headers).toMatchObject({ ":status": 200, "set-cookie": ["a=1", "b=2"] });
  expect(body).toBe("over two");
});
