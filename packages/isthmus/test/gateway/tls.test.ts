// HTTPS, HTTP/2 and renewed certificates, as callers meet them.

import { once } from "node:events";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { request as plainRequest } from "node:http";
import { type ClientHttp2Session, connect as connectHttp2 } from "node:http2";
import { Agent, request } from "node:https";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { TlsConfiguration } from "../../src/core/index.ts";
import type { Observation } from "../../src/core/index.ts";
import { type Authority, createAuthority } from "../kit/certificates.ts";
import { freePort } from "../kit/free-port.ts";
import { mirror, open, type OpenServer } from "../kit/open-http.ts";
import { openShop } from "./shop.ts";

let authority: Authority;
let ca: string;
beforeAll(() => {
  authority = createAuthority();
  ca = readFileSync(authority.ca, "utf8");
});
afterAll(() => authority.remove());

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

function files(name: string, names: readonly string[] = ["IP:127.0.0.1", "DNS:localhost"]): TlsConfiguration {
  return authority.issue(name, names);
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

function get(port: number, path: string, options: object = {}): Promise<Answer & { readonly socket: TLSSocket }> {
  return new Promise((resolve, reject) => {
    request({ host: "127.0.0.1", port, path, ca, ...options }, (answer) => {
      let body = "";
      const socket = answer.socket as TLSSocket;
      answer.on("data", (part: Buffer) => (body += part.toString()));
      answer.on("end", () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body, socket }));
    })
      .on("error", reject)
      .end();
  });
}

function session(port: number): ClientHttp2Session {
  const opened = connectHttp2(`https://127.0.0.1:${port}`, { ca });
  closing.push(() => opened.destroy());
  opened.on("error", () => {});
  return opened;
}

function ask(to: ClientHttp2Session, headers: Record<string, string>, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const stream = to.request(headers, { endStream: body === undefined });
    let text = "";
    let head: Record<string, unknown> = {};
    stream.on("response", (given) => (head = given));
    stream.on("data", (part: Buffer) => (text += part.toString()));
    stream.on("end", () => resolve({ status: Number(head[":status"]), headers: head, body: text }));
    stream.on("error", reject);
    if (body !== undefined) stream.end(body);
  });
}

const openTls = (tls: TlsConfiguration, more: object = {}, serve = mirror): Promise<OpenServer> =>
  open(serve, { tls, ...more });

describe("HTTPS", () => {
  it("is spoken in HTTP/1.1, with HSTS, and says its own address", async () => {
    const { port, address } = await openTls(files("plain"));
    expect(address).toBe(`https://127.0.0.1:${port}`);
    const answer = await get(port, "/api/x?y=1");
    expect(answer.status).toBe(200);
    expect(answer.headers["strict-transport-security"]).toBe("max-age=15552000");
    expect(answer.headers["x-content-type-options"]).toBe("nosniff");
    expect(JSON.parse(answer.body)).toMatchObject({ path: "/x", query: "y=1", base: `${address}/api` });
    expect(answer.socket.getProtocol()).toMatch(/^TLSv1\.[23]$/);
  });

  it("is spoken in HTTP/2 by those who choose it: bodies, many requests at once, pages, refusals", async () => {
    const { port } = await openTls(files("two"));
    const client = session(port);
    const answer = await ask(
      client,
      { ":method": "POST", ":path": "/api/things?a=b", "content-type": "application/json", cookie: "a=1" },
      '{"x":1}',
    );
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ method: "POST", path: "/things", query: "a=b", body: '{"x":1}' });
    expect(JSON.parse(answer.body).headers).toMatchObject({ host: `127.0.0.1:${port}` });
    expect(Object.keys(JSON.parse(answer.body).headers).filter((name) => name.startsWith(":"))).toEqual([]);
    const many = await Promise.all(Array.from({ length: 100 }, (_, n) => ask(client, { ":path": `/api/${n}` })));
    expect(many.map(({ body }) => JSON.parse(body).path)).toEqual(Array.from({ length: 100 }, (_, n) => `/${n}`));
    expect((await ask(client, { ":path": "/health/live" })).status).toBe(200);
    expect((await ask(client, { ":path": "/nothing" })).status).toBe(404);
    expect((await ask(client, { ":path": "/api/x", ":method": "HEAD" })).body).toBe("");
    const large = await ask(client, { ":method": "POST", ":path": "/api/x" }, "x".repeat(1_200_000)).catch(
      (thrown: Error) => thrown,
    );
    expect(large instanceof Error || large.status === 413).toBe(true);
  });

  it("ends the work for a caller of HTTP/2 that leaves, and for no other on his connection", async () => {
    const aborted: string[] = [];
    const { port, server } = await openTls(files("leaves"), {}, async ({ request: { path }, signal }) => {
      await new Promise<void>((resolve) => {
        signal.addEventListener("abort", () => (aborted.push(path), resolve()));
        setTimeout(resolve, 600);
      });
      return { status: 200, headers: {}, body: path };
    });
    const client = session(port);
    const leaving = client.request({ ":path": "/api/leaves" });
    leaving.on("error", () => {});
    const staying = ask(client, { ":path": "/api/stays" });
    await new Promise((resolve) => setTimeout(resolve, 200));
    leaving.close(8);
    expect((await staying).body).toBe("/stays");
    expect(aborted).toEqual(["/leaves"]);
    expect(server.inFlight).toBe(0);
  });

  it("lets requests of HTTP/2 finish when it stops", async () => {
    const { port, server } = await openTls(files("stops"), {}, async () => {
      await new Promise((resolve) => setTimeout(resolve, 400));
      return { status: 200, headers: {}, body: "done" };
    });
    const client = session(port);
    const asking = ask(client, { ":path": "/api/x" });
    await new Promise((resolve) => setTimeout(resolve, 150));
    const began = performance.now();
    const closed = server.close();
    expect((await asking).body).toBe("done");
    await closed;
    expect(performance.now() - began).toBeLessThan(1_500);
  });

  it("is not spoken below TLS 1.2, nor to who does not trust the authority", async () => {
    const { port } = await openTls(files("old"));
    await expect(get(port, "/api/x", { ca: undefined })).rejects.toThrow(/certificate/);
    await expect(
      get(port, "/api/x", { maxVersion: "TLSv1.1", minVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" }),
    ).rejects.toThrow();
    expect((await get(port, "/api/x")).status).toBe(200);
  });

  it("answers by the certificate of the name it is asked for", async () => {
    const names = [{ name: "second.example", ...authority.issue("second", ["DNS:second.example"]) }];
    const { port } = await openTls({ ...files("first"), names });
    const subjectOf = async (servername: string): Promise<string> => {
      const socket = connectTls({ host: "127.0.0.1", port, ca, servername, checkServerIdentity: () => undefined });
      await once(socket, "secureConnect");
      const { CN } = socket.getPeerCertificate().subject;
      socket.destroy();
      return String(CN);
    };
    expect(await subjectOf("second.example")).toBe("second");
    expect(await subjectOf("third.example")).toBe("first");
  });

  it("asks callers for certificates where it is told to", async () => {
    const { port } = await openTls({ ...files("strict"), clients: { ca: authority.ca } });
    await expect(get(port, "/api/x")).rejects.toThrow();
    const own = authority.issue("caller", ["DNS:caller"]);
    const shown = { cert: readFileSync(own.cert), key: readFileSync(own.key) };
    expect((await get(port, "/api/x", shown)).status).toBe(200);
  });
});

describe("a renewed certificate", () => {
  it("is taken without a connection being dropped; a broken one is not, and that is said", async () => {
    const seen: string[] = [];
    const tls = files("renewed");
    const record = (observation: Observation): void => {
      if (observation.kind === "warning") seen.push(observation.message);
    };
    const { port } = await openTls(tls, { certificatesEvery: 50, record });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    closing.push(() => agent.destroy());
    const first = await get(port, "/api/x", { agent });
    const before = first.socket.getPeerCertificate().serialNumber;

    writeFileSync(tls.cert, "-----BEGIN CERTIFICATE-----\nbroken\n");
    await eventually(() => seen.some((line) => line.startsWith("The certificates stay as they were")));
    expect((await get(port, "/api/x")).socket.getPeerCertificate().serialNumber).toBe(before);

    const next = authority.issue("next", ["IP:127.0.0.1"]);
    copyFileSync(next.cert, tls.cert);
    await new Promise((resolve) => setTimeout(resolve, 150));
    copyFileSync(next.key, tls.key);
    await eventually(() => seen.some((line) => line.startsWith("Renewed certificates are taken")));
    const again = await get(port, "/api/x", { agent });
    expect(again.socket).toBe(first.socket);
    const fresh = await get(port, "/api/x", { agent: new Agent({ maxCachedSessions: 0 }) });
    expect(fresh.socket.getPeerCertificate().serialNumber).not.toBe(before);
  });

  it("is asked for ahead of time", async () => {
    const seen: string[] = [];
    const tls = authority.issue("soon", ["IP:127.0.0.1"], 3);
    await openTls(tls, { record: (one: Observation) => one.kind === "warning" && seen.push(one.message) });
    expect(seen).toEqual([expect.stringMatching(/^The certificate runs out on 20/)]);
  });

  it("that cannot be used from the start is named", async () => {
    await expect(openTls({ cert: "/nowhere.crt", key: "/nowhere.key" })).rejects.toThrow("/nowhere.crt is not there");
    const { cert } = files("one");
    await expect(openTls({ cert, key: files("other").key })).rejects.toThrow("is not the key of the certificate in");
  });
});

describe("plain HTTP beside it", () => {
  it("shows the way to who reads, and takes nothing from who writes", async () => {
    const redirectFrom = await freePort();
    const { port } = await openTls({ ...files("redirects"), redirectFrom });
    const plain = (method: string): Promise<readonly [number, unknown]> =>
      new Promise((resolve, reject) => {
        plainRequest({ host: "127.0.0.1", port: redirectFrom, path: "/api/x?y", method }, (answer) => {
          answer.resume();
          resolve([answer.statusCode ?? 0, answer.headers.location]);
        })
          .on("error", reject)
          .end();
      });
    expect(await plain("GET")).toEqual([308, `https://127.0.0.1:${port}/api/x?y`]);
    expect(await plain("POST")).toEqual([403, undefined]);
  });
});

describe("over HTTPS", () => {
  it("the shop answers REST in HTTP/2, events and sockets", async () => {
    const shop = await openShop(undefined, { server: { tls: files("shop") } });
    closing.push(() => void shop.close());
    const port = Number(new URL(shop.api).port);
    const client = session(port);
    expect(JSON.parse((await ask(client, { ":path": "/api/products?select=name" })).body)).toHaveLength(2);

    const events = client.request({ ":path": "/api/products?select=id", accept: "text/event-stream" });
    const [part] = (await once(events, "data")) as [Buffer];
    expect(part.toString()).toBe('data: [{"id":1},{"id":2}]\n\n');
    events.close();

    const socket = new WebSocket(`wss://127.0.0.1:${port}/graphql`, "graphql-transport-ws", { ca });
    await once(socket, "open");
    socket.send('{"type":"connection_init"}');
    const [ack] = (await once(socket, "message")) as [Buffer];
    expect(ack.toString()).toContain("connection_ack");
    socket.terminate();
  });
});

async function eventually(holds: () => boolean): Promise<void> {
  const until = performance.now() + 5_000;
  while (!holds()) {
    if (performance.now() > until) throw new Error("not within five seconds");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
