import { describe, expect, it } from "vitest";

import { binding, ok, read, three } from "./testing/read-document.ts";

describe("names of operations", () => {
  it("are the document's, by method and path where it has none, and never two the same", () => {
    const { byName } = read(
      three({
        "/a": { get: { operationId: "list things", ...ok }, post: { operationId: "twin", ...ok } },
        "/b": { post: { operationId: "twin", ...ok }, get: ok },
        "/b/{id}.json": { get: { ...ok, parameters: [{ name: "id", in: "path", schema: {} }] } },
        "/c": { get: { operationId: "7up", ...ok }, put: { operationId: "__proto__", ...ok } },
        "/d-e": { get: ok },
        "/d_e": { get: ok },
      }),
    );
    expect([...byName.keys()]).toEqual([
      "list_things",
      "post_a",
      "post_b",
      "get_b",
      "get_b_id_json",
      "_7up",
      "proto",
      "get_d_e",
      "get_d_e_2",
    ]);
  });

  it("can be chosen, and operations included and excluded by id, path and tag", () => {
    const document = three({
      "/pets": {
        get: { operationId: "listPets", tags: ["pets"], ...ok },
        post: { operationId: "addPet", tags: ["pets"], ...ok },
      },
      "/admin/pets": { delete: { operationId: "dropPets", tags: ["pets", "admin"], ...ok } },
      "/toys": { get: { operationId: "listToys", ...ok } },
    });
    expect([
      ...read(document, {
        include: ["tag:pets"],
        exclude: ["* /admin/*"],
        names: { "POST /pets": "create_pet" },
      }).byName.keys(),
    ]).toEqual(["listPets", "create_pet"]);
    expect([...read(document, { include: ["list*"] }).byName.keys()]).toEqual(["listPets", "listToys"]);
    expect(() => read(document, { include: ["listCats"] })).toThrow('no operation "listCats"');
    expect(() => read(document, { names: { listCats: "x" } })).toThrow('no operation "listCats"');
    expect(() => read(document, { operations: { listCats: {} } })).toThrow("no operation listCats");
  });
});

describe("OpenAPI 3", () => {
  const schemas = {
    Pet: {
      type: "object",
      required: ["name"],
      properties: {
        id: { type: "integer", format: "int64", readOnly: true },
        name: { type: "string" },
        kind: { enum: ["cat", "dog"] },
        owner: { $ref: "#/components/schemas/Person" },
        friends: { type: "array", items: { $ref: "#/components/schemas/Pet" } },
      },
    },
    Person: {
      allOf: [
        { type: "object", properties: { name: { type: "string" } } },
        { type: "object", properties: { pets: { type: "array", items: { $ref: "#/components/schemas/Pet" } } } },
      ],
    },
    Unused: { type: "string" },
  };
  const pet = { "application/json": { schema: { $ref: "#/components/schemas/Pet" } } };
  const { byName, shared, operations } = read(
    three(
      {
        "/pets/{petId}": {
          parameters: [{ $ref: "#/components/parameters/petId" }],
          put: {
            operationId: "putPet",
            parameters: [
              { name: "name", in: "query", schema: { type: "string" } },
              { name: "Authorization", in: "header", schema: {} },
            ],
            requestBody: { required: true, content: { "application/xml": {}, ...pet } },
            responses: { default: { description: "bad" }, 201: { description: "ok", content: pet } },
          },
        },
        "/pets": {
          post: {
            operationId: "addPet",
            requestBody: { $ref: "#/components/requestBodies/Pet" },
            responses: { 204: { description: "ok" } },
          },
          get: {
            operationId: "listPets",
            parameters: [
              {
                name: "filter",
                in: "query",
                style: "deepObject",
                explode: true,
                schema: { type: "object", properties: { kind: { type: "string" } } },
              },
            ],
            responses: {
              "2XX": {
                description: "ok",
                content: {
                  "application/hal+json": { schema: { type: "array", items: { $ref: "#/components/schemas/Pet" } } },
                },
              },
            },
          },
        },
        "/many": {
          post: {
            operationId: "addMany",
            requestBody: {
              content: {
                "application/json": { schema: { type: "array", items: { $ref: "#/components/schemas/Pet" } } },
              },
            },
            ...ok,
          },
        },
        "/file": {
          post: {
            operationId: "upload",
            requestBody: {
              content: {
                "multipart/form-data": {
                  schema: {
                    type: "object",
                    properties: { file: { type: "string", format: "binary" }, note: { type: "string" } },
                  },
                },
              },
            },
            ...ok,
          },
        },
        "/elsewhere": { get: { operationId: "elsewhere", servers: [{ url: "https://other.example/x" }], ...ok } },
        "/lost/{id}": { get: { operationId: "lost", ...ok } },
      },
      {
        components: {
          schemas,
          parameters: {
            petId: { name: "petId", in: "path", required: true, schema: { type: "string", format: "uuid" } },
          },
          requestBodies: { Pet: { required: true, content: pet } },
        },
      },
    ),
  );

  it("gives typed arguments, of which those of a body are its members where no name is taken", () => {
    expect(byName.get("addPet")?.parameters.map(({ name, type, required }) => [name, type.name, required])).toEqual([
      ["name", "text", true],
      ["kind", "enum", false],
      ["owner", "composite", false],
      ["friends", "array", false],
    ]);
    expect(byName.get("putPet")?.parameters.map(({ name, type, required }) => [name, type.name, required])).toEqual([
      ["petId", "uuid", true],
      ["name", "text", false],
      ["body", "composite", true],
    ]);
    expect(byName.get("addMany")?.parameters.map(({ name, type }) => [name, type.name])).toEqual([["body", "array"]]);
  });

  it("gives what is answered: rows, one row, or nothing", () => {
    expect(byName.get("listPets")?.returns).toMatchObject({ many: true, shape: "row" });
    expect(byName.get("listPets")?.returns.fields?.map(({ name, type }) => [name, type.name])).toEqual([
      ["id", "bigint"],
      ["name", "text"],
      ["kind", "enum"],
      ["owner", "composite"],
      ["friends", "array"],
    ]);
    expect(byName.get("putPet")?.returns).toMatchObject({ many: false, shape: "row" });
    expect(byName.get("addPet")?.returns).toEqual({ many: false, shape: "void" });
    expect([byName.get("listPets")?.effect, byName.get("putPet")?.effect]).toEqual(["read", "write"]);
  });

  it("says how each argument is written, and where the API is", () => {
    expect(binding(byName.get("listPets"))).toMatchObject({
      method: "GET",
      path: "/pets",
      parameters: [{ argument: "filter", in: "query", style: "deepObject", explode: true }],
      answer: { kind: "json", accept: "application/hal+json" },
    });
    expect(binding(byName.get("upload")).body).toMatchObject({ kind: "multipart", media: "multipart/form-data" });
    expect(binding(byName.get("elsewhere")).server).toBe("https://other.example/x");
    expect(shared.server).toBe("https://api.example/v1");
  });

  it("keeps the schemas that are pointed at, once each, and no other", () => {
    expect(Object.keys(shared.schemas)).toEqual(["#/components/schemas/Person", "#/components/schemas/Pet"]);
  });

  it("leaves out what cannot be called, and says so", () => {
    expect(byName.has("lost")).toBe(false);
    expect(operations).toHaveLength(6);
  });
});

describe("OpenAPI 3.1", () => {
  it("has types in lists, constants, bounds that are numbers, and QUERY", () => {
    const { byName } = read({
      openapi: "3.1.0",
      paths: {
        "/find": {
          query: {
            operationId: "find",
            requestBody: {
              content: {
                "application/json": {
                  schema: {
                    type: ["object", "null"],
                    properties: { a: { type: ["integer", "null"], exclusiveMinimum: 3 }, b: { const: "x" } },
                  },
                },
              },
            },
            ...ok,
          },
        },
      },
    });
    expect(byName.get("find")?.effect).toBe("read");
    expect(binding(byName.get("find")).body?.fields).toMatchObject([
      { argument: "a", schema: { types: ["integer"], nullable: true, above: 3 } },
      { argument: "b", schema: { enum: ["x"] } },
    ]);
  });
});

describe("schemas that only wrap another", () => {
  it("are that other one: allOf for its description, anyOf and oneOf for its null", () => {
    const wrapped = (schema: object) => ({ name: "n", in: "query", schema });
    const schemas = [
      { allOf: [{ $ref: "#/components/schemas/Level" }, { description: "how much" }] },
      { anyOf: [{ type: "integer" }, { type: "null" }] },
      { oneOf: [{ $ref: "#/components/schemas/Level" }, { type: "null" }], description: "x" },
      { anyOf: [{ type: "integer" }, { type: "string" }, { type: "null" }] },
    ];
    const { operations } = read(
      three(
        Object.fromEntries(schemas.map((schema, at) => [`/${at}`, { get: { parameters: [wrapped(schema)], ...ok } }])),
        {
          components: { schemas: { Level: { type: "integer", enum: [1, 2] } } },
        },
      ),
    );
    const level = { ref: "#/components/schemas/Level" };
    expect(operations.map((one) => binding(one).parameters[0]?.schema)).toEqual([
      level,
      { types: ["integer"], nullable: true },
      { ...level, nullable: true, description: "x" },
      { any: [{ types: ["integer"] }, { types: ["string"] }], nullable: true },
    ]);
    expect(operations.map(({ parameters }) => parameters[0]?.type.name)).toEqual([
      "bigint",
      "bigint",
      "bigint",
      "json",
    ]);
  });
});
