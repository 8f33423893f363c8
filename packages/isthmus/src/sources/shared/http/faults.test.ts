// What APIs do wrong, done over real sockets: slowness, floods of refusals, broken and endless answers.

import { randomBytes } from "node:crypto";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { get, post } from "./testing/open-client.ts";
import { openRawUpstream } from "./testing/raw-upstream.ts";
import { json } from "./testing/upstream.ts";

import { client, failed, failure, keep, upstream } from "./testing/kept.ts";

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
      attemptTimeout: 150,
      breaker: { window: 4, least: 4, pause: 400 },
    });
    for (let i = 0; i < 4; i++) await expect(one.send(get(server.origin))).rejects.toEqual(failure("timeout"));
    let quickest = Number.POSITIVE_INFINITY;
    for (let i = 0; i < 5; i++) {
      const begun = performance.now();
      const refused = await failed(one.send(get(server.origin)));
      quickest = Math.min(quickest, performance.now() - begun);
      expect(refused.kind).toBe("open");
      expect(refused.retryAfter).toBeGreaterThan(0);
    }
    expect(quickest).toBeLessThan(15);
    expect(server.asked).toHaveLength(4);
    // Another operation of the same API is still served.
    server.answer = (_, response) => json(response, 1);
    expect((await one.send(get(server.origin, "/", { operation: "other" }))).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 420));
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
