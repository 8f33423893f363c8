// What becomes of a keyed write whose COMMIT is cut off, and what a repetition of it is told.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import pg from "pg";
import { administer } from "../../../test/kit/servers.ts";
import { anonymous, type Execution, type Outcome, type Principal } from "../../core/index.ts";
import type { SqlCommand } from "../shared/sql/command.ts";
import { behindProxy } from "./testing/behind-proxy.ts";

const ground = behindProxy("create table notes (id int primary key)", 2);
let direct: pg.Client;

beforeAll(async () => {
  direct = new pg.Client({ connectionString: ground.url });
  await direct.connect();
});
afterAll(() => direct.end());

const call = (principal: Principal = anonymous): Execution => ({
  inputs: [],
  principal,
  results: [],
  signal: AbortSignal.timeout(5_000),
  deadline: 0,
});
const insert = (id: number): SqlCommand => {
  const text = `with w as (insert into notes values (${id}) returning id) select id::text from w`;
  return { kind: "write", statement: { text, parameters: [] }, columns: ["body"], name: `insert_${id}` };
};

interface Told {
  readonly token: string | undefined;
  /** `done`, or the code of the refusal. */
  readonly answer: string;
}

async function write(id: number, atPledge: (token: string) => void, principal = anonymous): Promise<Told> {
  let token: string | undefined;
  const { signal, deadline } = call();
  const pledge = (given: string) => {
    token = given;
    atPledge(given);
  };
  const answer = await ground.source
    .transaction({ readOnly: false, end: "commit", principal, signal, deadline, pledge }, (run) =>
      run(insert(id), call(principal)),
    )
    .then(
      () => "done",
      (problem: { code: string }) => problem.code,
    );
  return { token, answer };
}

async function isThere(id: number): Promise<boolean> {
  return (await direct.query("select from notes where id = $1", [id])).rowCount === 1;
}

/** The server takes a moment to notice that its client is gone. */
async function settled(token: string | undefined): Promise<Outcome | undefined> {
  for (let times = 0; ; times++) {
    const found = await ground.source
      .outcome?.(token ?? "", AbortSignal.timeout(5_000))
      .catch(() => "running" as const);
    if (found !== "running" || times > 100) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test("D4: whatever byte of the COMMIT's answer is the last that comes, the outcome is told as it is", async () => {
  const seen = new Set<string>();
  for (let cut = 0; cut <= 34; cut++) {
    const { token, answer } = await write(1_000 + cut, () => ground.proxy.set({ cutAfter: cut }));
    ground.proxy.set({});
    const there = await isThere(1_000 + cut);
    expect({ cut, found: await settled(token) }).toEqual({ cut, found: there ? "committed" : "undone" });
    expect(["done", "ISTHMUS503U"]).toContain(answer);
    if (answer === "done") expect(there).toBe(true);
    seen.add(answer);
  }
  expect(seen).toEqual(new Set(["done", "ISTHMUS503U"]));
});

test("D4: whatever byte of the COMMIT itself is the last that gets through, the outcome is told as it is", async () => {
  const seen = new Set<boolean>();
  for (let cut = 0; cut <= 70; cut += 3) {
    const { token } = await write(2_000 + cut, () => ground.proxy.set({ cutRequestAfter: cut }));
    ground.proxy.set({});
    const found = await settled(token);
    const there = await isThere(2_000 + cut);
    expect({ cut, found }).toEqual({ cut, found: there ? "committed" : "undone" });
    seen.add(there);
  }
  expect(seen).toEqual(new Set([false, true]));
});

test("a transaction that is still open is told to be running, and one that is refused to be undone", async () => {
  let open: string | undefined;
  let told: Promise<Outcome> | undefined;
  const { signal, deadline } = call();
  const options = { readOnly: false, end: "commit", principal: anonymous, signal, deadline } as const;
  await ground.source
    .transaction(
      {
        ...options,
        pledge: (token) => {
          open = token;
          told = ground.source.outcome?.(token, signal);
          throw new Error("the ledger is full");
        },
      },
      (run) => run(insert(3_000), call()),
    )
    .catch(() => {});
  expect(["running", "undone"]).toContain(await told);
  expect(await settled(open)).toBe("undone");
  expect(await isThere(3_000)).toBe(false);
});

test("a token of another server, of another timeline or of the future is not believed, and nonsense is refused", async () => {
  const { token = "" } = await write(3_100, () => {});
  const [number = "", system = "", timeline = ""] = token.split(".");
  const ask = (text: string) => ground.source.outcome?.(text, AbortSignal.timeout(5_000));
  expect(await ask(token)).toBe("committed");
  expect(await ask(`${number}.${BigInt(system) + 1n}.${timeline}`)).toBe("unknown");
  expect(await ask(`${number}.${system}.0000FFFF`)).toBe("unknown");
  expect(await ask(`9${number}.${system}.${timeline}`)).toBe("unknown");
  await expect(ask("1; select 1")).rejects.toMatchObject({ code: "22023" });
});

test("reads, rollbacks and transactions without a statement make no pledge", async () => {
  const { signal, deadline } = call();
  const pledged: string[] = [];
  const base = { principal: anonymous, signal, deadline, pledge: (token: string) => void pledged.push(token) };
  await ground.source.transaction({ ...base, readOnly: false, end: "rollback" }, (run) => run(insert(3_200), call()));
  await ground.source.transaction({ ...base, readOnly: false, end: "commit" }, () => Promise.resolve());
  await ground.source.transaction({ ...base, readOnly: true, end: "commit" }, () => Promise.resolve());
  expect(pledged).toEqual([]);
});

describe("where the database decides who may do what", () => {
  const clerk: Principal = { kind: "user", id: "7", roles: ["isthmus_pledge_clerk"], claims: {} };

  beforeAll(async () => {
    await administer(
      ground.url,
      "drop role if exists isthmus_pledge_clerk; create role isthmus_pledge_clerk; grant all on notes to isthmus_pledge_clerk",
    );
  });
  afterAll(() => administer(ground.url, "drop owned by isthmus_pledge_clerk; drop role isthmus_pledge_clerk"));

  test("the pledge is made as the caller, and asked for as the connecting role", async () => {
    await ground.reopen({ authority: "database" });
    const { token, answer } = await write(4_000, () => ground.proxy.set({ cutAfter: 0 }), clerk);
    ground.proxy.set({});
    expect(answer).toBe("ISTHMUS503U");
    expect(await settled(token)).toBe((await isThere(4_000)) ? "committed" : "undone");
  });

  test("a role that may not ask for the server's name makes no pledge, and its work is done", async () => {
    await administer(ground.url, "revoke execute on function pg_control_system() from public");
    await ground.reopen({ authority: "database" });
    expect(await write(4_100, () => {}, clerk)).toEqual({ token: undefined, answer: "done" });
    expect(await isThere(4_100)).toBe(true);
  });
});
