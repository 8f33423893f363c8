// Functions, and what is handed to them.

import { describe, expect, it } from "vitest";
import { ask, input, type Headers } from "../testing/ask.ts";

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
