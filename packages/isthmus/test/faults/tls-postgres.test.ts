// TLS to a real PostgreSQL: what is connected to, and what is refused with which sentence. Each lane of the source is looked
// at from the database's side: a connection without TLS would stand in pg_stat_ssl.

import { readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Principal, Problem, Source } from "../../src/core/index.ts";
import { openPostgres } from "../../src/sources/postgres/index.ts";
import type { PostgresOptions } from "../../src/sources/postgres/options.ts";
import { type Authority, createAuthority } from "../kit/certificates.ts";
import { engineOver } from "../kit/open-engine.ts";
import { administer } from "../kit/servers.ts";
import { openOwnPostgres, type OwnPostgres } from "./own-postgres.ts";

let server: OwnPostgres;
let authority: Authority;
let stranger: Authority;
let ca: string;

beforeAll(async () => {
  [server, authority, stranger] = [await openOwnPostgres(), createAuthority(), createAuthority()];
  ca = readFileSync(authority.ca, "utf8");
  await administer(
    server.url,
    "create table products (id int primary key, name text); create role web; grant web to current_user; grant select on products to web",
  );
}, 120_000);
afterAll(async () => {
  await server?.close();
  authority?.remove();
  stranger?.remove();
});

/** The address by another name of the same machine, and with parameters. */
function at(host: string, parameters = ""): string {
  const url = new URL(server.url);
  url.hostname = host;
  return `${url.href}${parameters}`;
}

async function tryToReach(options: PostgresOptions): Promise<string> {
  const source = openPostgres("shop", options, () => {});
  try {
    await source.ping(AbortSignal.timeout(5_000));
    return "reached";
  } catch (problem) {
    const { code, message, cause } = problem as Problem;
    // What is wrong with the database is for the log alone.
    expect({ code, message }).toEqual({
      code: "PGRST000",
      message: "The database cannot be reached at the moment; nothing was done",
    });
    let found = cause as Error & { cause?: Error };
    while (!/^(TLS: |tls\.)/.test(found.message) && found.cause !== undefined) found = found.cause as typeof found;
    return found.message;
  } finally {
    await source.close();
  }
}

describe("a server with a good certificate", () => {
  beforeAll(() => server.tls(authority.issue("good", ["DNS:localhost", "IP:127.0.0.1", "DNS:db.internal"])), 60_000);

  test("is reached by its name and by its address, with the authority as a text or as a file", async () => {
    expect(await tryToReach({ url: at("127.0.0.1"), tls: { ca } })).toBe("reached");
    expect(await tryToReach({ url: at("localhost"), tls: { ca: authority.ca } })).toBe("reached");
    expect(await tryToReach({ url: at("localhost", `?sslrootcert=${authority.ca}`) })).toBe("reached");
    for (const mode of ["require", "verify-full", "verify-ca"])
      expect(await tryToReach({ url: at("localhost", `?sslmode=${mode}`), tls: { ca } })).toBe("reached");
  });

  test.each(["?sslmode=require", "?sslmode=verify-full", "?ssl=true", "?sslmode=require&uselibpqcompat=true"])(
    "is refused without its authority where the address says %s",
    async (parameters) => {
      expect(await tryToReach({ url: at("localhost", parameters) })).toBe(
        "TLS: the server's certificate is of an authority that is not believed: give the authority's certificate as tls.ca",
      );
    },
  );

  test("is reached without a look at it by no-verify alone", async () => {
    expect(await tryToReach({ url: at("localhost", "?sslmode=no-verify") })).toBe("reached");
    expect(await tryToReach({ url: at("localhost"), tls: { verify: "none" } })).toBe("reached");
  });

  test("must hold the name that is asked for", async () => {
    expect(await tryToReach({ url: at("127.0.0.1"), tls: { ca, serverName: "db.internal" } })).toBe("reached");
    expect(await tryToReach({ url: at("localhost"), tls: { ca, serverName: "db.internal" } })).toBe("reached");
    expect(await tryToReach({ url: at("localhost"), tls: { ca, serverName: "other.internal" } })).toMatch(
      /^TLS: the server's certificate is not for "other\.internal" \(.*\): connect by a name that it holds, or give that as tls\.serverName$/,
    );
  });

  test("is spoken to over TLS by every lane: pool, pipeline, notifications, transactions, a role's own, and replicas", async () => {
    for (const authorityMode of ["isthmus", "database"] as const) {
      const source = openPostgres(
        "shop",
        {
          url: at("localhost", "?sslmode=require"),
          tls: { ca },
          authority: authorityMode,
          applicationName: `lanes-${authorityMode}`,
          ...(authorityMode === "isthmus" ? { replicas: [at("127.0.0.1")], replicaCheck: 50 } : {}),
        },
        () => {},
      );
      const engine = await engineOver(source as Source, { web: { products: { read: true } } }, async () => {});
      const heard = source.listen?.("news", { notified: () => {} });
      await heard?.ready;
      const who: Principal = { kind: "user", id: "1", roles: ["web"], claims: {} };
      expect((await engine.ask("/products", who)).status).toBe(200);
      await source.ping(AbortSignal.timeout(5_000));
      await new Promise((resolve) => setTimeout(resolve, 200));
      const seen = await connections(`lanes-${authorityMode}`);
      expect(seen.length).toBeGreaterThan(1);
      expect(seen.every(Boolean)).toBe(true);
      heard?.stop();
      await engine.close();
    }
  });
});

describe("a server is refused, in one sentence,", () => {
  test("whose certificate is for another name; by verify-ca it is reached", async () => {
    await server.tls(authority.issue("other", ["DNS:elsewhere.example"]));
    expect(await tryToReach({ url: at("localhost", "?sslmode=require"), tls: { ca } })).toMatch(
      /^TLS: the server's certificate is not for "localhost" \(.*elsewhere\.example.*\): connect by/,
    );
    expect(await tryToReach({ url: at("localhost", "?sslmode=verify-ca"), tls: { ca } })).toBe("reached");
  });

  test("whose certificate has run out, also by verify-ca", async () => {
    await server.tls(authority.issue("old", ["DNS:localhost"], -1));
    for (const verify of ["full", "ca"] as const)
      expect(await tryToReach({ url: at("localhost"), tls: { ca, verify } })).toBe(
        "TLS: the server's certificate has run out: renew it there",
      );
  });

  test("whose certificate is of another authority, also by verify-ca", async () => {
    await server.tls(stranger.issue("strange", ["DNS:localhost"]));
    for (const verify of ["full", "ca"] as const)
      expect(await tryToReach({ url: at("localhost"), tls: { ca, verify } })).toMatch(
        /an authority that is not believed/,
      );
  });

  test("that has no TLS, whatever is looked at of a certificate", async () => {
    await server.tls(null);
    for (const verify of ["full", "ca", "none"] as const)
      expect(await tryToReach({ url: at("localhost"), tls: { ca, verify } })).toBe(
        "TLS: the server has no TLS, and nothing was sent to it: switch TLS on there, or say that none is wanted (sslmode=disable, tls: false)",
      );
    expect(await tryToReach({ url: at("localhost", "?sslmode=require") })).toMatch(/the server has no TLS/);
    expect(await tryToReach({ url: at("localhost", "?sslmode=disable") })).toBe("reached");
    expect(await tryToReach({ url: at("localhost"), tls: false })).toBe("reached");
  });

  test("where a file cannot be read", async () => {
    expect(await tryToReach({ url: at("localhost"), tls: { ca: "/nowhere/ca.crt" } })).toBe(
      'tls.ca: "/nowhere/ca.crt" cannot be read (ENOENT)',
    );
  });
});

async function connections(name: string): Promise<readonly boolean[]> {
  const client = new pg.Client(server.url);
  await client.connect();
  const { rows } = await client.query<{ readonly ssl: boolean }>(
    "select s.ssl from pg_stat_ssl s join pg_stat_activity a using (pid) where a.application_name = $1",
    [name],
  );
  await client.end();
  return rows.map(({ ssl }) => ssl);
}
