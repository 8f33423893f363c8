import { connect, type Socket } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { Interface, Observation, Problem, Reply, Request } from "../../core/index.ts";
import { createHttpServer, type HttpServer } from "./create-http-server.ts";
import type { HttpServerOptions } from "./options.ts";
import type { Incoming, Serve } from "./serve.ts";

/** An interface whose refusals show the problem; it never parses, since `serve` answers here in the engine's place. */
const face: Interface = {
  name: "mirror",
  parse: () => ({ questions: [], transaction: "none", context: undefined }),
  render: () => ({ status: 200, headers: {}, body: null }),
  refuse: (problem: Problem, request: Request) => ({
    status: problem.status ?? { timeout: 504, unavailable: 503, invalid: 400, internal: 500 }[problem.category as string] ?? 400,
    headers: { "content-type": "application/json" },
    body: request.method === "HEAD" ? null : JSON.stringify({ code: problem.code, message: problem.message }),
  }),
};

const mirror: Serve = ({ request, credentials }) => ({
  status: 200,
  headers: { "content-type": "application/json" },
  body: JSON.stringify({ ...request, credentials }),
});

let server: HttpServer | undefined;
let seen: Observation[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await server?.close();
  server = undefined;
  seen = [];
});

interface Opened {
  readonly address: string;
  readonly admin: string | undefined;
  readonly port: number;
}

async function open(serve: Serve = mirror, more: Partial<HttpServerOptions> = {}): Promise<Opened> {
  server = await createHttpServer({
    port: 0,
    mounts: [{ path: "/api", interface: face }],
    serve,
    record: (observation) => seen.push(observation),
    sources: () => [{ name: "shop", up: true }],
    admin: false,
    grace: 2_000,
    ...more,
  });
  const bound = await server.listen();
  return { ...bound, port: Number(new URL(bound.address).port) };
}

/** Sends bytes as they are and gives all that comes back until the server closes the connection, or `ms` have passed. */
async function raw(port: number, bytes: string | Buffer, ms = 3_000): Promise<string> {
  const socket = connect({ host: "127.0.0.1", port });
  sockets.push(socket);
  let text = "";
  socket.on("data", (part) => (text += part.toString("latin1")));
  socket.on("error", () => {});
  socket.write(bytes);
  await Promise.race([new Promise((resolve) => socket.once("close", resolve)), sleep(ms)]);
  socket.destroy();
  return text;
}

const get = (path: string, headers = ""): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n`;
const bodyOf = (answer: string): Record<string, unknown> => JSON.parse(answer.slice(answer.indexOf("\r\n\r\n") + 4)) as Record<string, unknown>;
const requests = (): Extract<Observation, { kind: "request" }>["request"][] =>
  seen.flatMap((one) => (one.kind === "request" ? [one.request] : []));

describe("a request", () => {
  it.each([
    ["/api", "/", ""],
    ["/api/", "/", ""],
    ["/api?a=1", "/", "a=1"],
    ["/api/products?id=eq.1&x=%2F", "/products", "id=eq.1&x=%2F"],
    ["/api//products", "//products", ""],
    ["/api/a%2Fb/%2e%2e/%00?", "/a%2Fb/%2e%2e/%00", ""],
    ["/api/../secret", "/../secret", ""],
    ["/api/./a;b=c,d", "/./a;b=c,d", ""],
    ["/api/a?b?c", "/a", "b?c"],
    ["http://elsewhere.example/api/products?x", "/products", "x"],
  ])("%s comes to the engine with its path and query untouched", async (url, path, query) => {
    const { port, address } = await open();
    expect(bodyOf(await raw(port, get(url)))).toMatchObject({ method: "GET", path, query, body: "", base: `${address}/api` });
  });

  it.each(["/apix", "/", "/other/api/x", "/api%2Fproducts", "//api/products"])("to %s is not the interface's", async (url) => {
    const { port } = await open();
    const answer = await raw(port, get(url));
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect(bodyOf(answer)).toMatchObject({ code: "ISTHMUS404", message: expect.stringContaining("the API is at /api") });
  });

  it("finds the interface of the longest mount, and one at the root under all", async () => {
    const other: Interface = { ...face, name: "other" };
    const named: Serve = (incoming) => ({ status: 200, headers: {}, body: JSON.stringify([incoming.interface.name, incoming.request.path]) });
    const { address } = await open(named, { mounts: [{ path: "/", interface: face }, { path: "/api/other", interface: other }] });
    const ask = async (path: string): Promise<unknown> => (await fetch(address + path)).json();
    expect(await ask("/api/other/x")).toEqual(["other", "/x"]);
    expect(await ask("/api/otherwise")).toEqual(["mirror", "/api/otherwise"]);
    expect(await ask("/")).toEqual(["mirror", "/"]);
    expect(await ask("/health/live")).toEqual({ status: "ok" });
  });

  it("brings its credentials, its headers in lower case and its body", async () => {
    const { address } = await open();
    const response = await fetch(`${address}/api/x`, {
      method: "POST",
      headers: { Authorization: "Bearer abc", "X-API-Key": "isk", Prefer: "return=minimal" },
      body: '{"name":"Käse 🧀"}',
    });
    expect(await response.json()).toMatchObject({
      method: "POST",
      body: '{"name":"Käse 🧀"}',
      credentials: { authorization: "Bearer abc", apiKey: "isk" },
      headers: { prefer: "return=minimal" },
    });
  });

  it("keeps its base from the configuration, whatever its Host says", async () => {
    const { port } = await open(mirror, { origin: "https://shop.example" });
    const answer = await raw(port, "GET /api/x HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n");
    expect(bodyOf(answer)["base"]).toBe("https://shop.example/api");
  });

  it("with a header given twice brings neither of the two alone", async () => {
    const { port } = await open();
    const answer = await raw(port, get("/api/x", "Authorization: Bearer a\r\nAuthorization: Bearer b\r\nX-API-Key: a\r\nX-API-Key: b\r\n"));
    expect(bodyOf(answer)).toMatchObject({ credentials: { authorization: "Bearer a, Bearer b", apiKey: "a, b" } });
  });

  it("has text in every header, whatever it sends", async () => {
    const { port } = await open();
    const answer = await raw(port, get("/api/x", "Set-Cookie: a\r\nSet-Cookie: b\r\n__proto__: x\r\nconstructor: y\r\n"));
    const headers = bodyOf(answer)["headers"] as Record<string, unknown>;
    expect(Object.values(headers).every((value) => typeof value === "string")).toBe(true);
    expect(headers["set-cookie"]).toBeUndefined();
  });

  it("gets every answer with its id, its time and no sniffing", async () => {
    const { address } = await open();
    const { headers } = await fetch(`${address}/api/x`);
    expect(headers.get("x-request-id")).toMatch(/^[\w.-]{6,64}$/);
    expect(headers.get("server-timing")).toMatch(/^total;dur=\d+(\.\d+)?$/);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
  });

  it.each([
    ["abc-1.2_X", true],
    ["x".repeat(64), true],
    ["x".repeat(65), false],
    ["a b", false],
    ['"><script>', false],
  ])("keeps the id %j it came with: %s", async (id, kept) => {
    const { address } = await open();
    const response = await fetch(`${address}/api/x`, { headers: { "X-Request-Id": id } });
    expect(response.headers.get("x-request-id") === id).toBe(kept);
    expect(((await response.json()) as Request).id).toBe(response.headers.get("x-request-id"));
  });

  it("continues the trace it came with as a span of its own", async () => {
    let trace: string | undefined;
    const { address } = await open((incoming) => {
      trace = incoming.trace;
      return { status: 200, headers: {}, body: "" };
    });
    const { headers } = await fetch(`${address}/api/x`, { headers: { traceparent: `00-${"a".repeat(32)}-${"b".repeat(16)}-01` } });
    expect(trace).toBe("a".repeat(32));
    expect(headers.get("traceparent")).toMatch(new RegExp(`^00-a{32}-(?!b{16})[0-9a-f]{16}-01$`));
  });

  it("by HEAD gets the headers of the answer, its length too, and no body", async () => {
    const { port } = await open(() => ({ status: 200, headers: {}, body: "12345" }));
    const answer = await raw(port, get("/api/x").replace("GET", "HEAD"));
    expect(answer).toMatch(/content-length: 5\r\n/);
    expect(answer.endsWith("\r\n\r\n")).toBe(true);
  });

  it.each([204, 304])("answered %d has no body and no length", async (status) => {
    const { port } = await open(() => ({ status, headers: {}, body: null }));
    expect(await raw(port, get("/api/x"))).not.toMatch(/content-length|transfer-encoding/i);
  });

  it("gets bytes and repeated headers as the interface gave them", async () => {
    const { address } = await open(() => ({ status: 201, headers: { "Set-Cookie": ["a=1", "b=2"] }, body: Buffer.from([0, 255, 1]) }));
    const response = await fetch(`${address}/api/x`);
    expect(response.status).toBe(201);
    expect(response.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect([...new Uint8Array(await response.arrayBuffer())]).toEqual([0, 255, 1]);
  });

  it.each<[string, Serve]>([
    ["throws", () => { throw new Error("canary-99"); }],
    ["rejects", () => Promise.reject(new Error("canary-99"))],
    ["gives a header with a line break", () => ({ status: 200, headers: { "x-bad": "a\r\nset-cookie: canary-99=1" }, body: "x" })],
  ])("whose answer %s gets 500 without the cause, which is recorded", async (_, serve) => {
    const { port } = await open(serve);
    const answer = await raw(port, get("/api/x"));
    expect(answer).toMatch(/^HTTP\/1\.1 500 /);
    expect(answer).not.toContain("canary-99");
    expect(requests()).toMatchObject([{ status: 500, code: "ISTHMUS500", cause: expect.any(Error) }]);
  });
});

describe("a request body", () => {
  it("larger than the limit is refused in the interface's form, and the connection lives on", async () => {
    const { port } = await open(mirror, { limits: { body: 10 } });
    const post = (text: string): string => `POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: ${text.length}\r\n\r\n${text}`;
    const answer = await raw(port, post("x".repeat(11)) + post("0123456789") + get("/api/end"));
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 413", "HTTP/1.1 200", "HTTP/1.1 200"]);
    expect(answer).toContain('"code":"ISTHMUS413"');
    expect(requests()).toMatchObject([{ status: 413, code: "ISTHMUS413" }]);
  });

  it("without a length is counted as it comes", async () => {
    const { port } = await open(mirror, { limits: { body: 10 } });
    const chunked = "POST /api/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n";
    expect(await raw(port, `${chunked}6\r\n123456\r\n5\r\n12345\r\n0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 413 /);
    expect(await raw(port, `${chunked}4\r\n1234\r\n5\r\n12345\r\n0\r\n\r\n`)).toMatch(/^HTTP\/1\.1 200 [^]*"body":"123412345"/);
  });

  it("that goes on and on is refused and cut off", async () => {
    const { address } = await open(mirror, { limits: { body: 1_000 } });
    const endless = new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) });
    const status = await fetch(`${address}/api/x`, { method: "POST", body: endless, duplex: "half" } as RequestInit).then(
      (response) => response.status,
      () => "cut off",
    );
    expect([413, "cut off"]).toContain(status);
    await vi.waitFor(() => expect(requests()).toMatchObject([{ status: 413 }]));
    expect(server?.inFlight).toBe(0);
  });

  it("announced too large by a caller that asks first is not even sent", async () => {
    const { port } = await open(mirror, { limits: { body: 10 } });
    const answer = await raw(port, "POST /api/x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 11\r\n\r\n");
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    const fine = await raw(port, "POST /api/x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\nConnection: close\r\n\r\nhi");
    expect(fine).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 [^]*"body":"hi"/);
  });

  it("that is not UTF-8 is refused", async () => {
    const { address } = await open();
    for (const bytes of [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xc0, 0xaf]]) {
      const response = await fetch(`${address}/api/x`, { method: "POST", body: Uint8Array.from(bytes) });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ code: "ISTHMUS400" });
    }
  });

  it("that is compressed is refused", async () => {
    const { address } = await open();
    const response = await fetch(`${address}/api/x`, { method: "POST", headers: { "Content-Encoding": "gzip" }, body: "x" });
    expect(response.status).toBe(415);
  });

  it("may come with a character split between two packets", async () => {
    const { port } = await open();
    const socket = connect({ host: "127.0.0.1", port });
    sockets.push(socket);
    let text = "";
    socket.on("data", (part) => (text += part.toString("utf8")));
    socket.write(Buffer.concat([Buffer.from("POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nConnection: close\r\n\r\n"), Buffer.from([0xf0, 0x9f])]));
    await sleep(50);
    socket.write(Buffer.from([0xa7, 0x80]));
    await new Promise((resolve) => socket.once("close", resolve));
    expect(text).toContain('"body":"🧀"');
  });

  it("that does not arrive in time is answered 408", async () => {
    const { port } = await open(mirror, { limits: { requestTimeout: 200 } });
    const answer = await raw(port, "POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nslow");
    expect(answer).toMatch(/^HTTP\/1\.1 408 [^]*"ISTHMUS408"/);
    expect(answer).toMatch(/connection: close/i);
  });

  it("finds no place while too many others arrive, and does again when they are gone", async () => {
    const { port, address } = await open(mirror, { limits: { concurrency: 2 } });
    const slow = [0, 1].map(() => {
      const socket = connect({ host: "127.0.0.1", port });
      sockets.push(socket);
      socket.write("POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nslow");
      return socket;
    });
    await vi.waitFor(() => expect(server?.inFlight).toBe(2));
    expect((await fetch(`${address}/api/x`, { method: "POST", body: "x" })).status).toBe(503);
    expect((await fetch(`${address}/api/x`)).status).toBe(200);
    for (const socket of slow) socket.destroy();
    await vi.waitFor(() => expect(server?.inFlight).toBe(0));
    expect((await fetch(`${address}/api/x`, { method: "POST", body: "x" })).status).toBe(200);
  });
});

describe("the work for a request", () => {
  /** Answers never by itself, but when it is told to end. */
  const patient: Serve = ({ signal }) =>
    new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason as Problem), { once: true }));

  it("is told to end when the caller leaves", async () => {
    const reasons: unknown[] = [];
    const { address } = await open((incoming) => {
      incoming.signal.addEventListener("abort", () => reasons.push(incoming.signal.reason));
      return patient(incoming);
    });
    const leaving = new AbortController();
    const asked = fetch(`${address}/api/x`, { signal: leaving.signal });
    await vi.waitFor(() => expect(server?.inFlight).toBe(1));
    leaving.abort();
    await expect(asked).rejects.toThrow();
    await vi.waitFor(() => expect(reasons).toMatchObject([{ code: "ISTHMUS499" }]));
    expect(server?.inFlight).toBe(0);
  });

  it("is told to end at the deadline, and its caller is answered", async () => {
    const { address } = await open(patient, { limits: { requestTimeout: 200 } });
    const began = performance.now();
    const response = await fetch(`${address}/api/x`);
    expect(response.status).toBe(504);
    expect(await response.json()).toMatchObject({ code: "ISTHMUS504", message: "The request was given up after 200 ms" });
    expect(performance.now() - began).toBeLessThan(1_000);
  });

  it("is given up when it does not listen", async () => {
    const { address } = await open(() => new Promise<Reply>(() => {}), { limits: { requestTimeout: 100 } });
    expect((await fetch(`${address}/api/x`)).status).toBe(504);
    expect(server?.inFlight).toBe(0);
  });

  it("leaves nothing behind after 1,000 callers that left", async () => {
    let aborted = 0;
    const { port, address } = await open((incoming) => {
      incoming.signal.addEventListener("abort", () => (aborted += 1));
      return patient(incoming);
    });
    for (let round = 0; round < 10; round++) {
      const batch = Array.from({ length: 100 }, () => {
        const socket = connect({ host: "127.0.0.1", port });
        socket.on("error", () => {});
        socket.write("GET /api/x HTTP/1.1\r\nHost: a\r\n\r\n");
        return socket;
      });
      await vi.waitFor(() => expect(server?.inFlight).toBe(100));
      for (const socket of batch) socket.destroy();
      await vi.waitFor(() => expect(server?.inFlight).toBe(0));
    }
    expect(aborted).toBe(1_000);
    expect((await fetch(`${address}/health/live`)).status).toBe(200);
  });
});

describe("pipelined requests", () => {
  it("are answered in their order, though the first takes longest", async () => {
    const { port } = await open(async ({ request }) => {
      await sleep(request.path === "/a" ? 100 : 0);
      return { status: 200, headers: {}, body: `<${request.path}>` };
    });
    const keep = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: a\r\n\r\n`;
    const answer = await raw(port, keep("/api/a") + keep("/api/b") + get("/api/c"));
    expect(answer.match(/<\/.>/g)).toEqual(["</a>", "</b>", "</c>"]);
  });

  it("are all told to end when their caller leaves", async () => {
    let aborted = 0;
    const { port } = await open(({ signal }) => {
      signal.addEventListener("abort", () => (aborted += 1));
      return new Promise<Reply>(() => {});
    });
    const socket = connect({ host: "127.0.0.1", port });
    socket.write("GET /api/a HTTP/1.1\r\nHost: a\r\n\r\n".repeat(3));
    await vi.waitFor(() => expect(server?.inFlight).toBe(3));
    socket.destroy();
    await vi.waitFor(() => expect(aborted).toBe(3));
  });
});

describe("what is not HTTP, or not quite", () => {
  const smuggled = "GET /api/smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
  it.each([
    ["length and chunks at once", `POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`],
    ["two lengths", `POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nContent-Length: 5\r\n\r\n${smuggled}`],
    ["a list as length", `POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: 5, 5\r\n\r\nhello${smuggled}`],
    ["a length with a sign", `POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: +5\r\n\r\nhello${smuggled}`],
    ["chunked, spelled oddly", `POST /api/x HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${smuggled}`],
    ["a blank before the colon", `POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length : 5\r\n\r\nhello${smuggled}`],
    ["a folded header", `GET /api/x HTTP/1.1\r\nHost: a\r\nX-A: b\r\n c\r\n\r\n${smuggled}`],
    ["a bare line feed", `GET /api/x HTTP/1.1\nHost: a\n\n${smuggled}`],
    ["no host", "GET /api/x HTTP/1.1\r\n\r\n"],
    ["noise", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"],
    ["a control character in the path", `GET /api/\x01 HTTP/1.1\r\nHost: a\r\n\r\n${smuggled}`],
  ])("is refused and its connection closed: %s", async (_, bytes) => {
    const paths: string[] = [];
    const { port } = await open(({ request }: Incoming) => {
      paths.push(request.path);
      return { status: 200, headers: {}, body: "x" };
    });
    const answer = await raw(port, Buffer.from(bytes, "latin1"));
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(paths).not.toContain("/smuggled");
  });

  it("with more header bytes than are taken is answered 431", async () => {
    const { port } = await open();
    const answer = await raw(port, get(`/api/x?${"a".repeat(70_000)}`));
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(bodyOf(answer)).toMatchObject({ code: "ISTHMUS431" });
  });

  it("takes a long query that fits", async () => {
    const { port } = await open();
    expect(bodyOf(await raw(port, get(`/api/x?${"a".repeat(60_000)}`)))["query"]).toHaveLength(60_000);
  });

  it("that sends its headers too slowly is answered 408, while others are served", async () => {
    const { port, address } = await open(mirror, { limits: { headersTimeout: 300 } });
    const slow = raw(port, "GET /api/x HTTP/1.1\r\nHost: a\r\nX-Slow: ", 5_000);
    const silent = raw(port, "", 5_000);
    expect((await fetch(`${address}/api/x`)).status).toBe(200);
    expect(await slow).toMatch(/^HTTP\/1\.1 408 /);
    await silent;
  });
});

describe("web pages of other origins", () => {
  const preflight = (address: string, origin: string): Promise<Response> =>
    fetch(`${address}/api/x`, {
      method: "OPTIONS",
      headers: { Origin: origin, "Access-Control-Request-Method": "PATCH", "Access-Control-Request-Headers": "prefer, x-api-key" },
    });

  it.each<[string, HttpServerOptions["cors"], string | null]>([
    ["http://localhost:5173", undefined, "http://localhost:5173"],
    ["https://evil.example", undefined, null],
    ["http://localhost.evil.example", undefined, null],
    ["null", undefined, null],
    ["https://shop.example", { origins: ["https://shop.example"] }, "https://shop.example"],
    ["https://shop.example.evil.example", { origins: ["https://shop.example"] }, null],
    ["http://localhost:5173", { origins: ["https://shop.example"] }, null],
    ["https://any.example", { origins: "*" }, "*"],
  ])("%s under %j may read: %s", async (origin, cors, allowed) => {
    const { address } = await open(mirror, cors === undefined ? {} : { cors });
    const asked = await preflight(address, origin);
    expect(asked.status).toBe(allowed === null ? 403 : 204);
    expect(asked.headers.get("access-control-allow-origin")).toBe(allowed);
    const answer = await fetch(`${address}/api/x`, { headers: { Origin: origin } });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("access-control-allow-origin")).toBe(allowed);
    expect(answer.headers.get("access-control-allow-credentials")).toBe(null);
    expect(answer.headers.get("vary")).toBe(cors?.origins === "*" ? null : "Origin");
  });

  it("learn which methods and headers they may send", async () => {
    const { address } = await open();
    const { headers } = await preflight(address, "http://localhost:1");
    expect(headers.get("access-control-allow-methods")).toContain("PATCH");
    expect(headers.get("access-control-allow-headers")).toBe("prefer, x-api-key");
    expect(headers.get("access-control-max-age")).toBe("86400");
  });

  it("do not take the interface's own Vary away", async () => {
    const { address } = await open(() => ({ status: 200, headers: { Vary: "Accept" }, body: "" }));
    expect((await fetch(`${address}/api/x`)).headers.get("vary")).toBe("Accept, Origin");
  });

  it("that gave their own name this machine's address are refused where only this machine is served", async () => {
    const { port } = await open(mirror, { loopbackHostOnly: true });
    expect(await raw(port, get("/api/x").replace("Host: localhost", "Host: evil.example:4000"))).toMatch(/^HTTP\/1\.1 421 /);
    for (const host of ["localhost:4000", "127.0.0.1", "[::1]:4000", "shop.localhost"]) {
      expect(await raw(port, get("/api/x").replace("Host: localhost", `Host: ${host}`))).toMatch(/^HTTP\/1\.1 200 /);
    }
  });

  it("leave a plain OPTIONS to the interface", async () => {
    const { address } = await open();
    expect(await (await fetch(`${address}/api/x`, { method: "OPTIONS" })).json()).toMatchObject({ method: "OPTIONS" });
  });
});

describe("fixed routes", () => {
  it("say that the server lives, and whether its sources do", async () => {
    let up = true;
    const { address } = await open(mirror, { sources: () => [{ name: "shop", up }, { name: "tax", up: true }] });
    expect((await fetch(`${address}/health/live`)).status).toBe(200);
    expect((await fetch(`${address}/health/ready`)).status).toBe(200);
    up = false;
    const response = await fetch(`${address}/health/ready`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ status: "unavailable", sources: { shop: "down", tax: "up" } });
    expect((await fetch(`${address}/health/live`, { method: "HEAD" })).status).toBe(200);
  });

  it("serve pages under an interface's mount, with a body that is made once", async () => {
    const body = vi.fn(async () => "<title>docs</title>");
    const page = { path: "/api/docs", type: "text/html; charset=utf-8", body, headers: { "content-security-policy": "default-src 'self'" } };
    const { address } = await open(mirror, { pages: [page] });
    for (const path of ["/api/docs", "/api/docs?x=1"]) {
      const response = await fetch(address + path);
      expect(await response.text()).toBe("<title>docs</title>");
      expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(response.headers.get("content-security-policy")).toBe("default-src 'self'");
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    }
    expect(body).toHaveBeenCalledTimes(1);
    expect(await (await fetch(`${address}/api/docs/x`)).json()).toMatchObject({ path: "/docs/x" });
  });

  it("try a page again whose making failed, and do not show why it did", async () => {
    const body = vi.fn(async () => "fine").mockRejectedValueOnce(new Error("canary-5"));
    const { address } = await open(mirror, { pages: [{ path: "/docs", type: "text/plain", body }] });
    const failed = await fetch(`${address}/docs`);
    expect(failed.status).toBe(500);
    expect(await failed.text()).not.toContain("canary-5");
    expect(await (await fetch(`${address}/docs`)).text()).toBe("fine");
  });

  it("give metrics on the admin listener alone", async () => {
    const { address, admin } = await open(mirror, { admin: { port: 0, metrics: async () => "up 1\n" } });
    const response = await fetch(`${admin}/metrics`);
    expect(await response.text()).toBe("up 1\n");
    expect(response.headers.get("content-type")).toContain("text/plain");
    expect((await fetch(`${admin}/health/ready`)).status).toBe(200);
    expect((await fetch(`${admin}/api/x`)).status).toBe(404);
    expect((await fetch(`${address}/metrics`)).status).toBe(404);
  });

  it("ask for the admin listener's token, where it has one", async () => {
    const token = "a-token-of-some-length";
    const { admin } = await open(mirror, { admin: { port: 0, token, metrics: async () => "up 1\n" } });
    const status = async (authorization?: string): Promise<number> =>
      (await fetch(`${admin}/metrics`, authorization === undefined ? {} : { headers: { authorization } })).status;
    expect(await status()).toBe(401);
    expect(await status(`Bearer ${token}x`)).toBe(401);
    expect(await status(`Bearer ${token}`)).toBe(200);
    expect((await fetch(`${admin}/health/live`)).status).toBe(401);
  });
});

describe("starting", () => {
  const admin = { metrics: async () => "" };
  it.each<[Partial<HttpServerOptions>, RegExp]>([
    [{ admin: { ...admin, host: "0.0.0.0" } }, /server\.admin\.host: on 0\.0\.0\.0 others can reach it, so it needs server\.admin\.token/],
    [{ admin: { ...admin, host: "::" } }, /server\.admin\.token/],
    [{ admin: { ...admin, token: "short" } }, /at least 16/],
    [{ origin: "https://shop.example/api" }, /server\.origin/],
    [{ origin: "shop.example" }, /server\.origin/],
    [{ mounts: [{ path: "api", interface: face }] }, /begins with "\/"/],
    [{ mounts: [{ path: "/api/", interface: face }] }, /does not end with it/],
    [{ cors: { origins: ["https://shop.example/"] } }, /server\.cors\.origins/],
  ])("is refused for %j", async (more, message) => {
    await expect(open(mirror, more)).rejects.toThrow(message);
  });

  it("on a port that is taken says which, and how to choose another", async () => {
    const { port } = await open();
    const second = await createHttpServer({
      port,
      mounts: [],
      serve: mirror,
      record: () => {},
      sources: () => [],
      admin: { ...admin, port: 0 },
    });
    await expect(second.listen()).rejects.toThrow(`Port ${port} is taken by another program; choose another with server.port`);
  });

  it("closes the main listener again when the admin port is taken", async () => {
    const { port } = await open();
    const second = await createHttpServer({ port: 0, mounts: [], serve: mirror, record: () => {}, sources: () => [], admin: { ...admin, port } });
    await expect(second.listen()).rejects.toThrow(/server\.admin\.port/);
    expect(second.inFlight).toBe(0);
  });
});

describe("stopping", () => {
  it("lets running requests finish, says that it stops, and takes no more", async () => {
    let release: (reply: Reply) => void = () => {};
    const { address } = await open(() => new Promise<Reply>((resolve) => (release = resolve)));
    const asked = fetch(`${address}/api/x`);
    await vi.waitFor(() => expect(server?.inFlight).toBe(1));
    const closed = server?.close();
    await sleep(300);
    await expect(fetch(`${address}/health/live`)).rejects.toThrow();
    release({ status: 200, headers: {}, body: "done" });
    const response = await asked;
    expect(await response.text()).toBe("done");
    expect(response.headers.get("connection")).toBe("close");
    await closed;
  });

  it("gives up what does not end within the grace, and says so", async () => {
    let reason: unknown;
    const { address } = await open(
      ({ signal }) => {
        signal.addEventListener("abort", () => (reason = signal.reason));
        return new Promise<Reply>(() => {});
      },
      { grace: 100 },
    );
    const asked = fetch(`${address}/api/x`);
    await vi.waitFor(() => expect(server?.inFlight).toBe(1));
    const began = performance.now();
    await server?.close();
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(reason).toMatchObject({ code: "ISTHMUS502" });
    expect((await asked).status).toBe(503);
  });

  it("cuts off callers that never end", async () => {
    const { port } = await open(mirror, { grace: 100 });
    const slow = raw(port, "POST /api/x HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nslow");
    const silent = raw(port, "GET /api/x HTT");
    await vi.waitFor(() => expect(server?.inFlight).toBe(1));
    await server?.close();
    expect(await slow).toMatch(/^HTTP\/1\.1 503 /);
    expect(await silent).toBe("");
  });

  it("under load loses no request that a kept connection has sent", async () => {
    const { port } = await open(async () => {
      await sleep(5);
      return { status: 200, headers: {}, body: "ok" };
    });
    let sent = 0;
    let answered = 0;
    /** Sends the next request when the last was answered, until the server says that it closes the connection. */
    const caller = (): Promise<void> =>
      new Promise((resolve) => {
        const socket = connect({ host: "127.0.0.1", port });
        let text = "";
        let told = false;
        const next = (): void => {
          sent += 1;
          socket.write("GET /api/x HTTP/1.1\r\nHost: a\r\n\r\n");
        };
        socket.on("connect", next);
        socket.on("error", () => {});
        socket.on("close", () => resolve());
        socket.on("data", (part) => {
          text += part.toString("latin1");
          if (!text.endsWith("\r\n\r\nok")) return;
          answered += 1;
          told ||= /connection: close/i.test(text);
          text = "";
          if (!told) next();
        });
      });
    const callers = Array.from({ length: 30 }, caller);
    await sleep(200);
    await server?.close();
    await Promise.all(callers);
    expect(sent).toBeGreaterThan(100);
    expect(answered).toBe(sent);
  });
});
