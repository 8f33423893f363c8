// Several requests as one.

import { describe, expect, it } from "vitest";
import { ask, refusal, field, type Headers } from "../testing/ask.ts";

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
