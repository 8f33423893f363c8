// A parent with its children.

import { describe, expect, it } from "vitest";
import { ask, refusal, input, field } from "../testing/ask.ts";

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
