// What REST offers on PostgreSQL alone: spellings of domains, functions that return records, media types of functions.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Principal } from "../../src/core/index.ts";
import { openEngine, type Asked, type OpenEngine } from "../kit/open-engine.ts";

const schema = `
create domain color as int;
create function color_shown(color) returns json language sql immutable as $$ select to_json('#' || lpad(upper(to_hex($1)), 6, '0')) $$;
create function color_read(text) returns color language sql immutable as $$ select ('x' || lpad(ltrim($1, '#'), 8, '0'))::bit(32)::int::color $$;
create function color_read(json) returns color language sql immutable as $$ select color_read($1 #>> '{}') $$;
create cast (color as json) with function color_shown(color) as implicit;
create cast (text as color) with function color_read(text) as implicit;
create cast (json as color) with function color_read(json) as implicit;
create table labels (id int primary key, color color, plain int);
insert into labels values (1, 255, 255), (2, 16711680, 16711680), (3, null, null);
create function some_record() returns record language sql stable as $$ select 1 as one, 'x'::text as two $$;
create function some_records(given int) returns setof record language sql stable as $$ select id, plain from labels where id <= given order by id $$;
create domain "text/html" as text;
create domain "image/png" as bytea;
create domain "*/*" as bytea;
create function page() returns "text/html" language sql stable as $$ select '<p>"hi"</p>' $$;
create function picture() returns "image/png" language sql stable as $$ select '\\x89504e47'::bytea $$;
create function anything() returns "*/*" language sql stable as $$ select convert_to('any', 'utf8') $$;
create function answer() returns int language sql stable as $$ select 42 $$;
`;
const everyone: Principal = { kind: "user", id: "1", roles: ["everyone"], claims: {} };

let opened: OpenEngine;
beforeAll(async () => {
  opened = await openEngine("postgres", schema, {
    everyone: { "*": { read: { aggregate: true }, insert: true, update: true, delete: true, call: true } },
  });
});
afterAll(() => opened.close());

async function ask(target: string, asked: Asked = {}) {
  const { status, headers, body } = await opened.ask(target, everyone, asked);
  return { status, headers, body: body === null ? null : Buffer.isBuffer(body) ? body.toString("latin1") : body };
}

async function rows(target: string, asked: Asked = {}): Promise<unknown> {
  const { status, body } = await ask(target, asked);
  expect({ status, body }).toMatchObject({ status: asked.method === "POST" && !target.startsWith("/rpc") ? 201 : 200 });
  return JSON.parse(body ?? "null");
}

describe("a domain with casts of its own", () => {
  it("is answered as its cast to json says, cast on top of that, and beside an alias", async () => {
    expect(await rows("/labels?select=color,c:color::text,plain&id=eq.1")).toEqual([
      { color: "#0000FF", c: '"#0000FF"', plain: 255 },
    ]);
    expect(await rows("/labels?id=eq.2")).toEqual([{ id: 2, color: "#FF0000", plain: 16711680 }]);
  });

  it("is compared with texts in its own spelling, one or several", async () => {
    expect(await rows("/labels?select=id&color=eq.0000FF")).toEqual([{ id: 1 }]);
    expect(await rows("/labels?select=id&color=in.(0000FF,FF0000)&order=id")).toEqual([{ id: 1 }, { id: 2 }]);
    expect(await rows("/labels?select=id&color=not.in.(0000FF)")).toEqual([{ id: 2 }]);
    expect(await rows("/labels?select=id&color=is.null")).toEqual([{ id: 3 }]);
  });

  it("is written in its own spelling, by inserts, updates and bulk updates", async () => {
    const returned = { Prefer: "return=representation" };
    const write = (method: string, target: string, given: unknown) =>
      rows(target, { method, headers: returned, body: JSON.stringify(given) });
    expect(await write("POST", "/labels?select=color,plain", { id: 9, color: "#00FF00", plain: 3 })).toEqual([
      { color: "#00FF00", plain: 3 },
    ]);
    expect(await write("PATCH", "/labels?id=eq.9&select=color", { color: "#00FFFF" })).toEqual([{ color: "#00FFFF" }]);
    expect(await write("PATCH", "/labels?select=color", [{ id: 9, color: "#00AAAA" }])).toEqual([{ color: "#00AAAA" }]);
    await ask("/labels?id=eq.9", { method: "DELETE" });
  });
});

describe("functions", () => {
  it("may return records that nobody has declared", async () => {
    expect(await rows("/rpc/some_record")).toEqual({ one: 1, two: "x" });
    expect(await rows("/rpc/some_records", { method: "POST", body: '{"given":2}' })).toEqual([
      { id: 1, plain: 255 },
      { id: 2, plain: 16711680 },
    ]);
  });

  it("tell how many values they gave when the count is asked for", async () => {
    const { headers } = await ask("/rpc/answer", { headers: { Prefer: "count=exact" } });
    expect(headers["content-range"]).toBe("0-0/1");
  });
});

describe("functions that return a domain named like a media type", () => {
  const accept = (Accept: string): Asked => ({ headers: { Accept } });

  it("give the document as it is to whoever accepts its type, or says nothing", async () => {
    for (const asked of [{}, accept("*/*"), accept("text/html"), accept("image/webp, text/html;q=0.5")]) {
      const { headers, body } = await ask("/rpc/page", asked);
      expect([headers["content-type"], body]).toEqual(["text/html", '<p>"hi"</p>']);
    }
    const { headers, body } = await ask("/rpc/picture", accept("image/png"));
    expect([headers["content-type"], body]).toEqual(["image/png", "\x89PNG"]);
  });

  it("give JSON to whoever accepts that, and nothing to others", async () => {
    expect(await rows("/rpc/page", accept("application/json"))).toBe('<p>"hi"</p>');
    expect((await ask("/rpc/page", accept("text/plain"))).status).toBe(406);
    expect((await ask("/rpc/picture", accept("text/html"))).status).toBe(406);
  });

  it("give bytes for any type where the domain is named */*", async () => {
    const { headers, body } = await ask("/rpc/anything", accept("app/bingo"));
    expect([headers["content-type"], body]).toEqual(["application/octet-stream", "any"]);
  });
});
