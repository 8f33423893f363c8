// The whole server, asked by a hostile caller over a socket: every answer is sound, and no secret is in an answer, the log,
// the metrics or the document.

import { createHmac } from "node:crypto";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createFolder, type Folder, type Served } from "../kit/command-line.ts";
import { databases } from "../kit/open-engine.ts";
import { administer, administerMysql, createTestDatabase, createTestMysql, type TestDatabase } from "../kit/servers.ts";
import { brokenUrls, payloads } from "./payloads.ts";
import { places } from "./places.ts";

const canaries = {
  jwt: "canary-jwt-0123456789abcdef0123456789abcdef",
  password: "canary-password-55",
  apiKey: "canary-key-77",
  hidden: "canary-hidden-99",
  claim: "canary-claim-11",
  admin: "canary-admin-token-33",
};
const tables = `CREATE TABLE orders (id BIGINT PRIMARY KEY, status TEXT NOT NULL, secret TEXT NOT NULL CHECK (length(secret) > 3));
  INSERT INTO orders VALUES (1, 'open', '${canaries.hidden}'), (2, 'open', '${canaries.hidden}');
  CREATE TABLE vault (id BIGINT PRIMARY KEY, combination TEXT); INSERT INTO vault VALUES (1, '${canaries.hidden}');`;

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
function token(claims: object, secret = canaries.jwt): string {
  const text = `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}`;
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}

describe.each(databases)("asked over a socket, on %s", (database) => {
  let folder: Folder;
  let served: Served;
  let data: TestDatabase | undefined;
  let seen = "";

  beforeAll(async () => {
    folder = createFolder();
    let source = 'sqlite({ file: "shop.db" })';
    if (database === "sqlite") folder.sql("shop.db", tables);
    else {
      const mysql = database === "mysql";
      data = await (mysql ? createTestMysql() : createTestDatabase());
      await (mysql ? administerMysql : administer)(data.url, tables);
      const url = new URL(data.url);
      // The test's MariaDB lets its user in without a password alone, so that the secret stands where nothing reads it.
      if (mysql) url.searchParams.set("password", canaries.password);
      else url.password = canaries.password;
      source = `${database}({ url: "${url.href}" })`;
    }
    folder.write(
      "isthmus.config.ts",
      `import { defineConfig, mysql, postgres, sqlite } from "isthmus";
export default defineConfig({
  sources: { shop: ${source} },
  auth: { jwt: { secret: "${canaries.jwt}" } },
  server: { admin: { token: "${canaries.admin}" } },
  roles: {
    anonymous: { orders: { read: { fields: ["id", "status"] } } },
    customer: { orders: { read: { fields: ["id", "status"] }, insert: { fields: ["id", "status"] }, update: { fields: ["status"] } } },
  },
});`,
    );
    served = await folder.serve("start");
  });
  afterAll(async () => {
    await folder?.remove();
    await data?.drop();
  });

  const bearer = token({ sub: "7", role: "customer", email: canaries.claim });

  async function ask(target: string, init: RequestInit = {}): Promise<number> {
    const answer = await fetch(served.api + target, {
      ...init,
      headers: { authorization: `Bearer ${bearer}`, ...(init.headers as Record<string, string>) },
    });
    seen += `${JSON.stringify([...answer.headers])}${await answer.text()}\n`;
    return answer.status;
  }

  /** The bytes as they are; what comes back until the server closes, or a moment has passed. */
  async function raw(bytes: string | Buffer): Promise<string> {
    const socket = connect({ host: "127.0.0.1", port: Number(new URL(served.api).port) });
    let text = "";
    socket.on("error", () => {}).on("data", (chunk) => (text += chunk.toString("latin1")));
    socket.write(bytes);
    await Promise.race([new Promise((resolve) => socket.once("close", resolve)), sleep(1_500)]);
    socket.destroy();
    seen += text;
    return text;
  }

  it("every place takes every tenth text without a 5xx", async () => {
    const failures: string[] = [];
    for (const [at, place] of places.entries()) {
      for (const payload of [...payloads, ...brokenUrls].filter((_, index) => index % 10 === at % 10)) {
        const { target, asked = {} } = place.ask(payload);
        try {
          const status = await ask(target, {
            method: asked.method ?? "GET",
            headers: { ...asked.headers },
            ...(asked.body === undefined || asked.body === "" ? {} : { body: asked.body }),
          });
          if (status >= 500) failures.push(`${place.name} ${payload.name}: ${status}`);
        } catch (error) {
          // The client itself refuses to send such a header or address.
          if (!(error instanceof TypeError)) throw error;
        }
      }
    }
    expect(failures).toEqual([]);
  });

  it("bytes that are no HTTP, or no text, are refused and do no harm", async () => {
    const path = new URL(served.api).pathname;
    const get = (target: string | Buffer, headers = ""): Buffer =>
      Buffer.concat([
        Buffer.from("GET "),
        Buffer.from(target as string, "latin1"),
        Buffer.from(` HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n`, "latin1"),
      ]);
    const texts: readonly Buffer[] = [
      get(`${path}/orders?id=eq.\0`),
      get(`${path}/orders?id=eq.\xff\xfe`),
      get(`${path}/orders`, "Prefer: \0\r\n"),
      get(`${path}/orders`, "Range: \xff\xff\r\n"),
      get(`${path}/orders`, `X: ${"a".repeat(100_000)}\r\n`),
      get(`${path}/${"a".repeat(100_000)}`),
      get(`${path}/../../../etc/passwd`),
      get(`${path}/%2e%2e/%2e%2e/etc/passwd`),
      get(`//evil.example${path}/orders`),
      Buffer.from("\0\0\0\0\r\n\r\n"),
      Buffer.from([0xc0, 0x80, 0x0d, 0x0a, 0x0d, 0x0a]),
    ];
    for (const bytes of texts) {
      const answer = await raw(bytes);
      expect(
        answer === "" || /^HTTP\/1\.1 (2|4)\d\d /.test(answer),
        `${bytes.toString("latin1").slice(0, 60)}: ${answer.slice(0, 100)}`,
      ).toBe(true);
    }
    expect(await ask("/orders")).toBe(200);
  });

  it("a body of 10 MB is refused as too large, and a body that is no UTF-8 as such", async () => {
    const began = performance.now();
    expect(
      await ask("/orders", {
        method: "POST",
        body: "x".repeat(10_000_000),
        headers: { "content-type": "application/json" },
      }).catch(() => 413),
    ).toBe(413);
    expect(performance.now() - began).toBeLessThan(1_000);
    expect(
      await ask("/orders", {
        method: "POST",
        body: Buffer.from('{"status":"\xff\xfe"}', "latin1"),
        headers: { "content-type": "application/json" },
      }),
    ).toBe(400);
  });

  it("false and broken credentials are refused in the same words", async () => {
    const [head, claims] = bearer.split(".");
    for (const given of [
      token({ role: "customer" }, "x".repeat(40)),
      `${head}.${claims}.`,
      `${part({ alg: "none" })}.${claims}.`,
      "a.b.c",
      "..",
      canaries.apiKey,
      "x".repeat(8_000),
    ]) {
      expect(await ask("/orders", { headers: { authorization: `Bearer ${given}` } })).toBe(401);
      expect(await ask("/orders", { headers: { authorization: "", apikey: given } }), given).toBeOneOf([200, 401]);
    }
  });

  it("no secret is in any answer, the log, the metrics or the document, and hidden values are not either", async () => {
    for (const body of ['{"id":3,"status":"x"}', '{"id":1,"status":"x"}', '{"id":1,"status":null}'])
      await ask("/orders", { method: "POST", body, headers: { "content-type": "application/json" } });
    await ask("/orders?id=eq.1", {
      method: "PATCH",
      body: '{"status":null}',
      headers: { "content-type": "application/json" },
    });
    await ask("/", { headers: { accept: "application/openapi+json" } });
    const metrics = await (
      await fetch(served.health.replace("health/ready", "metrics"), {
        headers: { authorization: `Bearer ${canaries.admin}` },
      })
    ).text();
    const { output, errors } = await served.stop();
    expect(output).toContain('"status":200');
    expect(metrics).toContain("isthmus_");
    for (const [name, value] of Object.entries(canaries)) {
      for (const [place, text] of Object.entries({ answers: seen, log: output, printed: errors, metrics })) {
        expect(
          text.includes(value),
          `${name} in ${place}: ${text.slice(Math.max(0, text.indexOf(value) - 200), text.indexOf(value) + 60)}`,
        ).toBe(false);
      }
    }
    expect(output).not.toContain(bearer);
    expect(seen).not.toContain('combination":');
  });
});
