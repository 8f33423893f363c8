import { describe, expect, it } from "vitest";

import { binding, ok, read } from "./testing/read-document.ts";

describe("Swagger 2", () => {
  const { byName, shared } = read({
    swagger: "2.0",
    host: "api.example",
    basePath: "/v2/",
    schemes: ["http", "https"],
    consumes: ["application/json"],
    produces: ["application/xml", "application/json"],
    definitions: { Pet: { type: "object", required: ["name"], properties: { name: { type: "string" } } } },
    paths: {
      "/pets": {
        get: {
          operationId: "list",
          parameters: [
            { name: "tags", in: "query", type: "array", items: { type: "string" }, collectionFormat: "pipes" },
          ],
          responses: { 200: { description: "ok", schema: { type: "array", items: { $ref: "#/definitions/Pet" } } } },
        },
        post: {
          operationId: "add",
          parameters: [{ name: "pet", in: "body", required: true, schema: { $ref: "#/definitions/Pet" } }],
          ...ok,
        },
      },
      "/upload": {
        post: {
          operationId: "upload",
          consumes: ["multipart/form-data"],
          parameters: [
            { name: "f", in: "formData", type: "file", required: true },
            { name: "n", in: "formData", type: "integer" },
          ],
          ...ok,
        },
      },
      "/token": {
        post: {
          operationId: "token",
          parameters: [{ name: "grant", in: "formData", type: "string", required: true }],
          ...ok,
        },
      },
    },
  });

  it("gives the same as a document of today", () => {
    expect(shared.server).toBe("https://api.example/v2");
    expect(binding(byName.get("list")).parameters).toMatchObject([
      { argument: "tags", style: "pipeDelimited", explode: false, schema: { types: ["array"] } },
    ]);
    expect(binding(byName.get("list")).answer).toEqual({ kind: "json", accept: "application/json" });
    expect(byName.get("add")?.parameters).toMatchObject([{ name: "name", required: true }]);
    expect(binding(byName.get("upload")).body).toMatchObject({
      kind: "multipart",
      fields: [{ argument: "f", required: true, schema: { format: "binary" } }, { argument: "n" }],
    });
    expect(binding(byName.get("token")).body).toMatchObject({
      kind: "form",
      media: "application/x-www-form-urlencoded",
    });
  });
});
