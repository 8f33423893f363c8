// Order, and which part of the rows.

import { describe, expect, it } from "vitest";
import { ask, only, query, type Headers } from "../testing/ask.ts";

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
