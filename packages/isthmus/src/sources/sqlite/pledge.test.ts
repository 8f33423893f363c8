// What becomes of a keyed write that is cut off around its COMMIT, and what a repetition of it is told.

import { execFileSync, fork } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { anonymous, type Source } from "../../core/index.ts";
import type { SqlCommand } from "../shared/sql/command.ts";
import { newToken } from "./commits.ts";
import { call, database, input, open, read, write } from "./testing/kit.ts";

const schema = "CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT NOT NULL)";
const insert = write("INSERT INTO items (name) VALUES (?1) RETURNING id AS key", [input(0)]);

function killWorkers(): void {
  const lines = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" }).split("\n");
  for (const line of lines) {
    const [pid, parent, ...rest] = line.trim().split(/\s+/);
    if (Number(parent) === process.pid && rest.join(" ").includes("sqlite/worker."))
      process.kill(Number(pid), "SIGKILL");
  }
}

async function keyed(source: Source<SqlCommand>, name: string, pledge: (token: string) => void): Promise<string> {
  const { signal } = new AbortController();
  return source
    .transaction({ readOnly: false, end: "commit", principal: anonymous, signal, deadline: 0, pledge }, (run) =>
      run(insert, call([name])),
    )
    .then(
      () => "done",
      (problem: { code: string }) => problem.code,
    );
}

async function has(source: Source<SqlCommand>, name: string): Promise<boolean> {
  return (
    (
      await source.execute(
        read("SELECT NULL, count(*) FROM items WHERE name = ?1", [input(0)], ["body", "rows"]),
        call([name]),
      )
    ).rows === 1
  );
}

async function settled(source: Source<SqlCommand>, token: string) {
  for (;;) {
    const found = await outcome(source, token);
    if (found !== "running") return found;
    await pause(20);
  }
}

const outcome = (source: Source<SqlCommand>, token: string) => source.outcome?.(token, AbortSignal.timeout(10_000));

test("a write that took place is told to be committed, and the table of tokens is nobody's resource", async () => {
  using fixture = database(schema);
  const source = await open(fixture.file);
  let token = "";
  expect(await keyed(source, "one", (given) => (token = given))).toBe("done");
  expect(await outcome(source, token)).toBe("committed");
  expect((await source.introspect(AbortSignal.timeout(5_000))).resources.map(({ name }) => name)).toEqual(["items"]);
  await source.close();
  const reopened = await open(fixture.file);
  expect(await outcome(reopened, token)).toBe("committed");
  await expect(outcome(reopened, "nonsense")).rejects.toMatchObject({ code: "22023" });
  await reopened.close();
});

test("a pledge that cannot be written down undoes the write", async () => {
  using fixture = database(schema);
  const source = await open(fixture.file);
  let token = "";
  await keyed(source, "never", (given) => {
    token = given;
    throw new Error("the ledger is full");
  });
  expect(await outcome(source, token)).toBe("undone");
  expect(await has(source, "never")).toBe(false);
  await source.close();
});

test("what was told to be undone can never take place afterwards", async () => {
  using fixture = database(schema);
  const source = await open(fixture.file);
  const token = newToken(Date.now());
  expect(await outcome(source, token)).toBe("undone");
  const late = new DatabaseSync(fixture.file);
  expect(() => late.exec(`INSERT INTO isthmus_commits (token, at) VALUES ('${token}', 0)`)).toThrow(/UNIQUE/);
  late.close();
  expect(await outcome(source, token)).toBe("undone");
  await source.close();
});

test("while another process holds the write lock, the outcome is not guessed", async () => {
  using fixture = database(schema);
  const source = await open(fixture.file, { busyTimeout: 100 });
  const other = new DatabaseSync(fixture.file);
  other.exec("BEGIN IMMEDIATE");
  expect(await outcome(source, newToken(Date.now()))).toBe("running");
  other.exec("ROLLBACK");
  other.close();
  await source.close();
});

test("tokens of more than two days ago are removed, and tell nothing", async () => {
  using fixture = database(schema);
  const source = await open(fixture.file);
  const old = newToken(Date.now() - 49 * 3_600_000);
  await keyed(source, "first", () => {});
  const other = new DatabaseSync(fixture.file);
  other.exec(`INSERT INTO isthmus_commits (token, at) VALUES ('${old}', 0)`);
  killWorkers();
  // Until the server has noticed that its writer is gone, it is told so.
  await expect.poll(() => keyed(source, "second", () => {}), { timeout: 10_000 }).toBe("done");
  expect(other.prepare("SELECT count(*) AS n FROM isthmus_commits").get()).toEqual({ n: 2 });
  other.close();
  expect(await outcome(source, old)).toBe("unknown");
  await source.close();
});

test("whenever around the COMMIT the writer process is killed, the outcome is told as it is", async () => {
  using fixture = database(schema);
  const source = await open(fixture.file);
  const seen = new Set<string | undefined>();
  for (let round = 0; round < 12; round++) {
    let token = "";
    const kill = (): void => {
      // Longer and longer behind the COMMIT was sent.
      const until = performance.now() + round * 0.4;
      while (performance.now() < until);
      killWorkers();
    };
    const answer = await keyed(source, `n${round}`, (given) => {
      token = given;
      if (round % 4 === 0) killWorkers();
      else setImmediate(kill);
    });
    const there = await has(source, `n${round}`);
    const found = await settled(source, token);
    expect({ round, found }).toEqual({ round, found: there ? "committed" : "undone" });
    if (answer === "done") expect(there).toBe(true);
    // Any other refusal makes the server do the work again.
    else if (answer !== "ISTHMUS503U") expect({ answer, there }).toEqual({ answer, there: false });
    seen.add(found);
  }
  expect(seen).toEqual(new Set(["committed", "undone"]));
  await source.close();
}, 30_000);

test("after a kill -9 of the whole server, every token tells whether its write is there", async () => {
  using fixture = database(schema);
  const ledger = join(fixture.folder, "ledger");
  for (let round = 0; round < 3; round++) {
    const child = fork(join(import.meta.dirname, "testing/pledging-writer.ts"), [fixture.file, ledger], {
      execArgv: ["--disable-warning=ExperimentalWarning"],
    });
    await new Promise<void>((resolve) => {
      child.once("message", () => setTimeout(() => child.kill("SIGKILL"), 3 + round * 7));
      child.once("exit", () => resolve());
    });
    const lines = readFileSync(ledger, "utf8")
      .trim()
      .split("\n")
      .map((line) => line.split(" "));
    const source = await open(fixture.file);
    for (const [token = "", name = ""] of lines.slice(-3)) {
      const found = await settled(source, token);
      expect({ name, found }).toEqual({ name, found: (await has(source, name)) ? "committed" : "undone" });
    }
    await source.execute(write("DELETE FROM items RETURNING id AS key"), call());
    await source.close();
  }
}, 30_000);
