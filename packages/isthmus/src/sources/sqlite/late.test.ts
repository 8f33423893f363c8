import { existsSync, renameSync, rmSync } from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import type { Observation } from "../../core/index.ts";
import { openSqlite } from "./index.ts";
import { call, database, open, read } from "./testing/kit.ts";

const signal = new AbortController().signal;

it("does not make a file whose name was misspelt, and is down until it is there", async () => {
  using fixture = database("CREATE TABLE t (id INTEGER PRIMARY KEY)");
  const absent = path.join(fixture.folder, "absent.db");
  const observed: Observation[] = [];
  const source = await openSqlite("shop", { file: absent }, (observation) => observed.push(observation));
  await expect(source.introspect(signal)).rejects.toMatchObject({
    code: "58P01",
    message: `there is no file ${absent}`,
  });
  await expect(source.execute(read("SELECT '1'"), call())).rejects.toMatchObject({
    category: "unavailable",
    message: "the database file cannot be opened",
  });
  await expect(source.ping(signal)).rejects.toMatchObject({ category: "unavailable" });
  expect(existsSync(absent)).toBe(false);
  renameSync(fixture.file, absent);
  await expect.poll(() => observed.map(({ kind }) => kind), { timeout: 4_000 }).toEqual(["source-down", "source-up"]);
  await expect(source.execute(read("SELECT '1'"), call())).resolves.toMatchObject({ body: "1" });
  await source.close();
});

it("names the folder that is not there", async () => {
  const file = path.join("no-such-folder", "x.db");
  const source = await open(file, { migrations: undefined });
  await expect(source.introspect(signal)).rejects.toMatchObject({
    message: `there is no folder no-such-folder for the file ${file}`,
  });
  await source.close();
});

it("has its processes running after the first ping, and does not remake a file that was taken away", async () => {
  using fixture = database("CREATE TABLE t (id INTEGER PRIMARY KEY)");
  const source = await open(fixture.file, { inlineLimit: 0 });
  rmSync(fixture.file);
  await source.ping(signal).catch(() => {});
  await expect(source.execute(read("SELECT '1'"), call())).rejects.toMatchObject({ category: "unavailable" });
  expect(existsSync(fixture.file)).toBe(false);
  await source.close();
});
