// What of a document becomes a resource, and what is said of a configuration that names what is not there.

import { describe, expect, it } from "vitest";
import type { ResourceSchema } from "../../core/index.ts";
import type { ResourceBinding } from "./binding.ts";
import { introspect } from "./introspect.ts";
import { openApiOptions } from "./options.ts";

const thing = {
  type: "object",
  properties: { id: { type: "integer" }, name: { type: "string" }, size: { type: "integer" } },
};
const ok = (schema: object) => ({ 200: { description: "ok", content: { "application/json": { schema } } } });
const query = (name: string, schema: object, required = false) => ({ name, in: "query", required, schema });
const inPath = (name: string) => ({ name, in: "path", required: true, schema: { type: "string" } });
const list = (items: object = thing, parameters: readonly object[] = []) => ({
  get: { parameters, responses: ok({ type: "array", items }) },
});
const item = (name = "id") => ({ get: { parameters: [inPath(name)], responses: ok(thing) } });

function found(paths: object, resources?: object): readonly ResourceSchema[] {
  const settings = openApiOptions.parse({ document: "x", ...(resources === undefined ? {} : { resources }) });
  const root = { openapi: "3.1.0", servers: [{ url: "https://api.example" }], paths };
  return introspect({ version: "3.1", root: root as never }, settings).resources;
}

const names = (paths: object, resources?: object): readonly string[] => found(paths, resources).map(({ name }) => name);
const bindingOf = (resource: ResourceSchema | undefined): ResourceBinding => resource?.binding as ResourceBinding;

describe("resources of a document", () => {
  it("are lists of objects, with one of them below", () => {
    const [things] = found({
      "/v1/things": list(thing, [query("name", { type: "string" })]),
      "/v1/things/{thing_id}": item("thing_id"),
    });
    expect(things).toMatchObject({ name: "things", key: ["id"], kind: "foreign-table", insertable: false });
    expect(things?.fields.map(({ name }) => name)).toEqual(["id", "name", "size"]);
    expect(bindingOf(things)).toMatchObject({
      abilities: { key: ["id"], list: true, one: true, filters: { name: ["eq"] } },
      list: { operation: "get_v1_things", rows: "", filters: { name: { eq: "name" } }, page: { kind: "link" } },
      get: { operation: "get_v1_things_thing_id", arguments: ["thing_id"] },
    });
  });

  it("may be the one list of objects in an answer", () => {
    const wrapped = (properties: object) => ({ get: { responses: ok({ type: "object", properties }) } });
    const things = { type: "array", items: thing };
    expect(
      bindingOf(found({ "/things": wrapped({ data: things, tags: { type: "array", items: { type: "string" } } }) })[0])
        .list?.rows,
    ).toBe("data");
    expect(names({ "/things": wrapped({ a: things, b: things }) })).toEqual([]);
  });

  it("are not what needs more than a key, changes something, or is no list of objects", () => {
    expect(
      names({
        "/a": list(thing, [query("q", { type: "string" }, true)]),
        "/b/{id}/things": { get: { parameters: [inPath("id")], responses: ok({ type: "array", items: thing }) } },
        "/c": { post: { responses: ok({ type: "array", items: thing }) } },
        "/d": list({ type: "string" }),
        "/e": { get: { responses: ok(thing) } },
      }),
    ).toEqual([]);
  });

  it("go by their whole path where two would share a name, and give way to operations", () => {
    expect(names({ "/v1/things": list(), "/v2/things": list() })).toEqual(["v1_things", "v2_things"]);
    expect(names({ "/things": { get: { ...list().get, operationId: "things" } } })).toEqual([]);
  });

  it("are followed page by page as their parameters tell", () => {
    const limit = query("limit", { type: "integer", maximum: 50 });
    const page = (...parameters: readonly object[]) =>
      bindingOf(found({ "/things": list(thing, parameters) })[0]).list?.page;
    const size = { argument: "limit", most: 50 };
    expect(page(limit, query("page", { type: "integer", minimum: 0 }))).toEqual({
      kind: "number",
      argument: "page",
      first: 0,
      size,
    });
    expect(page(limit, query("offset", { type: "integer" }))).toEqual({ kind: "offset", argument: "offset", size });
    expect(page(query("limit", { type: "integer" }), query("page", { type: "integer" }))).toEqual({
      kind: "number",
      argument: "page",
    });
    expect(page(query("page", { type: "string" }))).toEqual({ kind: "link" });
  });

  it("are not filtered by what chooses a page or an order, though a field has its name", () => {
    const paged = {
      type: "object",
      properties: { id: { type: "integer" }, page: { type: "integer" }, sort: { type: "string" } },
    };
    const parameters = [
      query("page", { type: "integer" }),
      query("sort", { type: "string" }),
      query("id", { type: "integer" }),
    ];
    expect(bindingOf(found({ "/things": list(paged, parameters) })[0]).abilities.filters).toEqual({ id: ["eq"] });
  });

  it("are found among thousands of operations in no time", () => {
    const paths = Object.fromEntries(
      Array.from({ length: 1_500 }, (_, at) => [
        [`/v1/things${at}`, list()],
        [`/v1/things${at}/{id}`, item()],
      ]).flat(),
    );
    const begun = performance.now();
    expect(found(paths)).toHaveLength(1_500);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it("are left out one by one, or all", () => {
    const paths = { "/things": list(), "/others": list() };
    expect(names(paths, { things: false })).toEqual(["others"]);
    const settings = openApiOptions.parse({ document: "x", resources: false });
    const root = { openapi: "3.1.0", servers: [{ url: "https://api.example" }], paths };
    expect(introspect({ version: "3.1", root: root as never }, settings).resources).toEqual([]);
  });

  it("may be called what harms nobody", () => {
    const paths = JSON.parse(JSON.stringify({ "/x": list() }).replace('"/x"', '"/__proto__"')) as object;
    expect(names(paths)).toEqual(["proto"]);
    expect(names({ "/constructor": list(), "/toString": list() })).toEqual(["constructor", "toString"]);
  });
});

describe("resources of the configuration", () => {
  const paths = { "/things": list(), "/things/{id}": item(), "/weather/{city}": item("city") };

  it("add to what the document shows, and name what it does not", () => {
    const [things, weather] = found(paths, { things: { scan: 5 }, weather: { get: "get_weather_city", key: "name" } });
    expect(bindingOf(things)).toMatchObject({ abilities: { scan: 5 }, get: { arguments: ["id"] } });
    expect(weather).toMatchObject({ name: "weather", key: ["name"] });
    expect(bindingOf(weather)).toMatchObject({ abilities: { list: false, one: true }, get: { arguments: ["city"] } });
  });

  it.each([
    [{ things: { list: "nothing" } }, "resources.things.list: there is no operation nothing"],
    [{ things: { key: "nothing" } }, "resources.things.key: there is no field nothing"],
    [{ things: { rows: "data" } }, "resources.things.rows: the answer of get_things has no list of objects there"],
    [{ things: { filters: { nothing: "x" } } }, "resources.things.filters: there is no field nothing"],
    [{ things: { filters: { name: "x" } } }, "resources.things.filters.name: get_things has no argument x"],
    [
      { things: { page: { kind: "number", argument: "p" } } },
      "resources.things.page.argument: get_things has no argument p",
    ],
    [{ things: { batch: { argument: "ids" } } }, "resources.things.batch.argument: get_things has no argument ids"],
    [{ other: {} }, "resources.other: expected `list`, or `get` with an answer that is an object"],
    [
      { get_things: { list: "get_things" } },
      "resources.get_things: an operation has this name; give one of them another",
    ],
  ])("%j is refused", (resources, message) => {
    expect(() => found(paths, resources)).toThrow(message);
  });
});
