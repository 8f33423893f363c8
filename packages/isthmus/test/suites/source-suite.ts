// What every source must keep to, run by each adapter's own test. Capabilities are data: what is declared must work,
// and what is not declared must be refused as unsupported, so that none can lie.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  Problem,
  type Capabilities,
  type Catalog,
  type Condition,
  type Insert,
  type InputValue,
  type Principal,
  type Query,
  type Result,
  type Statement,
} from "../../src/core/index.ts";
import { authorize } from "../../src/engine/authorize/authorize.ts";
import { createViews } from "../../src/engine/index.ts";
import type { OpenEngine } from "../kit/open-engine.ts";
import { testAdjustments } from "./adjustment-suite.ts";
import { testSelections } from "./selection-suite.ts";
import { undone } from "./statements.ts";

const system: Principal = { kind: "system", id: "suite", roles: ["system"], claims: {} };
const input = (index: number) => ({ kind: "input" as const, index });

const tags = (more: Partial<Query> = {}): Query => ({
  kind: "query",
  resource: "tags",
  select: [{ kind: "field", as: "label", of: { field: "label" } }],
  order: [{ by: { field: "id" }, direction: "asc" }],
  answer: { as: "many" },
  ...more,
});

const insertTag: Insert = {
  kind: "insert",
  resource: "tags",
  fields: ["id", "label"],
  rows: input(0),
  missing: "null",
};

/** A question that needs the capability, over the golden seed. `functions` has no resource, so it is asked through the catalog alone. */
const needs: Partial<Record<keyof Capabilities, readonly [Statement, readonly InputValue[]]>> = {
  insert: [insertTag, ['{"id":70,"label":"x"}']],
  update: [
    { kind: "update", resource: "tags", fields: ["label"], values: input(0), where: is("id", 1) },
    ['{"label":"new"}'],
  ],
  delete: [{ kind: "delete", resource: "tags", where: is("id", 71) }, []],
  upsert: [{ ...insertTag, conflict: { target: ["id"], action: "merge" } }, ['{"id":1,"label":"new"}']],
  relations: [
    {
      ...tags(),
      resource: "products",
      select: [{ kind: "relation", as: "tags", relation: "tags", join: "left", spread: false, query: tags() }],
    },
    [],
  ],
  aggregates: [tags({ select: [{ kind: "field", as: "n", aggregate: { function: "count" } }], order: [] }), []],
  jsonPaths: [
    {
      ...tags(),
      resource: "products",
      select: [{ kind: "field", as: "c", of: { field: "data", path: [{ to: { key: "color" }, as: "text" }] } }],
    },
    [],
  ],
  casts: [tags({ select: [{ kind: "field", as: "id", of: { field: "id" }, cast: "text" }] }), []],
  regularExpressions: [tags({ where: test("match") }), ["^n"]],
  fullText: [tags({ where: test("textSearch") }), ["new"]],
  arrays: [tags({ where: test("overlaps") }), ["{a}"]],
  ranges: [tags({ where: test("adjacent") }), ["[1,2)"]],
  exactCount: [tags({ count: "exact" }), []],
  plannedCount: [tags({ count: "planned" }), []],
};

function is(field: string, value: number): Condition {
  return { kind: "compare", left: { field }, operator: "eq", right: { kind: "literal", value } };
}

function test(operator: "match" | "textSearch" | "overlaps" | "adjacent"): Condition {
  return { kind: "compare", left: { field: "label" }, operator, right: input(0) };
}

/** Declared, but of no use on a text field of a table without an index for it: it is the value or the field that is refused. */
const needsMore: ReadonlySet<keyof Capabilities> = new Set(["fullText", "arrays", "ranges"]);

/** @param open A source over the golden seed (`test/golden/seed`), all of it allowed. */
export function testSource(open: () => Promise<OpenEngine>): void {
  let opened: OpenEngine;
  let catalog: Catalog;
  beforeAll(async () => {
    opened = await open();
    catalog = opened.catalog;
  });
  afterAll(() => opened?.close());

  const command = (statement: Statement) =>
    opened.source.compile(
      authorize(statement, createViews(catalog, opened.policies).of(system), { rows: 100, depth: 3 }),
      catalog,
    );
  const call = (inputs: readonly InputValue[], signal: AbortSignal = AbortSignal.timeout(10_000)) => ({
    inputs,
    principal: system,
    results: [],
    signal,
    deadline: performance.now() + 10_000,
  });
  const execute = async (statement: Statement, inputs: readonly InputValue[] = []): Promise<Result> =>
    opened.source.execute(command(statement), call(inputs));
  const labels = async (): Promise<unknown> => (await execute(tags())).body;
  const within = (end: "commit" | "rollback", readOnly = false) => ({
    readOnly,
    end,
    principal: system,
    signal: AbortSignal.timeout(10_000),
    deadline: performance.now() + 10_000,
  });
  const before = `[{"label":"new"},{"label":"wood"},{"label":"secret-tag"}]`;
  const plain = (text: unknown) => JSON.stringify(JSON.parse(String(text)));

  describe("capabilities", () => {
    it.each(Object.keys(needs) as (keyof Capabilities)[])(
      "%s: works when it is declared, and is refused when it is not",
      async (name) => {
        const [statement, inputs] = needs[name] ?? [tags(), []];
        const outcome = await undone(opened, within("rollback"), async (run) =>
          run(command(statement), call(inputs)),
        ).then(
          () => "works",
          (thrown: unknown) => (thrown instanceof Problem ? thrown.category : thrown),
        );
        const able = opened.source.capabilities[name];
        if (!able) expect(outcome).toBe("unsupported");
        else if (needsMore.has(name)) expect(["works", "invalid", "missing", "unsupported"]).toContain(outcome);
        else expect(outcome).toBe("works");
      },
    );

    it("functions are in the catalog only where they are declared", () => {
      if (!opened.source.capabilities.functions) expect(catalog.operations.size).toBe(0);
      expect(opened.source.capabilities.explain).toBeTypeOf("boolean");
    });
  });

  describe("compile", () => {
    it("is a pure function of its arguments", () => {
      expect(command(tags())).toEqual(command(tags()));
    });
  });

  describe("execute", () => {
    it("gives the answer as JSON text, with the number of its rows", async () => {
      const result = await execute(tags({ count: "exact", limit: { kind: "literal", value: 1 } }));
      expect([plain(result.body), result.rows, result.total]).toEqual([`[{"label":"new"}]`, 1, 3]);
    });

    it("gives an empty list where there is nothing, and null for one object that is not there", async () => {
      expect(await execute(tags({ where: is("id", 99) }))).toMatchObject({ body: "[]", rows: 0 });
      expect(await execute(tags({ where: is("id", 99), answer: { as: "one" } }))).toMatchObject({
        body: null,
        rows: 0,
      });
    });

    it("does not begin when nobody waits any more", async () => {
      await expect(
        opened.source.execute(
          command(insertTag),
          call(['{"id":72,"label":"late"}'], AbortSignal.abort(new Error("left"))),
        ),
      ).rejects.toThrow();
      expect(plain(await labels())).toBe(before);
    });

    it("refuses a value that does not fit, and goes on", async () => {
      await expect(
        execute(tags({ where: { kind: "compare", left: { field: "id" }, operator: "eq", right: input(0) } }), [
          "no number",
        ]),
      ).rejects.toMatchObject({ code: "22P02", category: "invalid" });
      expect(plain(await labels())).toBe(before);
    });

    it("answers many at once, each with its own answer", async () => {
      const one = command(tags({ where: { kind: "compare", left: { field: "id" }, operator: "eq", right: input(0) } }));
      const asked = Array.from({ length: 200 }, (_, index) => 1 + (index % 3));
      const answers = await Promise.all(asked.map((id) => opened.source.execute(one, call([String(id)]))));
      const expected = asked.map((id) => [{ label: ["new", "wood", "secret-tag"][id - 1] }]);
      expect(answers.map((answer) => JSON.parse(answer.body ?? "") as unknown)).toEqual(expected);
    });
  });

  describe("selections", () => testSelections(open));

  describe("adjustments", () => testAdjustments(open));

  describe("transactions", () => {
    /** Of a source that has none: begun at all, it is refused. */
    const together = (name: string, test: () => Promise<void>) =>
      it(name, async () => {
        if (opened.source.capabilities.transactions) return test();
        const work = opened.source.transaction(within("commit"), async (run) => run(command(tags()), call([])));
        await expect(work).rejects.toMatchObject({ category: "unsupported" });
      });

    together("see their own writes, and leave nothing when they are undone", async () => {
      const seen = await opened.source.transaction(within("rollback"), async (run) => {
        await run(command(insertTag), call(['{"id":73,"label":"undone"}']));
        return (await run(command(tags()), call([]))).body;
      });
      expect(seen).toContain("undone");
      expect(plain(await labels())).toBe(before);
    });

    together("leave nothing when a later statement fails", async () => {
      const work = opened.source.transaction(within("commit"), async (run) => {
        await run(command(insertTag), call(['{"id":74,"label":"first"}']));
        await run(command(insertTag), call(['{"id":1,"label":"taken"}']));
      });
      await expect(work).rejects.toMatchObject({ code: "23505", category: "conflict" });
      expect(plain(await labels())).toBe(before);
    });

    together("leave nothing when the work itself gives up", async () => {
      const work = opened.source.transaction(within("commit"), async (run) => {
        await run(command(insertTag), call(['{"id":75,"label":"first"}']));
        throw new Problem({ code: "ISTHMUS120", category: "conflict", message: "given up" });
      });
      await expect(work).rejects.toMatchObject({ code: "ISTHMUS120" });
      expect(plain(await labels())).toBe(before);
    });

    together("keep what they committed, and say so when asked by their token", async () => {
      const tokens: string[] = [];
      await opened.source.transaction({ ...within("commit"), pledge: (token) => tokens.push(token) }, (run) =>
        run(command(insertTag), call(['{"id":76,"label":"kept"}'])),
      );
      expect(await labels()).toContain("kept");
      const [token] = tokens;
      if (opened.source.outcome === undefined) expect(tokens).toEqual([]);
      else expect(await opened.source.outcome(token ?? "", AbortSignal.timeout(5_000))).toBe("committed");
      await execute({ kind: "delete", resource: "tags", where: is("id", 76) });
      expect(plain(await labels())).toBe(before);
    });

    together("may not write when they are only to read", async () => {
      await expect(
        opened.source.transaction(within("commit", true), (run) =>
          run(command(insertTag), call(['{"id":77,"label":"no"}'])),
        ),
      ).rejects.toBeInstanceOf(Problem);
      expect(plain(await labels())).toBe(before);
    });
  });

  describe("life", () => {
    it("answers a ping", async () => {
      await expect(opened.source.ping(AbortSignal.timeout(5_000))).resolves.toBeUndefined();
    });

    it("describes itself the same way twice", async () => {
      const [first, second] = [
        await opened.source.introspect(AbortSignal.timeout(5_000)),
        await opened.source.introspect(AbortSignal.timeout(5_000)),
      ];
      expect(first).toEqual(second);
      expect(first.resources.map((resource) => resource.name).sort()).toEqual([
        "customers",
        "order_items",
        "orders",
        "product_tags",
        "products",
        "tags",
        "vault",
      ]);
    });
  });
}
