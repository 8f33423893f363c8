// The command line with an API beside a database: the document is read by `sync`, and by nobody afterwards.

import { readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { json, openUpstream, type Upstream } from "../../src/sources/shared/http/testing/upstream.ts";
import { createFolder, type Folder } from "../kit/command-line.ts";

let upstream: Upstream;
let folder: Folder;

beforeAll(async () => {
  upstream = await openUpstream((_, response) => json(response, { id: "p1", amount: 100 }));
  folder = createFolder();
  folder.sql(
    "shop.db",
    "CREATE TABLE orders (id INTEGER PRIMARY KEY, payment TEXT); INSERT INTO orders VALUES (1, 'p1')",
  );
  folder.write("payments.yaml", readFileSync(path.join(import.meta.dirname, "payments.yaml"), "utf8"));
  folder.write(".env", "PAYMENTS_KEY=sk_canary\n");
  folder.write(
    "isthmus.config.ts",
    `import { defineConfig, openapi, secret, sqlite } from "isthmus";
     export default defineConfig({
       sources: {
         shop: sqlite({ file: "shop.db" }),
         pay: openapi({
           document: "payments.yaml", server: "${upstream.origin}/v1", allowPrivate: ["127.0.0.1"],
           auth: { bearer: secret("PAYMENTS_KEY") }, include: ["tag:payments"], names: { getPayment: "payment" },
         }),
       },
       roles: { anonymous: { orders: { read: true }, "pay.payment": { call: true } } },
       server: { port: 0, admin: { port: 0 } },
     });`,
  );
});

afterAll(async () => {
  await folder?.remove();
  await upstream?.close();
});

describe("an API beside a database", () => {
  it("is checked, written into the lock without secrets, and served from there without its document", async () => {
    const checked = await folder.run("check");
    expect([checked.code, checked.output]).toEqual([0, expect.stringContaining("pay.payment: call")]);
    const synced = await folder.run("sync");
    expect(synced.output).toContain("+ source pay (openapi): 1 resource, 4 operations");
    const lock = readFileSync(path.join(folder.path, "isthmus.lock.json"), "utf8");
    expect(lock).toContain('"path": "/payments/{id}"');
    expect(lock).not.toContain("sk_canary");
    expect((await folder.run("sync", "--dry-run")).code).toBe(0);
    rmSync(path.join(folder.path, "payments.yaml"));

    const served = await folder.serve("start");
    const asked = await fetch(`${served.api}/rpc/payment?id=p1&select=id,amount`, {
      headers: { "accept-profile": "pay" },
    });
    expect([asked.status, await asked.json()]).toEqual([200, { id: "p1", amount: 100 }]);
    expect(upstream.asked.map(({ path: at, headers }) => [at, headers["authorization"]])).toEqual([
      ["/v1/payments/p1", "Bearer sk_canary"],
    ]);
    expect(
      (await fetch(`${served.api}/rpc/cancelPayment`, { method: "POST", headers: { "content-profile": "pay" } }))
        .status,
    ).toBe(404);
    expect(await (await fetch(`${served.api}/orders`)).json()).toEqual([{ id: 1, payment: "p1" }]);

    // The API is gone: its own routes say so, the others do not notice.
    await upstream.close();
    const gone = await fetch(`${served.api}/rpc/payment?id=p2`, { headers: { "accept-profile": "pay" } });
    expect([gone.status, await gone.json()]).toMatchObject([502, { code: "ISTHMUS600" }]);
    expect((await fetch(`${served.api}/orders`)).status).toBe(200);
    const { output, errors } = await served.stop();
    expect(output + errors).not.toContain("sk_canary");
  });
});
