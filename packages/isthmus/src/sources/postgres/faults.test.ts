// Faults between the source and its database: what the caller sees, and that all is well again afterwards.

import { hash } from "node:crypto";
import { expect, test } from "vitest";
import { administer } from "../../../test/kit/servers.ts";
import { anonymous, type Execution } from "../../core/index.ts";
import type { SqlCommand } from "../shared/sql/command.ts";
import { openPostgres } from "./index.ts";
import { behindProxy } from "./testing/behind-proxy.ts";

const ground = behindProxy(
  "create table notes (id int primary key, text text); create table pairs (id int primary key, n int); insert into pairs values (1, 0), (2, 0)",
  3,
);

function command(kind: SqlCommand["kind"], text: string, extra: Partial<SqlCommand> = {}): SqlCommand {
  const count = new Set(text.match(/\$\d/g) ?? []).size;
  const parameters = Array.from(
    { length: count },
    (_, index) => ({ value: { kind: "input", index }, as: "scalar" }) as const,
  );
  return { kind, statement: { text, parameters }, columns: ["body"], name: hash("sha1", text), ...extra };
}

function call(inputs: Execution["inputs"] = [], ms = 5_000): Execution {
  return {
    inputs,
    principal: anonymous,
    results: [],
    signal: AbortSignal.timeout(ms),
    deadline: performance.now() + ms,
  };
}

const one = command("read", "select 'one'");
const insert = command(
  "write",
  "with w as (insert into notes values ($1::int, $2) returning id) select id::text from w",
);
const sleep = command("read", "select pg_sleep($1::float8)::text");

async function ask(text: string): Promise<string | null> {
  const direct = openPostgres("direct", { url: ground.url, pool: 1, pipeline: false }, () => {});
  try {
    return (await direct.execute(command("read", text), call())).body;
  } finally {
    await direct.close();
  }
}

/** Makes `one` short enough to share the pipeline. */
async function warm(): Promise<void> {
  for (let times = 0; times < 20; times++) await ground.source.execute(one, call());
}

async function until(holds: () => Promise<boolean>, ms = 5_000): Promise<void> {
  const end = performance.now() + ms;
  while (!(await holds())) {
    if (performance.now() > end) throw new Error("it did not come about in time");
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

test("D1: a database that is down is answered 503 at once with Retry-After, and used again when it is back", async () => {
  ground.proxy.set({ refuse: true });
  const refusal = { code: "PGRST000", category: "unavailable", retryAfter: expect.any(Number) };
  await expect(ground.source.execute(one, call())).rejects.toMatchObject(refusal);
  const start = performance.now();
  await expect(ground.source.execute(one, call())).rejects.toMatchObject(refusal);
  expect(performance.now() - start).toBeLessThan(50);
  ground.proxy.set({});
  await until(
    () =>
      ground.source.execute(one, call()).then(
        (result) => result.body === "one",
        () => false,
      ),
    10_000,
  );
  expect(ground.observed.map((observation) => observation.kind)).toEqual(["source-down", "source-up"]);
});

test("D2: idle connections that died are replaced without the reader noticing, on both lanes", async () => {
  await warm();
  ground.proxy.reset();
  await expect(
    Promise.all([ground.source.execute(one, call()), ground.source.execute(command("read", "select 'two'"), call())]),
  ).resolves.toMatchObject([{ body: "one" }, { body: "two" }]);
});

test("D2: reads under way on a connection that breaks are run once more", async () => {
  const reads = [ground.source.execute(sleep, call(["0.3"])), ground.source.execute(sleep, call(["0.3"]))];
  await new Promise((resolve) => setTimeout(resolve, 100));
  ground.proxy.reset();
  await expect(Promise.all(reads)).resolves.toHaveLength(2);
});

test("D4: a write whose answer is cut at any byte is done once or not at all, and never said to be done when it may not be", async () => {
  await administer(ground.url, "truncate notes");
  let unknown = 0;
  for (let cut = 0; cut < 60; cut += 7) {
    // A write, so that it is the pool's connection that is there.
    await ground.source.execute(command("write", "select 1"), call());
    ground.proxy.set({ cutAfter: cut });
    const outcome = await ground.source.execute(insert, call([cut, "x"])).then(
      () => "done",
      (problem: { code: string }) => problem.code,
    );
    ground.proxy.set({});
    const count = await ask(`select count(*)::text from notes where id = ${cut}`);
    expect(["done", "ISTHMUS503U"]).toContain(outcome);
    // It was sent whole, so it was done; only whether its caller knows hangs on where the answer was cut.
    expect(count).toBe("1");
    if (outcome !== "done") unknown++;
    await until(() =>
      ground.source.execute(sleep, call(["0"])).then(
        () => true,
        () => false,
      ),
    );
  }
  expect(unknown).toBeGreaterThan(0);
});

test("D3: a transaction that breaks before its commit says that nothing was done", async () => {
  const options = {
    readOnly: false,
    end: "commit",
    principal: anonymous,
    signal: AbortSignal.timeout(5_000),
    deadline: 0,
  } as const;
  const broken = ground.source.transaction(options, async (run) => {
    await run(insert, call([9_001, "x"]));
    ground.proxy.reset();
    return run(one, call());
  });
  await expect(broken).rejects.toMatchObject({ code: "PGRST001", category: "unavailable" });
  expect(await ask("select count(*)::text from notes where id = 9001")).toBe("0");
});

test("D3: a transaction whose commit gets no answer says that its outcome is unknown", async () => {
  const options = {
    readOnly: false,
    end: "commit",
    principal: anonymous,
    signal: AbortSignal.timeout(5_000),
    deadline: 0,
  } as const;
  const broken = ground.source.transaction(options, async (run) => {
    await run(insert, call([9_002, "x"]));
    ground.proxy.set({ cutAfter: 0 });
  });
  await expect(broken).rejects.toMatchObject({ code: "ISTHMUS503U", category: "unavailable" });
});

test("D5: when one backend is ended, its write fails as not done, and the pool is whole again", async () => {
  const write = ground.source.execute(
    command("write", "with w as (insert into notes values (77, 'x') returning pg_sleep(5)) select 'x' from w"),
    call(),
  );
  const outcome = write.catch((problem: unknown) => problem);
  const running =
    "select count(*)::text from pg_stat_activity where query like '%values (77%' and pid <> pg_backend_pid()";
  await until(async () => (await ask(running)) === "1");
  await ask(
    "select pg_terminate_backend(pid)::text from pg_stat_activity where query like '%values (77%' and pid <> pg_backend_pid()",
  );
  expect(await outcome).toMatchObject({ category: "unavailable", code: "PGRST001" });
  expect(await ask("select count(*)::text from notes where id = 77")).toBe("0");
  await expect(Promise.all([1, 2, 3].map(() => ground.source.execute(one, call())))).resolves.toHaveLength(3);
});

test("D6: statements on a black-holed connection end at their deadline, and the pool is not leaked", async () => {
  await warm();
  ground.proxy.set({ blackHole: true });
  const start = performance.now();
  const outcomes = await Promise.all(
    [one, one, sleep, sleep, sleep, sleep].map((given) =>
      ground.source.execute(given, call(["0"], 700)).catch((problem: unknown) => problem),
    ),
  );
  expect(performance.now() - start).toBeLessThan(700 + 400);
  for (const outcome of outcomes) expect(outcome).toMatchObject({ name: "Problem" });
  ground.proxy.set({});
  ground.proxy.reset();
  await until(
    () =>
      ground.source.execute(one, call()).then(
        () => true,
        () => false,
      ),
    10_000,
  );
  await expect(Promise.all([1, 2, 3].map(() => ground.source.execute(sleep, call(["0.05"]))))).resolves.toHaveLength(3);
});

test("D7: a full pool makes others wait no longer than the limit, and the queue before it is bounded", async () => {
  await ground.reopen({ pool: 2, acquireTimeout: 150, maxWaiting: 2 });
  await Promise.all([ground.source.execute(sleep, call(["0"])), ground.source.execute(sleep, call(["0"]))]);
  const long = [1, 2].map(() => ground.source.execute(sleep, call(["0.6"])));
  const start = performance.now();
  const waiting = [1, 2].map(() =>
    expect(ground.source.execute(sleep, call(["0"]))).rejects.toMatchObject({ code: "PGRST003", category: "timeout" }),
  );
  await expect(ground.source.execute(sleep, call(["0"]))).rejects.toMatchObject({ code: "PGRST003" });
  expect(performance.now() - start).toBeLessThan(100);
  await Promise.all(waiting);
  expect(performance.now() - start).toBeLessThan(500);
  await ground.source.ping(AbortSignal.timeout(1_000));
  await Promise.all(long);
});

test("D8: a statement that is too slow, or whose caller left, is stopped in the database itself", async () => {
  await ground.reopen({ statementTimeout: 300 });
  const timeout = { code: "57014", category: "timeout" };
  await expect(ground.source.execute(sleep, call(["30"]))).rejects.toMatchObject(timeout);
  await ground.reopen({});
  await expect(ground.source.execute(sleep, call(["31"], 200))).rejects.toMatchObject(timeout);
  await expect(
    ground.source.execute(command("write", "select pg_sleep(32)::text"), call([], 200)),
  ).rejects.toMatchObject(timeout);
  await until(
    async () =>
      (await ask(
        "select count(*)::text from pg_stat_activity where query like '%pg_sleep%' and state = 'active' and pid <> pg_backend_pid()",
      )) === "0",
    2_000,
  );
});

test("D9: two transactions that lock each other out both succeed in the end", async () => {
  const change = (id: number) =>
    command("write", `with w as (update pairs set n = n + 1 where id = ${id} returning n) select n::text from w`);
  const options = {
    readOnly: false,
    end: "commit",
    principal: anonymous,
    signal: AbortSignal.timeout(20_000),
    deadline: 0,
  } as const;
  let arrived = 0;
  const crossing = (first: number, second: number) =>
    ground.source.transaction(options, async (run) => {
      await run(change(first), call([], 20_000));
      arrived++;
      await until(async () => arrived >= 2);
      await run(change(second), call([], 20_000));
    });
  await Promise.all([crossing(1, 2), crossing(2, 1)]);
  expect(await ask("select string_agg(n::text, ',' order by id) from pairs")).toBe("2,2");
  expect(arrived).toBe(3);
});
