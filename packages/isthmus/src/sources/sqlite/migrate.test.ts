import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { call, database, open, read, type Fixture } from "./testing/kit.ts";

let fixture: Fixture;
let migrations: string;

beforeEach(() => {
  fixture = database("");
  migrations = join(fixture.folder, "migrations");
  mkdirSync(migrations);
  writeFileSync(
    join(migrations, "0001-items.sql"),
    "CREATE TABLE items (id INTEGER PRIMARY KEY);\nINSERT INTO items VALUES (1);\n",
  );
  writeFileSync(join(migrations, "0002-names.sql"), "ALTER TABLE items ADD COLUMN name TEXT;");
  writeFileSync(join(migrations, "README.txt"), "not a migration");
});
afterEach(() => fixture[Symbol.dispose]());

async function tables(): Promise<string | null> {
  const source = await open(fixture.file, { migrations });
  const names = (await source.introspect(new AbortController().signal)).resources.map(
    ({ name, fields }) => `${name}(${fields.length})`,
  );
  const count = await source.execute(read("SELECT count(*) FROM items"), call());
  await source.close();
  return `${names.join()} ${count.body}`;
}

test("each migration is applied once, in the order of its number, and their record is not shown", async () => {
  expect(await tables()).toBe("items(2) 1");
  expect(await tables()).toBe("items(2) 1");
  writeFileSync(join(migrations, "0010-more.sql"), "INSERT INTO items VALUES (2, 'b');");
  expect(await tables()).toBe("items(2) 2");
});

test("an applied migration that was edited is named", async () => {
  await tables();
  writeFileSync(join(migrations, "0001-items.sql"), "CREATE TABLE items (id INTEGER PRIMARY KEY, extra TEXT);");
  await expect(tables()).rejects.toMatchObject({
    code: "ISTHMUS_MIGRATION",
    message: expect.stringContaining("0001-items.sql was edited"),
  });
});

test("other line ends are no edit", async () => {
  await tables();
  writeFileSync(
    join(migrations, "0001-items.sql"),
    "CREATE TABLE items (id INTEGER PRIMARY KEY);\r\nINSERT INTO items VALUES (1);\r\n",
  );
  expect(await tables()).toBe("items(2) 1");
});

test("a migration that fails leaves nothing of itself and is named", async () => {
  writeFileSync(join(migrations, "0003-bad.sql"), "CREATE TABLE other (id INTEGER); INSERT INTO missing VALUES (1);");
  await expect(tables()).rejects.toMatchObject({
    message: expect.stringContaining("0003-bad.sql failed: no such table"),
  });
  rmSync(join(migrations, "0003-bad.sql"));
  expect(await tables()).toBe("items(2) 1");
});

test("a migration cannot come in behind one that was applied, nor end its own transaction", async () => {
  writeFileSync(join(migrations, "0005-later.sql"), "SELECT 1;");
  await tables();
  writeFileSync(join(migrations, "0004-late.sql"), "SELECT 1;");
  await expect(tables()).rejects.toMatchObject({ message: expect.stringContaining("0004-late.sql is new") });
  rmSync(join(migrations, "0004-late.sql"));
  writeFileSync(join(migrations, "0006-commit.sql"), "INSERT INTO items VALUES (9, 'x'); COMMIT;");
  await expect(tables()).rejects.toMatchObject({ message: expect.stringContaining("0006-commit.sql must not end") });
});
