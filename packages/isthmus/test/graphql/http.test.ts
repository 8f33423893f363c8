// GraphQL over HTTP, asked of the running server: the audits of graphql-http, and what keeps foreign pages out.

import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { serverAudits } from "graphql-http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openServer, type OpenServer } from "../kit/open-server.ts";

const schema = `CREATE TABLE tags (id INTEGER PRIMARY KEY, label TEXT NOT NULL);
INSERT INTO tags VALUES (1, 'new'), (2, 'wood');`;
const all = { read: true, insert: true, update: true, delete: true } as const;
const roles = { anonymous: { tags: all } };

const urlOf = (server: OpenServer): string => new URL("/graphql", server.api).href;

async function post(url: string, body: object | string, headers: Record<string, string> = {}) {
  const reply = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });
  return { status: reply.status, type: reply.headers.get("content-type"), body: (await reply.json()) as unknown };
}

describe("a server with GraphQL", () => {
  let server: OpenServer;
  let url: string;
  beforeAll(async () => {
    server = await openServer("sqlite", schema, { roles });
    url = urlOf(server);
  });
  afterAll(() => server?.close());

  const audits = serverAudits({ url: () => url });
  it("is held against all sixty-one audits", () => expect(audits).toHaveLength(61));
  for (const audit of audits) {
    it(`${audit.id}: ${audit.name}`, async () => {
      const result = await audit.fn();
      expect(result, "reason" in result ? result.reason : "").toMatchObject({ status: "ok" });
    });
  }

  it("answers queries by GET, and refuses mutations and unknown methods with what is allowed", async () => {
    const got = await fetch(`${url}?query=${encodeURIComponent("{tags(order_by:{id:asc}){label}}")}`);
    expect(await got.json()).toEqual({ data: { tags: [{ label: "new" }, { label: "wood" }] } });
    const changed = await fetch(`${url}?query=${encodeURIComponent("mutation{delete_tags(where:{}){affected_rows}}")}`);
    expect([changed.status, changed.headers.get("allow")]).toEqual([405, "POST"]);
    const put = await fetch(url, { method: "PUT" });
    expect([put.status, put.headers.get("allow")]).toEqual([405, "GET, POST"]);
    const counted = await post(url, { query: "{tags{id}}" });
    expect(counted.body).toEqual({ data: { tags: [{ id: 1 }, { id: 2 }] } });
  });

  it("takes no body that a page of another origin may send without asking", async () => {
    const body = JSON.stringify({ query: "mutation{delete_tags(where:{}){affected_rows}}" });
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"]) {
      const reply = await fetch(url, { method: "POST", headers: { "content-type": type }, body });
      expect([type, reply.status]).toEqual([type, 415]);
    }
    const uploads = await fetch(url, {
      method: "POST",
      headers: { "content-type": "multipart/form-data; boundary=x" },
      body,
    });
    expect(await uploads.text()).toContain("Uploads");
  });

  it("refuses an answer in a form it has not, a list of operations, and a subscription, each in words", async () => {
    expect((await post(url, { query: "{tags{id}}" }, { accept: "text/html" })).status).toBe(406);
    const list = await post(url, [{ query: "{tags{id}}" }]);
    expect([list.status, JSON.stringify(list.body)]).toEqual([400, expect.stringContaining("each by itself")]);
    const live = await post(url, { query: "subscription{tags{id}}" });
    expect(JSON.stringify(live.body)).toContain("WebSocket");
    expect(live.body).not.toHaveProperty("data");
  });

  it("remembers a document by its hash once it has seen both", async () => {
    const query = "{tags_by_pk(id:2){label}}";
    const extensions = { persistedQuery: { version: 1, sha256Hash: createHash("sha256").update(query).digest("hex") } };
    expect((await post(url, { extensions })).body).toMatchObject({ errors: [{ message: "PersistedQueryNotFound" }] });
    expect((await post(url, { query, extensions })).body).toEqual({ data: { tags_by_pk: { label: "wood" } } });
    expect((await post(url, { extensions })).body).toEqual({ data: { tags_by_pk: { label: "wood" } } });
    expect((await post(url, { query: "{tags{id}}", extensions })).status).toBe(400);
  });

  it("answers a failed change with the database's code and no data, and leaves nothing of it", async () => {
    const query = `mutation { insert_tags_one(object: {id: 3, label: "x"}) { id } again: insert_tags_one(object: {id: 1, label: "y"}) { id } }`;
    const reply = await post(url, { query });
    expect(reply).toMatchObject({ status: 200, body: { data: null, errors: [{ extensions: { code: "23505" } }] } });
    expect((await post(url, { query: "{tags_by_pk(id:3){id}}" })).body).toEqual({ data: { tags_by_pk: null } });
  });
});

describe("a server that carries out the documents it was given alone", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "isthmus-documents-"));
  const known = "query Labels { tags(order_by: {id: asc}) { label } }\n";
  writeFileSync(path.join(folder, "labels.graphql"), known);
  let server: OpenServer;
  beforeAll(async () => {
    server = await openServer("sqlite", schema, {
      roles,
      graphql: { introspection: false, persisted: { documents: folder, only: true } },
    });
  });
  afterAll(async () => {
    await server?.close();
    rmSync(folder, { recursive: true });
  });

  it("takes them by text and by hash, and no others", async () => {
    const url = urlOf(server);
    const labels = { data: { tags: [{ label: "new" }, { label: "wood" }] } };
    const sha256Hash = createHash("sha256").update(known).digest("hex");
    expect((await post(url, { query: known })).body).toEqual(labels);
    expect((await post(url, { extensions: { persistedQuery: { version: 1, sha256Hash } } })).body).toEqual(labels);
    for (const query of ["{tags{id}}", "{__typename}", known.trim()]) {
      const refused = await post(url, { query });
      expect(refused.body).toMatchObject({ errors: [{ extensions: { code: "ISTHMUS135" } }] });
    }
  });
});

describe("a server without introspection and suggestions", () => {
  let server: OpenServer;
  beforeAll(async () => {
    server = await openServer("sqlite", schema, { roles, graphql: { introspection: false, suggestions: false } });
  });
  afterAll(() => server?.close());

  it("tells nothing of its schema, by __type neither, nor by near misses", async () => {
    const url = urlOf(server);
    for (const query of [
      "{__schema{types{name}}}",
      '{__type(name:"tags"){name}}',
      "{...f} fragment f on Query{__schema{description}}",
    ])
      expect((await post(url, { query })).body).toMatchObject({
        errors: [{ message: "GraphQL introspection is switched off" }],
      });
    expect(JSON.stringify((await post(url, { query: "{tag{id}}" })).body)).not.toContain("Did you mean");
    expect((await post(url, { query: "{__typename tags{__typename}}" })).body).toMatchObject({
      data: { __typename: "Query" },
    });
  });
});

describe("a server whose configuration switches GraphQL off", () => {
  let server: OpenServer;
  beforeAll(async () => {
    server = await openServer("sqlite", schema, { roles, graphql: false });
  });
  afterAll(() => server?.close());

  it("has nothing there", async () => {
    expect((await fetch(urlOf(server), { method: "POST" })).status).toBe(404);
  });
});
