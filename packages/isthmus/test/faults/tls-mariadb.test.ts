// TLS to a real MariaDB: what is connected to, and what is refused with which sentence.

import { afterAll, beforeAll, expect, test } from "vitest";
import type { Problem } from "../../src/core/index.ts";
import { openMysql } from "../../src/sources/mysql/index.ts";
import type { MysqlOptions } from "../../src/sources/mysql/options.ts";
import { openUsersDatabase } from "../../src/store/index.ts";
import { type Authority, createAuthority } from "../kit/certificates.ts";
import { administerMysql } from "../kit/servers.ts";
import { openOwnMariadb, type OwnMariadb } from "./own-mariadb.ts";

let server: OwnMariadb;
let authority: Authority;
let stranger: Authority;

beforeAll(async () => {
  [server, authority, stranger] = [await openOwnMariadb(), createAuthority(), createAuthority()];
  await administerMysql(server.url, "create database shop; create table shop.ciphers (id int primary key)");
}, 120_000);
afterAll(async () => {
  await server?.close();
  authority?.remove();
  stranger?.remove();
});

function at(host: string, parameters = ""): string {
  const url = new URL(server.url);
  url.hostname = host;
  url.pathname = "/shop";
  return `${url.href}${parameters}`;
}

async function tryToReach(options: MysqlOptions): Promise<string> {
  const source = openMysql("shop", options, () => {});
  try {
    const { resources } = await source.introspect(AbortSignal.timeout(20_000));
    return `reached ${resources.length}`;
  } catch (problem) {
    let found = (problem as Problem).cause as Error & { cause?: Error };
    while (!found.message.startsWith("TLS: ") && found.cause !== undefined) found = found.cause as typeof found;
    return found.message;
  } finally {
    await source.close();
  }
}

test("a server with a good certificate is reached by its name and by its address", async () => {
  await server.tls(authority.issue("good", ["DNS:localhost", "IP:127.0.0.1", "DNS:db.internal"]));
  const { ca } = authority;
  expect(await tryToReach({ url: at("localhost"), tls: { ca } })).toBe("reached 1");
  expect(await tryToReach({ url: at("127.0.0.1"), tls: { ca } })).toBe("reached 1");
  expect(await tryToReach({ url: at("127.0.0.1"), tls: { ca, serverName: "db.internal" } })).toBe("reached 1");
  expect(await tryToReach({ url: at("localhost", `?ssl-mode=VERIFY_IDENTITY&ssl-ca=${ca}`) })).toBe("reached 1");
  expect(await tryToReach({ url: at("127.0.0.1", "?sslmode=no-verify") })).toBe("reached 1");
}, 60_000);

test("a server that asks for TLS hears nothing else, and a client that asks for it says nothing else", async () => {
  await administerMysql(
    server.url,
    "create user strict@'%' identified by 'secret' require ssl; grant all on shop.* to strict@'%'",
  );
  const strict = at("127.0.0.1").replace("root@", "strict:secret@");
  expect(await tryToReach({ url: strict, tls: { ca: authority.ca } })).toBe("reached 1");
  expect(await tryToReach({ url: strict })).toMatch(/Access denied/);
});

test("each bad certificate is refused in one sentence", async () => {
  const { ca } = authority;
  expect(await tryToReach({ url: at("localhost", "?ssl-mode=REQUIRED") })).toMatch(/an authority that is not believed/);
  expect(await tryToReach({ url: at("127.0.0.1"), tls: { ca, serverName: "other.internal" } })).toMatch(
    /^TLS: the server's certificate is not for "other\.internal"/,
  );
  await server.tls(authority.issue("other", ["DNS:elsewhere.example"]));
  for (const host of ["localhost", "127.0.0.1"])
    expect(await tryToReach({ url: at(host), tls: { ca } })).toMatch(
      /^TLS: the server's certificate is not for "(localhost|127\.0\.0\.1)"/,
    );
  expect(await tryToReach({ url: at("127.0.0.1"), tls: { ca, verify: "ca" } })).toBe("reached 1");
  await server.tls(authority.issue("old", ["DNS:localhost"], -1));
  expect(await tryToReach({ url: at("localhost"), tls: { ca } })).toBe(
    "TLS: the server's certificate has run out: renew it there",
  );
  await server.tls(stranger.issue("strange", ["DNS:localhost"]));
  expect(await tryToReach({ url: at("localhost"), tls: { ca, verify: "ca" } })).toMatch(/not believed/);
}, 60_000);

test("the store of users asks for the same", async () => {
  const asking = at("localhost", "?ssl-mode=REQUIRED");
  await expect(openUsersDatabase(asking)).rejects.toThrow(/certificate/);
  await server.tls(null);
  await expect(openUsersDatabase(asking)).rejects.toThrow(/secure connection/);
  const plain = await openUsersDatabase(at("localhost", "?ssl-mode=DISABLED"));
  await plain.close();
}, 60_000);

test("a server without TLS is refused, whatever is looked at of a certificate", async () => {
  await server.tls(null);
  for (const verify of ["full", "none"] as const)
    expect(await tryToReach({ url: at("localhost"), tls: { verify } })).toMatch(/^TLS: the server has no TLS/);
  expect(await tryToReach({ url: at("localhost", "?ssl-mode=REQUIRED") })).toMatch(/^TLS: the server has no TLS/);
  expect(await tryToReach({ url: at("localhost", "?ssl-mode=DISABLED") })).toBe("reached 1");
}, 60_000);
