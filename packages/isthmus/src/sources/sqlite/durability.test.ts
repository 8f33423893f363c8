import { execFileSync, fork } from "node:child_process";
import { copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { call, database, input, open, read, write } from "./testing/kit.ts";

const schema = "CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT NOT NULL)";

test("every write that was acknowledged before a kill -9 is there afterwards, and the file is sound", async () => {
  using fixture = database(schema);
  const program = join(import.meta.dirname, "testing/endless-writer.ts");
  const child = fork(program, [fixture.file], {
    execArgv: ["--disable-warning=ExperimentalWarning"],
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const acknowledged = new Set<number>();
  await new Promise<void>((resolve) => {
    child.on("message", (id: number) => {
      acknowledged.add(id);
      if (acknowledged.size === 300) child.kill("SIGKILL");
    });
    child.once("exit", () => resolve());
  });
  const source = await open(fixture.file);
  const kept = await source.execute(read("SELECT json_group_array(name) FROM items"), call());
  const names = new Set((JSON.parse(kept.body ?? "[]") as string[]).map(Number));
  expect([...acknowledged].filter((id) => !names.has(id))).toEqual([]);
  expect(acknowledged.size).toBeGreaterThanOrEqual(300);
  const more = write("INSERT INTO items (name) VALUES (?1) RETURNING id AS key", [input(0)]);
  expect((await source.execute(more, call(["after"]))).rows).toBe(1);
  await source.close();
  const checked = new DatabaseSync(fixture.file);
  expect(checked.prepare("PRAGMA integrity_check").get()).toMatchObject({ integrity_check: "ok" });
  checked.close();
});

test("a writer process that is killed from outside is replaced, and no write is lost or done twice", async () => {
  using fixture = database(schema);
  const source = await open(fixture.file);
  const insert = write("INSERT INTO items (name) VALUES (?1) RETURNING id AS key", [input(0)]);
  await source.execute(insert, call(["first"]));
  const outcomes = Promise.allSettled(
    Array.from({ length: 50 }, (_, index) => source.execute(insert, call([`n${index}`]))),
  );
  for (const pid of workers()) process.kill(pid, "SIGKILL");
  const written = (await outcomes).filter(({ status }) => status === "fulfilled").length;
  const unknown = (await outcomes).filter(
    (outcome) => outcome.status === "rejected" && outcome.reason.code === "ISTHMUS503U",
  ).length;
  const { rows } = await source.execute(read("SELECT NULL, count(*) FROM items", [], ["body", "rows"]), call());
  expect(rows).toBeGreaterThanOrEqual(1 + written);
  expect(rows).toBeLessThanOrEqual(1 + written + unknown);
  expect((await source.execute(insert, call(["last"]))).rows).toBe(1);
  await source.close();
});

test("closing leaves one file, with everything in it", async () => {
  using fixture = database(schema);
  const source = await open(fixture.file);
  const insert = write("INSERT INTO items (name) VALUES (?1) RETURNING id AS key", [input(0)]);
  const writing = source.execute(insert, call(["kept"]));
  await source.close();
  expect((await writing).rows).toBe(1);
  const copy = join(fixture.folder, "copy.db");
  copyFileSync(fixture.file, copy);
  const reopened = await open(copy);
  expect((await reopened.execute(read("SELECT name FROM items"), call())).body).toBe("kept");
  await reopened.close();
});

test("a file damaged in the middle is told loudly and without SQL", async () => {
  using fixture = database(`${schema};
    WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100)
    INSERT INTO items SELECT x, hex(randomblob(200)) FROM n`);
  const bytes = readFileSync(fixture.file);
  bytes.fill(0xee, 4_096);
  writeFileSync(fixture.file, bytes);
  const source = await open(fixture.file);
  await expect(source.execute(read("SELECT count(*) FROM items WHERE name > ''"), call())).rejects.toMatchObject({
    code: "XX001",
    category: "internal",
  });
  await source.close();
});

/** Worker processes of this process. */
function workers(): number[] {
  const lines = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n");
  const found = lines.map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line));
  return found.flatMap((line) =>
    Number(line?.[2]) === process.pid && line?.[3]?.includes("sqlite/worker.") === true ? [Number(line[1])] : [],
  );
}
