// TLS to MongoDB and to Redis, by a front that speaks it before the real servers.

import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import type { Problem } from "../../src/core/index.ts";
import { openSharedCounts } from "../../src/gateway/index.ts";
import { openMongodb } from "../../src/sources/mongodb/index.ts";
import type { MongodbOptions } from "../../src/sources/mongodb/options.ts";
import { type Authority, createAuthority } from "../kit/certificates.ts";
import { createTestMongodb, type TestMongodb } from "../kit/open-mongodb.ts";
import { findRedis, openRedis } from "../kit/open-redis.ts";
import { openTlsFront, type TlsFront } from "../kit/open-tls-front.ts";

let authority: Authority;
beforeAll(() => void (authority = createAuthority()));
afterAll(() => authority?.remove());

describe("MongoDB", () => {
  let database: TestMongodb;
  let good: TlsFront;
  let old: TlsFront;

  beforeAll(async () => {
    database = await createTestMongodb();
    const { hostname, port } = new URL(database.url);
    const behind = { host: hostname, port: Number(port) };
    good = await openTlsFront(authority.issue("good", ["DNS:localhost", "DNS:db.internal"]), behind);
    old = await openTlsFront(authority.issue("old", ["DNS:localhost"], -1), behind);
  });
  afterAll(async () => {
    await Promise.all([good?.close(), old?.close()]);
    await database?.drop();
  });

  async function tryToReach(front: TlsFront | undefined, tls: MongodbOptions["tls"], parameters = ""): Promise<string> {
    const url = new URL(database.url);
    url.pathname = `/${database.database}`;
    url.search = `?directConnection=true${parameters}`;
    if (front !== undefined) url.host = `localhost:${front.port}`;
    const options = { url: url.href, acquireTimeout: 600, ...(tls === undefined ? {} : { tls }) };
    const source = await openMongodb("docs", options, () => {});
    try {
      await source.ping(AbortSignal.timeout(5_000));
      return "reached";
    } catch (thrown) {
      expect((thrown as Problem).code).toBe("PGRST000");
      return ((thrown as Problem).cause as Error).message;
    } finally {
      await source.close();
    }
  }

  test("is reached where its certificate is good, and told by its name where that is another", async () => {
    expect(await tryToReach(good, { ca: authority.ca })).toBe("reached");
    expect(await tryToReach(good, { ca: authority.ca, serverName: "db.internal" })).toBe("reached");
    expect(await tryToReach(good, { verify: "none" })).toBe("reached");
    expect(await tryToReach(good, undefined, "&tls=true&tlsAllowInvalidCertificates=true")).toBe("reached");
  });

  test("is refused with one sentence where it is not", async () => {
    expect(await tryToReach(good, true)).toMatch(
      /^TLS: the server's certificate is of an authority that is not believed/,
    );
    expect(await tryToReach(good, undefined, "&tls=true")).toMatch(/an authority that is not believed/);
    expect(await tryToReach(good, { ca: authority.ca, serverName: "other.internal" })).toMatch(
      /^TLS: the server's certificate is not for "other\.internal"/,
    );
    expect(await tryToReach(old, { ca: authority.ca })).toBe(
      "TLS: the server's certificate has run out: renew it there",
    );
  });

  test("is refused where it has no TLS", async () => {
    expect(await tryToReach(undefined, { verify: "none" })).not.toBe("reached");
  });

  test("the address and the option may not both speak of TLS", async () => {
    await expect(tryToReach(good, { ca: authority.ca }, "&tlsInsecure=true")).rejects.toThrow(/say it in one place/);
  });
});

const binary = findRedis();

describe.skipIf(binary === undefined)("Redis", () => {
  test("is reached where its certificate is good, and refused with one sentence where it is not", async () => {
    const redis = await openRedis(binary ?? "");
    const behind = { host: "127.0.0.1", port: redis.port };
    const good = await openTlsFront(authority.issue("redis", ["DNS:localhost"]), behind);
    const old = await openTlsFront(authority.issue("redis-old", ["DNS:localhost"], -1), behind);
    const tryToReach = async (url: string, tls?: { ca?: string; serverName?: string; verify?: "none" }) => {
      const warnings: string[] = [];
      const counts = await openSharedCounts({
        url,
        tls,
        timeout: 500,
        pause: 100,
        warn: (said) => warnings.push(said),
      });
      try {
        return await vi.waitFor(
          async () => {
            if (warnings[0] !== undefined) return warnings[0];
            expect(await counts.take([])).not.toBe("unknown");
            return "reached";
          },
          { timeout: 5_000 },
        );
      } finally {
        await counts.close();
      }
    };
    const { ca } = authority;
    expect(await tryToReach(`rediss://localhost:${good.port}`, { ca })).toBe("reached");
    expect(await tryToReach(`redis://localhost:${good.port}`, { ca })).toBe("reached");
    expect(await tryToReach(`rediss://localhost:${good.port}`, { verify: "none" })).toBe("reached");
    expect(await tryToReach(`rediss://localhost:${good.port}`)).toMatch(/^Redis cannot be reached: TLS: /);
    expect(await tryToReach(`rediss://localhost:${old.port}`, { ca })).toMatch(/TLS: certificate has expired/);
    expect(await tryToReach(`rediss://localhost:${good.port}`, { ca, serverName: "other.internal" })).toMatch(
      /TLS: .*other\.internal/,
    );
    expect(await tryToReach(`rediss://localhost:${redis.port}`, { ca })).not.toBe("reached");
    await expect(openSharedCounts({ url: "rediss://localhost:1", tls: false, warn: () => {} })).rejects.toThrow(
      /say it in one place/,
    );
    await Promise.all([good.close(), old.close(), redis.close()]);
  }, 60_000);
});
