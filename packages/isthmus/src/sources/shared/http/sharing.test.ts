// Reads that are shared, kept, sent twice or bridged: over sockets.

import { afterEach, describe, expect, it } from "vitest";
import type { Client } from "./client.ts";
import type { HttpCall } from "./exchange.ts";
import type { HttpOptions } from "./options.ts";
import { get, openClient, post } from "./testing/open-client.ts";
import { json, openUpstream, type Upstream } from "./testing/upstream.ts";

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

async function world(
  answer: Upstream["answer"],
  options: HttpOptions = {},
): Promise<{ server: Upstream; one: Client }> {
  const server = await openUpstream(answer);
  const one = await openClient(server.origin, { retry: false, ...options });
  opened.push(server, one);
  return { server, one };
}

const body = ({ body: bytes }: { readonly body: Uint8Array }): string => Buffer.from(bytes).toString();
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("identical reads", () => {
  it("that are under way at the same time are one call", async () => {
    const { server, one } = await world((_, response) => setTimeout(() => json(response, 1), 50));
    const answers = await Promise.all(Array.from({ length: 100 }, () => one.send(get(server.origin, "/same"))));
    expect(answers.map(body)).toEqual(Array.from({ length: 100 }, () => "1"));
    expect(server.asked).toHaveLength(1);
    expect(one.usage.counts.shared).toBe(99);
  });

  it("that differ in what is sent with them are not identical", async () => {
    const { server, one } = await world((_, response) => setTimeout(() => json(response, 1), 30));
    const languages = ["de", "en"].map((language) =>
      get(server.origin, "/", { headers: { "accept-language": language } }),
    );
    await Promise.all([...languages, get(server.origin, "/?x")].map((call) => one.send(call)));
    expect(server.asked).toHaveLength(3);
  });

  it("are not given up when the first who asked leaves, and are when the last does", async () => {
    let closed = 0;
    const { server, one } = await world((_, response) => {
      response.on("close", () => closed++);
      setTimeout(() => json(response, 1), 100);
    });
    const [first, second] = [new AbortController(), new AbortController()];
    const asking = [first, second].map(({ signal }) => one.send(get(server.origin, "/", { signal })));
    first.abort();
    await expect(asking[0]).rejects.toMatchObject({ kind: "aborted" });
    expect(body((await asking[1]) ?? { body: new Uint8Array() })).toBe("1");
    const third = new AbortController();
    const left = one.send(get(server.origin, "/", { signal: third.signal }));
    left.catch(() => undefined);
    await expect.poll(() => server.asked.length).toBe(2);
    third.abort();
    await expect(left).rejects.toMatchObject({ kind: "aborted" });
    await expect.poll(() => closed).toBe(2);
    expect(server.asked).toHaveLength(2);
  });

  it("share a failure, and the next one asks again", async () => {
    const { server, one } = await world((_, response, count) =>
      setTimeout(() => json(response, 1, count === 1 ? 500 : 200), 20),
    );
    const settled = await Promise.allSettled([1, 2, 3].map(() => one.send(get(server.origin))));
    expect(settled.every(({ status }) => status === "rejected")).toBe(true);
    expect((await one.send(get(server.origin))).status).toBe(200);
    expect(server.asked).toHaveLength(2);
  });

  it("are never changes", async () => {
    const { server, one } = await world((_, response) => setTimeout(() => json(response, 1), 20));
    await Promise.all([1, 2, 3].map(() => one.send(post(server.origin))));
    expect(server.asked).toHaveLength(3);
  });
});

describe("answers that are kept", () => {
  it.each([
    [{ "cache-control": "max-age=60" }, 1],
    [{ expires: new Date(Date.now() + 60_000).toUTCString() }, 1],
    [{ "cache-control": "private, max-age=60" }, 1],
    [{ "cache-control": "max-age=60, no-store" }, 2],
    [{ "cache-control": "max-age=60", vary: "*" }, 2],
    [{ "cache-control": "max-age=60", age: "60" }, 2],
    [{ "cache-control": "no-cache" }, 2],
    [{ expires: "0" }, 2],
    [{}, 2],
  ])("with %j: two reads are %d calls", async (headers, calls) => {
    const { server, one } = await world((_, response) => json(response, 1, 200, headers as Record<string, string>));
    await one.send(get(server.origin));
    expect(body(await one.send(get(server.origin)))).toBe("1");
    expect(server.asked).toHaveLength(calls);
  });

  it("are asked for by their tag when they are stale, and not sent again", async () => {
    const { server, one } = await world((asked, response) =>
      asked.headers["if-none-match"] === '"v1"'
        ? response.writeHead(304, { "cache-control": "max-age=60" }).end()
        : json(response, { big: true }, 200, { etag: '"v1"', "cache-control": "no-cache" }),
    );
    for (let i = 0; i < 4; i++) expect(body(await one.send(get(server.origin)))).toBe('{"big":true}');
    expect(server.asked.map(({ headers }) => headers["if-none-match"])).toEqual([undefined, '"v1"']);
  });

  it("are given while they are asked for anew, once", async () => {
    const { server, one } = await world((_, response, count) =>
      setTimeout(() => json(response, count), count > 1 ? 50 : 0),
    );
    const call = (): HttpCall =>
      get(server.origin, "/", { rules: { cache: { ttl: 40, staleWhileRevalidate: 10_000 } } });
    expect(body(await one.send(call()))).toBe("1");
    await sleep(60);
    expect((await Promise.all([1, 2, 3].map(() => one.send(call())))).map(body)).toEqual(["1", "1", "1"]);
    await sleep(80);
    expect(server.asked).toHaveLength(2);
    expect(body(await one.send(call()))).toBe("2");
  });

  it("are forgotten when their address is changed", async () => {
    const { server, one } = await world((asked, response, count) =>
      json(response, asked.method === "GET" ? count : {}),
    );
    const call = (): HttpCall => get(server.origin, "/thing", { rules: { cache: { ttl: 60_000 } } });
    await one.send(call());
    await one.send(call());
    await one.send(post(server.origin, "/thing"));
    expect(body(await one.send(call()))).toBe("3");
    expect(server.asked.map(({ method }) => method)).toEqual(["GET", "POST", "GET"]);
  });

  it("take no more memory than they may", async () => {
    const { server, one } = await world((_, response) => json(response, "x".repeat(1_000)), {
      cache: { size: 20_000 },
    });
    const call = (at: number): HttpCall => get(server.origin, `/${at}`, { rules: { cache: { ttl: 60_000 } } });
    for (let i = 0; i < 30; i++) await one.send(call(i));
    await one.send(call(29));
    expect(server.asked).toHaveLength(30);
    await one.send(call(0));
    expect(server.asked).toHaveLength(31);
  });

  it("are not kept where the source keeps none", async () => {
    const { server, one } = await world((_, response) => json(response, 1, 200, { "cache-control": "max-age=60" }), {
      cache: false,
    });
    await one.send(get(server.origin));
    await one.send(get(server.origin));
    expect(server.asked).toHaveLength(2);
  });
});

describe("a read that may be sent twice", () => {
  it("is, when the first has no answer yet, and the slower one is given up", async () => {
    let closed = 0;
    const { server, one } = await world((_, response, count) => {
      response.on("close", () => closed++);
      setTimeout(() => json(response, count), count === 1 ? 2_000 : 5);
    });
    const begun = performance.now();
    const answer = await one.send(get(server.origin, "/", { rules: { hedge: 40 } }));
    expect(body(answer)).toBe("2");
    expect(performance.now() - begun).toBeLessThan(500);
    expect(one.usage.counts.hedges).toBe(1);
    await sleep(30);
    expect(closed).toBe(2);
  });

  it("is not, when it is answered in time or fails, or is a change", async () => {
    const { server, one } = await world((asked, response) => json(response, 1, asked.path === "/down" ? 500 : 200));
    await one.send(get(server.origin, "/", { rules: { hedge: 100 } }));
    await expect(one.send(get(server.origin, "/down", { rules: { hedge: 100 } }))).rejects.toMatchObject({
      kind: "status",
    });
    expect(server.asked).toHaveLength(2);
    server.answer = (_, response) => setTimeout(() => json(response, 1), 30);
    await one.send(post(server.origin, "/", { rules: { hedge: 5 } }));
    expect(server.asked).toHaveLength(3);
  });
});

describe("failures that are none by their status", () => {
  it("are failures when the operation's rule says so, and are bridged like any", async () => {
    const { server, one } = await world(
      (_, response) => json(response, { valid: false, userError: "MS_UNAVAILABLE" }),
      {
        retry: { attempts: 2, firstPause: 1 },
      },
    );
    const failed: NonNullable<HttpCall["rules"]["failed"]> = (answer) =>
      body(answer).includes("MS_UNAVAILABLE") ? { reason: "could not ask" } : undefined;
    await expect(one.send(get(server.origin, "/", { rules: { failed } }))).rejects.toMatchObject({
      kind: "soft",
      message: "could not ask",
    });
    expect(server.asked).toHaveLength(2);
    const value = { status: 200, headers: {}, body: Buffer.from('"unknown"'), from: "value" } as const;
    const answer = await one.send(
      get(server.origin, "/", { rules: { failed, fallbacks: [{ kind: "stale" }, { kind: "value", answer: value }] } }),
    );
    expect([body(answer), answer.from]).toEqual(['"unknown"', "value"]);
  });

  it("may be said by a status of the API's own", async () => {
    const { server, one } = await world((_, response) => json(response, {}, 403), { throttled: [403] });
    await expect(one.send(get(server.origin))).rejects.toMatchObject({ kind: "status", answer: { status: 429 } });
  });
});

describe("fallbacks", () => {
  it("are tried in order, and the one that answers is named", async () => {
    const { server, one } = await world((asked, response) =>
      asked.path === "/other" ? json(response, "other") : json(response, {}, 500),
    );
    const other = (failed: HttpCall): HttpCall => ({ ...failed, operation: "other", path: "/other", rules: {} });
    const broken = (): HttpCall => {
      throw new Error("no such argument");
    };
    const fallbacks = [
      { kind: "stale" },
      { kind: "operation", call: broken },
      { kind: "operation", call: other },
    ] as const;
    const answer = await one.send(get(server.origin, "/", { rules: { fallbacks } }));
    expect([body(answer), answer.from]).toEqual(['"other"', "operation"]);
    await expect(one.send(get(server.origin))).rejects.toMatchObject({ kind: "status" });
  });
});

describe("usage", () => {
  it("is counted by operation: calls, requests, failures and what they cost", async () => {
    const { server, one } = await world((_, response, count) => json(response, 1, count === 1 ? 500 : 200), {
      retry: { firstPause: 1 },
    });
    await one.send(get(server.origin, "/", { rules: { cost: 5 } }));
    expect(one.usage.byOperation().get("read")).toMatchObject({
      calls: 1,
      requests: 2,
      cost: 10,
      failures: { status: 1 },
    });
  });
});
