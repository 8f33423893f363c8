// What each request means, and how each wrong one is refused: the REST dialect as a table.

import { describe, expect, it } from "vitest";
import { restCatalog } from "../../../test/kit/rest-catalog.ts";
import { Problem, type Condition, type Intent, type Query, type Request, type Statement } from "../../core/index.ts";
import type { RestContext } from "./context.ts";
import { entityTag } from "./entity-tag.ts";
import { createParser } from "./parse.ts";

const catalog = restCatalog();
const parse = createParser();

type Headers = Readonly<Record<string, string>>;

/** `ask("GET /orders?id=eq.1")`. */
function ask(line: string, headers: Headers = {}, body = "", view = catalog): Intent<RestContext> {
  const [method = "", target = ""] = line.split(/ (.*)/s);
  const [path = "", ...query] = target.split("?");
  const request: Request = {
    id: "1",
    method,
    path,
    query: query.join("?"),
    headers,
    body,
    base: "https://shop.example/api",
  };
  return parse(request, view);
}

/** The only question of a read. */
function only(line: string, headers: Headers = {}): { readonly statement: Query; readonly inputs: readonly unknown[] } {
  const { questions } = ask(line, headers);
  const [question] = questions;
  if (questions.length !== 1 || question?.statement.kind !== "query") throw new Error(`${line} is no single query`);
  return { statement: question.statement, inputs: question.inputs };
}

function query(line: string, headers: Headers = {}): Query {
  return only(line, headers).statement;
}

function refusal(line: string, headers: Headers = {}, body = "", view = catalog): Problem {
  try {
    ask(line, headers, body, view);
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown;
    throw thrown;
  }
  throw new Error(`${line} was not refused`);
}

const input = (index: number) => ({ kind: "input", index }) as const;
const field = (name: string) => ({ kind: "field", as: name, of: { field: name } }) as const;
const eq = (name: string, index: number): Condition => ({
  kind: "compare",
  left: { field: name },
  operator: "eq",
  right: input(index),
});

describe("filters", () => {
  const compare = (operator: string, more: object = {}) => ({
    kind: "compare",
    left: { field: "id" },
    operator,
    right: input(0),
    ...more,
  });

  it.each<[string, object, readonly unknown[]]>([
    ["id=eq.1", compare("eq"), ["1"]],
    ["id=neq.1", compare("neq"), ["1"]],
    ["id=gte.a b", compare("gte"), ["a b"]],
    ["id=eq.a+b%2Bc", compare("eq"), ["a b+c"]],
    ["id=eq.1.5", compare("eq"), ["1.5"]],
    ["id=eq.", compare("eq"), [""]],
    ["id=eq.100%", compare("eq"), ["100%"]],
    ["id=like.*x%25", compare("like"), ["%x%"]],
    ["id=ilike.a*", compare("ilike"), ["a%"]],
    ["id=match.^a*", compare("match"), ["^a*"]],
    ["id=in.(1,2)", compare("in"), [["1", "2"]]],
    ['id=in.("a,b","c\\"d",e)', compare("in"), [["a,b", 'c"d', "e"]]],
    ["id=in.()", compare("in"), [[]]],
    ['id=in.("")', compare("in"), [[]]],
    ["id=eq(any).{1,2}", compare("eq", { quantifier: "any" }), [["1", "2"]]],
    ['id=like(all).{a*,"b,c"}', compare("like", { quantifier: "all" }), [["a%", "b,c"]]],
    ["id=isdistinct.1", compare("isDistinct"), ["1"]],
    ["id=fts(english).cat", compare("textSearch", { language: "english" }), ["cat"]],
    ["id=wfts.cat dog", compare("textSearchWeb"), ["cat dog"]],
    ["id=cs.{1}", compare("contains"), ["{1}"]],
    ["id=nxl.(1,2)", compare("notExtendsLeft"), ["(1,2)"]],
    ["id=not.eq.1", { kind: "not", of: compare("eq") }, ["1"]],
    ["id=is.null", { kind: "is", left: { field: "id" }, right: "null" }, []],
    ["id=is.NOT_NULL", { kind: "is", left: { field: "id" }, right: "not-null" }, []],
    ["id=not.is.null", { kind: "is", left: { field: "id" }, right: "not-null" }, []],
    ["id=not.is.true", { kind: "not", of: { kind: "is", left: { field: "id" }, right: "true" } }, []],
    ["%22id%22=eq.1", compare("eq"), ["1"]],
  ])("%s", (filter, where, inputs) => {
    const question = only(`GET /orders?${filter}`);
    expect(question.statement.where).toEqual(where);
    expect(question.inputs).toEqual(inputs);
  });

  it("reach into JSON by keys and indexes", () => {
    expect(query("GET /products?data->a->-1->>b-c=eq.1").where).toEqual({
      kind: "compare",
      left: {
        field: "data",
        path: [
          { to: { key: "a" }, as: "json" },
          { to: { index: -1 }, as: "json" },
          { to: { key: "b-c" }, as: "text" },
        ],
      },
      operator: "eq",
      right: input(0),
    });
  });

  it("all hold together, in the order they stand", () => {
    expect(query("GET /orders?id=eq.1&status=eq.a").where).toEqual({ kind: "and", of: [eq("id", 0), eq("status", 1)] });
  });

  it("form trees with and, or and not, whose values may be quoted", () => {
    const question = only('GET /orders?or=(status.eq."a,b",not.and(id.eq.1,id.not.in.(2,3)))');
    expect(question.statement.where).toEqual({
      kind: "or",
      of: [
        eq("status", 0),
        {
          kind: "not",
          of: { kind: "and", of: [eq("id", 1), { kind: "not", of: { ...eq("id", 2), operator: "in" } }] },
        },
      ],
    });
    expect(question.inputs).toEqual(["a,b", "1", ["2", "3"]]);
    expect(query("GET /orders?not.or=(id.eq.1,id.eq.2)").where).toMatchObject({ kind: "not", of: { kind: "or" } });
  });
});

describe("select", () => {
  it.each<[string, readonly object[]]>([
    ["id,label", [field("id"), field("label")]],
    ["", [field("id"), field("label")]],
    ["*", [field("id"), field("label")]],
    ["n:id::text", [{ kind: "field", as: "n", of: { field: "id" }, cast: "text" }]],
    ["count()", [{ kind: "field", as: "count", aggregate: { function: "count" } }]],
    ["count", [{ kind: "field", as: "count", aggregate: { function: "count" } }]],
    ["n:count()::text", [{ kind: "field", as: "n", aggregate: { function: "count", cast: "text" } }]],
    [
      "label,id.sum()::text",
      [field("label"), { kind: "field", as: "sum", of: { field: "id" }, aggregate: { function: "sum", cast: "text" } }],
    ],
    [
      "id::numeric.avg()",
      [{ kind: "field", as: "avg", of: { field: "id" }, cast: "numeric", aggregate: { function: "avg" } }],
    ],
  ])("select=%s", (select, wanted) => {
    expect(query(`GET /tags?select=${select}`).select).toEqual(wanted);
  });

  it("names a JSON path by its last key", () => {
    expect(query("GET /products?select=data->a->b->0,data->>1,x:data->a").select.map(({ as }) => as)).toEqual([
      "b",
      "data",
      "x",
    ]);
  });

  const embedded = (select: string) => query(`GET /orders?select=${select}`).select.at(-1);

  it("embeds by target, with a hint or by the column or constraint that leads there", () => {
    const customer = {
      relation: "customer",
      join: "left",
      spread: false,
      query: { resource: "customers", answer: { as: "one" } },
    };
    expect(embedded("customers!orders_customer_id_fkey(id)")).toMatchObject({ ...customer, as: "customers" });
    expect(embedded("customers!customer_id(id)")).toMatchObject({ ...customer, as: "customers" });
    expect(embedded("c:customer_id!inner(id)")).toMatchObject({ ...customer, as: "c", join: "inner" });
    expect(embedded("orders_customer_id_fkey(id)")).toMatchObject({ ...customer, as: "orders_customer_id_fkey" });
    expect(embedded("customer(id)")).toMatchObject({ ...customer, as: "customer" });
    expect(embedded("...customers!customer_id!left(buyer:name)")).toMatchObject({ ...customer, spread: true });
    expect(embedded("order_items(id,products(name))")).toMatchObject({
      relation: "order_items",
      query: {
        answer: { as: "many" },
        select: [field("id"), { kind: "relation", as: "products", query: { answer: { as: "one" } } }],
      },
    });
  });

  it("embeds through a junction, which may be the hint", () => {
    expect(query("GET /products?select=tags!product_tags(label)").select[0]).toMatchObject({
      relation: "tags",
      query: { resource: "tags", answer: { as: "many" } },
    });
  });

  it("hides an embedded resource of which nothing is selected", () => {
    expect(embedded("id,order_items!inner()")).toMatchObject({ hidden: true, join: "inner" });
    expect(embedded("id,order_items(products())")).toMatchObject({ hidden: true });
  });

  it("filters, orders and pages what is embedded, at any depth", () => {
    const question = only(
      "GET /orders?select=id,items:order_items(id,products(name))&items.quantity=gt.1&items.products.name=eq.x&items.order=id.desc&items.limit=2&items.offset=4&items.or=(id.eq.5,id.eq.6)",
    );
    expect(question.statement.select[1]).toMatchObject({
      query: {
        where: { kind: "and", of: [{ left: { field: "quantity" }, operator: "gt" }, { kind: "or" }] },
        order: [{ by: { field: "id" }, direction: "desc" }],
        limit: { kind: "literal", value: 2 },
        select: [field("id"), { query: { where: eq("name", 0) } }],
      },
    });
    expect(question.inputs).toEqual(["x", "1", "5", "6", 4]);
  });

  it("asks whether there is anything embedded, under the filters it has there", () => {
    expect(
      query("GET /orders?select=id,order_items!inner(id)&order_items.id=eq.1&order_items=not.is.null").where,
    ).toEqual({ kind: "related", relation: "order_items", where: eq("id", 0) });
    expect(query("GET /orders?select=id,order_items()&or=(order_items.is.null,id.eq.1)").where).toMatchObject({
      kind: "or",
      of: [{ kind: "not", of: { kind: "related", relation: "order_items" } }, eq("id", 0)],
    });
  });

  it("takes the target's name for an alias still, and says that it should not", () => {
    const { context } = ask("GET /orders?select=id,items:order_items(id)&order_items.id=eq.1");
    expect(context.warning).toContain("`order_items` to `items`");
  });
});

describe("order and pages", () => {
  it("orders by fields, JSON paths and to-one resources", () => {
    expect(query("GET /products?order=name.desc.nullslast,data->>a.nullsfirst,id").order).toEqual([
      { by: { field: "name" }, direction: "desc", nulls: "last" },
      { by: { field: "data", path: [{ to: { key: "a" }, as: "text" }] }, direction: "asc", nulls: "first" },
      { by: { field: "id" }, direction: "asc" },
    ]);
    expect(query("GET /orders?select=id,c:customer_id()&order=c(name).desc").order).toEqual([
      { by: { field: "name" }, through: "c", direction: "desc" },
    ]);
  });

  it("may name a related field as the answer does", () => {
    expect(query("GET /orders?select=...customer_id(who:name),count()&order=customer_id(who)").order).toEqual([
      { by: { field: "name" }, through: "customer_id", direction: "asc" },
    ]);
  });

  it.each<[string, Headers, number, number | undefined]>([
    ["", {}, 0, undefined],
    ["limit=5", {}, 0, 5],
    ["limit=5&offset=10", {}, 10, 5],
    ["offset=10", {}, 10, undefined],
    ["limit=0&offset=0", {}, 0, 0],
    ["limit=x", {}, 0, undefined],
    ["", { range: "5-9" }, 5, 5],
    ["", { range: "5-" }, 5, undefined],
    ["limit=3", { range: "0-9" }, 0, 3],
    ["", { range: "bytes=0-4" }, 0, undefined],
  ])("%s %o", (page, headers, offset, limit) => {
    const { context, questions } = ask(`GET /orders?${page}`, headers);
    expect([context.offset, context.limit]).toEqual([offset, limit]);
    const numbers = questions[0]?.inputs.filter((value) => typeof value === "number");
    // A `limit=` is part of the shape, since a plan is better for knowing it; everything else is a value.
    const ranged = /^\d/.test(headers["range"] ?? "");
    const written = !ranged && limit !== undefined;
    expect(only(`GET /orders?${page}`, headers).statement.limit).toEqual(
      written ? { kind: "literal", value: limit } : limit === undefined ? undefined : { kind: "input", index: 0 },
    );
    expect(numbers).toEqual(
      [written ? undefined : limit, page.includes("offset") || ranged ? offset : undefined].filter(
        (value) => value !== undefined,
      ),
    );
  });

  it("goes on behind a cursor, with the primary key to break ties", () => {
    const { questions, context } = ask(
      "GET /orders?order=total.desc&limit=2&after=WyIxMC41MCIsMTIzNDU2Nzg5MDEyMzQ1Njc4OTBd",
    );
    expect(questions[0]?.statement).toMatchObject({
      cursor: true,
      order: [
        { by: { field: "total" }, direction: "desc" },
        { by: { field: "id" }, direction: "asc" },
      ],
      after: { kind: "input" },
    });
    expect(questions[0]?.inputs).toContainEqual(["10.50", "12345678901234567890"]);
    expect(context).toMatchObject({ keyset: true, nextPath: "/orders?order=total.desc&limit=2" });
  });

  it("begins with an empty cursor", () => {
    const first = query("GET /orders?after=");
    expect(first.cursor).toBe(true);
    expect(first.after).toBeUndefined();
  });

  it("counts as it is told", () => {
    expect(query("GET /orders", { prefer: "count=planned" }).count).toBe("planned");
  });
});

describe("answers", () => {
  it.each<[string | undefined, string, string]>([
    [undefined, "json", "many"],
    ["*/*", "json", "many"],
    ["text/html, application/json;q=0.9, */*;q=0.8", "json", "many"],
    ["text/csv", "csv", "many"],
    ["application/json;q=0.1, text/csv", "csv", "many"],
    ["application/vnd.pgrst.object+json", "object", "one"],
    ["Application/VND.pgrst.object", "object", "one"],
    ["application/vnd.pgrst.array+json;nulls=stripped", "json", "many"],
  ])("%s gives %s", (accept, kind, as) => {
    const headers = accept === undefined ? {} : { accept };
    const { answer } = query("GET /orders", headers);
    expect(ask("GET /orders", headers).context.media.kind).toBe(kind);
    expect(answer.as).toBe(as);
    expect(answer.stripNulls === true).toBe(accept?.includes("stripped") ?? false);
  });

  it("tells the names of its columns to CSV, those of a spread resource among them", () => {
    const { context } = ask("GET /orders?select=n:id,...customer_id(name),order_items(id)", { accept: "text/csv" });
    expect(context.columns).toEqual(["n", "name", "order_items"]);
  });

  it("tells what was preferred and applied, in the dialect's order", () => {
    const { context } = ask(
      "PATCH /tags?id=eq.1",
      { prefer: "handling=strict,max-affected=5,count=exact,return=representation,missing=default" },
      '{"label":"x"}',
    );
    expect(context.applied).toBe(
      "missing=default, return=representation, count=exact, handling=strict, max-affected=5",
    );
  });

  it("keeps the caller's entity tags", () => {
    expect(ask("GET /orders", { "if-none-match": '"a", W/"b"' }).context.ifNoneMatch).toEqual(['"a"', 'W/"b"']);
  });

  it("lists what a resource allows, and describes the whole at its root", () => {
    expect(ask("OPTIONS /tags").context).toMatchObject({
      action: "options",
      allow: ["OPTIONS", "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
    });
    expect(ask("OPTIONS /rpc/add?a=1&b=2").context.allow).toEqual(["OPTIONS", "GET", "HEAD", "POST"]);
    expect(ask("GET /").context).toMatchObject({ action: "document", media: { kind: "openapi" } });
  });

  it("looks where the profile says", () => {
    const view = restCatalog({ namespaces: ["main", "other"] });
    expect(ask("GET /tags", { "accept-profile": "main" }, "", view).context).toMatchObject({
      namespace: "main",
      profiled: true,
    });
    expect(refusal("GET /tags", { "accept-profile": "other" }, "", view).message).toBe(
      "Could not find the table 'other.tags' in the schema cache",
    );
  });
});

describe("writes", () => {
  const written = (line: string, body: string, headers: Headers = {}): Statement =>
    ask(line, headers, body).questions[0]?.statement as Statement;

  it.each<[string, string, Headers, object, readonly unknown[]]>([
    [
      "POST /tags",
      '{"label":"a","id":1}',
      {},
      { kind: "insert", resource: "tags", fields: ["id", "label"], rows: input(0), one: true, missing: "null" },
      ['{"label":"a","id":1}'],
    ],
    [
      "POST /tags",
      '[{"id":12345678901234567890}]',
      { prefer: "missing=default" },
      { kind: "insert", resource: "tags", fields: ["id"], rows: input(0), missing: "default" },
      ['[{"id":12345678901234567890}]'],
    ],
    [
      "POST /tags?columns=id",
      '[{"id":1},{"x":2}]',
      {},
      { kind: "insert", resource: "tags", fields: ["id"], rows: input(0), missing: "null" },
      ['[{"id":1},{"x":2}]'],
    ],
    [
      "POST /tags",
      'id,label\n1,"a ""b"""\n2,NULL',
      { "content-type": "text/csv" },
      { kind: "insert", resource: "tags", fields: ["id", "label"], rows: input(0), missing: "null" },
      ['[{"id":"1","label":"a \\"b\\""},{"id":"2","label":null}]'],
    ],
    [
      "POST /tags",
      "id=1&label=a+b",
      { "content-type": "application/x-www-form-urlencoded" },
      { kind: "insert", resource: "tags", fields: ["id", "label"], rows: input(0), one: true, missing: "null" },
      ['{"id":"1","label":"a b"}'],
    ],
    [
      "PATCH /tags?id=eq.1",
      '{"label":"a"}',
      {},
      { kind: "update", resource: "tags", fields: ["label"], values: input(0), where: eq("id", 1) },
      ['{"label":"a"}', "1"],
    ],
    [
      "PATCH /tags?id=eq.1",
      '[{"label":"a"}]',
      {},
      { kind: "update", resource: "tags", fields: ["label"], values: input(0), where: eq("id", 1) },
      ['{"label":"a"}', "1"],
    ],
    [
      "PATCH /tags",
      '[{"id":1,"label":"a"},{"id":2,"label":"b"}]',
      {},
      { kind: "update", resource: "tags", fields: ["label"], values: input(0), matchBy: ["id"] },
      ['[{"id":1,"label":"a"},{"id":2,"label":"b"}]'],
    ],
    [
      "PATCH /tags",
      '[{"id":1,"label":"a"}]',
      {},
      { kind: "update", resource: "tags", fields: ["label"], values: input(0), matchBy: ["id"] },
      ['[{"id":1,"label":"a"}]'],
    ],
    [
      "PATCH /tags?on_conflict=label",
      '[{"id":1,"label":"a"}]',
      {},
      { kind: "update", resource: "tags", fields: ["id"], values: input(0), matchBy: ["label"] },
      ['[{"id":1,"label":"a"}]'],
    ],
    [
      "DELETE /tags?id=in.(1,2)",
      "",
      { prefer: "handling=strict, max-affected=3" },
      { kind: "delete", resource: "tags", where: { ...eq("id", 0), operator: "in" }, maxAffected: input(1) },
      [["1", "2"], 3],
    ],
    [
      "DELETE /tags?id=eq.1",
      "",
      { prefer: "max-affected=3" },
      { kind: "delete", resource: "tags", where: eq("id", 0) },
      ["1"],
    ],
    [
      "POST /tags?columns=id,label",
      '{"id":1}',
      { prefer: "missing=default" },
      { kind: "insert", resource: "tags", fields: ["id"], rows: input(0), one: true, missing: "default" },
      ['{"id":1}'],
    ],
    [
      "PATCH /tags?columns=id,label",
      '{"id":1}',
      { prefer: "missing=default" },
      { kind: "update", resource: "tags", fields: ["id", "label"], values: input(0), defaulted: ["label"] },
      ['{"id":1}'],
    ],
    [
      "PUT /tags?id=eq.1",
      '{"id":1,"label":"a"}',
      {},
      {
        kind: "insert",
        resource: "tags",
        fields: ["id", "label"],
        rows: input(0),
        one: true,
        missing: "null",
        conflict: { target: ["id"], action: "merge" },
      },
      ['{"id":1,"label":"a"}'],
    ],
  ])("%s %s %o", (line, body, headers, statement, inputs) => {
    const [question] = ask(line, headers, body).questions;
    expect(question?.statement).toEqual(statement);
    expect(question?.inputs).toEqual(inputs);
  });

  it("returns the representation, and only then; filters on it apply to what is embedded", () => {
    const returned = written("POST /orders?select=id,order_items(id)&order_items.id=eq.7&order=id", '{"id":1}', {
      prefer: "return=representation",
      accept: "application/vnd.pgrst.object+json",
    });
    expect(returned).toMatchObject({
      single: true,
      returning: {
        select: [field("id"), { kind: "relation", query: { where: eq("id", 1) } }],
        order: [{ by: { field: "id" } }],
        answer: { as: "one" },
      },
    });
    expect(written("POST /orders?select=id", '{"id":1}')).not.toHaveProperty("returning");
  });

  it("merges or ignores duplicates by the primary key, or by what is named", () => {
    const conflict = (line: string, prefer: string) =>
      (written(line, '{"id":1}', { prefer }) as { conflict?: unknown }).conflict;
    expect(conflict("POST /tags", "resolution=merge-duplicates")).toEqual({ target: ["id"], action: "merge" });
    expect(conflict("POST /tags?on_conflict=label", "resolution=ignore-duplicates")).toEqual({
      target: ["label"],
      action: "ignore",
    });
    expect(conflict("POST /tags?on_conflict=label", "")).toBeUndefined();
  });

  it("locates the new row by its key for return=headers-only", () => {
    const intent = ask("POST /product_tags", { prefer: "return=headers-only" }, '{"product_id":1,"tag_id":2}');
    expect(intent.questions[0]?.statement).toMatchObject({ locate: ["product_id", "tag_id"] });
    expect(intent.context.located).toEqual(["product_id", "tag_id"]);
  });

  it("is undone for tx=rollback", () => {
    expect(ask("POST /tags", { prefer: "tx=rollback" }, '{"id":1}').transaction).toBe("rollback");
    expect(ask("POST /tags", {}, '{"id":1}').transaction).toBe("none");
  });

  it("hands a time zone on, and says so only of a source that heeds it", () => {
    const sources = new Map(catalog.sources);
    for (const [name, facts] of sources) {
      sources.set(name, { ...facts, capabilities: { ...facts.capabilities, timeZones: true } });
    }
    const asked = { prefer: "timezone=Asia/Tokyo" };
    expect(ask("GET /tags", asked, "", { ...catalog, sources })).toMatchObject({
      timeZone: "Asia/Tokyo",
      context: { applied: "timezone=Asia/Tokyo" },
    });
    expect(ask("GET /tags", asked).context.applied).toBeUndefined();
    expect(ask("GET /tags").timeZone).toBeUndefined();
  });

  it("holds If-Match against the tag of what it would change, read as an array or as an object", () => {
    const body = '{"id":1,"label":"a"}';
    const held = (tag: string) => ask("PATCH /tags?id=eq.1", { "if-match": tag }, '{"label":"b"}');
    const intent = held(`"x", ${entityTag(`[${body}]`)}`);
    expect(intent.transaction).toBe("commit");
    expect(intent.precondition?.question).toEqual({
      statement: {
        kind: "query",
        resource: "tags",
        select: [field("id"), field("label")],
        where: eq("id", 0),
        answer: { as: "many" },
      },
      inputs: ["1"],
    });
    expect(intent.precondition?.problem).toMatchObject({ status: 412 });
    expect(intent.precondition?.holds({ body: `[${body}]`, rows: 1 })).toBe(true);
    expect(intent.precondition?.holds({ body: '[{"id":1,"label":"c"}]', rows: 1 })).toBe(false);
    expect(held(entityTag(body)).precondition?.holds({ body: `[${body}]`, rows: 1 })).toBe(true);
    expect(held("*").precondition?.holds({ body: "[]", rows: 0 })).toBe(false);
  });
});

describe("nested insert", () => {
  const result = (step: number, name: string) => ({ kind: "result", step, field: name });

  it("writes what a row points at before it, and what points at the row after it", () => {
    const intent = ask(
      "POST /orders",
      {},
      '{"id":5,"customer":{"id":9,"name":"A"},"order_items":[{"id":1,"products":{"id":3}},{"id":2}]}',
    );
    expect(intent.transaction).toBe("commit");
    expect(
      intent.questions.map(({ statement, inputs }) => [
        (statement as { resource: string }).resource,
        (statement as { presets?: unknown }).presets,
        inputs,
      ]),
    ).toEqual([
      ["customers", undefined, ['{"id":9,"name":"A"}']],
      ["orders", [{ field: "customer_id", value: result(0, "id") }], ['{"id":5}']],
      ["products", undefined, ['{"id":3}']],
      [
        "order_items",
        [
          { field: "order_id", value: result(1, "id") },
          { field: "product_id", value: result(2, "id") },
        ],
        ['{"id":1}'],
      ],
      ["order_items", [{ field: "order_id", value: result(1, "id") }], ['{"id":2}']],
    ]);
    expect(intent.questions[1]?.statement).toMatchObject({ returning: { select: [field("id")] } });
    expect(intent.context.written).toBe(1);
  });

  it("links many-to-many by a row of the junction", () => {
    const { questions } = ask("POST /products", {}, '{"id":1,"tags":[{"id":2}]}');
    expect(questions.at(-1)).toEqual({
      statement: {
        kind: "insert",
        resource: "product_tags",
        fields: [],
        rows: input(0),
        missing: "null",
        presets: [
          { field: "product_id", value: result(0, "id") },
          { field: "tag_id", value: result(1, "id") },
        ],
      },
      inputs: ["{}"],
    });
  });

  it("answers with the root and its children, read by the root's key", () => {
    const { questions } = ask("POST /orders", { prefer: "return=representation" }, '{"id":5,"order_items":[{"id":1}]}');
    expect(questions.at(-1)?.statement).toMatchObject({
      kind: "query",
      where: { kind: "compare", left: { field: "id" }, operator: "eq", right: result(0, "id") },
      select: expect.arrayContaining([expect.objectContaining({ kind: "relation", as: "order_items" })]) as unknown,
    });
  });

  it.each<[string, string]>([
    ["ISTHMUS110", `{"order_items":[${'{"id":1},'.repeat(200)}{"id":1}]}`],
    ["PGRST102", '{"customer":[{"id":1}]}'],
    ["PGRST102", '{"order_items":[1]}'],
    ["PGRST204", '{"order_items":[{"nosuch":1}]}'],
    ["PGRST204", '{"nosuch":[{"id":1}]}'],
    ["PGRST201", '{"customers":{"id":1}}'],
  ])("is refused as %s for %s", (code, body) => {
    expect(refusal("POST /orders", {}, body).code).toBe(code);
  });
});

describe("batch", () => {
  const batch = (operations: readonly object[], headers: Headers = {}) =>
    ask("POST /batch", headers, JSON.stringify({ operations }));

  it("runs requests in one transaction, and lets later ones use what earlier ones have written", () => {
    const intent = batch([
      { id: "t", method: "POST", path: "/tags", body: { id: 90, label: "x" } },
      { method: "POST", path: "/product_tags", body: { product_id: 1, tag_id: { $ref: "t.id" } } },
      { method: "PATCH", path: "/tags?id=eq.{{0.id}}", body: { label: "y" } },
      { method: "GET", path: "/tags?id=eq.1&limit=3", headers: { Prefer: "count=exact" } },
    ]);
    expect(intent.transaction).toBe("commit");
    expect(intent.questions.map(({ statement }) => statement)).toMatchObject([
      { kind: "insert", returning: { select: [field("id")] } },
      {
        kind: "insert",
        fields: ["product_id"],
        presets: [{ field: "tag_id", value: { kind: "result", step: 0, field: "id" } }],
      },
      { kind: "update", where: { right: { kind: "result", step: 0, field: "id" } } },
      { kind: "query", count: "exact" },
    ]);
    expect(intent.context.parts?.map(({ context, statements }) => [context.action, context.limit, statements])).toEqual(
      [
        ["insert", undefined, 1],
        ["insert", undefined, 1],
        ["update", undefined, 1],
        ["read", 3, 1],
      ],
    );
  });

  it("numbers the statements of a nested insert within the whole", () => {
    const { questions } = batch([
      { method: "GET", path: "/tags" },
      { method: "POST", path: "/orders", body: { id: 5, order_items: [{ id: 1 }] } },
    ]);
    expect(questions[2]?.statement).toMatchObject({
      presets: [{ field: "order_id", value: { kind: "result", step: 1, field: "id" } }],
    });
  });

  it.each<[string, string, readonly object[]]>([
    [
      "PGRST102",
      "'x' is no operation before this one",
      [{ method: "POST", path: "/tags", body: { id: { $ref: "x.id" } } }],
    ],
    [
      "42703",
      "column tags.nosuch does not exist",
      [
        { method: "POST", path: "/tags", body: { id: 1 } },
        { method: "GET", path: "/tags?id=eq.{{0.nosuch}}" },
      ],
    ],
    [
      "PGRST102",
      "does not return 'label'",
      [
        { method: "GET", path: "/tags?select=id" },
        { method: "GET", path: "/tags?label=eq.{{0.label}}" },
      ],
    ],
    [
      "PGRST205",
      "In operation 1: Could not find the table",
      [
        { method: "GET", path: "/tags" },
        { method: "GET", path: "/nosuch" },
      ],
    ],
    ["PGRST127", "", [{ method: "OPTIONS", path: "/tags" }]],
    ["PGRST205", "", [{ method: "POST", path: "/batch", body: { operations: [] } }]],
    ["PGRST102", 'operations[0] has no "path"', [{ method: "GET", path: "tags" }]],
  ])("is refused as %s: %s", (code, message, operations) => {
    const problem = refusal("POST /batch", {}, JSON.stringify({ operations }));
    expect(problem.code).toBe(code);
    expect(problem.message + String(problem.details)).toContain(message);
  });
});

describe("calls", () => {
  it.each<[string, Headers, string, object, readonly unknown[]]>([
    [
      "GET /rpc/add?a=1&b=2",
      {},
      "",
      {
        kind: "call",
        operation: "add",
        overload: 0,
        arguments: [
          { name: "a", value: input(0) },
          { name: "b", value: input(1) },
        ],
        readOnly: true,
      },
      ["1", "2"],
    ],
    [
      "POST /rpc/add",
      {},
      '{"b":2,"a":1}',
      {
        kind: "call",
        operation: "add",
        overload: 0,
        arguments: [],
        object: { names: ["a", "b"], value: input(0) },
        readOnly: true,
      },
      ['{"b":2,"a":1}'],
    ],
    [
      "GET /rpc/many?v=1&v=2.5",
      {},
      "",
      { kind: "call", operation: "many", overload: 0, arguments: [{ name: "v", value: input(0) }], readOnly: true },
      [["1", "2.5"]],
    ],
    [
      "POST /rpc/whole",
      {},
      '{"x":[1]}',
      { kind: "call", operation: "whole", overload: 0, arguments: [], wholeBody: input(0), readOnly: false },
      ['{"x":[1]}'],
    ],
    [
      "POST /rpc/nothing",
      {},
      "",
      { kind: "call", operation: "nothing", overload: 0, arguments: [], readOnly: false },
      [],
    ],
    [
      "POST /rpc/add",
      { "content-type": "application/x-www-form-urlencoded" },
      "a=1&b=2",
      {
        kind: "call",
        operation: "add",
        overload: 0,
        arguments: [
          { name: "a", value: input(0) },
          { name: "b", value: input(1) },
        ],
        readOnly: true,
      },
      ["1", "2"],
    ],
  ])("%s %o %s", (line, headers, body, statement, inputs) => {
    const [question] = ask(line, headers, body).questions;
    expect(question?.statement).toEqual(statement);
    expect(question?.inputs).toEqual(inputs);
  });

  it("filters, orders and pages the rows a function returns", () => {
    const [question] = ask("GET /rpc/list?status=open&id=gt.5&select=id,order_items(id)&order=id&limit=2").questions;
    expect(question?.statement).toMatchObject({
      arguments: [{ name: "status" }],
      query: {
        resource: "orders",
        where: { left: { field: "id" }, operator: "gt" },
        order: [{ by: { field: "id" } }],
        limit: { kind: "literal", value: 2 },
      },
    });
    expect([...(question?.inputs ?? [])].sort()).toEqual(["5", "open"]);
  });

  it("gives a single text as it is to who asks for text", () => {
    expect(ask("GET /rpc/greeting", { accept: "text/plain" }).context).toMatchObject({
      media: { kind: "text" },
      scalar: true,
    });
  });
});

describe("refusals", () => {
  it.each<[string, string, string | null]>([
    [
      "GET /orders?id=0",
      '"failed to parse filter (0)" (line 1, column 1)',
      'unexpected "0" expecting "not" or operator (eq, gt, ...)',
    ],
    [
      "GET /orders?id=noop.1",
      '"failed to parse filter (noop.1)" (line 1, column 1)',
      'unexpected "o" expecting "not" or operator (eq, gt, ...)',
    ],
    ["GET /orders?id=in.1", '"failed to parse filter (in.1)" (line 1, column 4)', 'unexpected "1" expecting "("'],
    [
      "GET /orders?id=eq().1",
      '"failed to parse filter (eq().1)" (line 1, column 4)',
      'unexpected ")" expecting operator (eq, gt, ...)',
    ],
    [
      "GET /orders?or=()",
      '"failed to parse logic tree (())" (line 1, column 4)',
      'unexpected ")" expecting field name (* or [a..z0..9_$]), negation operator (not) or logic operator (and, or)',
    ],
    [
      "GET /orders?order=id.asc.nullslasttt",
      '"failed to parse order (id.asc.nullslasttt)" (line 1, column 17)',
      `unexpected 't' expecting "," or end of input`,
    ],
    [
      "GET /orders?order=id.smth34",
      '"failed to parse order (id.smth34)" (line 1, column 4)',
      'unexpected "s" expecting "asc", "desc", "nullsfirst" or "nullslast"',
    ],
    [
      "GET /orders?select=data->>--34",
      '"failed to parse select parameter (data->>--34)" (line 1, column 9)',
      'unexpected "-" expecting digit',
    ],
    [
      "POST /orders?columns=",
      '"failed to parse columns parameter ()" (line 1, column 1)',
      "unexpected end of input expecting field name (* or [a..z0..9_$])",
    ],
  ])("%s is refused where its grammar breaks", (line, message, details) => {
    expect(refusal(line, {}, "{}")).toMatchObject({ code: "PGRST100", message, details });
  });

  it.each<[string, string, number | undefined, string]>([
    ["GET /nosuch", "PGRST205", undefined, "Could not find the table 'main.nosuch' in the schema cache"],
    ["GET /orders?nosuch=eq.1", "42703", undefined, "column orders.nosuch does not exist"],
    ["GET /orders?select=nosuch", "42703", undefined, "column orders.nosuch does not exist"],
    ["GET /orders?order=nosuch", "42703", undefined, "column orders.nosuch does not exist"],
    ["GET /orders?select=order_items(nosuch)", "42703", undefined, "column order_items_1.nosuch does not exist"],
    ["GET /orders?select=id::nosuch", "42704", undefined, 'type "nosuch" does not exist'],
    ["GET /orders?id=fts(klingon).x", "42704", undefined, 'text search configuration "klingon" does not exist'],
    [
      "GET /orders?select=nosuch(id)",
      "PGRST200",
      undefined,
      "Could not find a relationship between 'orders' and 'nosuch' in the schema cache",
    ],
    [
      "GET /orders?select=customers(id)",
      "PGRST201",
      300,
      "Could not embed because more than one relationship was found for 'orders' and 'customers'",
    ],
    [
      "GET /orders?order_items.id=eq.1",
      "PGRST108",
      undefined,
      "'order_items' is not an embedded resource in this request",
    ],
    [
      "GET /orders?select=id,order_items(id)&order=order_items(id)",
      "PGRST118",
      undefined,
      "A related order on 'order_items' is not possible",
    ],
    ["GET /orders?limit=-1", "PGRST103", 416, "Requested range not satisfiable"],
    ["GET /orders?select=order_items(id)&order_items.limit=-1", "2201W", undefined, "LIMIT must not be negative"],
    ["GET /orders?after=WzFd&order=total", "ISTHMUS111", undefined, "The cursor does not belong to this request"],
    ["GET /orders?id=eq.%00", "22021", undefined, 'invalid byte sequence for encoding "UTF8": 0x00'],
    ["GET /orders?id=eq.%ff", "PGRST100", undefined, "The path or query is not percent-encoded UTF-8"],
    ["GET /orders?id=eq(any).1", "22P02", undefined, 'malformed array literal: "1"'],
    ["GET /a/b", "PGRST125", undefined, "Invalid path specified in request URL"],
    ["TRACE /orders", "PGRST117", 405, "Unsupported HTTP method: TRACE"],
    ["DELETE /rpc/add", "PGRST101", 405, "Cannot use the DELETE method on RPC"],
    ["GET /rpc/add?a=1", "PGRST202", undefined, "Could not find the function main.add(a) in the schema cache"],
    [
      "GET /rpc/greetin",
      "PGRST202",
      undefined,
      "Could not find the function main.greetin without parameters in the schema cache",
    ],
    ["PUT /tags?id=eq.1&limit=1", "PGRST114", undefined, "limit/offset querystring parameters are not allowed for PUT"],
    [
      "PUT /tags?label=eq.1",
      "PGRST105",
      405,
      "Filters must include all and only primary key columns with 'eq' operators",
    ],
    ["PUT /tags?id=eq.2", "PGRST115", undefined, "Payload values do not match URL in primary key column(s)"],
    [
      "POST /tags?columns=nosuch",
      "PGRST204",
      undefined,
      "Could not find the 'nosuch' column of 'tags' in the schema cache",
    ],
  ])("%s: %s", (line, code, status, message) => {
    expect(refusal(line, {}, '{"id":1}')).toMatchObject({ code, status, message });
  });

  it.each<[string, Headers, string]>([
    ['{"id":1', {}, "Empty or invalid json"],
    ["", {}, "Empty or invalid json"],
    ['[{"id":1},{"label":"x"}]', {}, "All object keys must match"],
    ["[1]", {}, "All object keys must match"],
    ["id,label\n1", { "content-type": "text/csv" }, "All lines must have same number of fields"],
    ["x", { "content-type": "image/png" }, "Content-Type not acceptable: image/png"],
  ])("the body %s %o: %s", (body, headers, message) => {
    expect(refusal("POST /tags", headers, body)).toMatchObject({ code: "PGRST102", message });
  });

  it("a NUL in a body, however it is written, and its look-alike is let through", () => {
    expect(refusal("POST /tags", {}, '{"label":"\\u0000"}').code).toBe("22P05");
    expect(ask("POST /tags", {}, '{"label":"\\\\u0000"}').questions).toHaveLength(1);
  });

  it("media types nobody can give, and preferences a strict caller has wrong", () => {
    expect(refusal("GET /tags", { accept: "text/plain, image/png" })).toMatchObject({
      code: "PGRST107",
      status: 406,
      message: "None of these media types are available: text/plain, image/png",
    });
    expect(refusal("GET /tags", { prefer: "handling=strict, what, count=exact" })).toMatchObject({
      code: "PGRST122",
      details: "Invalid preferences: what",
    });
    expect(refusal("GET /tags", { "accept-profile": "nosuch" })).toMatchObject({
      code: "PGRST106",
      status: 406,
      hint: "Only the following schemas are exposed: main",
    });
  });

  it("hints name only what the caller may see", () => {
    expect(refusal("GET /order").hint).toBe("Perhaps you meant the table 'main.orders'");
    expect(refusal("GET /orders?select=order_item(id)").hint).toBe(
      "Perhaps you meant 'order_items' instead of 'order_item'.",
    );
    expect(refusal("GET /rpc/ad?a=1&b=2").hint).toBeNull();
    expect(refusal("GET /rpc/greetin").hint).toBe("Perhaps you meant to call the function main.greeting");
    const resources = new Map([...catalog.resources].filter(([id]) => id !== "orders"));
    expect(refusal("GET /order", {}, "", { ...catalog, resources }).hint).toBeNull();
  });

  it("ambiguity says what there is to choose from", () => {
    expect(refusal("GET /orders?select=customers(id)")).toMatchObject({
      hint: expect.stringMatching(
        /^Try changing 'customers' to one of the following: 'customers!orders_\w+_fkey', 'customers!orders_\w+_fkey'\. Find the desired relationship in the 'details' key\.$/,
      ) as unknown,
      details: expect.arrayContaining([
        {
          cardinality: "many-to-one",
          embedding: "orders with customers",
          relationship: "orders_customer_id_fkey using orders(customer_id) and customers(id)",
        },
      ]) as unknown,
    });
  });
});
