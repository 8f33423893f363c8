// What every source with relations and aggregates must answer to the shapes a select may have: groups, constants, cursors,
// rows that may be absent, and aggregates beside the rows they are of.

import { describe, expect, it } from "vitest";
import type { Query, Selection } from "../../src/core/index.ts";
import type { OpenEngine } from "../kit/open-engine.ts";
import { aggregate, by, equals, field, group, input, one, openStatements, query, related } from "./statements.ts";

const typename = (value: string): Selection => ({ kind: "constant", as: "__typename", value });
const cursor: Selection = { kind: "cursor", as: "cursor" };
const items = (more: Partial<Query> = {}, ...select: readonly Selection[]) => query("order_items", select, more);

/** @param open A source over the golden seed, all of it allowed. */
export function testSelections(open: () => Promise<OpenEngine>): void {
  const { answer, execute, undone } = openStatements(open);

  describe("groups and constants", () => {
    it("a group is an object of members of its own level, at any depth", async () => {
      const select = [field("id"), group("names", typename("tags"), field("label"), group("more", field("id", "key")))];
      expect(await answer(query("tags", select, { where: equals("id", 2) }))).toEqual([
        { id: 2, names: { __typename: "tags", label: "wood", more: { key: 2 } } },
      ]);
    });

    it("a constant is text, whatever it holds, and an empty group an empty object", async () => {
      const odd = `it's "q" \\ ? $1 ?1 --`;
      const select = [typename(odd), group("none")];
      expect(await answer(query("tags", select, { where: equals("id", 1) }))).toEqual([{ __typename: odd, none: {} }]);
    });

    it("a group may have more members than a function has arguments", async () => {
      const many = Array.from({ length: 120 }, (_, index) => field("id", `m${index}`));
      const [row] = (await answer(query("tags", [group("all", ...many)], { where: equals("id", 3) }))) as [
        { readonly all: object },
      ];
      expect(Object.values(row.all)).toEqual(many.map(() => 3));
    });

    it("a relation in a group is a relation of the level, also for what is ordered by it and joined to it", async () => {
      const product: Selection = {
        kind: "relation",
        as: "product",
        relation: "product",
        join: "inner",
        spread: false,
        query: query("products", [field("name")], { where: { kind: "not", of: equals("name", "Desk") } }),
      };
      const order = [{ by: { field: "name" }, through: "product", direction: "desc" as const }];
      expect(await answer(items({ order }, group("of", product), field("id")))).toEqual([
        { of: { product: { name: "Rug 100%" } }, id: 102 },
        { of: { product: { name: "Lamp" } }, id: 100 },
        { of: { product: { name: "Big_id" } }, id: 103 },
      ]);
    });

    it("nulls in a group are left out where nulls are to be", async () => {
      const select = [field("id"), group("g", field("parent_id"), field("name"))];
      const more = { where: equals("id", 1), answer: { as: "many", stripNulls: true } } as const;
      expect(await answer(query("products", select, more))).toEqual([{ id: 1, g: { name: "Lamp" } }]);
    });

    it("a group stands in what a change returns", async () => {
      const returning = query("tags", [group("g", typename("tags"), field("label"))]);
      const change = { kind: "update", resource: "tags", fields: ["label"], values: input(0) } as const;
      expect(await undone([{ ...change, where: equals("id", 1), returning }, '{"label":"other"}'])).toEqual([
        { g: { __typename: "tags", label: "other" } },
      ]);
    });
  });

  describe("aggregates in groups", () => {
    it("are computed over all rows, with one row where there are none", async () => {
      const select = [
        group(
          "aggregate",
          typename("a"),
          aggregate("count", "count"),
          group("sum", aggregate("quantity", "sum", "quantity")),
        ),
      ];
      expect(await answer(items(one, ...select))).toEqual({
        aggregate: { __typename: "a", count: 4, sum: { quantity: 5 } },
      });
      expect(await answer(items({ ...one, where: equals("id", 1) }, ...select))).toEqual({
        aggregate: { __typename: "a", count: 0, sum: { quantity: null } },
      });
    });

    it("stand beside fields of groups, by which the rows are then grouped", async () => {
      const select = [group("g", field("order_id"), aggregate("n", "count")), typename("t")];
      expect(await answer(items(by("order_id"), ...select))).toEqual([
        { g: { order_id: 10, n: 1 }, __typename: "t" },
        { g: { order_id: 11, n: 1 }, __typename: "t" },
        { g: { order_id: 12, n: 2 }, __typename: "t" },
      ]);
      const counted = await execute(
        items({ ...by("order_id"), count: "exact", limit: { kind: "literal", value: 1 } }, ...select),
      );
      expect([counted.rows, counted.total]).toEqual([1, 3]);
    });

    it("take equal values once when they are to, and count a field without its nulls", async () => {
      const select = [
        aggregate("rows", "count"),
        aggregate("billed", "count", "billing_customer_id"),
        aggregate("billers", "count", "billing_customer_id", true),
        aggregate("customers", "count", "customer_id", true),
        aggregate("ids", "sum", "customer_id", true),
      ];
      expect(await answer(query("orders", select, one))).toEqual({
        rows: 4,
        billed: 2,
        billers: 1,
        customers: 3,
        ids: 6,
      });
    });

    it("distinct takes documents of JSON for what they hold", async () => {
      const select = [aggregate("n", "count", "data", true)];
      expect(await answer(query("products", select, one))).toEqual({ n: 4 });
    });

    it("stand beside the rows they are of, one object and one list for each row above", async () => {
      const aggregated = group(
        "items_aggregate",
        related(
          "order_items",
          items(one, aggregate("count", "count"), group("max", aggregate("quantity", "max", "quantity"))),
          "aggregate",
        ),
        related("order_items", items(by("id"), field("id")), "nodes"),
      );
      expect(await answer(query("orders", [field("id"), aggregated], by("id")))).toEqual([
        { id: 10, items_aggregate: { aggregate: { count: 1, max: { quantity: 2 } }, nodes: [{ id: 100 }] } },
        { id: 11, items_aggregate: { aggregate: { count: 1, max: { quantity: 1 } }, nodes: [{ id: 101 }] } },
        {
          id: 12,
          items_aggregate: { aggregate: { count: 2, max: { quantity: 1 } }, nodes: [{ id: 102 }, { id: 103 }] },
        },
        { id: 13, items_aggregate: { aggregate: { count: 0, max: { quantity: null } }, nodes: [] } },
      ]);
    });

    it("of embedded rows meet those rows' condition alone", async () => {
      const big = items({ ...one, where: equals("quantity", 1) }, aggregate("n", "count"));
      expect(await answer(query("orders", [related("order_items", big, "big")], by("id")))).toEqual([
        { big: { n: 0 } },
        { big: { n: 1 } },
        { big: { n: 2 } },
        { big: { n: 0 } },
      ]);
    });

    it("of many-to-many rows are of the rows the junction leads to", async () => {
      const tagged = related(
        "tags",
        query("tags", [aggregate("n", "count"), aggregate("last", "max", "label")], one),
        "t",
      );
      expect(await answer(query("products", [tagged], { ...by("id"), limit: { kind: "literal", value: 3 } }))).toEqual([
        { t: { n: 1, last: "new" } },
        { t: { n: 2, last: "wood" } },
        { t: { n: 1, last: "wood" } },
      ]);
    });

    it("of a page are over the rows that the page holds, at the root and embedded", async () => {
      const page = { order: [{ by: { field: "id" }, direction: "desc" }], limit: input(0), offset: input(1) } as const;
      const sums = [aggregate("n", "count"), aggregate("low", "min", "id")];
      expect(await answer(items({ ...one, ...page, aggregatesPage: true }, ...sums), ["2", "1"])).toEqual({
        n: 2,
        low: 101,
      });
      const embedded = related("order_items", items({ ...one, ...page, aggregatesPage: true }, ...sums), "page");
      expect(await answer(query("orders", [embedded], { where: equals("id", 12) }), ["5", "1"])).toEqual([
        { page: { n: 1, low: 102 } },
      ]);
      expect(await answer(query("orders", [embedded], { where: equals("id", 12) }), ["0", "0"])).toEqual([
        { page: { n: 0, low: null } },
      ]);
    });
  });

  describe("rows that may be absent", () => {
    const optional = { answer: { as: "one", optional: true } } as const;

    it("are null as JSON text, with no rows", async () => {
      expect(await execute(query("tags", [field("id")], { ...optional, where: equals("id", 9) }))).toMatchObject({
        body: "null",
        rows: 0,
      });
      expect(await answer(query("tags", [field("id")], { ...optional, where: equals("id", 1) }))).toEqual({ id: 1 });
    });

    it("are null where they are embedded", async () => {
      const item = items({ ...optional, ...by("id") }, field("id"));
      expect(await answer(query("orders", [related("order_items", item, "first")], by("id")))).toEqual([
        { first: { id: 100 } },
        { first: { id: 101 } },
        { first: { id: 102 } },
        { first: null },
      ]);
    });

    it("are null where a change met no row", async () => {
      const returning = query("tags", [field("id")], optional);
      const change = { kind: "delete", resource: "tags", where: equals("id", 9), returning } as const;
      expect(await execute(change)).toMatchObject({ body: "null", rows: 0 });
    });
  });

  describe("cursors of rows", () => {
    const order = [
      { by: { field: "placed_at" }, direction: "desc", nulls: "last" },
      { by: { field: "total" }, direction: "asc" },
      { by: { field: "id" }, direction: "asc" },
    ] as const;

    it("are texts, and lead to the rows behind their own", async () => {
      const rows = (await answer(query("orders", [field("id"), cursor], { order }))) as readonly {
        readonly id: number;
        readonly cursor: string;
      }[];
      expect(rows.map((row) => row.id)).toEqual([12, 11, 10, 13]);
      for (const [index, row] of rows.entries()) {
        const behind = await answer(query("orders", [field("id")], { order, after: input(0) }), [row.cursor]);
        expect(behind).toEqual(rows.slice(index + 1).map(({ id }) => ({ id })));
      }
    });

    it("are what the answer's own cursor is for its last row", async () => {
      const page = query("orders", [group("edge", cursor)], {
        order,
        cursor: true,
        limit: { kind: "literal", value: 2 },
      });
      const result = await execute(page);
      const rows = JSON.parse(result.body ?? "") as readonly { readonly edge: { readonly cursor: string } }[];
      expect(rows).toHaveLength(2);
      expect(rows[1]?.edge.cursor).toBe(result.cursor);
    });

    it("stand beside embedded rows, and in them", async () => {
      const edges = related("order_items", items(by("id"), cursor, group("node", field("id"))), "edges");
      const text = (id: number) => expect.stringMatching(new RegExp(`^\\[\\s*${id}\\s*\\]$`)) as string;
      expect(await answer(query("orders", [edges], { where: equals("id", 12) }))).toEqual([
        {
          edges: [
            { cursor: text(102), node: { id: 102 } },
            { cursor: text(103), node: { id: 103 } },
          ],
        },
      ]);
    });

    it("are refused among aggregates, whose rows have none", async () => {
      await expect(answer(query("orders", [aggregate("n", "count"), cursor], { order }))).rejects.toMatchObject({
        category: "unsupported",
      });
    });
  });
}
