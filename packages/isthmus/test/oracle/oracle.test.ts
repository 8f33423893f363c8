// What a role may not read answers like what does not exist: in status, headers and body, wherever its name can stand,
// on every database. Generated from the catalog, so that a new field or resource is covered the day it comes.

import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal, Reply, Resource } from "../../src/core/index.ts";
import { createViews } from "../../src/engine/index.ts";
import { principals, roles } from "../golden/roles.ts";
import { databases, openEngine, type OpenEngine } from "../kit/open-engine.ts";
import { embeddedPlaces, fieldPlaces, resourcePlaces } from "./places.ts";

const seed = (file: string): string => readFileSync(new URL(`../golden/seed/${file}`, import.meta.url), "utf8");

/** As long as the hidden name, so that a position or a length in an answer tells nothing either; close to no name. */
function absent(hidden: string): string {
  return "q".repeat(hidden.length);
}

/** The answer with the asked-for name taken out; what still differs was caused by the name's existence. */
function shown(reply: Reply, name: string): string {
  return JSON.stringify([reply.status, reply.headers, reply.body === null ? null : reply.body.toString()]).replaceAll(name, "⟨name⟩");
}

describe.each(databases)("what is hidden looks like what does not exist, on %s", (database) => {
  let opened: OpenEngine;
  beforeAll(async () => {
    opened = await openEngine(database, seed(`schema.${database}.sql`) + seed("rows.sql"), roles);
  });
  afterAll(() => opened?.close());

  async function differences(principal: Principal, hidden: string, ask: (name: string) => { readonly target: string; readonly asked?: object } | undefined, place: string): Promise<readonly string[]> {
    const [real, unreal] = [ask(hidden), ask(absent(hidden))];
    if (real === undefined || unreal === undefined) return [];
    const secret = shown(await opened.ask(real.target, principal, real.asked), hidden);
    const nothing = shown(await opened.ask(unreal.target, principal, unreal.asked), absent(hidden));
    return secret === nothing ? [] : [`${place} (${real.target}):\n  hidden: ${secret}\n  absent: ${nothing}`];
  }

  describe.each(["anonymous", "ada", "clerkAda", "lost"] as const)("for %s", (name) => {
    const principal = principals[name];
    const view = () => createViews(opened.catalog, opened.policies).of(principal).catalog;
    const hiddenFields = (): readonly (readonly [Resource, string])[] =>
      [...view().resources.values()].flatMap((resource) =>
        [...(opened.catalog.resources.get(resource.id)?.fields.keys() ?? [])].filter((field) => !resource.fields.has(field)).map((field) => [resource, field] as const),
      );

    it("a field, in every place of its resource", async () => {
      const found: string[] = [];
      let asked = 0;
      for (const [resource, field] of hiddenFields()) {
        for (const place of fieldPlaces) {
          asked += 1;
          found.push(...(await differences(principal, field, (tried) => place.ask(resource, tried), `${resource.id}.${field} ${place.name}`)));
        }
      }
      expect(asked).toBeGreaterThan(fieldPlaces.length);
      expect(found).toEqual([]);
    });

    it("a field of an embedded resource, in every place below it", async () => {
      const found: string[] = [];
      for (const [target, field] of hiddenFields()) {
        for (const from of view().resources.values()) {
          if (![...from.relations.values()].some((relation) => relation.target === target.id)) continue;
          for (const place of embeddedPlaces) {
            found.push(...(await differences(principal, field, (tried) => ({ target: `/${from.name}?${place.query(target.name, tried)}` }), `${from.id} → ${target.id}.${field} ${place.name}`)));
          }
        }
      }
      expect(found).toEqual([]);
    });

    it("a resource, in every place", async () => {
      const found: string[] = [];
      const hidden = [...opened.catalog.resources.keys()].filter((id) => !view().resources.has(id));
      expect(hidden).toContain("vault");
      for (const id of hidden) {
        for (const visible of view().resources.values()) {
          for (const place of resourcePlaces) found.push(...(await differences(principal, id, (tried) => place.ask(tried, visible.name), `${id} ${place.name}`)));
        }
      }
      expect(found).toEqual([]);
    });

    it("the document names neither hidden fields nor hidden resources", async () => {
      const document = (await opened.ask("/", principal, { headers: { Accept: "application/openapi+json" } })).body?.toString() ?? "";
      expect(document).toContain("openapi");
      for (const word of ["vault", "combination", "secret", "cost", "billing_customer"]) expect(document).not.toContain(word);
    });
  });

  it("nothing that is counted, tagged or timed in the answer changes with rows that are hidden", async () => {
    const count = async () => opened.ask("/orders?select=id", principals.ada, { headers: { Prefer: "count=exact" } });
    const before = await count();
    await opened.ask("/orders", principals.staff, { method: "POST", headers: { "Content-Type": "application/json" }, body: '{"id":99,"customer_id":2,"total":1}' });
    const after = await count();
    await opened.ask("/orders?id=eq.99", principals.staff, { method: "DELETE" });
    expect(before.status).toBe(200);
    expect([after.status, after.headers, after.body]).toEqual([before.status, before.headers, before.body]);
  });
});
