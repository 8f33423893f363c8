import { describe, expect, it } from "vitest";
import { documentOf } from "./document/read.ts";
import { introspect } from "./introspect.ts";
import { openApiOptions } from "./options.ts";

import { binding, ok, read, three } from "./testing/read-document.ts";

describe("hostile documents", () => {
  it("pollute no prototype", () => {
    const text = `{"openapi":"3.0.0","paths":{"/__proto__":{"get":{"operationId":"constructor","parameters":[{"name":"__proto__","in":"query","schema":{"$ref":"#/components/schemas/__proto__"}}],"responses":{"200":{"description":"x","content":{"application/json":{"schema":{"type":"object","properties":{"__proto__":{"type":"string"},"hasOwnProperty":{"type":"string"}}}}}}}}}},"components":{"schemas":{"__proto__":{"type":"object","properties":{"polluted":{"type":"string"}}}}}}`;
    const schema = introspect(documentOf(JSON.parse(text), "x"), openApiOptions.parse({ document: "x" }));
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    expect(schema.operations.map(({ name }) => name)).toEqual(["constructor"]);
    expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
  });

  it("that refer in circles, to nothing, outside or very far come to an end", () => {
    let deep: object = { type: "string" };
    for (let i = 0; i < 500; i++) deep = { type: "array", items: deep };
    const refs = [
      "#/components/schemas/A",
      "#/components/schemas/Self",
      "#/nowhere",
      "#/%zz",
      "https://evil.example/x.json#/A",
      "file:///etc/passwd",
      "#",
    ];
    const { byName } = read(
      three(
        Object.fromEntries(
          refs.map(($ref, at) => [
            `/p${at}`,
            { get: { operationId: `p${at}`, parameters: [{ name: "a", in: "query", schema: { $ref } }], ...ok } },
          ]),
        ),
        {
          components: {
            schemas: {
              A: { allOf: [{ $ref: "#/components/schemas/B" }] },
              B: { allOf: [{ $ref: "#/components/schemas/A" }], properties: { deep } },
              Self: { $ref: "#/components/schemas/Self" },
            },
          },
        },
      ),
    );
    expect(byName.size).toBe(refs.length);
  });

  it("whose pointers point at pointers do not multiply", () => {
    const schemas = Object.fromEntries(
      Array.from({ length: 40 }, (_, i) => [
        `S${i}`,
        {
          type: "object",
          properties: { a: { $ref: `#/components/schemas/S${i + 1}` }, b: { $ref: `#/components/schemas/S${i + 1}` } },
        },
      ]),
    );
    const { operations } = read(
      three(
        {
          "/a": {
            post: {
              requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/S0" } } } },
              ...ok,
            },
          },
        },
        { components: { schemas } },
      ),
    );
    expect(JSON.stringify(operations).length).toBeLessThan(5_000);
  });

  it.each([null, [], 1, {}, { openapi: "4.0.0" }, { swagger: "1.2" }, { openapi: {} }])(
    "such as %j are refused with a reason",
    (value) => {
      expect(() => documentOf(value, "api.json")).toThrow("api.json cannot be read");
    },
  );

  it.each([
    { paths: [] },
    { paths: { "/a": null, "/b": [], "/c": { get: null, post: 7, put: [] } } },
    { paths: { "/a": { get: { parameters: {}, responses: [] } } } },
    {
      paths: {
        "/a": {
          get: {
            parameters: [null, 1, { name: 1 }, { name: "x", in: "moon" }],
            requestBody: 1,
            responses: { 200: null },
          },
        },
      },
    },
    {
      servers: "x",
      components: 1,
      paths: {
        "/a": { post: { requestBody: { content: { "": null, "application/json": 1 } }, responses: { x: {} } } },
      },
    },
  ])("with the wrong kinds of values in them, such as %j, are read as far as they can be", (more) => {
    expect(() => read({ openapi: "3.0.0", ...more })).not.toThrow();
  });

  it("whose enums are of another type than their values, and whose closed objects have members elsewhere, can be used", () => {
    const text = { type: "string", enum: [1, true, "a"] };
    const number = { type: "integer", enum: ["1", 2] };
    const closed = { type: "object", additionalProperties: false, anyOf: [{ properties: { a: text, n: number } }] };
    const { byName } = read(
      three({
        "/a": {
          post: {
            operationId: "a",
            requestBody: {
              content: { "application/json": { schema: { properties: { closed }, required: ["closed"] } } },
            },
            ...ok,
          },
        },
      }),
    );
    expect(binding(byName.get("a")).body?.fields).toEqual([
      {
        argument: "closed",
        name: "closed",
        required: false,
        // The body may be left out; where it is given it needs this.
        needed: true,
        schema: {
          types: ["object"],
          any: [
            {
              properties: {
                a: { types: ["string"], enum: ["1", "true", "a"] },
                n: { types: ["integer"], enum: [1, 2] },
              },
            },
          ],
        },
      },
    ]);
  });
});
