// Records of an API without a document, subscribed to beside those of a database.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { defineConfig, http, sqlite } from "../../src/index.ts";
import { serve, type Serving } from "../../src/server/command/serve.ts";
import { json, openUpstream, type Upstream } from "../../src/sources/shared/http/testing/upstream.ts";

let upstream: Upstream;
let serving: Serving;
let folder: string;
const town = {
  type: "object",
  properties: { name: { type: "string" }, people: { type: "integer" }, mayor: { type: "string" } },
};

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "isthmus-joins-"));
  const file = path.join(folder, "shop.db");
  const database = new DatabaseSync(file);
  database.exec(
    "CREATE TABLE shops (id INTEGER PRIMARY KEY, town TEXT); INSERT INTO shops VALUES (1, 'Bern'), (2, 'Rome');",
  );
  database.close();
  upstream = await openUpstream(() => {});
  serving = await serve(
    defineConfig({
      sources: {
        shop: sqlite({ file }),
        map: http({
          server: upstream.origin,
          allowPrivate: ["127.0.0.1"],
          retry: false,
          calls: {
            towns_of: {
              request: "GET /towns",
              input: { page: { type: "integer" }, per_page: { type: "integer", maximum: 2 } },
              output: { type: "object", properties: { items: { type: "array", items: town } } },
            },
            town_by: { request: "GET /towns/{name}", input: { name: { type: "string" } }, output: town },
          },
          resources: { towns: { key: "name", scan: 10 } },
        }),
      },
      relations: { "shops.place": { to: "map.towns", match: { town: "name" }, one: true } },
      roles: {
        anonymous: {
          shops: { read: true, update: true },
          "map.towns": { read: { fields: ["name", "people"] } },
        },
        clerk: { "map.towns": { read: { fields: ["mayor"], where: { name: "Bern" } } } },
      },
      auth: { jwt: { secret: "a secret of thirty-two characters or more" } },
      server: { port: 0, admin: false, store: ":memory:", logLevel: "silent" },
    }),
    {},
  );
});

afterAll(async () => {
  await serving?.server.stop();
  await upstream?.close();
  rmSync(folder, { recursive: true, force: true });
});

beforeEach(() => {
  upstream.answer = ({ path: asked }, response) => {
    const url = new URL(asked, upstream.origin);
    const all = ["Bern", "Oslo", "Rome"].map((name) => ({ name, people: name.charCodeAt(0), mayor: "canary" }));
    const name = url.pathname.split("/")[2];
    if (name !== undefined) return json(response, all.find((one) => one.name === name) ?? {}, 200);
    const size = Number(url.searchParams.get("per_page") ?? 2);
    const from = (Number(url.searchParams.get("page") ?? 1) - 1) * size;
    json(response, { items: all.slice(from, from + size) });
  };
});

const get = async (target: string, headers: Record<string, string> = {}) => {
  const response = await fetch(`${serving.server.addresses.api}${target}`, { headers });
  return { status: response.status, text: await response.text() };
};

it("are listed, fetched, and never shown beyond what may be read", async () => {
  const inMap = { "accept-profile": "map" };
  expect((await get("/towns?select=name,people&order=name.desc", inMap)).text).toBe(
    '[{"name":"Rome","people":82},{"name":"Oslo","people":79},{"name":"Bern","people":66}]',
  );
  expect((await get("/towns", inMap)).text).not.toContain("canary");
  const hidden = await get("/towns?mayor=eq.canary", inMap);
  expect([hidden.status, hidden.text]).toEqual([400, expect.stringContaining("does not exist")]);
  expect((await get("/shops?select=id,place(people)&order=id")).text).toBe(
    '[{"id":1,"place":{"people":66}},{"id":2,"place":{"people":82}}]',
  );
});

it("are part of a live question, which follows the database and keeps its answer while the API is away", async () => {
  const leaving = new AbortController();
  const response = await fetch(`${serving.server.addresses.api}/shops?select=id,place(people)&id=eq.1`, {
    headers: { accept: "text/event-stream" },
    signal: leaving.signal,
  });
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let seen = "";
  const until = async (text: string): Promise<void> => {
    while (!seen.includes(text)) seen += (await reader?.read())?.value ?? "";
  };
  const move = (town: string) =>
    fetch(`${serving.server.addresses.api}/shops?id=eq.1`, {
      method: "PATCH",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ town }),
    });
  await until('[{"id":1,"place":{"people":66}}]');
  const answers = upstream.answer;
  upstream.answer = (_, reply) => json(reply, {}, 503);
  await move("Oslo");
  await new Promise((resolve) => setTimeout(resolve, 300));
  upstream.answer = answers;
  await until('[{"id":1,"place":{"people":79}}]');
  leaving.abort();
  expect(seen).not.toContain("null");
});
