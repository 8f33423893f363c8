import { expect, it } from "vitest";
import type { Query } from "../../core/index.ts";
import { smallShop } from "../../../test/kit/small-shop.ts";
import { needsOf } from "./needs.ts";

const { catalog } = smallShop({});
const count = { kind: "field", as: "count", aggregate: { function: "count" } } as const;

it("a relation needs its index in whichever object of the answer it stands", () => {
  const relation = [...(catalog.resources.get("customers")?.relations.values() ?? [])].find(
    ({ target, cardinality }) => target === "orders" && cardinality === "one-to-many",
  );
  const orders: Query = { kind: "query", resource: "orders", select: [count], answer: { as: "one" } };
  const embedded = {
    kind: "relation",
    as: "aggregate",
    relation: relation?.name ?? "",
    join: "left",
    spread: false,
    query: orders,
  } as const;
  const customers = (select: Query["select"]): Query => ({
    kind: "query",
    resource: "customers",
    select,
    answer: { as: "many" },
  });
  const plain = customers([embedded]);
  const grouped = customers([{ kind: "group", as: "orders_aggregate", select: [embedded] }]);
  const needs = needsOf(grouped, grouped, catalog);
  expect(needs).toMatchObject([
    { resource: { id: "orders" }, equal: relation?.on.map(({ to }) => to), reasons: ["relation"] },
  ]);
  expect(needs).toEqual(needsOf(plain, plain, catalog));
});
