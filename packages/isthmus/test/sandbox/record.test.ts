// Recordings: real answers of an API, by the command that makes them, and what is in the files.

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { json, openUpstream, type Upstream } from "../../src/sources/shared/http/testing/upstream.ts";
import { createFolder, type Folder } from "../kit/command-line.ts";
import { caller } from "./shop.ts";

const canaries = ["canary-bearer-7f3a", "canary-query-91bc", "canary/b+sic=é"];
let upstream: Upstream;
let folder: Folder;

const config = (origin: string, more = "") => `
import { defineConfig, http, secret, sqlite } from "isthmus";
const call = (request, input = {}) => ({ request, input: Object.fromEntries(Object.entries(input).map(([k, type]) => [k, { type }])) });
export default defineConfig({
  sources: {
    shop: sqlite({ file: "shop.db" }),
    one: http({ server: "${origin}", allowPrivate: ["127.0.0.1"], cache: false, auth: { bearer: secret("ONE_KEY"), apiKey: { in: "query", name: "k", value: secret("QUERY_KEY") } },
      calls: { get: call("GET /things/{id}", { id: "string" }), make: { ...call("POST /things", { name: "string", password: "string", at: "string" }) }, bytes: { ...call("GET /bytes"), output: "bytes" } }, ${more} }),
    two: http({ server: "${origin}", allowPrivate: ["127.0.0.1"], auth: { basic: { username: "u", password: secret("BASIC") } }, calls: { two: call("GET /two") }, ${more} }),
  },
  roles: { anonymous: { "*": { call: true } } },
  server: { port: 0, admin: { port: 0 } },
});`;

beforeAll(async () => {
  upstream = await openUpstream((asked, response) => {
    const headers = { "set-cookie": "session=canary-cookie-22", "x-request-token": "canary-header-31" };
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (asked.path.startsWith("/bytes")) response.end(Buffer.from([0xff, 0x00, 0x80]));
    else if (asked.path.startsWith("/two")) json(response, { echoed: asked.headers["authorization"] });
    else if (asked.method === "POST")
      json(response, { id: "t9", name: "lamp", refresh_token: "canary-token-55", made: true });
    else
      response
        .writeHead(200, { "content-type": "application/json" })
        .end(
          `{"id":"t1","big":9007199254740993,"price":1.10,"said":"your key is ${canaries[0]}","url":"https://x.example/?k=${canaries[1]}"}`,
        );
  });
  folder = createFolder();
  folder.sql("shop.db", "CREATE TABLE t (id INTEGER PRIMARY KEY)");
  folder.write(".env", `ONE_KEY=${canaries[0]}\nQUERY_KEY=${canaries[1]}\nBASIC=${canaries[2]}\n`);
  folder.write("isthmus.config.ts", config(upstream.origin));
});
afterAll(async () => {
  await folder?.remove();
  await upstream?.close();
});

function recordings(): Record<string, string> {
  const root = path.join(folder.path, "recordings");
  const files = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".json"));
  return Object.fromEntries(files.map((file) => [file, readFileSync(path.join(root, file), "utf8")]));
}

describe("isthmus record", () => {
  it("calls the API for real, and writes a readable file for each request, without any secret", async () => {
    const served = await folder.serve("record", "one");
    expect(served.printed()).toContain("what one answers is written into recordings/, without secrets");
    const call = caller(served.api);
    const made = { name: "lamp", password: "canary-body-77", at: "2026-01-01" };
    expect((await call("one.get", { id: "t1" })).body).toMatchObject({ id: "t1" });
    expect((await call("one.make", made)).body).toMatchObject({ refresh_token: "canary-token-55" });
    expect((await call("one.bytes")).status).toBe(200);
    expect((await call("two.two")).status).toBe(200);
    expect(upstream.asked).toHaveLength(4);
    await served.stop();
    const files = recordings();
    expect(
      Object.keys(files)
        .toSorted()
        .map((file) => file.replace(/\.[0-9a-f]{10}\./, ".")),
    ).toEqual(["one/get-bytes.json", "one/get-get.json", "one/post-make.json"]);
    const text = Object.values(files).join("\n");
    for (const canary of [...canaries, "canary-", encodeURIComponent(canaries[2] ?? "")])
      expect(text).not.toContain(canary);
    expect(text).toContain('"big": 9007199254740993');
    expect(text).toContain('"price": 1.10');
    expect(text).toContain("your key is [removed]");
    expect(text).toContain("k=[removed]");
  });

  it("gives the sandbox what it answers with, without any key, and what is missing is said", async () => {
    (upstream.asked as unknown[]).length = 0;
    folder.write(".env", "");
    folder.write("isthmus.config.ts", config(upstream.origin, 'sandbox: { onlyRecordings: true, ignore: ["at"] },'));
    const served = await folder.serve("dev", "--sandbox");
    const call = caller(served.api);
    const got = await call("one.get", { id: "t1" });
    expect([got.status, got.headers.get("isthmus-sandbox")]).toEqual([200, "one"]);
    expect(got.text).toContain('"big":9007199254740993');
    const missing = await call("one.get", { id: "t2" });
    expect([missing.status, missing.body?.["code"]]).toEqual([501, "ISTHMUS620"]);
    expect(String(missing.body?.["hint"])).toContain("isthmus record one");
    expect(upstream.asked).toEqual([]);
    await served.stop();
  });

  it("answers other values by shape where that is asked for, and says of a broken file that it is one", async () => {
    folder.write("isthmus.config.ts", config(upstream.origin, 'sandbox: { match: "shape" },'));
    const served = await folder.serve("dev", "--sandbox");
    const call = caller(served.api);
    expect((await call("one.make", { name: "chair", password: "p", at: "now" })).body).toMatchObject({
      id: "t9",
      refresh_token: "[removed]",
    });
    expect((await call("one.get", { id: "t2" })).body).toMatchObject({ id: "t1" });
    const file = Object.keys(recordings()).find((name) => name.includes("get-get")) ?? "";
    folder.write(path.join("recordings", file), "{");
    const broken = await call("one.get", { id: "t1" });
    expect([broken.status, broken.body?.["code"]]).toEqual([501, "ISTHMUS621"]);
    await served.stop();
  });

  it("names a source that there is not", async () => {
    const refused = await folder.run("record", "three");
    expect([refused.code, refused.errors]).toEqual([
      1,
      expect.stringContaining("three: there is no source of this name that calls an API"),
    ]);
  });
});
