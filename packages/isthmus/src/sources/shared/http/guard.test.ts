// Requests that would go where the server must not send any: names, addresses, redirects.

import { afterEach, describe, expect, it } from "vitest";
import { CallFailure } from "./call-failure.ts";
import type { Client } from "./client.ts";
import { get, openClient, post } from "./testing/open-client.ts";
import { json, openUpstream, type Upstream } from "./testing/upstream.ts";

const opened: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

async function upstream(...given: Parameters<typeof openUpstream>): Promise<Upstream> {
  const server = await openUpstream(...given);
  opened.push(server);
  return server;
}

async function client(...given: Parameters<typeof openClient>): Promise<Client> {
  const one = await openClient(...given);
  opened.push(one);
  return one;
}

const failure = (kind: string) => expect.objectContaining({ constructor: CallFailure, kind }) as unknown;

describe("the guard of addresses", () => {
  it("refuses an address that is written as one, and nothing is connected", async () => {
    const server = await upstream((_, response) => json(response, 1));
    const guarded = await client(server.origin, { allowPrivate: [] });
    await expect(guarded.send(get(server.origin))).rejects.toEqual(failure("blocked"));
    await expect(guarded.send(get(`http://[::ffff:127.0.0.1]:${server.port}`))).rejects.toEqual(failure("blocked"));
    await expect(guarded.send(get(`http://[::1]:${server.port}`))).rejects.toEqual(failure("blocked"));
    expect(server.asked).toEqual([]);
  });

  it("refuses a name that resolves to a private address, and connects to what was looked at", async () => {
    const server = await upstream((_, response) => json(response, 1));
    const answers = ["127.0.0.1", "169.254.169.254"];
    let lookups = 0;
    const origin = `http://rebinding.example:${server.port}`;
    const around = {
      resolve: (_host: string, done: (error: null, found: { address: string; family: number }[]) => void) => {
        lookups++;
        done(
          null,
          answers.map((address) => ({ address, family: 4 })),
        );
      },
    };
    const guarded = await client(origin, { allowPrivate: [] }, around);
    await expect(guarded.send(get(origin))).rejects.toEqual(failure("blocked"));
    // The one of the two that may be called is the one that is.
    const trusting = await client(origin, { allowPrivate: ["127.0.0.1"] }, around);
    expect((await trusting.send(get(origin))).status).toBe(200);
    expect(lookups).toBe(2);
    expect(server.asked).toHaveLength(1);
  });

  it("looks at every hop of a redirect", async () => {
    const hidden = await upstream((_, response) => json(response, "secret"));
    const server = await upstream((_, response) =>
      response.writeHead(302, { location: `http://localhost:${hidden.port}/` }).end(),
    );
    const guarded = await client(
      server.origin,
      { allowPrivate: ["127.0.0.1/32"] },
      {
        resolve: (_host, done) => done(null, [{ address: "10.0.0.1", family: 4 }]),
      },
    );
    await expect(guarded.send(get(server.origin))).rejects.toEqual(failure("blocked"));
    server.answer = (_, response) =>
      response.writeHead(302, { location: "http://169.254.169.254/latest/meta-data/" }).end();
    await expect(guarded.send(get(server.origin))).rejects.toEqual(failure("blocked"));
    expect(hidden.asked).toEqual([]);
  });

  it.each(["file:///etc/passwd", "gopher://127.0.0.1/", "http://[", "javascript:1"])(
    "follows no redirect to %s",
    async (location) => {
      const server = await upstream((_, response) => response.writeHead(302, { location }).end());
      await expect((await client(server.origin)).send(get(server.origin))).rejects.toEqual(failure("malformed"));
      expect(server.asked).toHaveLength(1);
    },
  );
});

describe("redirects", () => {
  it("keep credentials within the origin they belong to", async () => {
    const other = await upstream((_, response) => json(response, "there"));
    const server = await upstream((asked, response) => {
      if (asked.path.startsWith("/moved")) json(response, "here");
      else response.writeHead(307, { location: asked.path.startsWith("/away") ? `${other.origin}/x` : "/moved" }).end();
    });
    const auth = { bearer: "t0ken", apiKey: { in: "query", name: "key", value: "s3cret" } } as const;
    const one = await client(server.origin, { auth, headers: {} });
    const call = (path: string) =>
      get(server.origin, path, { headers: { "x-tenant": "7", accept: "application/json" } });
    expect((await one.send(call("/stay"))).status).toBe(200);
    expect(server.asked.map(({ headers }) => headers["authorization"])).toEqual(["Bearer t0ken", "Bearer t0ken"]);
    expect(server.asked[1]?.path).toBe("/moved?key=s3cret");
    expect((await one.send(call("/away"))).status).toBe(200);
    expect(other.asked[0]?.path).toBe("/x");
    expect(other.asked[0]?.headers["authorization"]).toBeUndefined();
    expect(other.asked[0]?.headers["x-tenant"]).toBeUndefined();
    expect(JSON.stringify(other.asked)).not.toMatch(/t0ken|s3cret/);
  });

  it("end after five hops, and are repeated no more than any failure", async () => {
    const server = await upstream((_, response) => response.writeHead(302, { location: "/again" }).end());
    const one = await client(server.origin, { retry: false });
    await expect(one.send(get(server.origin))).rejects.toEqual(failure("malformed"));
    expect(server.asked).toHaveLength(6);
  });

  it("of a change lead to no other origin and repeat no body there", async () => {
    const other = await upstream((_, response) => json(response, 1));
    const server = await upstream((_, response) => response.writeHead(307, { location: `${other.origin}/` }).end());
    const one = await client(server.origin);
    await expect(one.send(post(server.origin))).rejects.toEqual(failure("blocked"));
    server.answer = (_, response) => response.writeHead(303, { location: `${other.origin}/` }).end();
    await expect(one.send(post(server.origin))).rejects.toEqual(failure("blocked"));
    server.answer = (_, response) => response.writeHead(302, { location: "/here" }).end();
    await expect(one.send(post(server.origin))).rejects.toEqual(failure("malformed"));
    expect(other.asked).toEqual([]);
  });

  it("of a change with 303 are read where they point", async () => {
    const server = await upstream((asked, response) => {
      if (asked.path === "/made/1") json(response, { id: 1 });
      else response.writeHead(303, { location: "/made/1" }).end();
    });
    await (await client(server.origin)).send(post(server.origin, "/make"));
    expect(server.asked.map(({ method, path, body }) => [method, path, body])).toEqual([
      ["POST", "/make", "{}"],
      ["GET", "/made/1", ""],
    ]);
  });
});
