import { describe, expect, it } from "vitest";
import { catalogOf, field, products, resource } from "../../../test/kit/described-shop.ts";
import { smallShop } from "../../../test/kit/small-shop.ts";
import { Problem, type Catalog, type Intent, type Request } from "../../core/index.ts";
import { schemaText } from "./describe.ts";
import { graphql } from "./index.ts";
import type { GraphqlContext } from "./context.ts";
import { namesOf } from "./schema/names.ts";

const { catalog } = smallShop();
const face = graphql();

function asked(query: string, variables: object | string = {}, more: Partial<Request> = {}): Request {
  const given = typeof variables === "string" ? variables : JSON.stringify(variables);
  const body = `{"query":${JSON.stringify(query)},"variables":${given}}`;
  return {
    id: "t",
    method: "POST",
    path: "/",
    query: "",
    headers: { "content-type": "application/json" },
    body,
    base: "",
    ...more,
  };
}

function parse(query: string, variables?: object | string, view: Catalog = catalog): Intent<GraphqlContext> {
  return face.parse(asked(query, variables), view);
}

function refusal(query: string, variables?: object | string, view: Catalog = catalog): string {
  try {
    parse(query, variables, view);
  } catch (thrown) {
    if (thrown instanceof Problem) return `${thrown.code} ${thrown.message}`;
    throw thrown;
  }
  return "accepted";
}

describe("a connection", () => {
  const questions = (selection: string): number =>
    parse(`{ products_connection(first: 2) { ${selection} } }`).questions.length;

  it("is one question wherever its edges have their cursors, or nothing but the page is asked for", () => {
    const info = "pageInfo { hasNextPage hasPreviousPage startCursor endCursor }";
    expect(questions(`${info} edges { at: cursor node { id } }`)).toBe(1);
    expect(questions(`edges { node { id } cursor } ${info}`)).toBe(1);
    expect(questions(info)).toBe(1);
    expect(questions("edges { node { id } } pageInfo { hasNextPage }")).toBe(1);
    expect(questions(`edges { node { id } } ${info}`)).toBe(2);
  });
});

describe("what users of Hasura miss", () => {
  it.each([
    ["{ products(distinct_on: name) { id } }", "distinct_on is not offered: count distinct values by"],
    ["{ products_connection(last: 2) { edges { cursor } } }", "last is not offered: turn order_by round"],
    ['{ products_connection(before: "[1]") { edges { cursor } } }', "before is not offered: turn order_by round"],
    [
      "{ customers(order_by: {orders_aggregate: {count: desc}}) { id } }",
      "An order by an aggregate is not offered: make a view",
    ],
  ])("is refused by what does the same: %s", (query, message) => {
    expect(refusal(query)).toContain(`ISTHMUS132 ${message}`);
  });
});

describe("plans", () => {
  const statement = (query: string, variables?: object) => parse(query, variables).questions[0]?.statement;

  it("are the same for the same document and other values, which stand apart", () => {
    const query =
      "query($w: products_bool_exp, $n: Int, $o: Int) { products(where: $w, limit: $n, offset: $o) { id } }";
    const one = parse(query, { w: { name: { _eq: "a" }, price: { _in: [1, 2] } }, n: 1, o: 2 });
    const other = parse(query, { w: { name: { _eq: "b" }, price: { _in: ["3"] } }, n: 5, o: 6 });
    expect(one.questions[0]?.statement).toBe(other.questions[0]?.statement);
    expect(one.questions[0]?.inputs).toEqual(["a", ["1", "2"], 1, 2]);
    expect(other.questions[0]?.inputs).toEqual(["b", ["3"], 5, 6]);
  });

  it("differ where what is given has another structure: other operators, orders, flags, or null", () => {
    const query =
      "query($w: products_bool_exp, $o: [products_order_by!], $s: Boolean!) { products(where: $w, order_by: $o) { id name @skip(if: $s) } }";
    const shapes = [
      { s: false },
      { s: true },
      { s: false, w: { id: { _eq: 1 } } },
      { s: false, w: { id: { _gt: 1 } } },
      { s: false, w: { _not: { id: { _gt: 1 } } } },
      { s: false, w: { name: { _is_null: true } } },
      { s: false, w: { name: { _is_null: false } } },
      { s: false, o: [{ id: "asc" }] },
      { s: false, o: [{ id: "desc" }] },
      { s: false, o: [{ id: "desc" }, { name: "asc" }] },
    ];
    const statements = shapes.map((variables) => JSON.stringify(statement(query, variables)));
    expect(new Set(statements).size).toBe(shapes.length);
    expect(shapes.map((variables) => JSON.stringify(statement(query, variables)))).toEqual(statements);
  });

  it("do not hang on how many rows are inserted, but on which fields any of them has", () => {
    const query = "mutation($r: [tags_insert_input!]!) { insert_tags(objects: $r) { affected_rows } }";
    const one = statement(query, { r: [{ id: 1, label: "a" }] });
    expect(
      statement(query, {
        r: [
          { id: 2, label: "b" },
          { label: "c", id: 3 },
        ],
      }),
    ).toBe(one);
    expect(one).toMatchObject({ fields: ["id", "label"], missing: "null" });
    expect(statement(query, { r: [{ id: 2, label: "b" }, { label: "c" }] })).toMatchObject({
      fields: ["id", "label"],
      missing: "default",
    });
    expect(statement(query, { r: [] })).toMatchObject({ fields: [] });
  });

  it("take places inside of JSON from variables without mixing them up", () => {
    const query = "query($p: String, $k: String) { products(where: {data: {_has_key: $k}}) { data(path: $p) } }";
    const text = (variables: object): string => JSON.stringify(statement(query, variables));
    expect(text({ p: "$.a[0]", k: "x" })).toContain(
      '"path":[{"to":{"key":"a"},"as":"json"},{"to":{"index":0},"as":"json"}]',
    );
    expect(text({ p: "b", k: "x" })).toContain('"key":"b"');
  });

  it("keep every digit of a number, from a variable and from the document", () => {
    const query =
      "query($i: bigint) { products(where: {id: {_eq: $i}, price: {_lt: 12345678901234567890.12}}) { id } }";
    expect(parse(query, '{"i":9007199254740993}').questions[0]?.inputs).toEqual([
      "9007199254740993",
      "12345678901234567890.12",
    ]);
    const fallback = "query($i: bigint = 9007199254740993) { products(where: {id: {_eq: $i}}) { id } }";
    expect(parse(fallback).questions[0]?.inputs).toEqual(["9007199254740993"]);
    const insert = "mutation($r: [products_insert_input!]!) { insert_products(objects: $r) { affected_rows } }";
    expect(parse(insert, '{"r":[{"id":9007199254740993,"data":{"n":1e400}}]}').questions[0]?.inputs).toEqual([
      '[{"id":9007199254740993,"data":{"n":1e400}}]',
    ]);
  });
});

describe("conditions", () => {
  const where = (given: object) => {
    const statement = parse("query($w: products_bool_exp) { products(where: $w) { id } }", { w: given }).questions[0]
      ?.statement;
    return statement?.kind === "query" ? statement.where : undefined;
  };

  it("are all that is given together, and nothing where nothing is", () => {
    expect(where({})).toBeUndefined();
    expect(where({ _and: [] })).toBeUndefined();
    expect(where({ _or: [] })).toEqual({ kind: "constant", value: false });
    expect(where({ _not: {} })).toEqual({ kind: "constant", value: false });
    expect(where({ id: { _gt: 1, _lt: 3 } })).toMatchObject({
      kind: "and",
      of: [{ operator: "gt" }, { operator: "lt" }],
    });
    expect(where({ order_items: { order: { customer: { name: { _eq: "x" } } } } })).toMatchObject({
      kind: "related",
      relation: "order_items",
      where: { kind: "related", where: { kind: "related", where: { kind: "compare" } } },
    });
  });

  it("do not vanish with a null, by which a delete would reach every row", () => {
    const query = "mutation($w: products_bool_exp!) { delete_products(where: $w) { affected_rows } }";
    for (const w of [{ id: null }, { id: { _eq: null } }, { _and: null }, { order_items: null }, { id: { _in: null } }])
      expect(refusal(query, { w })).toMatch(/^ISTHMUS133 .* must not be null, nor a variable without a value/);
    expect(refusal(query, {})).toMatch(/^ISTHMUS133 Variable "\$w" of required type/);
    expect(refusal(query, { w: null })).toMatch(/^ISTHMUS133/);
    expect(
      refusal("mutation($v: bigint) { delete_products(where: {id: {_eq: $v}}) { affected_rows } }", { v: null }),
    ).toMatch(/must not be null/);
  });

  it("do not vanish with a variable that has no value", () => {
    const query = "mutation($v: bigint) { delete_products(where: {id: {_eq: $v}}) { affected_rows } }";
    expect(refusal(query, {})).not.toBe("accepted");
  });
});

describe("variables", () => {
  it("are refused with their name, place and reason", () => {
    const query = "query($w: products_bool_exp, $n: Int) { products(where: $w, limit: $n) { id } }";
    expect(refusal(query, { n: "x" })).toBe(
      'ISTHMUS133 Variable "$n" got invalid value "x"; Int cannot represent this value.',
    );
    expect(refusal(query, { n: 2 ** 40 })).toMatch(/Int cannot represent/);
    expect(refusal(query, { n: -1 })).toBe("ISTHMUS133 limit must not be negative");
    expect(refusal(query, { w: { name: { _eq: 1 } } })).toMatch(/at "w\.name\._eq"; String cannot represent/);
    expect(refusal(query, { w: { _or: [{ id: { _eq: 1 } }, 5] } })).toMatch(
      /at "w\._or\[1\]"; Expected type "products_bool_exp" to be an object/,
    );
    expect(refusal(query, { w: { nosuch: 1 } })).toMatch(/Field "nosuch" is not defined by type "products_bool_exp"/);
    expect(refusal(query, '{"w":{"__proto__":{"x":1}}}')).toMatch(/Field "__proto__" is not defined/);
    expect(refusal("query($o: [products_order_by!]) { products(order_by: $o) { id } }", { o: [{ id: "up" }] })).toMatch(
      /Value does not exist in "order_by" enum/,
    );
  });

  it("may have defaults, and be left out", () => {
    const query = "query($n: Int = 3, $o: Int) { products(limit: $n, offset: $o) { id } }";
    expect(parse(query).questions[0]?.inputs).toEqual([3]);
    expect(parse(query, { n: 4, o: null }).questions[0]?.inputs).toEqual([4]);
  });
});

describe("a selection", () => {
  it("merges fields of one name, and refuses those that ask for different things", () => {
    const merged = parse(
      "{ p: products { id ...a } p: products { ...a name } } fragment a on products { order_items { id } order_items { quantity } }",
    );
    expect(merged.questions).toHaveLength(1);
    expect(JSON.stringify(merged.questions[0]?.statement).match(/"as":"(\w+)"(?=,"(?:of|relation)")/g)).toEqual([
      '"as":"id"',
      '"as":"order_items"',
      '"as":"id"',
      '"as":"quantity"',
      '"as":"name"',
    ]);
    expect(refusal("{ products { x: id x: name } }")).toMatch(
      /^ISTHMUS132 Fields "x" conflict because "id" and "name"/,
    );
    expect(refusal("{ products { order_items(limit: 1) { id } order_items(limit: 2) { id } } }")).toMatch(
      /differing arguments/,
    );
    expect(
      refusal("{ products { ...a ...b } } fragment a on products { x: id } fragment b on products { x: name }"),
    ).toMatch(/conflict/);
  });

  it("asks two questions where rows and what is computed over them are wanted", () => {
    const intent = parse(
      "{ products_aggregate(limit: 3) { __typename aggregate { __typename count max { price } } nodes { id } } }",
    );
    expect(
      intent.questions.map(({ statement }) =>
        statement.kind === "query" ? [statement.answer, statement.aggregatesPage] : [],
      ),
    ).toEqual([
      [{ as: "one" }, true],
      [{ as: "many" }, undefined],
    ]);
    expect(intent.partial).toBe(true);
  });

  it("accepts @defer and @stream, and answers in one piece", () => {
    expect(refusal("{ products @stream(initialCount: 1) { id ... @defer { name } } }")).toBe("accepted");
    const introspected = parse("{ ... @defer { __schema { queryType { name } } } }");
    expect(face.render(introspected, [], asked("{x}"), catalog).body).toBe(
      '{"data":{"__schema":{"queryType":{"name":"Query"}}}}',
    );
  });
});

describe("a subscription", () => {
  it("asks what the query would, over a transport for it, and is refused elsewhere", () => {
    const body = (word: string) => asked(`${word} { products { id } }`, {}, { method: "SUBSCRIBE" });
    const [live, once] = [face.parse(body("subscription"), catalog), face.parse(body("query"), catalog)];
    expect(live.questions).toEqual(once.questions);
    expect(live.partial).toBe(true);
    expect(refusal("subscription { products { id } }")).toMatch(/^ISTHMUS137/);
    expect(refusal("subscription { products { id } tags { id } }")).toMatch(/^ISTHMUS132 .*one/);
  });
});

describe("a change", () => {
  it("is one transaction with the others of its operation", () => {
    const two = parse("mutation { delete_tags(where: {}) { affected_rows } delete_tags_by_pk(id: 1) { id } }");
    expect([two.transaction, two.questions.length, two.partial]).toEqual(["commit", 2, undefined]);
    expect(parse("mutation { delete_tags(where: {}) { affected_rows } }").transaction).toBe("none");
  });

  it("needs something to be changed, and every operator has its adjustment", () => {
    expect(refusal("mutation { update_products(where: {}) { affected_rows } }")).toMatch(/^ISTHMUS133 An update needs/);
    const { statement } =
      parse(
        'mutation { update_products_by_pk(pk_columns: {id: 1}, _set: {name: "x"}, _inc: {price: 2.50}, _append: {data: {a: 1}}) { id } }',
      ).questions[0] ?? {};
    expect(statement).toMatchObject({
      fields: ["name"],
      adjust: [
        { field: "price", operator: "increment" },
        { field: "data", operator: "append" },
      ],
    });
  });

  it("with rows inside of rows becomes a statement for each, in an order in which each finds what it points at", () => {
    const { questions, transaction } = parse(
      'mutation { insert_order_items_one(object: {id: 1, quantity: 1, order: {data: {id: 2, total: 1, customer: {data: {id: 3, name: "a", email: "b"}}}}, product: {data: {id: 4, name: "p", price: 1, cost: 1, published: true}}}) { id } }',
    );
    expect(transaction).toBe("commit");
    expect(
      questions.map(({ statement }) => `${statement.kind} ${"resource" in statement ? statement.resource : ""}`),
    ).toEqual(["insert customers", "insert orders", "insert products", "insert order_items", "query order_items"]);
  });
});

describe("the schema", () => {
  it("holds what the view holds and nothing else, and names nothing else in a suggestion", () => {
    const { cost: _, ...shown } = Object.fromEntries(catalog.resources.get("products")?.fields ?? []);
    const view: Catalog = {
      ...catalog,
      resources: new Map([["products", resource("products", Object.values(shown))]]),
    };
    expect(schemaText(view)).not.toMatch(/cost|customers|secret/);
    expect(refusal("{ products { cos } customer { id } }", {}, view)).not.toMatch(/cost"|customers/);
  });

  it("renames what GraphQL cannot spell, and leaves out what then has no name of its own, saying so", () => {
    const text = { name: "text", native: "text" } as const;
    const odd = catalogOf([
      resource("a b", [field("id", text), field("x-y", text), field("x_y", text), field("1st", text)]),
      resource("a_b", [field("id", text)]),
      resource("__proto__", [field("__typename", text), field("constructor", text)]),
      resource("t", [field("id", text)]),
      resource("t_aggregate", [field("id", text)]),
    ]);
    const { resources, leftOut } = namesOf(odd);
    expect([...resources].map(([id, { name, fields }]) => [id, name, [...fields.keys()]])).toEqual([
      ["t", "t", ["id"]],
      ["a b", "a_b", ["id", "x_y", "_1st"]],
      ["__proto__", "_proto__", ["_typename", "constructor"]],
    ]);
    expect(leftOut).toEqual([
      "a b.x-y is left out of GraphQL: the name x_y is taken",
      "a_b is left out of GraphQL: the name a_b is taken",
      "t_aggregate is left out of GraphQL: the name t_aggregate is taken",
    ]);
    expect(schemaText(odd)).toContain("_proto___bool_exp");
    const { statement, inputs } =
      parse('mutation { insert_a_b(objects: [{_1st: "v"}]) { affected_rows } }', {}, odd).questions[0] ?? {};
    expect([statement, inputs]).toMatchObject([{ resource: "a b", fields: ["1st"] }, ['[{"1st":"v"}]']]);
  });

  it("tells what is deprecated, enums by their values, and types of every kind", () => {
    const old = {
      ...products,
      fields: new Map([
        ...products.fields,
        ["sku", field("sku", { name: "text", native: "text" }, { description: "Its number.\n@deprecated Use id." })],
      ]),
    };
    const text = schemaText(
      catalogOf([
        old,
        resource("moods", [
          field("id", { name: "bigint", native: "bigint" }),
          field("mood", { name: "enum", native: "mood", values: ["glad", "sad"] }),
        ]),
      ]),
    );
    expect(text).toContain('sku: String! @deprecated(reason: "Use id.")');
    expect(text).toContain("enum mood_enum {\n  glad\n  sad\n}");
    expect(text).toContain("tags: [String]");
    expect(text).toContain("price: numeric!");
  });

  it("of a thousand resources is made as far as it is asked for", () => {
    const many = catalogOf(
      Array.from({ length: 1_000 }, (_, index) =>
        resource(`t${index}`, [...products.fields.values()], { id: `t${index}` }),
      ),
    );
    parse("{ t1 { id } }", {}, catalogOf([products, resource("t1", [...products.fields.values()])]));
    // Time of the processor: what others do on the machine does not count.
    const began = process.cpuUsage();
    parse('{ t500(where: {name: {_eq: "x"}}) { id } }', {}, many);
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1_000).toBeLessThan(1_000);
  });
});
