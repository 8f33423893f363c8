import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Need } from "../../core/index.ts";
import { administerMysql, createTestMysql, type TestDatabase } from "../../../test/kit/servers.ts";
import { openMysql } from "./index.ts";
import { excessIn } from "./privileges.ts";

const user = `greedy_${randomBytes(4).toString("hex")}`;
let database: TestDatabase;
let name: string;
let need: Need;

beforeAll(async () => {
  database = await createTestMysql();
  name = new URL(database.url).pathname.slice(1);
  need = {
    tables: [
      { schema: name, name: "orders", writes: ["insert"] },
      { schema: name, name: "products", writes: [] },
    ],
    unforeseen: false,
  };
  await administerMysql(
    database.url,
    `create table ${name}.orders (id int primary key); create table ${name}.products (id int primary key);
     create user ${user}@'%' identified by 'x';
     grant file, process on *.* to ${user}@'%';
     grant select, insert, update, drop on ${name}.* to ${user}@'%' with grant option;
     grant delete on ${name}.products to ${user}@'%'`,
  );
});
afterAll(async () => {
  if (database === undefined) return;
  await administerMysql(database.url, `drop user ${user}@'%'`);
  await database.drop();
});

async function found(): Promise<readonly string[] | undefined> {
  const url = new URL(database.url);
  [url.username, url.password] = [user, "x"];
  const source = openMysql("shop", { url: url.href }, () => {});
  try {
    return (await source.examine?.([], AbortSignal.timeout(10_000), need))?.excess;
  } finally {
    await source.close();
  }
}

test("each thing that is too much is named, with the statement that mends it, which does", async () => {
  const lines = (await found()) ?? [];
  const account = `'${user}'@'%'`;
  expect(lines).toEqual([
    `nothing here needs PROCESS, FILE on *.*: REVOKE PROCESS, FILE ON *.* FROM ${account}`,
    `nothing here needs UPDATE, DROP on \`${name}\`.*: REVOKE UPDATE, DROP ON \`${name}\`.* FROM ${account}`,
    `${account} may grant others what it may do on \`${name}\`.*: REVOKE GRANT OPTION ON \`${name}\`.* FROM ${account}`,
    `nothing here needs DELETE on \`${name}\`.\`products\`: REVOKE DELETE ON \`${name}\`.\`products\` FROM ${account}`,
  ]);
  for (const line of lines) await administerMysql(database.url, line.slice(line.indexOf(": ") + 2));
  expect(await found()).toEqual([]);
});

test("whoever has everything is told what would be enough", () => {
  const all = "GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` WITH GRANT OPTION";
  expect(excessIn(all, "'root'@'localhost'", need)).toEqual([
    `'root'@'localhost' has ALL PRIVILEGES on *.*: REVOKE ALL PRIVILEGES, GRANT OPTION FROM 'root'@'localhost'; GRANT SELECT, INSERT ON \`${name}\`.* TO 'root'@'localhost'`,
  ]);
  expect(excessIn("GRANT `reader`@`%` TO `a`@`%`", "'a'@'%'", need)).toEqual([]);
  const columns = `GRANT SELECT (\`id\`, \`a\`), INSERT (\`id\`) ON \`${name}\`.\`orders\` TO \`a\`@\`%\``;
  expect(excessIn(columns, "'a'@'%'", need)).toEqual([]);
});
