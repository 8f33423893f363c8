// A subscription on what a role may not see ends like one on what does not exist, and nothing is told to a subscriber
// when rows or fields change that he may not see.

import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Catalog, Principal, Reply } from "../../src/core/index.ts";
import { createViews } from "../../src/engine/index.ts";
import { graphql } from "../../src/interfaces/graphql/index.ts";
import { principals, rolesOn } from "../golden/roles.ts";
import { shopOf } from "../golden/seed.ts";
import { type AskGraphql, graphqlOver } from "../kit/ask-graphql.ts";
import { databases, openEngine, type OpenEngine } from "../kit/open-engine.ts";
import { absent, functionPlaces, places, type Question, resourcePlaces, shown } from "./graphql-places.ts";

/** The same question as a subscription; `undefined` for those that change something. */
function subscribing(question: Question | undefined): Question | undefined {
  if (question === undefined || question.query.startsWith("mutation")) return undefined;
  const query = question.query.replace(/^query(?=\()|^(?=\{)/, "subscription ");
  return { ...question, query };
}

describe.each(databases)("subscriptions on %s", (database) => {
  let opened: OpenEngine;
  let ask: AskGraphql;
  const face = graphql();
  beforeAll(async () => {
    opened = await openEngine(database, shopOf(database), rolesOn(database));
    ask = graphqlOver(opened);
  });
  afterAll(() => opened?.close());

  const listen = (principal: Principal, question: Question) => {
    const heard: string[] = [];
    let ended: (reply: Reply) => void = () => {};
    const end = new Promise<Reply>((resolve) => (ended = resolve));
    const subscription = opened.subscribe(
      principal,
      { face, body: JSON.stringify(question), headers: { "content-type": "application/json" } },
      { next: ({ body }) => void heard.push(String(body)), end: ended },
    );
    return { heard, end, close: subscription.close };
  };
  const endOf = async (principal: Principal, question: Question, name: string): Promise<string> => {
    const { heard, end, close } = listen(principal, question);
    const reply = await Promise.race([end, sleep(2_000).then(() => undefined)]);
    close();
    if (reply === undefined) return `no end, and heard ${heard.join()}`;
    return shown({ status: reply.status, headers: reply.headers, text: String(reply.body) }, name);
  };

  describe.each(["anonymous", "ada", "clerkAda"] as const)("for %s", (name) => {
    const principal = principals[name];
    const view = (): Catalog => createViews(opened.catalog, opened.policies).of(principal).catalog;

    async function differences(
      place: string,
      hidden: string,
      question: (tried: string) => Question | undefined,
    ): Promise<readonly string[]> {
      const [real, unreal] = [subscribing(question(hidden)), subscribing(question(absent(hidden)))];
      if (real === undefined || unreal === undefined) return [];
      const [secret, nothing] = await Promise.all([
        endOf(principal, real, hidden),
        endOf(principal, unreal, absent(hidden)),
      ]);
      return secret === nothing && !secret.startsWith("no end")
        ? []
        : [`${place} (${real.query}):\n  hidden: ${secret}\n  absent: ${nothing}`];
    }

    it("end alike on a hidden field and on one that does not exist, in every place", async () => {
      const found: string[] = [];
      let asked = 0;
      for (const resource of view().resources.values()) {
        const whole = opened.catalog.resources.get(resource.id);
        const names = [...(whole?.fields.keys() ?? []), ...(whole?.relations.keys() ?? [])];
        for (const field of names.filter((one) => !resource.fields.has(one) && !resource.relations.has(one)))
          for (const [place, question] of places) {
            asked += 1;
            const at = `${resource.id}.${field} ${place}`;
            found.push(...(await differences(at, field, (tried) => question(resource, tried))));
          }
      }
      expect(asked).toBeGreaterThan(places.length);
      expect(found).toEqual([]);
    });

    it("end alike on a hidden resource or function and on one that does not exist", async () => {
      const found: string[] = [];
      const [visible] = view().resources.keys();
      const hidden = [...opened.catalog.resources.keys()].filter((id) => !view().resources.has(id));
      expect(hidden).toContain("vault");
      for (const id of hidden)
        for (const [index, place] of resourcePlaces.slice(0, 6).entries())
          found.push(
            ...(await differences(`${id} ${index}`, id, (tried) => ({ query: place(tried, String(visible)) }))),
          );
      for (const id of [...opened.catalog.operations.keys()].filter((one) => !view().operations.has(one)))
        for (const [index, place] of functionPlaces.slice(0, 2).entries())
          found.push(...(await differences(`${id}() ${index}`, id, (tried) => ({ query: place(tried) }))));
      expect(found).toEqual([]);
    });
  });

  it("tell nothing when rows and fields change that the subscriber may not see", async () => {
    // An answer without an order is as its rows lie, and those move when they are written.
    const questions = [
      "{ orders(order_by: {id: asc}) { id total } }",
      "{ orders_connection(first: 5) { edges { cursor node { id } } pageInfo { hasNextPage endCursor } } }",
      "{ orders_by_pk(id: 12) { id total } }",
      '{ orders(order_by: {id: asc}, where: {customer: {name: {_neq: "x"}}}) { id customer { name } } }',
      "{ orders(order_by: {id: asc}, where: {_not: {order_items: {quantity: {_gt: 90}}}}) { id order_items(order_by: {id: asc}) { quantity } } }",
      "{ order_items(order_by: {id: asc}) { id order { id status } } }",
      "{ customers(order_by: {id: asc}) { id name } }",
      "{ products_by_pk(id: 1) { order_items(limit: 3, order_by: {id: desc}) { id quantity } } }",
      "{ products(order_by: {price: desc}) { id price } }",
      "{ tags(order_by: {label: asc}) { label } }",
    ];
    const subscribers = questions.map((query) => listen(principals.ada, { query: `subscription ${query}` }));
    const change = async (query: string) => {
      const { errors, text } = await ask(`mutation { ${query} }`, principals.staff);
      expect(errors, text).toBeUndefined();
    };
    await vi.waitFor(
      () => expect(subscribers.map(({ heard }) => heard.length)).toEqual(questions.map(() => 1)),
      10_000,
    );
    const counts = () => subscribers.map(({ heard }) => heard.length);
    const witness = listen(principals.staff, {
      query: "subscription { orders(where: {id: {_in: [12, 77]}}, order_by: {id: asc}) { id total note } }",
    });
    await vi.waitFor(() => expect(witness.heard).toHaveLength(1), 10_000);
    // Rows of others, fields that are hidden in rows of his own, and what stands behind a relation he may not follow.
    for (const hidden of [
      'insert_orders_one(object: {id: 77, customer_id: 2, status: "open", total: 5}) { id }',
      "insert_order_items_one(object: {id: 777, order_id: 77, product_id: 1, quantity: 99}) { id }",
      "update_orders_by_pk(pk_columns: {id: 12}, _set: {total: 121}) { id }",
      'update_orders_by_pk(pk_columns: {id: 10}, _set: {note: "for our eyes", billing_customer_id: 3}) { id }',
      'update_customers_by_pk(pk_columns: {id: 1}, _set: {secret: "changed"}) { id }',
      'update_customers_by_pk(pk_columns: {id: 2}, _set: {name: "Bea"}) { id }',
      "update_products_by_pk(pk_columns: {id: 3}, _set: {price: 1000, cost: 2}) { id }",
      'update_tags_by_pk(pk_columns: {id: 3}, _set: {label: "secret-tag"}) { id }',
      "delete_order_items_by_pk(id: 777) { id }",
      "delete_orders_by_pk(id: 77) { id }",
    ])
      await change(hidden);
    await vi.waitFor(
      () =>
        expect(JSON.parse(witness.heard.at(-1) ?? "")).toMatchObject({ data: { orders: [{ id: 12, total: 121 }] } }),
      10_000,
    );
    await sleep(200);
    expect(counts()).toEqual(questions.map(() => 1));
    // They are alive: what they may see is told.
    await change('update_orders_by_pk(pk_columns: {id: 10}, _set: {total: "40.80"}) { id }');
    await vi.waitFor(() => expect(subscribers[0]?.heard).toHaveLength(2), 10_000);
    expect(subscribers[0]?.heard[1]).toContain("40.8");
    for (const { close } of [...subscribers, witness]) close();
  });
});
