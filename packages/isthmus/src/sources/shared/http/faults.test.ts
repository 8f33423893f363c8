// What APIs and networks do wrong, done over real sockets: slowness, floods of refusals, broken and endless answers, cut
// connections, names that do not resolve, certificates that do not hold.

import { createHash, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { openFaultProxy } from "../../../../test/kit/fault-proxy.ts";
import { CallFailure } from "./call-failure.ts";
import type { Client } from "./client.ts";
import type { HttpOptions } from "./options.ts";
import { get, openClient, post } from "./testing/open-client.ts";
import { openRawUpstream } from "./testing/raw-upstream.ts";
import { json, openUpstream, type Upstream } from "./testing/upstream.ts";

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

function keep<T extends { close(): Promise<void> }>(one: T): T {
  opened.push(one);
  return one;
}

const upstream = async (...given: Parameters<typeof openUpstream>): Promise<Upstream> =>
  keep(await openUpstream(...given));
const client = async (origin: string, options: HttpOptions = {}): Promise<Client> =>
  keep(await openClient(origin, { retry: { firstPause: 5 }, ...options }));
const failure = (kind: string) => expect.objectContaining({ constructor: CallFailure, kind }) as unknown;

async function failed(work: Promise<unknown>): Promise<CallFailure> {
  const reason: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(reason instanceof CallFailure)) throw new Error("it did not fail", { cause: reason });
  return reason;
}

describe("a slow API", () => {
  it("is given up at the deadline of the attempt, and of the call with all its repeats", async () => {
    const server = await upstream(() => {});
    const one = await client(server.origin, { timeout: 300, attemptTimeout: 100 });
    const begun = performance.now();
    const call = get(server.origin, "/", { deadline: begun + 300 });
    await expect(one.send(call)).rejects.toEqual(failure("timeout"));
    expect(performance.now() - begun).toBeLessThan(450);
    expect(server.asked.length).toBeGreaterThan(1);
    expect(server.asked.length).toBeLessThanOrEqual(3);
  });

  it("is given up when the caller leaves, and the request to it is ended", async () => {
    let ended: (() => void) | undefined;
    const over = new Promise<void>((resolve) => (ended = resolve));
    const server = await upstream((_, response) => response.on("close", () => ended?.()));
    const control = new AbortController();
    const one = await client(server.origin);
    const asking = one.send(get(server.origin, "/", { signal: control.signal }));
    setTimeout(() => control.abort(new Error("left")), 50);
    await expect(asking).rejects.toEqual(failure("aborted"));
    await over;
    expect(server.asked).toHaveLength(1);
  });

  it("that sends its answer a byte at a time is given up too", async () => {
    const server = keep(
      await openRawUpstream((socket) => {
        socket.write("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n");
        const dripping = setInterval(() => socket.write("x"), 10);
        socket.on("close", () => clearInterval(dripping));
      }),
    );
    const one = await client(server.origin, { retry: false });
    await expect(one.send(get(server.origin, "/", { deadline: performance.now() + 200 }))).rejects.toEqual(
      failure("timeout"),
    );
  });

  it("is not asked any more once its breaker is open, and asked again by one probe", async () => {
    const server = await upstream(() => {});
    const one = await client(server.origin, {
      retry: false,
      attemptTimeout: 20,
      breaker: { window: 4, least: 4, pause: 150 },
    });
    for (let i = 0; i < 4; i++) await expect(one.send(get(server.origin))).rejects.toEqual(failure("timeout"));
    const begun = performance.now();
    const refused = await failed(one.send(get(server.origin)));
    expect(refused.kind).toBe("open");
    expect(refused.retryAfter).toBeGreaterThan(0);
    expect(performance.now() - begun).toBeLessThan(15);
    expect(server.asked).toHaveLength(4);
    // Another operation of the same API is still served.
    server.answer = (_, response) => json(response, 1);
    expect((await one.send(get(server.origin, "/", { operation: "other" }))).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 160));
    const settled = await Promise.allSettled(["/a", "/b", "/c"].map((at) => one.send(get(server.origin, at))));
    expect(settled.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect((await one.send(get(server.origin))).status).toBe(200);
  });
});

describe("an API that says it was asked too often", () => {
  it("is waited for as long as it says in seconds, and by date", async () => {
    const server = await upstream((_, response, count) => {
      if (count === 1) json(response, {}, 429, { "retry-after": "1" });
      else if (count === 2) json(response, {}, 503, { "retry-after": new Date(Date.now() + 1_500).toUTCString() });
      else json(response, 1);
    });
    const one = await client(server.origin);
    const begun = performance.now();
    expect((await one.send(get(server.origin))).status).toBe(200);
    expect(performance.now() - begun).toBeGreaterThan(1_000);
    expect(server.asked).toHaveLength(3);
  });

  it.each([
    ["10 years", String(315_360_000)],
    ["a date 10 years away", new Date(Date.now() + 315_360_000_000).toUTCString()],
    ["more seconds than a number holds", "9".repeat(400)],
  ])("is not waited for %s: that is passed on", async (_, retryAfter) => {
    const server = await upstream((__, response) => json(response, {}, 429, { "retry-after": retryAfter }));
    const one = await client(server.origin);
    const refused = await failed(one.send(get(server.origin)));
    expect(refused.kind).toBe("status");
    expect(refused.retryAfter).toBeGreaterThan(300_000_000_000);
    expect(server.asked).toHaveLength(1);
    // The others do not storm it, and it is not believed for ten years.
    const next = await failed(one.send(get(server.origin, "/other")));
    expect(next.kind).toBe("limited");
    expect(next.retryAfter).toBeLessThanOrEqual(60_000);
    expect(server.asked).toHaveLength(1);
  });

  it.each(["-5", "soon", "", "1e9", "0x10"])(
    "and names %j as the time is asked again within the attempts",
    async (retryAfter) => {
      const server = await upstream((_, response) => json(response, {}, 429, { "retry-after": retryAfter }));
      await expect((await client(server.origin)).send(get(server.origin))).rejects.toEqual(failure("status"));
      expect(server.asked).toHaveLength(3);
    },
  );
});

describe("an API that fails", () => {
  it("is asked again for reads, and once for a change", async () => {
    const server = await upstream((_, response) => json(response, {}, 503));
    const one = await client(server.origin);
    await expect(one.send(get(server.origin))).rejects.toEqual(failure("status"));
    expect(server.asked).toHaveLength(3);
    await expect(one.send(post(server.origin))).rejects.toEqual(failure("status"));
    expect(server.asked).toHaveLength(4);
  });

  it("is asked again for a change that carries a key, with the same key", async () => {
    const server = await upstream((_, response, count) =>
      count < 3 ? json(response, {}, 502) : json(response, { paid: 1 }),
    );
    const one = await client(server.origin);
    const keyed = post(server.origin, "/", { repeatable: true, headers: { "idempotency-key": "k1" } });
    expect((await one.send(keyed)).status).toBe(200);
    expect(server.asked.map(({ headers }) => headers["idempotency-key"])).toEqual(["k1", "k1", "k1"]);
  });

  it("gets no more repeats than the budget allows", async () => {
    const server = await upstream((_, response) => json(response, {}, 500));
    const one = await client(server.origin, { breaker: false, retry: { firstPause: 1, share: 0.1, reserve: 5 } });
    const calls = Array.from({ length: 100 }, (_, i) => one.send(get(server.origin, `/${i}`)));
    const settled = await Promise.allSettled(calls);
    expect(settled.every(({ status }) => status === "rejected")).toBe(true);
    expect(server.asked.length).toBeGreaterThan(100);
    expect(server.asked.length).toBeLessThanOrEqual(100 + 5 + 10);
  });

  it("every second time is asked again, and most calls get their answer", async () => {
    const server = await upstream((_, response, count) =>
      count % 2 === 0 ? json(response, 1) : json(response, {}, 500),
    );
    const one = await client(server.origin, { breaker: false, retry: { firstPause: 1, reserve: 100 } });
    for (let i = 0; i < 20; i++) expect((await one.send(get(server.origin, `/${i}`))).status).toBe(200);
  });
});

describe("answers that are none", () => {
  const cases: readonly (readonly [string, string | Buffer, string])[] = [
    ["no HTTP", "SMTP ready\r\n\r\n", "malformed"],
    ["a status that is none", "HTTP/1.1 abc OK\r\n\r\n", "malformed"],
    ["a body shorter than announced", "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nshort", "end"],
    ["a chunk whose size is none", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\nabc", "malformed"],
    ["chunks without an end", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nabcde\r\n", "end"],
    ["two lengths", "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab", "malformed"],
    [
      "a length beside chunks",
      "HTTP/1.1 200 OK\r\ncontent-length: 3\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
      "malformed",
    ],
    ["endless headers", `HTTP/1.1 200 OK\r\n${"x: y\r\n".repeat(20_000)}`, "malformed"],
    ["damaged gzip", "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 3\r\n\r\nabc", "malformed"],
    [
      "an encoding nobody knows",
      "HTTP/1.1 200 OK\r\ncontent-encoding: zip\r\ncontent-length: 3\r\n\r\nabc",
      "malformed",
    ],
  ];

  it.each(cases)("such as %s are failures of the API", async (_, bytes, how) => {
    const server = keep(
      await openRawUpstream((socket) => {
        socket.write(bytes);
        if (how === "end") socket.end();
      }),
    );
    const one = await client(server.origin, { retry: false });
    const reason = await failed(one.send(get(server.origin, "/", { deadline: performance.now() + 2_000 })));
    expect(["malformed", "lost"]).toContain(reason.kind);
  });

  it("with bytes after their end do not reach the next call", async () => {
    const server = keep(
      await openRawUpstream((socket) => {
        socket.write("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n11HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil");
      }),
    );
    const one = await client(server.origin, { retry: false, concurrency: 1 });
    for (let i = 0; i < 5; i++) {
      const answer = await one.send(get(server.origin, `/${i}`)).catch(() => undefined);
      if (answer !== undefined) expect(Buffer.from(answer.body).toString()).toBe("11");
    }
  });

  it("without an end are cut at the cap, and little of them is ever held", async () => {
    let sent = 0;
    const server = keep(
      await openRawUpstream((socket) => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        const chunk = randomBytes(65_536);
        const more = (): void => {
          while (!socket.destroyed && socket.write(chunk)) sent += chunk.length;
        };
        socket.on("drain", more);
        more();
      }),
    );
    const one = await client(server.origin, { maxAnswer: 1_000_000 });
    const reason = await failed(one.send(get(server.origin)));
    expect(reason.kind).toBe("malformed");
    expect(reason.message).toContain("larger than 1000000 bytes");
    expect(sent).toBeLessThan(30_000_000);
  });

  it("that announce more than the cap are not read, and the server goes on", async () => {
    const server = await upstream((asked, response) =>
      asked.path === "/large"
        ? response.writeHead(200, { "content-length": "5000000" }).end("x".repeat(5_000_000))
        : json(response, 1),
    );
    const one = await client(server.origin, { maxAnswer: 1_000_000, concurrency: 1 });
    await expect(one.send(get(server.origin, "/large"))).rejects.toEqual(failure("malformed"));
    await expect(one.send(get(server.origin, "/large", { method: "HEAD" }))).resolves.toMatchObject({ status: 200 });
    expect((await one.send(get(server.origin, "/small"))).status).toBe(200);
    expect(server.asked).toHaveLength(3);
  });

  it.each([
    ["gzip", (data: Buffer) => gzipSync(data)],
    ["br", (data: Buffer) => brotliCompressSync(data)],
    ["gzip, gzip", (data: Buffer) => gzipSync(gzipSync(data))],
  ])("that are bombs in %s are not blown up", async (coding, compress) => {
    const bomb = compress(Buffer.alloc(50_000_000));
    const server = await upstream((_, response) => response.writeHead(200, { "content-encoding": coding }).end(bomb));
    const one = await client(server.origin, { maxAnswer: 1_000_000 });
    const before = process.memoryUsage().rss;
    const reason = await failed(one.send(get(server.origin)));
    expect(reason.message).toContain("larger than 1000000 bytes when decompressed");
    expect(process.memoryUsage().rss - before).toBeLessThan(40_000_000);
  });

  it("are read when they are compressed as they should be", async () => {
    const text = Buffer.from(JSON.stringify({ a: "ü".repeat(1000) }));
    const server = await upstream((asked, response) =>
      asked.path === "/gzip"
        ? response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(text))
        : response.writeHead(200, { "content-encoding": "br" }).end(brotliCompressSync(text)),
    );
    const one = await client(server.origin);
    for (const at of ["/gzip", "/br"]) expect(Buffer.from((await one.send(get(server.origin, at))).body)).toEqual(text);
  });
});

describe("connections that break", () => {
  async function proxied() {
    const body = createHash("sha256").update("x").digest("hex").repeat(2_000);
    const server = await upstream((_, response) => response.writeHead(200).end(body));
    const proxy = keep(await openFaultProxy({ host: "127.0.0.1", port: server.port }));
    return { server, proxy, origin: `http://127.0.0.1:${proxy.port}`, body };
  }

  it("in the middle of an answer are made again for a read, and for a change it is said that it may have been made", async () => {
    const { server, proxy, origin, body } = await proxied();
    const one = await client(origin);
    proxy.set({ cutAfter: 1_000 });
    setTimeout(() => proxy.set({}), 20);
    const answer = await keep(await openClient(origin, { retry: { firstPause: 200, attempts: 5 } })).send(get(origin));
    expect(Buffer.from(answer.body).toString()).toBe(body);
    const before = server.asked.length;
    proxy.set({ cutAfter: 1_000 });
    await expect(one.send(post(origin))).rejects.toEqual(failure("lost"));
    expect(server.asked.length).toBe(before + 1);
  });

  it("before the request has left are a failure for a change and a repeat for a read", async () => {
    const { proxy, origin } = await proxied();
    const one = await client(origin);
    proxy.set({ cutRequestAfter: 10 });
    await expect(one.send(post(origin))).rejects.toEqual(failure("lost"));
    proxy.set({});
    await one.send(get(origin));
    // The connection is kept, and reset under the next call.
    proxy.reset();
    expect((await one.send(get(origin))).status).toBe(200);
  });

  it("with an end instead of an answer are failures, not empty answers", async () => {
    const server = keep(await openRawUpstream((socket) => socket.end()));
    await expect((await client(server.origin, { retry: false })).send(get(server.origin))).rejects.toEqual(
      failure("lost"),
    );
  });

  it("are not had where nobody listens, and a change is tried again since nothing was sent", async () => {
    const server = await openUpstream((_, response) => json(response, 1));
    await server.close();
    const one = await client(server.origin);
    await expect(one.send(post(server.origin))).rejects.toEqual(failure("refused"));
    expect(one.usage.counts.retries).toBe(2);
  });

  it("are not had where the network swallows everything, within the time of connecting", async () => {
    const { proxy, origin } = await proxied();
    proxy.set({ blackHole: true });
    const one = await client(origin, { retry: false, attemptTimeout: 100 });
    await expect(one.send(get(origin))).rejects.toEqual(failure("timeout"));
  });
});

describe("names", () => {
  it("that do not exist are asked for once, those that cannot be resolved now again", async () => {
    const codes = { ENOTFOUND: 0, EAI_AGAIN: 0 };
    for (const code of ["ENOTFOUND", "EAI_AGAIN"] as const) {
      const one = keep(
        await openClient(
          "http://nowhere.example",
          { retry: { firstPause: 1 } },
          {
            resolve: (_host, done) => {
              codes[code]++;
              done(Object.assign(new Error(code), { code }), []);
            },
          },
        ),
      );
      await expect(one.send(get("http://nowhere.example"))).rejects.toEqual(failure("refused"));
    }
    expect(codes).toEqual({ ENOTFOUND: 1, EAI_AGAIN: 3 });
  });

  it("that do not answer do not hold a call beyond its deadline", async () => {
    const one = keep(await openClient("http://slow.example", {}, { resolve: () => {} }));
    const call = get("http://slow.example", "/", { deadline: performance.now() + 100 });
    await expect(one.send(call)).rejects.toEqual(failure("timeout"));
  });

  it("of the reserved domain do not resolve", async () => {
    const one = await client("http://isthmus.invalid");
    await expect(one.send(get("http://isthmus.invalid"))).rejects.toEqual(failure("refused"));
  });
});

describe("TLS", () => {
  const pem = (name: string): string =>
    readFileSync(path.join(import.meta.dirname, "testing/certificates", name), "utf8");
  const served = (name: string, more: object = {}) =>
    upstream((_, response) => json(response, 1), { cert: pem(`${name}.pem`), key: pem(`${name}.key`), ...more });

  it("is trusted by the authorities that are named", async () => {
    const server = await served("good");
    const one = await client(server.origin, { tls: { ca: pem("ca.pem") } });
    expect((await one.send(get(server.origin))).status).toBe(200);
  });

  it.each([
    ["that has expired", "expired", "CERT_HAS_EXPIRED"],
    ["of another host", "other", "ERR_TLS_CERT_ALTNAME_INVALID"],
  ])("with a certificate %s is refused, and nothing is sent", async (_, name, code) => {
    const server = await served(name);
    const reason = await failed((await client(server.origin, { tls: { ca: pem("ca.pem") } })).send(get(server.origin)));
    expect(reason.kind).toBe("refused");
    expect(reason.message).toContain(code);
    expect(server.asked).toEqual([]);
  });

  it("of an unknown authority, of an old version and none at all are refused", async () => {
    const unknown = await served("good");
    await expect((await client(unknown.origin)).send(get(unknown.origin))).rejects.toEqual(failure("refused"));
    const old = await served("good", { minVersion: "TLSv1.1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" });
    const tls = { ca: pem("ca.pem") };
    await expect((await client(old.origin, { tls })).send(get(old.origin))).rejects.toEqual(failure("refused"));
    const plain = await upstream((_, response) => json(response, 1));
    const origin = `https://localhost:${plain.port}`;
    const reason = await failed((await client(origin, { tls, retry: false })).send(get(origin)));
    expect(["refused", "lost"]).toContain(reason.kind);
    expect([...unknown.asked, ...old.asked, ...plain.asked]).toEqual([]);
  });

  it("shows the client's certificate to the API's own origin alone", async () => {
    const asking = { requestCert: true, rejectUnauthorized: false, ca: pem("ca.pem") };
    const seen: (readonly [string, boolean])[] = [];
    const server = await served("good", asking);
    const other = await served("good", asking);
    for (const [name, one] of [
      ["own", server],
      ["other", other],
    ] as const) {
      one.answer = (asked, response) => {
        const { socket } = response as unknown as { readonly socket: { readonly authorized: boolean } };
        seen.push([name, socket.authorized]);
        if (asked.path === "/away") response.writeHead(302, { location: `${other.origin}/` }).end();
        else json(response, 1);
      };
    }
    const tls = { ca: pem("ca.pem"), cert: pem("client.pem"), key: pem("client.key") };
    const one = await client(server.origin, { tls, retry: false });
    expect((await one.send(get(server.origin))).status).toBe(200);
    // The other origin's certificate is of an authority that only the own one is trusted with.
    await expect(one.send(get(server.origin, "/away"))).rejects.toEqual(failure("refused"));
    expect(seen).toEqual([
      ["own", true],
      ["own", true],
    ]);
  });
});
