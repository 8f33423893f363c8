// The golden cases on MongoDB: the same answers, but for what a database without the rules of SQL's tables cannot know.

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openMongodbEngine } from "../kit/open-mongodb.ts";
import type { OpenEngine } from "../kit/open-engine.ts";
import { readCase } from "./read-case.ts";
import { resultOf } from "./result.ts";
import { principals, roles } from "./roles.ts";
import { oddOf } from "./seed.ts";

const cases = new URL("cases/", import.meta.url);
const seed = (file: string): string => readFileSync(new URL(`seed/${file}`, import.meta.url), "utf8");

/** Cases of several statements in one transaction, which only a replica set has; refused, and said so, elsewhere. */
const together: ReadonlySet<string> = new Set(["batch", "batch-chain", "batch-no-row", "batch-undone", "nested-insert"]);
const writing = process.env["ISTHMUS_WRITE_GOLDEN"];

describe("golden cases on mongodb", () => {
  let opened: OpenEngine;
  beforeAll(async () => {
    opened = await openMongodbEngine(seed("schema.sqlite.sql") + seed("rows.sql") + oddOf("sqlite"), roles);
  });
  afterAll(() => opened?.close());

  for (const folder of readdirSync(cases).sort()) {
    const question = new URL(`${folder}/rest.http`, cases);
    if (!existsSync(question)) continue;
    const asked = readCase(question.pathname);
    it(`${folder}: ${asked.title}`, async () => {
      const { transactions } = opened.source.capabilities;
      const reads = asked.method === "GET" || asked.method === "HEAD";
      const prefer = [asked.headers["Prefer"], ...(reads || !transactions ? [] : ["tx=rollback"])].filter((part) => part !== undefined);
      const headers = { ...asked.headers, ...(prefer.length === 0 ? {} : { Prefer: prefer.join(", ") }) };
      const reply = await opened.ask(asked.target, principals[asked.as], { method: asked.method, headers, body: asked.body });
      if (!reads && !transactions) await opened.refill?.();
      const found = resultOf(reply, opened.catalog.namespaces[0] ?? "");
      if (together.has(folder) && !transactions) {
        expect(reply.status).toBe(400);
        return expect(found).toContain("PGRST127");
      }
      if (asked.on === undefined || asked.on.includes("mongodb")) {
        const expected = readFileSync(new URL(`${folder}/result.json`, cases), "utf8");
        return expect(found).toBe(transactions ? expected : withoutRollback(expected));
      }
      const own = new URL(`${folder}/result.mongodb.json`, cases);
      if (writing !== undefined && (writing !== "missing" || !existsSync(own))) writeFileSync(own, found);
      expect(found).toBe(readFileSync(own, "utf8"));
    });
  }
});

/** What is asked without a transaction is not answered with its being undone. */
function withoutRollback(expected: string): string {
  return expected.replace(/\n *"preference-applied": "tx=rollback",/, "").replace(", tx=rollback", "");
}
