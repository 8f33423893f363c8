// Attempts to fill the server's memory with what it remembers of questions.

import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Interface, Query } from "../../src/core/index.ts";
import { openEngine, type OpenEngine } from "../kit/open-engine.ts";

setFlagsFromString("--expose_gc");
const collect = runInNewContext("gc") as () => void;

let opened: OpenEngine;
beforeAll(async () => {
  opened = await openEngine("sqlite", "CREATE TABLE t (id integer primary key);", { staff: { t: { read: true } } });
});
afterAll(() => opened?.close());

/** An interface whose questions name a field as long as the path says, each another one. */
const naming: Interface = {
  name: "naming",
  parse: ({ path }) => {
    const select = [{ kind: "field", as: `${path}${"x".repeat(400_000)}`, of: { field: "id" } }] as const;
    const statement: Query = { kind: "query", resource: "t", select, answer: { as: "many" } };
    return { questions: [{ statement, inputs: [] }], transaction: "none", context: undefined };
  },
  render: () => ({ status: 200, headers: {}, body: null }),
  refuse: ({ status = 500 }) => ({ status, headers: {}, body: null }),
};

it("statements of any size take no more of it than a bounded share", async () => {
  const staff = { kind: "user", id: "s", roles: ["staff"], claims: {} } as const;
  const ask = async (from: number, to: number): Promise<number> => {
    for (let n = from; n < to; n++) expect((await opened.ask(`/${n}`, staff, { face: naming })).status).toBe(200);
    collect();
    return process.memoryUsage().heapUsed;
  };
  const filled = await ask(0, 80);
  expect((await ask(80, 240)) - filled).toBeLessThan(40_000_000);
});
