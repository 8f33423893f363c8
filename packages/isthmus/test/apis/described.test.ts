// APIs that the configuration alone describes, beside each other: a weather service and a VAT check.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { defineConfig, http } from "../../src/index.ts";
import { serve, type Serving } from "../../src/server/command/serve.ts";
import { json, openUpstream, type Upstream } from "../../src/sources/shared/http/testing/upstream.ts";

let upstream: Upstream;
let serving: Serving;

beforeAll(async () => {
  upstream = await openUpstream((asked, response) => {
    if (asked.path.startsWith("/v1/forecast"))
      json(response, { latitude: 52.5, daily: { temperature: [1, 2] }, extra: 1 });
    else if (asked.path.startsWith("/vat")) json(response, { valid: false, userError: "MS_UNAVAILABLE" });
    else if (asked.path.startsWith("/places/7/notes")) json(response, { ok: asked.body });
    else response.writeHead(204).end();
  });
  serving = await serve(
    defineConfig({
      sources: {
        world: http({
          server: upstream.origin,
          allowPrivate: ["127.0.0.1"],
          retry: { attempts: 2, firstPause: 1 },
          auth: { apiKey: { in: "query", name: "appid", value: "k-canary" } },
          calls: {
            forecast: {
              request: "GET /v1/forecast",
              input: {
                latitude: { type: "number", minimum: -90, maximum: 90, required: true },
                daily: { type: "array", items: { type: "string" } },
              },
              output: { type: "object", properties: { latitude: { type: "number" }, daily: { type: "object" } } },
            },
            vat: { request: "GET /vat/{country}", input: { country: { type: "string" } } },
            note: {
              request: "POST /places/{id}/notes",
              input: {
                id: { type: "integer" },
                text: { type: "string", required: true },
                "X-Lang": { type: "string", in: "header" },
              },
              body: "form",
            },
            forget: { request: "DELETE /places/{id}", input: { id: { type: "integer" } }, output: "nothing" },
          },
          operations: {
            forecast: { cache: { ttl: 60_000 } },
            vat: {
              failed: (body) => (body as { userError?: string }).userError === "MS_UNAVAILABLE" && "could not ask",
            },
          },
        }),
      },
      roles: {
        anonymous: { forecast: { call: true }, vat: { call: true }, note: { call: true }, forget: { call: true } },
      },
      server: { port: 0, admin: false, store: ":memory:", logLevel: "silent" },
    }),
    {},
  );
});

afterAll(async () => {
  await serving?.server.stop();
  await upstream?.close();
});

const ask = async (rpc: string, body?: unknown) => {
  const init =
    body === undefined
      ? {}
      : { method: "POST", body: JSON.stringify(body), headers: { "content-type": "application/json" } };
  const response = await fetch(`${serving.server.addresses.api}/rpc/${rpc}`, init);
  return { status: response.status, body: await response.text() };
};

describe("calls that the configuration describes", () => {
  it("are typed, and a hundred at once are one, which is kept", async () => {
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => ask("forecast", { latitude: 52.5, daily: ["a", "b"] })),
    );
    expect(new Set(answers.map(({ body }) => body))).toEqual(
      new Set(['{"latitude":52.5,"daily":{"temperature":[1,2]}}']),
    );
    expect((await ask("forecast?latitude=52.5&daily=a,b&select=latitude")).body).toBe('{"latitude":52.5}');
    expect(upstream.asked.map(({ path }) => path)).toEqual([
      "/v1/forecast?latitude=52.5&daily=a&daily=b&appid=k-canary",
    ]);
    expect((await ask("forecast", { latitude: 91 })).status).toBe(400);
  });

  it("put each argument where it belongs", async () => {
    expect((await ask("note", { id: 7, text: "a&b", X_Lang: "de" })).body).toBe('{"ok":"text=a%26b"}');
    expect(upstream.asked.at(-1)?.headers["x-lang"]).toBe("de");
    expect((await ask("note", { id: "../1", text: "a" })).status).toBe(400);
    expect((await ask("forget", { id: 7 })).status).toBe(204);
    expect(upstream.asked.at(-1)).toMatchObject({ method: "DELETE", path: "/places/7?appid=k-canary" });
  });

  it("tell an answer of success that is a failure from one that is none", async () => {
    const answer = await ask("vat?country=DE");
    expect([answer.status, JSON.parse(answer.body)]).toMatchObject([
      502,
      { code: "ISTHMUS612", message: "world: the API could not do its work: could not ask" },
    ]);
  });
});
