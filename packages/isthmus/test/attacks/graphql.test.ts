// Attempts on GraphQL: a plan that was made for one request and is found again for another, and documents that are small
// to send and large to answer.

import { getIntrospectionQuery } from "graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type AskGraphql, graphqlOver } from "../kit/ask-graphql.ts";
import { openEngine, type OpenEngine } from "../kit/open-engine.ts";

const everything = { read: { aggregate: true }, insert: true, update: true, delete: true } as const;
const staff = { kind: "user", id: "s", roles: ["staff"], claims: {} } as const;

const tables = `
CREATE TABLE teams (id integer PRIMARY KEY, name text);
CREATE TABLE tasks (id integer PRIMARY KEY, name text, note text, team_id integer REFERENCES teams (id));
CREATE TABLE documents (id integer PRIMARY KEY, data json);
INSERT INTO documents VALUES (1, '{"a": 1}'), (2, '{"b": 1}'), (3, '{"c": 1}');
`;

describe.each(["sqlite", "postgres"] as const)("a plan over %s", (database) => {
  let opened: OpenEngine;
  let ask: AskGraphql;
  beforeAll(async () => {
    opened = await openEngine(database, tables.replace("json", database === "sqlite" ? "json" : "jsonb"), {
      staff: { "*": everything },
    });
    ask = graphqlOver(opened);
  });
  afterAll(() => opened?.close());
  const data = async (query: string, variables: Readonly<Record<string, unknown>>): Promise<unknown> => {
    const { data: found, text } = await ask(
      query.replace("ID_TYPE", database === "sqlite" ? "bigint" : "Int"),
      staff,
      variables,
    );
    expect(found, text).toBeTruthy();
    return found;
  };
  const ids = (...all: number[]): unknown => ({ documents: all.map((id) => ({ id })) });

  it("asks for the key that this request names, and not for the one of the request it was made from", async () => {
    const byKey = "query ($key: String!) { documents(where: {data: {_has_key: $key}}) { id } }";
    expect(await data(byKey, { key: "a" })).toEqual(ids(1));
    expect(await data(byKey, { key: "b" })).toEqual(ids(2));
    const any =
      "query ($keys: [String!]!) { documents(where: {data: {_has_keys_any: $keys}}, order_by: {id: asc}) { id } }";
    expect(await data(any, { keys: ["a"] })).toEqual(ids(1));
    expect(await data(any, { keys: ["c", "b"] })).toEqual(ids(2, 3));
    const each = "query ($key: String!) { documents(where: {data: {_has_keys_all: [$key]}}) { id } }";
    expect(await data(each, { key: "a" })).toEqual(ids(1));
    expect(await data(each, { key: "c" })).toEqual(ids(3));
  });

  it("deletes by the keys of this request, though another asked to delete whatever has none of them", async () => {
    const remove =
      "mutation ($keys: [String!]!) { delete_documents(where: {data: {_has_keys_all: $keys}, id: {_gt: 100}}) { affected_rows } }";
    expect(await data(remove, { keys: [] })).toEqual({ delete_documents: { affected_rows: 0 } });
    const wide = remove.replace("_gt", "_lt");
    expect(await data(wide, { keys: ["nobody has this key"] })).toEqual({ delete_documents: { affected_rows: 0 } });
    expect(await data(wide, { keys: ["c"] })).toEqual({ delete_documents: { affected_rows: 1 } });
  });

  describe.each([
    ["in one variable", "mutation ($o: [teams_insert_input!]!) { insert_teams(objects: $o) { affected_rows } }"],
    [
      "in a variable of their own",
      "mutation ($id: ID_TYPE!, $t: [tasks_insert_input!]!) { insert_teams(objects: [{id: $id, tasks: {data: $t}}]) { affected_rows } }",
    ],
  ])("for rows inside of rows %s", (_, mutation) => {
    it("writes as many as this request has, and of each the fields it has", async () => {
      const base = mutation.includes("$o") ? 0 : 100;
      const written = async (team: number, tasks: readonly object[]) => {
        const id = base + team;
        await data(mutation, mutation.includes("$o") ? { o: [{ id, tasks: { data: tasks } }] } : { id, t: tasks });
        const query =
          "query ($id: ID_TYPE!) { tasks(where: {team_id: {_eq: $id}}, order_by: {id: asc}) { id name note } }";
        return ((await data(query, { id })) as { readonly tasks: unknown }).tasks;
      };
      const task = (id: number, more: object): object => ({ id: base * 100 + id, name: null, note: null, ...more });
      const rows = [task(1, { name: "a" }), task(2, { name: "b" }), task(3, { name: "c" })];
      expect(await written(1, rows.slice(0, 1))).toEqual(rows.slice(0, 1));
      expect(await written(2, rows.slice(1))).toEqual(rows.slice(1));
      const bare = (id: number) => ({ id: base * 100 + id });
      expect(await written(3, [bare(11), { ...bare(12), note: "n" }])).toEqual([task(11, {}), task(12, { note: "n" })]);
      expect(await written(4, [{ ...bare(21), note: "n" }, bare(22)])).toEqual([task(21, { note: "n" }), task(22, {})]);
      expect(await written(5, [])).toEqual([]);
    });
  });
});

describe("a small document", () => {
  let opened: OpenEngine;
  let ask: AskGraphql;
  beforeAll(async () => {
    opened = await openEngine("sqlite", tables, { staff: { "*": everything } });
    ask = graphqlOver(opened);
  });
  afterAll(() => opened?.close());
  const aliases = (count: number, what: string): string =>
    Array.from({ length: count }, (_, index) => `n${index}: ${what}`).join(" ");

  it.each([
    [
      "that asks each type's fields for their types' fields, by many names",
      `types { fields { type { fields { ${aliases(400, "name")} } } } }`,
    ],
    [
      "that reaches types through arguments",
      `types { fields { args { type { inputFields { ${aliases(100, "name")} } } } } }`,
    ],
  ])("%s, is refused before the schema is asked", async (_, inner) => {
    const { errors } = await ask(`{ __schema { ${inner} } }`, staff);
    expect(errors?.[0]).toMatchObject({ extensions: { code: "ISTHMUS136" } });
    const { errors: hidden } = await ask(`{ __schema { ...S } } fragment S on __Schema { ${inner} }`, staff);
    expect(hidden?.[0]).toMatchObject({ extensions: { code: "ISTHMUS136" } });
  });

  it("that asks for the schema again and again is refused, and what tools ask is answered", async () => {
    const again = await ask(`{ ${aliases(40, "__schema { types { fields { type { fields { name } } } } }")} }`, staff);
    expect(again.errors?.[0]).toMatchObject({ extensions: { code: "ISTHMUS136" } });
    const tools = getIntrospectionQuery({ descriptions: true, inputValueDeprecation: true, oneOf: true });
    expect((await ask(tools, staff)).errors).toBeUndefined();
  });

  it("that is not small, of one name that is as long as a body, is refused before it is kept anywhere", async () => {
    const { errors } = await ask(`{ teams { ${"x".repeat(900_000)}: name } }`, staff);
    expect(errors?.[0]).toMatchObject({ extensions: { code: "ISTHMUS136" } });
    expect((await ask(`{ teams { ${"x".repeat(100_000)}: name } }`, staff)).errors).toBeUndefined();
  });

  it("whose condition is turned round and round again is refused like one of many conditions", async () => {
    const turned = (times: number) => `${'{"_not":'.repeat(times)}{"id":{"_eq":1}}${"}".repeat(times)}`;
    const query = "query ($where: teams_bool_exp!) { teams(where: $where) { id } }";
    expect((await ask(query, staff, `{"where":${turned(100)}}`)).errors).toBeUndefined();
    for (const times of [250, 1_300])
      expect((await ask(query, staff, `{"where":${turned(times)}}`)).errors?.[0]).toMatchObject({
        extensions: { code: "ISTHMUS136" },
      });
  });
});

describe("a path into JSON", () => {
  let opened: OpenEngine;
  let ask: AskGraphql;
  beforeAll(async () => {
    opened = await openEngine("sqlite", tables, { staff: { "*": everything } });
    ask = graphqlOver(opened);
  });
  afterAll(() => opened?.close());

  it.each([String.raw`["\q"]`, '["\u0000"]', '["\n"]', String.raw`["\u12"]`])(
    "such as %j, whose quoted key is none, is refused as the caller's fault",
    async (path) => {
      const { errors } = await ask("query ($path: String) { documents { data(path: $path) } }", staff, { path });
      expect(errors?.[0]).toMatchObject({ extensions: { code: "ISTHMUS133" } });
    },
  );
});
