// Live, test and sandbox never mix: which credentials are read, which are sent, and which are refused.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { json, openUpstream, type Upstream } from "../../src/sources/shared/http/testing/upstream.ts";
import { createFolder, type Folder } from "../kit/command-line.ts";
import { caller } from "./shop.ts";

let upstream: Upstream;
let folder: Folder;

beforeAll(async () => {
  upstream = await openUpstream((_, response) => json(response, { ok: true }));
});
afterAll(() => upstream?.close());
beforeEach(() => {
  folder = createFolder();
  folder.sql("shop.db", "CREATE TABLE t (id INTEGER PRIMARY KEY)");
  (upstream.asked as unknown[]).length = 0;
});
afterEach(() => folder.remove());

const config = (more: string) => `
import { defineConfig, http, secret, sqlite } from "isthmus";
export default defineConfig({
  sources: { shop: sqlite({ file: "shop.db" }), pay: http({ server: "${upstream.origin}", allowPrivate: ["127.0.0.1"],
    calls: { ping: { request: "GET /ping", output: { type: "object", properties: { made: { type: "integer" } } } } }, ${more} }) },
  roles: { anonymous: { "*": { call: true } } },
  server: { port: 0, admin: { port: 0 } },
});`;
const both = `environments: { live: { auth: { bearer: secret("LIVE_KEY") } }, test: { auth: { bearer: secret("TEST_KEY") } } },`;
const sent = () => upstream.asked.map(({ headers }) => headers["authorization"]);

describe("environments of a source", () => {
  it("are chosen by the command, and the other one's secret is not needed", async () => {
    folder.write("isthmus.config.ts", config(both));
    folder.write(".env", "TEST_KEY=sk_test_1\n");
    const dev = await folder.serve("dev");
    expect((await caller(dev.api)("pay.ping")).headers.get("isthmus-sandbox")).toBeNull();
    await dev.stop();
    expect(sent()).toEqual(["Bearer sk_test_1"]);
  });

  it("are others for isthmus start, unless it is told which", async () => {
    folder.write("isthmus.config.ts", config(both));
    folder.write(".env", "TEST_KEY=sk_test_1\n");
    const refused = await folder.run("start");
    expect([refused.code, refused.errors]).toEqual([1, expect.stringContaining("LIVE_KEY is not set")]);
    const start = await folder.serve("start", "--environment", "test");
    await caller(start.api)("pay.ping");
    await start.stop();
    expect(sent()).toEqual(["Bearer sk_test_1"]);
  });

  it("refuse a key of the other one, and do not show it", async () => {
    folder.write("isthmus.config.ts", config(both));
    folder.write(".env", "TEST_KEY=sk_live_canary\nLIVE_KEY=sk_test_canary\n");
    for (const command of ["dev", "start"]) {
      const refused = await folder.run(command);
      expect(refused.code).toBe(1);
      expect(refused.errors).toContain("live and test never mix");
      expect(refused.errors).not.toContain("canary");
    }
    expect(upstream.asked).toEqual([]);
  });

  it("are not taken one for the other", async () => {
    folder.write("isthmus.config.ts", config('environments: { live: { auth: { bearer: secret("LIVE_KEY") } } },'));
    folder.write(".env", "LIVE_KEY=sk_live_1\n");
    const refused = await folder.run("dev");
    expect([refused.code, refused.errors]).toEqual([1, expect.stringContaining("environments has no test")]);
    expect((await folder.run("check")).code).toBe(0);
  });

  it("are not asked for in the sandbox, where no secret is read at all", async () => {
    folder.write("isthmus.config.ts", config(`${both} auth: { bearer: secret("OTHER") },`));
    const served = await folder.serve("dev", "--sandbox");
    const answer = await caller(served.api)("pay.ping");
    expect([answer.status, answer.headers.get("isthmus-sandbox")]).toEqual([200, "pay"]);
    expect(upstream.asked).toEqual([]);
  });
});

describe("sandbox of a source", () => {
  it.each([
    ["sandbox: true,", "dev", "pay"],
    ["sandbox: true,", "start", null],
    ['sandbox: { when: "asked" },', "dev", null],
    ['sandbox: { when: "always" },', "start", "pay"],
  ])("%s under isthmus %s is answered by: %s", async (option, command, by) => {
    folder.write("isthmus.config.ts", config(option));
    const served = await folder.serve(command);
    expect((await caller(served.api)("pay.ping")).headers.get("isthmus-sandbox")).toBe(by);
    expect(upstream.asked).toHaveLength(by === null ? 1 : 0);
    expect((await fetch(new URL("/sandbox", served.api))).status).toBe(command === "dev" && by !== null ? 200 : 404);
    // The log is written once a second.
    if (command === "start" && by !== null)
      await expect.poll(served.printed, { timeout: 5_000 }).toContain("answered by the sandbox");
  });

  it("false is called for real even under --sandbox", async () => {
    folder.write("isthmus.config.ts", config("sandbox: false,"));
    const served = await folder.serve("dev", "--sandbox");
    expect((await caller(served.api)("pay.ping")).status).toBe(200);
    expect(upstream.asked).toHaveLength(1);
  });

  it("has what is wrong in it named, and isthmus start knows no --sandbox", async () => {
    folder.write("isthmus.config.ts", config('sandbox: { simulator: "paymants", wen: 1 },'));
    expect((await folder.run("dev")).errors).toContain("sources.pay.sandbox.wen: there is no such option");
    folder.write("isthmus.config.ts", config('sandbox: { simulator: "paymants" },'));
    expect((await folder.run("dev")).errors).toContain('there is no simulator "paymants"; expected analytics, email');
    folder.write("isthmus.config.ts", config(""));
    const refused = await folder.run("start", "--sandbox");
    expect([refused.code, refused.errors]).toEqual([1, expect.stringContaining("unknown option '--sandbox'")]);
  });

  it("takes a simulator of one's own, with a state and a page", async () => {
    folder.write(
      "isthmus.config.ts",
      config(`sandbox: { when: "development", simulator: simulated },`)
        .replace(
          "export default",
          `const simulated = defineSimulator({ title: "Ours", state: ({ shelf }) => ({ asked: shelf<number>() }),
          routes: { "GET /ping": ({ state, headers }) => { state.asked.put("n", (state.asked.get("n") ?? 0) + 1); return { body: { made: state.asked.get("n"), seen: headers.authorization } }; } },
          pages: { "/ask": ({ chosen }) => chosen === undefined ? { title: "<b>Ask</b>", paragraphs: ["<script>alert(1)</script>"], choices: [{ name: "yes", label: "Yes" }] } : { goTo: "javascript:alert(1)" } } });
        export default`,
        )
        .replace("{ defineConfig,", "{ defineConfig, defineSimulator,"),
    );
    const served = await folder.serve("dev");
    const call = caller(served.api);
    expect((await call("pay.ping")).body).toEqual({ made: 1 });
    expect((await call("pay.ping")).body).toEqual({ made: 2 });
    const url = new URL("/sandbox/at/pay/ask", served.api);
    const page = await (await fetch(url)).text();
    expect(page).toContain("&lt;script&gt;alert(1)");
    expect(page).not.toContain("<script");
    const done = await fetch(url, { method: "POST", redirect: "manual", body: new URLSearchParams({ choice: "yes" }) });
    expect([done.status, done.headers.get("location")]).toEqual([200, null]);
  });
});
