// The same question, four databases, the same answer. Every difference ever found stays as a golden case.

import fc from "fast-check";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Problem, type Principal, type Query, type Question } from "../../src/core/index.ts";
import { authorize } from "../../src/engine/authorize/authorize.ts";
import { createViews } from "../../src/engine/index.ts";
import { roles } from "../golden/roles.ts";
import { databases, openEngine, type OpenEngine } from "../kit/open-engine.ts";
import { openMongodbEngine } from "../kit/open-mongodb.ts";
import { questions } from "./questions.ts";

const seed = (file: string): string => readFileSync(new URL(`../golden/seed/${file}`, import.meta.url), "utf8");
const system: Principal = { kind: "system", id: "test", roles: ["system"], claims: {} };
const runs = Number(process.env["ISTHMUS_DIFFERENTIAL_RUNS"] ?? 1500);

async function answer(opened: OpenEngine, { statement, inputs }: Question<Query>): Promise<unknown> {
  const view = createViews(opened.catalog, opened.policies).of(system);
  try {
    const command = opened.source.compile(authorize(statement, view, { rows: 1000, depth: 6 }), opened.catalog);
    const result = await opened.source.execute(command, {
      inputs,
      results: [],
      principal: system,
      signal: AbortSignal.timeout(10_000),
      deadline: performance.now() + 10_000,
    });
    return { body: result.body === null ? null : JSON.parse(result.body), rows: result.rows, total: result.total };
  } catch (thrown) {
    if (thrown instanceof Problem && thrown.category !== "internal") return { problem: thrown.code };
    throw thrown;
  }
}

describe("random questions", () => {
  const open: OpenEngine[] = [];
  beforeAll(async () => {
    for (const database of databases)
      open.push(await openEngine(database, seed(`schema.${database}.sql`) + seed("rows.sql"), roles));
    open.push(await openMongodbEngine(seed("schema.sqlite.sql") + seed("rows.sql"), roles));
  });
  afterAll(async () => {
    for (const opened of open) await opened.close();
  });

  it(`get the same answer from ${[...databases, "mongodb"].join(" and ")}`, { timeout: 600_000 }, async () => {
    const [first] = open;
    if (first === undefined) throw new Error("no database was opened");
    await fc.assert(
      fc.asyncProperty(questions(first.catalog, 2), async (question) => {
        const [reference, ...others] = await Promise.all(open.map((opened) => answer(opened, question)));
        for (const other of others) expect(other).toEqual(reference);
      }),
      { numRuns: runs },
    );
  });
});
