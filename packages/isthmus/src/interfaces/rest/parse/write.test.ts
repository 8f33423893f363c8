// What a write does.

import { describe, expect, it } from "vitest";
import type { Statement } from "../../../core/index.ts";
import { entityTag } from "../entity-tag.ts";
import { catalog, ask, input, field, eq, type Headers } from "../testing/ask.ts";

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
