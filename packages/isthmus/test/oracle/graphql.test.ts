// What a role may not read answers by GraphQL like what does not exist, wherever a name can stand in a document or in its
// variables; and nothing hidden is named by introspection or by a near miss.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Catalog, Principal } from "../../src/core/index.ts";
import { createViews } from "../../src/engine/index.ts";
import { principals, rolesOn } from "../golden/roles.ts";
import { shopOf } from "../golden/seed.ts";
import { type AskGraphql, graphqlOver } from "../kit/ask-graphql.ts";
import { databases, openEngine, type OpenEngine } from "../kit/open-engine.ts";
import { absent, functionPlaces, places, type Question, resourcePlaces, shown } from "./graphql-places.ts";

describe.each(databases)("what is hidden looks like what does not exist to GraphQL on %s", (database) => {
  let opened: OpenEngine;
  let ask: AskGraphql;
  beforeAll(async () => {
    opened = await openEngine(database, shopOf(database), rolesOn(database));
    ask = graphqlOver(opened);
  });
  afterAll(() => opened?.close());

  const viewOf = (principal: Principal): Catalog => createViews(opened.catalog, opened.policies).of(principal).catalog;

  /** Hidden names in a text; `order_by` is GraphQL's word and no resource's. */
  function unseen(view: Catalog, given: string): readonly string[] {
    const text = given.replaceAll("order_by", "");
    const names = new Set(
      [...view.resources.values()].flatMap((one) => [one.name, ...one.fields.keys(), ...one.relations.keys()]),
    );
    const hidden = [...opened.catalog.resources.values()].flatMap((one) => [
      one.name,
      ...one.fields.keys(),
      ...one.relations.keys(),
    ]);
    return hidden.filter((name) => !names.has(name) && new RegExp(`\\b(\\w+_)?${name}(_\\w+)?\\b`).test(text));
  }

  describe.each(["anonymous", "ada", "clerkAda", "lost"] as const)("for %s", (name) => {
    const principal = principals[name];

    async function differences(
      place: string,
      hidden: string,
      question: (tried: string) => Question | undefined,
    ): Promise<readonly string[]> {
      const [real, unreal] = [question(hidden), question(absent(hidden))];
      if (real === undefined || unreal === undefined) return [];
      const answer = await ask(real.query, principal, real.variables);
      const told = unseen(viewOf(principal), answer.text.replaceAll(hidden, ""));
      if (told.length > 0) return [`${place} tells of ${told.join(", ")}: ${answer.text}`];
      const [secret, nothing] = [
        shown(answer, hidden),
        shown(await ask(unreal.query, principal, unreal.variables), absent(hidden)),
      ];
      return secret === nothing ? [] : [`${place} (${real.query}):\n  hidden: ${secret}\n  absent: ${nothing}`];
    }

    it("a field and a relation, in every place", async () => {
      const found: string[] = [];
      let asked = 0;
      for (const resource of viewOf(principal).resources.values()) {
        const whole = opened.catalog.resources.get(resource.id);
        const hidden = [...(whole?.fields.keys() ?? []), ...(whole?.relations.keys() ?? [])].filter(
          (one) => resource.fields.get(one)?.readable !== true && !resource.relations.has(one),
        );
        for (const field of hidden.filter((one) => !resource.fields.has(one))) {
          for (const [place, question] of places) {
            asked += 1;
            found.push(
              ...(await differences(`${resource.id}.${field} ${place}`, field, (tried) => question(resource, tried))),
            );
          }
        }
      }
      expect(asked).toBeGreaterThan(places.length);
      expect(found).toEqual([]);
    });

    it("a resource, in every place", async () => {
      const found: string[] = [];
      const hidden = [...opened.catalog.resources.keys()].filter((id) => !viewOf(principal).resources.has(id));
      expect(hidden).toContain("vault");
      for (const id of hidden)
        for (const visible of viewOf(principal).resources.values())
          for (const [index, place] of resourcePlaces.entries())
            found.push(
              ...(await differences(`${id} ${index}`, id, (tried) => ({ query: place(tried, visible.name) }))),
            );
      expect(found).toEqual([]);
    });

    it("a function, in every place", async () => {
      const found: string[] = [];
      const hidden = [...opened.catalog.operations.keys()].filter((id) => !viewOf(principal).operations.has(id));
      expect(hidden.length).toBeGreaterThanOrEqual(database === "postgres" ? 3 : 0);
      for (const id of hidden)
        for (const [index, place] of functionPlaces.entries())
          found.push(...(await differences(`${id}() ${index}`, id, (tried) => ({ query: place(tried) }))));
      expect(found).toEqual([]);
    });

    it("in introspection, which names nothing of it", async () => {
      const { text } = await ask(
        "{ __schema { types { name fields { name args { name } } inputFields { name } enumValues { name } } } }",
        principal,
      );
      expect(text).toContain("products");
      expect(unseen(viewOf(principal), text)).toEqual([]);
    });
  });
});
