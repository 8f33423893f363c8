import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { CompactSign } from "jose";
import { describe, expect, it, vi } from "vitest";
import { ask, clock, open, roles, secret, sign } from "../../test/kit/open-authenticator.ts";
import type { JwtConfiguration } from "../core/index.ts";

describe("an issuer's keys", () => {
  const pair = (): { publicKey: KeyObject; privateKey: KeyObject } =>
    generateKeyPairSync("ec", { namedCurve: "P-256" });
  const first = pair();
  const second = pair();
  const jwkOf = (key: KeyObject, more: object): object => ({ ...key.export({ format: "jwk" }), use: "sig", ...more });
  const by = (key: KeyObject, kid: string, alg = "ES256"): Promise<string> =>
    new CompactSign(Buffer.from('{"role":"staff"}')).setProtectedHeader({ alg, kid }).sign(key);
  const jwks = { url: "https://issuer.example/jwks" };

  function issuer(keys: object[]): {
    fetch: typeof globalThis.fetch;
    calls: () => number;
    answer: (next: () => Response) => void;
  } {
    let answer = (): Response => Response.json({ keys });
    const fetch = vi.fn(async () => answer());
    return {
      fetch: fetch as unknown as typeof globalThis.fetch,
      calls: () => fetch.mock.calls.length,
      answer: (next) => void (answer = next),
    };
  }

  it("are fetched once for many requests", async () => {
    const { fetch, calls } = issuer([jwkOf(first.publicKey, { kid: "1", alg: "ES256" })]);
    const authenticator = open({ jwt: { jwks } }, roles, fetch);
    const token = await by(first.privateKey, "1");
    const principals = await Promise.all(Array.from({ length: 30 }, () => ask(authenticator, token)));
    expect(principals[0]?.roles).toEqual(["staff"]);
    expect(calls()).toBe(1);
  });

  it("are fetched again when a token names an unknown one, after a rest", async () => {
    const source = issuer([jwkOf(first.publicKey, { kid: "1", alg: "ES256" })]);
    const authenticator = open({ jwt: { jwks } }, roles, source.fetch);
    await ask(authenticator, await by(first.privateKey, "1"));
    source.answer(() => Response.json({ keys: [jwkOf(second.publicKey, { kid: "2", alg: "ES256" })] }));
    const renewed = await by(second.privateKey, "2");
    await expect(ask(authenticator, renewed)).rejects.toMatchObject({ code: "PGRST301" });
    clock.time += 30_000;
    expect((await ask(authenticator, renewed)).roles).toEqual(["staff"]);
    // The old key is gone, and so is what it had verified.
    await expect(ask(authenticator, await by(first.privateKey, "1"))).rejects.toMatchObject({ code: "PGRST301" });
  });

  it("are not asked for by a flood of made-up ids", async () => {
    const { fetch, calls } = issuer([jwkOf(first.publicKey, { kid: "1", alg: "ES256" })]);
    const authenticator = open({ jwt: { jwks } }, roles, fetch);
    await ask(authenticator, await by(first.privateKey, "1"));
    clock.time += 30_000;
    const flood = await Promise.all(Array.from({ length: 200 }, (_, n) => by(second.privateKey, `made-up-${n}`)));
    await Promise.all(
      flood.map((token) => expect(ask(authenticator, token)).rejects.toMatchObject({ code: "PGRST301" })),
    );
    expect(calls()).toBe(2);
  });

  it("are kept while the issuer is down or answers nonsense", async () => {
    const source = issuer([jwkOf(first.publicKey, { kid: "1", alg: "ES256" })]);
    const authenticator = open({ jwt: { jwks } }, roles, source.fetch);
    const token = await by(first.privateKey, "1");
    await ask(authenticator, token);
    const down = (): Response => {
      throw new TypeError("fetch failed");
    };
    for (const next of [
      down,
      () => new Response("sorry", { status: 500 }),
      () => new Response("<html>"),
      () => Response.json({ keys: [] }),
    ]) {
      source.answer(next);
      clock.time += 900_000;
      expect((await ask(authenticator, token)).roles).toEqual(["staff"]);
      await vi.waitFor(() => expect(source.calls()).toBeGreaterThan(1));
    }
  });

  it("that were never had make the answer 'unavailable', not 'refused', and the issuer is not hammered", async () => {
    const source = issuer([]);
    const authenticator = open({ jwt: { jwks } }, roles, source.fetch);
    const token = await by(first.privateKey, "1");
    for (let n = 0; n < 5; n++) {
      await expect(ask(authenticator, token)).rejects.toMatchObject({
        code: "ISTHMUS503",
        category: "unavailable",
        retryAfter: 30,
      });
    }
    expect(source.calls()).toBe(1);
  });

  it("that are down leave the keys of the configuration in use", async () => {
    const source = issuer([]);
    const authenticator = open({ jwt: { jwks, secret } }, roles, source.fetch);
    expect((await ask(authenticator, sign({ role: "staff" }))).roles).toEqual(["staff"]);
  });

  it.each<[string, object, JwtConfiguration["jwks"]]>([
    ["has no algorithm and the configuration names none", {}, jwks],
    ["is of an algorithm the configuration does not allow", { alg: "ES256" }, { ...jwks, algorithms: ["RS256"] }],
    ["is for encryption", { alg: "ES256", use: "enc" }, jwks],
    ["is not for verifying", { alg: "ES256", key_ops: ["encrypt"] }, jwks],
    ["names an algorithm that does not fit it", { alg: "RS256" }, jwks],
  ])("are not used when one %s", async (_, more, configured) => {
    const { fetch } = issuer([
      jwkOf(first.publicKey, { kid: "1", ...more }),
      jwkOf(second.publicKey, { kid: "2", alg: "ES256" }),
    ]);
    const authenticator = open({ jwt: { jwks: configured as NonNullable<JwtConfiguration["jwks"]> } }, roles, fetch);
    await expect(ask(authenticator, await by(first.privateKey, "1"))).rejects.toThrow();
  });

  it("without an algorithm are used when the configuration names the one that fits", async () => {
    const { fetch } = issuer([jwkOf(first.publicKey, { kid: "1" })]);
    const authenticator = open({ jwt: { jwks: { ...jwks, algorithms: ["ES256"] } } }, roles, fetch);
    expect((await ask(authenticator, await by(first.privateKey, "1"))).roles).toEqual(["staff"]);
  });

  it("are never a shared secret", async () => {
    const { fetch } = issuer([
      { kty: "oct", kid: "1", alg: "HS256", k: Buffer.from(secret).toString("base64url") },
      jwkOf(second.publicKey, { kid: "2", alg: "ES256" }),
    ]);
    const authenticator = open({ jwt: { jwks } }, roles, fetch);
    await expect(ask(authenticator, sign({ role: "staff" }, { alg: "HS256", kid: "1" }))).rejects.toMatchObject({
      code: "PGRST301",
    });
  });
});
