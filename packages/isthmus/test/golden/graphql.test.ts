// The golden cases as GraphQL asks them: the same statement where both can say the same, and in any case the same answer,
// on every database.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Interface, Question } from "../../src/core/index.ts";
import { createViews } from "../../src/engine/index.ts";
import { graphql, type GraphqlContext } from "../../src/interfaces/graphql/index.ts";
import { databases, openEngine, type Database, type OpenEngine } from "../kit/open-engine.ts";
import { readGraphqlCase } from "./read-graphql-case.ts";
import { principals, rolesOn } from "./roles.ts";
import { seedOf } from "./seed.ts";

const cases = new URL("cases/", import.meta.url);
const face = graphql();

/** Whatever is written is undone. */
const undoing: Interface<GraphqlContext> = {
  ...face,
  parse: (request, catalog) => {
    const intent = face.parse(request, catalog);
    return intent.context.operation === "mutation" ? { ...intent, transaction: "rollback" } : intent;
  },
};

function kept(folder: string, file: string): unknown {
  const place = new URL(`${folder}/${file}`, cases);
  return existsSync(place) ? (JSON.parse(readFileSync(place, "utf8")) as unknown) : undefined;
}

interface Kept {
  readonly status: number;
  readonly body: unknown;
}

/** Numbers with all their digits, as `result.json` has them. */
function exact(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  return typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value) ? `⟨${context?.source}⟩` : value;
}

function at(data: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown> | null)?.[key], data);
}

describe.each(databases)("golden cases by GraphQL on %s", (database: Database) => {
  let opened: OpenEngine;
  beforeAll(async () => {
    opened = await openEngine(database, seedOf(database), rolesOn(database));
  });
  afterAll(() => opened?.close());

  for (const folder of readdirSync(cases).sort()) {
    const asked = readGraphqlCase(new URL(`${folder}/`, cases));
    if (asked === undefined) continue;
    it(`${folder}: ${asked.title}`, async () => {
      const principal = principals[asked.as];
      const headers = { "content-type": "application/json" };
      const statement = kept(folder, "statement.json") as readonly Question[] | undefined;
      if (database === "postgres" && statement !== undefined && asked.differs === undefined) {
        const request = { id: "golden", method: "POST", path: "/", query: "", headers, body: asked.body, base: "" };
        const { questions } = face.parse(request, createViews(opened.catalog, opened.policies).of(principal).catalog);
        expect(questions).toEqual(statement);
      }
      const reply = await opened.ask("/", principal, { face: undoing, method: "POST", headers, body: asked.body });
      const { data, errors } = JSON.parse(String(reply.body), exact) as { data?: unknown; errors?: readonly { extensions: { code: string } }[] };
      const { status, body } = kept(folder, "result.json") as Kept;
      if (asked.value !== undefined) expect(at(data, asked.answer ?? "")).toEqual(asked.value);
      else if (status < 400) {
        expect(errors).toBeUndefined();
        if (asked.answer !== undefined) expect(at(data, asked.answer)).toEqual(body);
      } else {
        expect(errors).not.toEqual([]);
        expect(Object.values((data ?? {}) as object).every((value) => value === null)).toBe(true);
        // What the schema does not show is refused by the validation; the rest by the same stages as REST.
        const code = errors?.[0]?.extensions.code;
        if (code !== "ISTHMUS132") expect(code).toBe((body as { code: string }).code);
      }
    });
  }
});
