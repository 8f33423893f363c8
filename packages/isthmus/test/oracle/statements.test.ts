// The oracle test one level below the interfaces: a field that a role may not read is refused in a statement as one that
// does not exist, in every place that a statement has for it.

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Problem, type Principal, type Query, type Resource, type Statement } from "../../src/core/index.ts";
import { authorize } from "../../src/engine/authorize/authorize.ts";
import { createViews } from "../../src/engine/index.ts";
import { principals, roles } from "../golden/roles.ts";
import { openEngine, type OpenEngine } from "../kit/open-engine.ts";
import { statementPlaces } from "./statement-places.ts";

const seed = (file: string): string => readFileSync(new URL(`../golden/seed/${file}`, import.meta.url), "utf8");

describe("what is hidden looks like what does not exist, in a statement", () => {
  let opened: OpenEngine;
  beforeAll(async () => {
    opened = await openEngine("sqlite", seed("schema.sqlite.sql") + seed("rows.sql"), roles);
  });
  afterAll(() => opened?.close());

  const viewOf = (principal: Principal) => createViews(opened.catalog, opened.policies).of(principal);

  /** All that may be told of the refusal. */
  function told(statement: Statement, principal: Principal, name: string): string {
    try {
      authorize(statement, viewOf(principal), { rows: 100, depth: 3 });
      return "allowed";
    } catch (thrown) {
      if (!(thrown instanceof Problem)) throw thrown;
      const { code, category, status, message, details, hint } = thrown;
      return JSON.stringify([code, category, status, message, details, hint]).replaceAll(name, "⟨name⟩");
    }
  }

  /** The resource's own questions, and each of its reads embedded in another resource's group. */
  function* questions(resource: Resource, others: Iterable<Resource>): Iterable<(field: string) => Statement> {
    for (const place of statementPlaces) {
      yield (field) => place.ask(resource, field);
      for (const other of others)
        for (const relation of other.relations.values()) {
          if (relation.target !== resource.id) continue;
          yield (field) => {
            const query = place.ask(resource, field);
            return query.kind === "query" ? embedded(other, relation.name, query) : query;
          };
        }
    }
  }

  function embedded(from: Resource, relation: string, query: Query): Query {
    const related = { kind: "relation", as: "r", relation, join: "left", spread: false, query } as const;
    const select = [{ kind: "group", as: "g", select: [related] }] as const;
    return { kind: "query", resource: from.id, select, answer: { as: "many" } };
  }

  it.each(["anonymous", "ada", "clerkAda", "lost"] as const)("for %s", (name) => {
    const principal = principals[name];
    const { resources } = viewOf(principal).catalog;
    const found: string[] = [];
    let unknown = 0;
    let asked = 0;
    for (const resource of resources.values())
      for (const field of opened.catalog.resources.get(resource.id)?.fields.keys() ?? []) {
        if (resource.fields.has(field)) continue;
        const absent = "q".repeat(field.length);
        for (const ask of questions(resource, resources.values())) {
          const hidden = told(ask(field), principal, field);
          const nothing = told(ask(absent), principal, absent);
          asked += 1;
          if (hidden.includes("42703")) unknown += 1;
          if (hidden !== nothing || hidden === "allowed") found.push(`${resource.id}.${field}: ${hidden} | ${nothing}`);
        }
      }
    expect(found).toEqual([]);
    expect(asked).toBeGreaterThan(statementPlaces.length);
    expect(unknown).toBeGreaterThan(0);
  });
});
