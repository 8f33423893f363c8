// What networks do wrong, done over real sockets: cut connections, names that do not resolve, certificates that do not
// hold.

import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { openFaultProxy } from "../../../../test/kit/fault-proxy.ts";
import { get, openClient, post } from "./testing/open-client.ts";
import { openRawUpstream } from "./testing/raw-upstream.ts";
import { json, openUpstream } from "./testing/upstream.ts";

import { client, failed, failure, keep, upstream } from "./testing/kept.ts";

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
