// What a role may not read answers like what does not exist: in status, headers and body, wherever its name can stand,
// on every database. Generated from the catalog, so that a new field or resource is covered the day it comes.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog, Principal, Reply, Resource } from "../../src/core/index.ts";
import { createViews } from "../../src/engine/index.ts";
import { principals, rolesOn } from "../golden/roles.ts";
import { shopOf } from "../golden/seed.ts";
import { databases, openEngine, type OpenEngine } from "../kit/open-engine.ts";
import { operationPlaces, referencePlaces, resultPlaces } from "./call-places.ts";
import { embeddedPlaces, fieldPlaces, firstReadable, resourcePlaces } from "./places.ts";

/** As long as the hidden name, so that a position or a length in an answer tells nothing either; close to no name. */
function absent(hidden: string): string {
  return "q".repeat(hidden.length);
}

/**
 * The answer with the asked-for name taken out; what still differs was caused by the name's existence. A near-miss hint
 * hangs on how the asked text looks, so it is taken out too; that it only names what may be seen is looked at apart.
 */
function shown(reply: Reply, name: string): string {
  const body = reply.body?.toString().replace(/"hint":("Perhaps [^"]*"|null)/, '"hint":⟨near miss⟩') ?? null;
  return JSON.stringify([reply.status, reply.headers, body]).replaceAll(name, "⟨name⟩");
}

/** Names in a near-miss hint beside the asked one. */
function hinted(reply: Reply, name: string): readonly string[] {
  const hint = /"hint":"(Perhaps [^"]*)"/.exec(reply.body?.toString() ?? "")?.[1] ?? "";
  return [...hint.matchAll(/'([^']+)'/g)].map((match) => match[1] ?? "").filter((found) => found !== name);
}

function codeOf(reply: Reply): string {
  return /"code":"(\w+)"/.exec(reply.body?.toString() ?? "")?.[1] ?? `status ${reply.status}`;
}

function seesName(view: Catalog, name: string): boolean {
  const short = name.split(".").pop() ?? name;
  return (
    [...view.resources.values()].some((resource) => resource.name === short || resource.fields.has(short)) ||
    view.operations.has(short)
  );
}

describe.each(databases)("what is hidden looks like what does not exist, on %s", (database) => {
  let opened: OpenEngine;
  beforeAll(async () => {
    opened = await openEngine(database, shopOf(database), rolesOn(database));
  });
  afterAll(() => opened?.close());

  const codes = new Map<string, number>();

  async function differences(
    principal: Principal,
    hidden: string,
    ask: (name: string) => { readonly target: string; readonly asked?: object } | undefined,
    place: string,
  ): Promise<readonly string[]> {
    const [real, unreal] = [ask(hidden), ask(absent(hidden))];
    if (real === undefined || unreal === undefined) return [];
    const reply = await opened.ask(real.target, principal, real.asked);
    codes.set(codeOf(reply), (codes.get(codeOf(reply)) ?? 0) + 1);
    const secret = shown(reply, hidden);
    const visible = createViews(opened.catalog, opened.policies).of(principal).catalog;
    const told = hinted(reply, hidden).filter((found) => !seesName(visible, found));
    if (told.length > 0) return [`${place} hints at ${told.join(", ")}`];
    const nothing = shown(await opened.ask(unreal.target, principal, unreal.asked), absent(hidden));
    return secret === nothing ? [] : [`${place} (${real.target}):\n  hidden: ${secret}\n  absent: ${nothing}`];
  }

  describe.each(["anonymous", "ada", "clerkAda", "lost"] as const)("for %s", (name) => {
    const principal = principals[name];
    const view = () => createViews(opened.catalog, opened.policies).of(principal).catalog;
    const hiddenFields = (): readonly (readonly [Resource, string])[] =>
      [...view().resources.values()].flatMap((resource) =>
        [...(opened.catalog.resources.get(resource.id)?.fields.keys() ?? [])]
          .filter((field) => !resource.fields.has(field))
          .map((field) => [resource, field] as const),
      );

    it("a field, in every place of its resource", async () => {
      const found: string[] = [];
      let asked = 0;
      for (const [resource, field] of hiddenFields()) {
        for (const place of fieldPlaces) {
          asked += 1;
          found.push(
            ...(await differences(
              principal,
              field,
              (tried) => place.ask(resource, tried),
              `${resource.id}.${field} ${place.name}`,
            )),
          );
        }
      }
      expect(asked).toBeGreaterThan(fieldPlaces.length);
      expect(found).toEqual([]);
      // The places are well-formed: most answers speak of the unknown field, not of a slip in the question.
      const unknown = (codes.get("42703") ?? 0) + (codes.get("PGRST204") ?? 0);
      expect(unknown / [...codes.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0.6);
    });

    it("a field of an embedded resource, in every place below it", async () => {
      const found: string[] = [];
      for (const [target, field] of hiddenFields()) {
        for (const from of view().resources.values()) {
          if (![...from.relations.values()].some((relation) => relation.target === target.id)) continue;
          for (const place of embeddedPlaces) {
            found.push(
              ...(await differences(
                principal,
                field,
                (tried) => ({ target: `/${from.name}?${place.query(target.name, tried)}` }),
                `${from.id} → ${target.id}.${field} ${place.name}`,
              )),
            );
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
          for (const place of resourcePlaces)
            found.push(
              ...(await differences(principal, id, (tried) => place.ask(tried, visible.name), `${id} ${place.name}`)),
            );
        }
      }
      expect(found).toEqual([]);
    });

    it("a function, in every place", async () => {
      const found: string[] = [];
      const hidden = [...opened.catalog.operations.keys()].filter((id) => !view().operations.has(id));
      expect(hidden.length).toBeGreaterThanOrEqual(database === "postgres" ? 3 : 0);
      for (const id of hidden) {
        for (const place of operationPlaces)
          found.push(...(await differences(principal, id, place.ask, `${id} ${place.name}`)));
      }
      expect(found).toEqual([]);
    });

    it("a field of the rows that a function returns", async () => {
      const found: string[] = [];
      for (const [resource, field] of hiddenFields()) {
        if (!view().operations.has("find_products") || resource.id !== "products") continue;
        for (const place of resultPlaces) {
          const ask = (tried: string) => place.ask("/rpc/find_products?word=a", tried, firstReadable(resource));
          found.push(...(await differences(principal, field, ask, `find_products → ${field} ${place.name}`)));
        }
      }
      expect(found).toEqual([]);
    });

    it("a field that a batch refers to, or writes by reference", async () => {
      const found: string[] = [];
      for (const [resource, field] of hiddenFields()) {
        for (const place of referencePlaces) {
          const ask = (tried: string) => place.ask(resource.name, tried, firstReadable(resource));
          found.push(...(await differences(principal, field, ask, `${resource.id}.${field} ${place.name}`)));
        }
      }
      expect(found).toEqual([]);
    });

    it("the document names neither hidden fields nor hidden resources", async () => {
      const document =
        (await opened.ask("/", principal, { headers: { Accept: "application/openapi+json" } })).body?.toString() ?? "";
      expect(document).toContain("openapi");
      for (const word of [
        "vault",
        "combination",
        "secret",
        "cost",
        "billing_customer",
        "margin",
        "order_stats",
        "retag",
      ])
        expect(document).not.toContain(word);
    });
  });

  it("nothing that is counted, tagged or timed in the answer changes with rows that are hidden", async () => {
    const count = async () => opened.ask("/orders?select=id", principals.ada, { headers: { Prefer: "count=exact" } });
    const before = await count();
    await opened.ask("/orders", principals.staff, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: '{"id":99,"customer_id":2,"total":1}',
    });
    const after = await count();
    await opened.ask("/orders?id=eq.99", principals.staff, { method: "DELETE" });
    expect(before.status).toBe(200);
    expect([after.status, after.headers, after.body]).toEqual([before.status, before.headers, before.body]);
  });
});
