// What a running server does when its database tells it something by NOTIFY.

import { afterAll, beforeAll, expect, it } from "vitest";
import { createFolder, eventually, type Folder } from "../../../test/kit/command-line.ts";
import { administer, createTestDatabase, type TestDatabase } from "../../../test/kit/servers.ts";

let database: TestDatabase;
let folder: Folder;

beforeAll(async () => {
  database = await createTestDatabase();
  await administer(database.url, "create table products (id int primary key); insert into products values (1)");
  folder = createFolder();
});
afterAll(async () => {
  await folder.remove();
  await database.drop();
});

const config = (resources: string) => `
import { defineConfig, postgres } from "isthmus";
export default defineConfig({
  sources: { shop: postgres({ url: ${JSON.stringify(database.url)} }) },
  roles: { anonymous: { ${resources} } },
});`;
const notify = (payload: string, channel = "pgrst") => administer(database.url, `notify ${channel}, '${payload}'`);

it("takes over a changed schema and a changed configuration, and keeps what it has when they are wrong", async () => {
  folder.write("isthmus.config.ts", config('"*": { read: true }'));
  const served = await folder.serve("start");
  const status = async (path: string): Promise<number> => (await fetch(served.api + path)).status;
  expect([await status("/products"), await status("/orders")]).toEqual([200, 404]);

  await administer(database.url, "create table orders (id int primary key)");
  expect(await status("/orders")).toBe(404);
  await notify("reload schema");
  await eventually(
    () => status("/orders"),
    (found) => found === 200,
  );
  await administer(database.url, "create table carts (id int primary key)");
  await notify("", "isthmus");
  await eventually(
    () => status("/carts"),
    (found) => found === 200,
  );

  folder.write("isthmus.config.ts", config("products: { read: true }"));
  await notify("reload schema");
  expect(await status("/carts")).toBe(200);
  await notify("reload config");
  await eventually(
    () => status("/carts").catch(() => 0),
    (found) => found === 404,
  );
  expect(await status("/products")).toBe(200);

  folder.write("isthmus.config.ts", config("gone: { read: true }"));
  await notify("reload config");
  await eventually(
    () => Promise.resolve(served.printed()),
    (printed) => printed.includes("What was served before is still served."),
  );
  expect(await status("/products")).toBe(200);
  expect((await served.stop()).code).toBe(0);
}, 60_000);
