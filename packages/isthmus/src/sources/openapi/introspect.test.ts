import { describe, expect, it } from "vitest";
import type { OperationSchema } from "../../core/index.ts";
import type { OperationBinding, SharedDefinitions } from "./binding.ts";
import { documentOf } from "./document/read.ts";
import { introspect } from "./introspect.ts";
import { openApiOptions, type OpenApiOptions } from "./options.ts";

function read(document: object, options: Partial<OpenApiOptions> = {}) {
  const text = JSON.stringify(document);
  const schema = introspect(
    documentOf(JSON.parse(text), "api.json"),
    openApiOptions.parse({ document: "api.json", ...options }),
  );
  expect(JSON.stringify(document), "the document is left as it is").toBe(text);
  return {
    ...schema,
    byName: new Map(schema.operations.map((one) => [one.name, one])),
    shared: schema.definitions as unknown as SharedDefinitions,
  };
}

const binding = (operation: OperationSchema | undefined): OperationBinding => operation?.binding as OperationBinding;
const ok = { responses: { 200: { description: "ok" } } };
const three = (paths: object, more: object = {}) => ({
  openapi: "3.0.3",
  info: {},
  servers: [{ url: "https://api.example/v1/" }],
  paths,
  ...more,
});

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
});
