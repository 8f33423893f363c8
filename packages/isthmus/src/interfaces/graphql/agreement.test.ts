// What is remembered must not show: whatever was asked before, a request gives the very statements and inputs that it gives
// a parser that has seen nothing. Random variables, with the names that the shapes themselves are written with among them.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogOf, field, resource } from "../../../test/kit/described-shop.ts";
import { Problem, type Request } from "../../core/index.ts";
import { graphql } from "./index.ts";

const text = { name: "text", native: "text" } as const;
const number = { name: "bigint", native: "bigint" } as const;
const relation = (name: string, target: string, cardinality: "many-to-one" | "one-to-many", from: string, to: string) =>
  [
    name,
    { name, target, cardinality, constraint: `${name}_fk`, owning: cardinality === "many-to-one", on: [{ from, to }] },
  ] as const;
const names = ["a", "n", "v", "l", "t", "f", "id"];
const base = catalogOf([
  resource(
    "x",
    [
      ...names.map((name) => field(name, name === "id" ? number : text, { nullable: true })),
      field("data", { name: "json", native: "jsonb" }),
      field("up", { name: "boolean", native: "boolean" }),
      field("y_id", number),
    ],
    {
      relations: new Map([relation("y", "y", "many-to-one", "y_id", "id")]),
    },
  ),
  resource("y", [field("id", number), field("v", text)], {
    relations: new Map([relation("xs", "x", "one-to-many", "id", "y_id")]),
  }),
]);
const catalog = {
  ...base,
  sources: new Map(
    [...base.sources].map(([name, facts]) => [
      name,
      { ...facts, capabilities: { ...facts.capabilities, aggregates: true } },
    ]),
  ),
};

const value = fc.oneof(fc.constantFrom("a", "n", "v", "{", "}", ";", ",", "l", ""), fc.string({ maxLength: 3 }));
const tests = fc.oneof(
  fc.record(
    { _eq: value, _like: value, _is_null: fc.boolean(), _in: fc.array(value, { maxLength: 3 }) },
    { requiredKeys: [] },
  ),
  fc.record({ _nin: fc.array(value, { maxLength: 2 }), _neq: value }, { requiredKeys: [] }),
);
const condition = fc.letrec<{ readonly where: object }>((tie) => ({
  where: fc.oneof(
    { maxDepth: 3 },
    fc.dictionary(fc.constantFrom("a", "n", "v", "l", "t"), tests, { maxKeys: 3 }),
    fc.record({
      data: fc.record(
        { _has_key: value, _has_keys_any: fc.array(value, { maxLength: 2 }), _contains: fc.jsonValue() },
        { requiredKeys: [] },
      ),
    }),
    fc.record(
      {
        _and: fc.array(tie("where"), { maxLength: 2 }),
        _or: fc.array(tie("where"), { maxLength: 2 }),
        _not: tie("where"),
        y: fc.record({ v: tests }),
      },
      { requiredKeys: [] },
    ),
  ),
})).where;
const orders = fc.array(
  fc.dictionary(fc.constantFrom("a", "n", "v", "l"), fc.constantFrom("asc", "desc", "desc_nulls_last"), {
    minKeys: 1,
    maxKeys: 3,
  }),
  { maxLength: 3 },
);
const row = fc.dictionary(fc.constantFrom("a", "n", "v", "l", "t", "f"), fc.option(value), { maxKeys: 4 });
const nested = fc.oneof(
  row,
  fc.record(
    { a: value, y: fc.record({ data: fc.record({ v: value }, { requiredKeys: [] }) }) },
    { requiredKeys: ["y"] },
  ),
);

/** Null, a value, or nothing at all. */
const perhaps = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { freq: 4 });
const questions: readonly (readonly [string, fc.Arbitrary<object>])[] = [
  [
    "query($w: x_bool_exp, $o: [x_order_by!], $l: Int, $f: Int, $s: Boolean!, $p: String) { x(where: $w, order_by: $o, limit: $l, offset: $f) { id @skip(if: $s) v data(path: $p) y { v } } }",
    fc.record(
      {
        s: fc.boolean(),
        w: perhaps(condition),
        o: perhaps(orders),
        l: perhaps(fc.nat(9)),
        f: perhaps(fc.nat(9)),
        p: perhaps(fc.constantFrom("a", "n", "$.a[0]", "v")),
      },
      { requiredKeys: ["s"] },
    ),
  ],
  [
    "query($a: String, $b: String) { x(where: {_or: [{a: {_eq: $a}}, {n: {_eq: $b}}]}) { id } }",
    fc.record({ a: perhaps(value), b: perhaps(value) }, { requiredKeys: [] }),
  ],
  [
    "query($c: x_select_column!, $d: Boolean) { x_aggregate { aggregate { count(columns: [$c], distinct: $d) } } }",
    fc.record({ c: fc.constantFrom(...names), d: perhaps(fc.boolean()) }, { requiredKeys: ["c"] }),
  ],
  [
    "mutation($r: [x_insert_input!]!) { insert_x(objects: $r) { affected_rows } }",
    fc.record({ r: fc.array(nested, { maxLength: 3 }) }),
  ],
  ["mutation($r: x_insert_input!) { insert_x_one(object: $r) { id } }", fc.record({ r: nested })],
  [
    "mutation($v: String, $s: x_set_input) { update_x(where: {id: {_eq: 1}}, _set: $s, _append: {data: $v}) { affected_rows } }".replace(
      "$v: String",
      "$v: json",
    ),
    fc.record({ v: perhaps(fc.jsonValue()), s: perhaps(row) }, { requiredKeys: [] }),
  ],
  [
    "mutation($u: [x_updates!]!) { update_x_many(updates: $u) { affected_rows } }",
    fc.record({ u: fc.array(fc.record({ where: condition, _set: row }), { maxLength: 2 }) }),
  ],
];

/** The members of a row come in the order of the first request of its shape, which means nothing. */
function inOrder(input: unknown): unknown {
  if (typeof input !== "string" || !/^[{[]/.test(input)) return input;
  try {
    return JSON.parse(input, (_, value: unknown) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
        : value,
    ) as unknown;
  } catch {
    return input;
  }
}

function outcome(face: ReturnType<typeof graphql>, query: string, variables: object): unknown {
  const request: Request = {
    id: "t",
    method: "POST",
    path: "/",
    query: "",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query, variables }),
    base: "",
  };
  try {
    const { questions: asked, transaction, context } = face.parse(request, catalog);
    const inputs = asked.map((question) => question.inputs.map(inOrder));
    return JSON.stringify([asked.map(({ statement }) => statement), inputs, transaction, context]);
  } catch (thrown) {
    if (thrown instanceof Problem) return `${thrown.code} ${thrown.message}`;
    throw thrown;
  }
}

describe("a parser that remembers", () => {
  it.each(questions)("asks %s as one that does not", (query, variables) => {
    const warm = graphql();
    let accepted = 0;
    fc.assert(
      fc.property(variables, (given) => {
        const fresh = outcome(graphql(), query, given);
        if (String(fresh).startsWith("[")) accepted += 1;
        expect(outcome(warm, query, given)).toBe(fresh);
      }),
      { numRuns: 300 },
    );
    expect(accepted).toBeGreaterThan(30);
  });
});
