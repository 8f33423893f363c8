// The golden cases, at every stage of the road and on every database. Each writes inside a transaction that is undone.

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Problem, type Catalog, type Intent, type Request } from "../../src/core/index.ts";
import { authorize } from "../../src/engine/authorize/authorize.ts";
import { createViews } from "../../src/engine/index.ts";
import { compile as compileMysql } from "../../src/sources/mysql/compile.ts";
import { compile as compilePostgres } from "../../src/sources/postgres/compile.ts";
import { compile as compileSqlite } from "../../src/sources/sqlite/compile.ts";
import type { SqlCommand } from "../../src/sources/shared/sql/command.ts";
import { databases, openEngine, type Database, type OpenEngine } from "../kit/open-engine.ts";
import { readCase } from "./read-case.ts";
import { resultOf, testDatabase } from "./result.ts";
import { principals, rolesOn } from "./roles.ts";
import { seedOf } from "./seed.ts";

const cases = new URL("cases/", import.meta.url);
const writing = process.env["ISTHMUS_WRITE_GOLDEN"];
const compilers = { sqlite: compileSqlite, postgres: compilePostgres, mysql: compileMysql };

function keep(folder: string, file: string, found: string): void {
  const place = new URL(`${folder}/${file}`, cases);
  if (writing !== undefined && (writing !== "missing" || !existsSync(place))) writeFileSync(place, found);
  expect(existsSync(place), `${folder}/${file} is missing; write it with ISTHMUS_WRITE_GOLDEN=1`).toBe(true);
  expect(found).toBe(readFileSync(place, "utf8"));
}

function text(value: unknown): string {
  return `${JSON.stringify(value, (_, item: unknown) => (item instanceof Map || item instanceof Set ? [...item] : item), 2)}\n`;
}

function sql(command: SqlCommand): string {
  const part = (title: string, piece: SqlCommand["statement"] | undefined): string =>
    piece === undefined ? "" : `-- ${title}\n${piece.text}\n${piece.parameters.map((parameter, index) => `--   ${index + 1}: ${JSON.stringify(parameter.value)} as ${parameter.as}${parameter.type === undefined ? "" : ` ${parameter.type.native}`}\n`).join("")}`;
  return [part("before", command.before), part("statement", command.statement), part("check", command.check), part("answer", command.answer)].join("");
}

describe.each(databases)("golden cases on %s", (database: Database) => {
  let opened: OpenEngine;
  beforeAll(async () => {
    opened = await openEngine(database, seedOf(database), rolesOn(database));
  });
  afterAll(() => opened?.close());

  for (const folder of readdirSync(cases).sort()) {
    const asked = readCase(new URL(`${folder}/rest.http`, cases).pathname);
    it(`${folder}: ${asked.title}`, async () => {
      const principal = principals[asked.as];
      const view = createViews(opened.catalog, opened.policies).of(principal);
      // The two databases describe types in their own words, so the stages before `compile` are compared on one of them.
      const intent = parsed(opened, asked, view.catalog);
      if (intent !== undefined && database === "postgres") keep(folder, "statement.json", text(intent.questions));
      const allowed = intent && attempt(() => intent.questions.map(({ statement }) => authorize(statement, view, { rows: 1000, depth: 6 })));
      if (allowed !== undefined && database === "postgres") keep(folder, "authorized.json", text(allowed));
      const commands = allowed && attempt(() => allowed.map((statement) => compilers[database](statement, opened.catalog)));
      if (commands !== undefined && commands.length > 0) keep(folder, `${database}.sql`, commands.map(sql).join("\n").replaceAll(testDatabase, "⟨database⟩"));
      const undo = asked.method === "GET" || asked.method === "HEAD" ? {} : { Prefer: [asked.headers["Prefer"], "tx=rollback"].filter((part) => part !== undefined).join(", ") };
      const reply = await opened.ask(asked.target, principal, { method: asked.method, headers: { ...asked.headers, ...undo }, body: asked.body });
      const place = asked.on === undefined || asked.on.includes(database) ? "result.json" : `result.${database}.json`;
      keep(folder, place, resultOf(reply, opened.catalog.namespaces[0] ?? ""));
    });
  }
});

function parsed(opened: OpenEngine, asked: ReturnType<typeof readCase>, catalog: Catalog): Intent | undefined {
  const [path = "", ...query] = asked.target.split("?");
  const headers = Object.fromEntries(Object.entries(asked.headers).map(([name, value]) => [name.toLowerCase(), value]));
  const request: Request = { id: "golden", method: asked.method, path, query: query.join("?"), headers, body: asked.body, base: "http://shop.example/api" };
  return attempt(() => opened.face.parse(request, catalog));
}

/** Nothing where a stage refuses; the answer then says how. */
function attempt<T>(stage: () => T): T | undefined {
  try {
    return stage();
  } catch (thrown) {
    if (thrown instanceof Problem) return undefined;
    throw thrown;
  }
}
