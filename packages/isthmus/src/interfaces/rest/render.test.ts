// What a caller is answered, for each kind of request.

import { describe, expect, it } from "vitest";
import { describedShop } from "../../../test/kit/described-shop.ts";
import type { Reply, Request, Result } from "../../core/index.ts";
import type { Media, Preferences, RestContext } from "./context.ts";
import { restSettings } from "./options.ts";
import { createRenderer } from "./render.ts";

const json: Media = { kind: "json", type: "application/json; charset=utf-8", stripNulls: false };
const object: Media = { kind: "object", type: "application/vnd.pgrst.object+json; charset=utf-8", stripNulls: false };
const csv: Media = { kind: "csv", type: "text/csv; charset=utf-8", stripNulls: false };
const preferences: Preferences = { return: "minimal", missing: "null", handling: "lenient", tx: "commit" };

const render = createRenderer(restSettings());

function context(more: Partial<RestContext> = {}): RestContext {
  return {
    action: "read",
    namespace: "public",
    profiled: false,
    target: "products",
    head: false,
    media: json,
    preferences,
    offset: 0,
    keyset: false,
    ...more,
  };
}

function request(more: Partial<Request> = {}): Request {
  return {
    id: "1",
    method: "GET",
    path: "/products",
    query: "",
    headers: {},
    body: "",
    base: "https://shop.example/api",
    ...more,
  };
}

function answer(about: RestContext, results: Result | readonly Result[], asked: Partial<Request> = {}): Reply {
  const all = Array.isArray(results) ? (results as readonly Result[]) : [results as Result];
  return render({ questions: [], transaction: "none", context: about }, all, request(asked), describedShop);
}

const twoRows: Result = { body: '[{"id":1,"price":9.90},{"id":2,"price":12345678901234567890.10}]', rows: 2 };
const none: Result = { body: "[]", rows: 0 };

describe("a read", () => {
  it("passes the source's text on as it is, with every digit", () => {
    const reply = answer(context(), twoRows);
    expect(reply).toMatchObject({ status: 200, body: twoRows.body });
    expect(reply.headers).toMatchObject({
      "content-type": "application/json; charset=utf-8",
      "content-range": "0-1/*",
      "content-location": "/api/products",
      vary: "Accept, Prefer, Range",
    });
  });

  it.each([
    { offset: 0, rows: 2, total: undefined, status: 200, range: "0-1/*" },
    { offset: 0, rows: 2, total: 2, status: 200, range: "0-1/2" },
    { offset: 4, rows: 2, total: 40, status: 206, range: "4-5/40" },
    { offset: 0, rows: 0, total: undefined, status: 200, range: "*/*" },
    { offset: 0, rows: 0, total: 0, status: 200, range: "*/0" },
    { offset: 0, rows: 0, total: 7, status: 206, range: "*/7" },
    { offset: 7, rows: 0, total: 7, status: 206, range: "*/7" },
  ])(
    "says that rows from $offset on, $rows of $total, are $range with status $status",
    ({ offset, rows, total, status, range }) => {
      const reply = answer(context({ offset }), { body: "[]", rows, ...(total === undefined ? {} : { total }) });
      expect(reply.status).toBe(status);
      expect(reply.headers["content-range"]).toBe(range);
    },
  );

  it("is refused with 416 where the offset lies behind the last row", () => {
    expect(() => answer(context({ offset: 8 }), { body: "[]", rows: 0, total: 7 })).toThrowError(
      expect.objectContaining({
        code: "PGRST103",
        status: 416,
        details: "An offset of 8 was requested, but there are only 7 rows.",
        headers: { "content-range": "*/7" },
      }),
    );
  });

  it("with HEAD has the headers of GET and no body", () => {
    const got = answer(context(), twoRows);
    const head = answer(context({ head: true }), twoRows, { method: "HEAD" });
    expect(head).toEqual({ ...got, body: null });
  });

  it.each([0, 2])("of one object is refused with 406 where there are %i rows", (rows) => {
    expect(() => answer(context({ media: object }), { body: "null", rows })).toThrowError(
      expect.objectContaining({ code: "PGRST116", status: 406, details: `The result contains ${rows} rows` }),
    );
  });

  it("of one object is answered with the object", () => {
    const reply = answer(context({ media: object }), { body: '{"id":1}', rows: 1 });
    expect(reply).toMatchObject({ status: 200, body: '{"id":1}' });
    expect(reply.headers["content-type"]).toBe("application/vnd.pgrst.object+json; charset=utf-8");
  });

  it("names the schema where several are served", () => {
    const reply = answer(context({ profiled: true }), twoRows);
    expect(reply.headers).toMatchObject({ "content-profile": "public", vary: "Accept, Prefer, Range, Accept-Profile" });
  });

  it("names the preferences that were followed", () => {
    expect(answer(context({ applied: "count=exact" }), twoRows).headers["preference-applied"]).toBe("count=exact");
  });

  it("warns of names that will not be understood much longer", () => {
    const reply = answer(context({ warning: 'Say "c" instead of "categories"' }), twoRows);
    expect(reply.headers["warning"]).toBe('299 Isthmus "Say \\"c\\" instead of \\"categories\\""');
  });

  it("has the same Content-Location for every order of its parameters", () => {
    const one = answer(context(), twoRows, { query: "b=eq.1&a=eq.2&a=lt.3" });
    const other = answer(context(), twoRows, { query: "a=eq.2&a=lt.3&b=eq.1" });
    expect(one.headers["content-location"]).toBe("/api/products?a=eq.2&a=lt.3&b=eq.1");
    expect(other.headers["content-location"]).toBe(one.headers["content-location"]);
  });

  it("makes its addresses from the root where the interface is mounted there", () => {
    expect(answer(context(), twoRows, { base: "https://shop.example" }).headers["content-location"]).toBe("/products");
    expect(answer(context(), twoRows, { base: "http://127.0.0.1:4000/" }).headers["content-location"]).toBe(
      "/products",
    );
  });
});

describe("pages behind a cursor", () => {
  const keyset = context({ keyset: true, nextPath: "/products?order=id&limit=2" });

  it("say where the next one begins", () => {
    const reply = answer(keyset, { ...twoRows, cursor: '["Zürich",2]' });
    const token = reply.headers["next-cursor"] as string;
    expect(Buffer.from(token, "base64url").toString("utf8")).toBe('["Zürich",2]');
    expect(reply.headers["link"]).toBe(
      `<https://shop.example/api/products?order=id&limit=2&after=${token}>; rel="next"`,
    );
  });

  it("do not pretend to know how many rows came before", () => {
    expect(answer(keyset, { ...twoRows, total: 9 })).toMatchObject({
      status: 206,
      headers: { "content-range": "*/9" },
    });
    expect(answer(keyset, twoRows)).toMatchObject({ status: 200, headers: { "content-range": "*/*" } });
  });

  it("say nothing of a next one on the last", () => {
    const { headers } = answer(keyset, twoRows);
    expect(headers).not.toHaveProperty("link");
    expect(headers).not.toHaveProperty("next-cursor");
  });
});

describe("entity tags", () => {
  const tag = answer(context(), twoRows).headers["etag"] as string;

  it("are the same for the same body and differ for another", () => {
    expect(answer(context(), { ...twoRows }).headers["etag"]).toBe(tag);
    expect(answer(context(), none).headers["etag"]).not.toBe(tag);
  });

  it.each([
    ["the tag", (held: string) => held],
    ["its weak form", (held: string) => `W/${held}`],
    ["any", () => "*"],
  ])("are answered with 304 and no body to a caller who holds %s", (_what, held) => {
    const reply = answer(context({ ifNoneMatch: ['"other"', held(tag)] }), twoRows);
    expect(reply).toMatchObject({ status: 304, body: null, headers: { etag: tag, vary: "Accept, Prefer, Range" } });
    expect(reply.headers).not.toHaveProperty("content-type");
  });

  it("are answered with the body to a caller who holds another", () => {
    expect(answer(context({ ifNoneMatch: ['"other"'] }), twoRows)).toMatchObject({ status: 200, body: twoRows.body });
  });

  it("are left out of long answers, unless the caller asks by one", () => {
    const long: Result = { body: JSON.stringify(["x".repeat(70_000)]), rows: 1 };
    expect(answer(context(), long).headers).not.toHaveProperty("etag");
    expect(answer(context({ ifNoneMatch: ['"other"'] }), long).headers).toHaveProperty("etag");
  });
});

describe("CSV", () => {
  it("has the names, then a line for each row, and every digit", () => {
    const reply = answer(context({ media: csv, columns: ["id", "price"] }), twoRows);
    expect(reply.headers["content-type"]).toBe("text/csv; charset=utf-8");
    expect(reply.body).toBe("id,price\n1,9.90\n2,12345678901234567890.10");
  });
});

describe("an insert", () => {
  const insert = (more: Partial<Preferences> = {}, rest: Partial<RestContext> = {}): RestContext =>
    context({ action: "insert", preferences: { ...preferences, ...more }, ...rest });

  it("is answered 201 without a body", () => {
    const reply = answer(insert(), { body: null, rows: 3 }, { method: "POST" });
    expect(reply).toMatchObject({ status: 201, body: null, headers: { "content-range": "*/*" } });
    expect(reply.headers).not.toHaveProperty("content-type");
  });

  it("counts its rows for a caller who asks to", () => {
    expect(answer(insert({ count: "exact" }), { body: null, rows: 3 }).headers["content-range"]).toBe("*/3");
    expect(answer(insert({ count: "planned" }), { body: null, rows: 3 }).headers["content-range"]).toBe("*/*");
  });

  it("is answered with its rows where they were asked for", () => {
    const reply = answer(insert({ return: "representation" }), twoRows);
    expect(reply).toMatchObject({
      status: 201,
      body: twoRows.body,
      headers: { "content-type": "application/json; charset=utf-8" },
    });
  });

  it("says where the new record lies, with every character that would end the address encoded", () => {
    const headersOnly = insert({ return: "headers-only" }, { located: ["id", "na&me", "region"] });
    const reply = answer(headersOnly, { body: null, rows: 1, located: ["7", "a b/ü&c=(d)'*", null] });
    expect(reply.headers["location"]).toBe(
      "/api/products?id=eq.7&na%26me=eq.a%20b%2F%C3%BC%26c%3D%28d%29%27%2A&region=is.null",
    );
  });

  it("that merged all its rows with what was there is answered 200, and with one new row 201", () => {
    const merge = insert({ resolution: "merge-duplicates" });
    expect(answer(merge, { body: null, rows: 2, inserted: 0 }).status).toBe(200);
    expect(answer(merge, { body: null, rows: 2, inserted: 1 }).status).toBe(201);
    expect(answer(insert({ resolution: "ignore-duplicates" }), { body: null, rows: 0, inserted: 0 }).status).toBe(201);
  });
});

describe("a PUT", () => {
  const put = (more: Partial<Preferences> = {}): RestContext =>
    context({ action: "put", preferences: { ...preferences, ...more } });

  it("is answered 204 without the record", () => {
    const reply = answer(put(), { body: null, rows: 1, inserted: 1 });
    expect(reply).toMatchObject({ status: 204, body: null });
    expect(reply.headers).not.toHaveProperty("content-range");
  });

  it("with the record is answered 201 where it is new and 200 where it was there", () => {
    expect(answer(put({ return: "representation" }), { body: "[{}]", rows: 1, inserted: 1 }).status).toBe(201);
    expect(answer(put({ return: "representation" }), { body: "[{}]", rows: 1, inserted: 0 }).status).toBe(200);
  });
});

describe("an update and a delete", () => {
  it.each([
    { action: "update" as const, rows: 2, count: undefined, range: "0-1/*" },
    { action: "update" as const, rows: 2, count: "exact" as const, range: "0-1/2" },
    { action: "update" as const, rows: 0, count: undefined, range: "*/*" },
    { action: "update" as const, rows: 0, count: "exact" as const, range: "*/0" },
    { action: "delete" as const, rows: 2, count: undefined, range: "*/*" },
    { action: "delete" as const, rows: 2, count: "exact" as const, range: "*/2" },
  ])("a $action of $rows rows with count=$count says $range", ({ action, rows, count, range }) => {
    const asked = { ...preferences, ...(count === undefined ? {} : { count }) };
    expect(answer(context({ action, preferences: asked }), { body: null, rows })).toMatchObject({
      status: 204,
      body: null,
      headers: { "content-range": range },
    });
  });

  it("are answered 200 with the rows where they were asked for", () => {
    const asked = { ...preferences, return: "representation" as const };
    expect(answer(context({ action: "delete", preferences: asked }), twoRows)).toMatchObject({
      status: 200,
      body: twoRows.body,
    });
  });
});

describe("a call", () => {
  const call = (more: Partial<RestContext> = {}): RestContext =>
    context({ action: "call", target: "add", scalar: true, ...more });

  it("is answered with the function's value, SQL's null being JSON's", () => {
    expect(answer(call(), { body: "3", rows: 1 }, { method: "POST" })).toMatchObject({ status: 200, body: "3" });
    expect(answer(call(), { body: null, rows: 1 }, { method: "POST" })).toMatchObject({ status: 200, body: "null" });
  });

  it("of a function that returns nothing is answered 204", () => {
    const reply = answer(call({ returnsVoid: true }), { body: null, rows: 1 }, { method: "POST" });
    expect(reply).toMatchObject({ status: 204, body: null });
    expect(reply.headers).not.toHaveProperty("content-type");
  });

  it("is tagged for GET and not for POST", () => {
    expect(answer(call(), { body: "3", rows: 1 }).headers).toHaveProperty("etag");
    expect(answer(call(), { body: "3", rows: 1 }, { method: "POST" }).headers).not.toHaveProperty("etag");
  });

  it("gives texts and bytes as they are to a caller who wants no JSON", () => {
    const text: Media = { kind: "text", type: "text/plain; charset=utf-8", stripNulls: false };
    const bytes: Media = { kind: "bytes", type: "application/octet-stream", stripNulls: false };
    expect(answer(call({ media: text }), { body: '"a \\"b\\"\\n"', rows: 1 }).body).toBe('a "b"\n');
    expect(answer(call({ media: text }), { body: "null", rows: 1 }).body).toBe("");
    expect(answer(call({ media: bytes }), { body: '"\\\\x00ff"', rows: 1 }).body).toEqual(Buffer.from([0, 255]));
  });

  it("follows the headers and the status the function has set", () => {
    const reply = answer(call(), {
      body: "3",
      rows: 1,
      status: 202,
      headers: [
        ["Content-Type", "text/x-mine"],
        ["Set-Cookie", "a=1"],
        ["set-cookie", "b=2"],
      ],
    });
    expect(reply).toMatchObject({
      status: 202,
      body: "3",
      headers: { "content-type": "text/x-mine", "set-cookie": ["a=1", "b=2"] },
    });
  });

  it("lets no function end a header early or tell the length of the body", () => {
    const reply = answer(call(), {
      body: "3",
      rows: 1,
      headers: [
        ["X-A", "b\r\nSet-Cookie: c=d"],
        ["Content-Length", "1"],
        ["Transfer-Encoding", "chunked"],
      ],
    });
    expect(reply.headers).toMatchObject({ "x-a": "b%0D%0ASet-Cookie: c=d" });
    expect(reply.headers).not.toHaveProperty("content-length");
    expect(reply.headers).not.toHaveProperty("transfer-encoding");
  });

  it("is refused where the function has set what cannot be sent", () => {
    expect(() => answer(call(), { body: "3", rows: 1, headers: [["X A", "b"]] })).toThrowError(
      expect.objectContaining({ code: "PGRST111" }),
    );
    expect(() => answer(call(), { body: "3", rows: 1, status: 99 })).toThrowError(
      expect.objectContaining({ code: "PGRST112" }),
    );
  });
});

describe("a batch", () => {
  it("holds the answer of every part in order, its JSON untouched", () => {
    const parts = [
      {
        context: context({ action: "insert", preferences: { ...preferences, return: "representation" } }),
        statements: 2,
      },
      { context: context({ action: "delete" }), statements: 1 },
      { context: context({ media: csv, columns: ["id"] }), statements: 1 },
      { context: context({ media: object }), statements: 1 },
    ];
    const results: readonly Result[] = [
      { body: '[{"n":1.10}]', rows: 1 },
      { body: '[{"n":1.10,"of":[]}]', rows: 1 },
      { body: null, rows: 1 },
      { body: '[{"id":1}]', rows: 1 },
      { body: "[]", rows: 0 },
    ];
    const reply = answer(context({ action: "batch", parts }), results, { method: "POST" });
    expect(reply).toMatchObject({ status: 200, headers: { "content-type": "application/json; charset=utf-8" } });
    expect(reply.body).toContain('"body":[{"n":1.10,"of":[]}]');
    const { results: told } = JSON.parse(reply.body as string) as {
      results: readonly { status: number; body: unknown }[];
    };
    expect(told.map(({ status }) => status)).toEqual([201, 204, 200, 406]);
    expect(told[1]?.body).toBeNull();
    expect(told[2]?.body).toBe("id\n1");
    expect(told[3]?.body).toMatchObject({ code: "PGRST116" });
  });
});

describe("the document and OPTIONS", () => {
  it("the document is the OpenAPI text, tagged", () => {
    const openapi: Media = { kind: "openapi", type: "application/openapi+json; charset=utf-8", stripNulls: false };
    const { target: _, ...rest } = context({ action: "document", media: openapi });
    const reply = answer(rest, []);
    expect(reply.headers).toMatchObject({
      "content-type": "application/openapi+json; charset=utf-8",
      etag: expect.any(String),
    });
    expect(JSON.parse(reply.body as string)).toMatchObject({ openapi: "3.1.0" });
    expect(answer({ ...rest, ifNoneMatch: [reply.headers["etag"] as string] }, []).status).toBe(304);
  });

  it("OPTIONS names the methods", () => {
    const reply = answer(context({ action: "options", allow: ["OPTIONS", "GET", "HEAD"] }), [], { method: "OPTIONS" });
    expect(reply).toMatchObject({ status: 200, body: null, headers: { allow: "OPTIONS,GET,HEAD" } });
  });
});

describe("hostile names and values", () => {
  const target = '<script>alert("x")</script>';

  it("never put a line break, a quote or anything but ASCII into a header", () => {
    const about = context({
      target,
      applied: "timezone=a\r\nx: y",
      warning: 'ü\r\n"',
      namespace: "s\nö",
      profiled: true,
      keyset: true,
      nextPath: '/p?a="<>\r\n',
    });
    const reply = answer(about, { ...twoRows, cursor: "[1]" }, { query: 'b=\r\nx:1&a=>"ü' });
    for (const value of Object.values(reply.headers)) expect(value).toMatch(/^[\x20-\x7e]*$/);
    expect(reply.headers["content-location"]).toBe(
      "/api/%3Cscript%3Ealert%28%22x%22%29%3C%2Fscript%3E?a=%3E%22%C3%BC&b=%0D%0Ax:1",
    );
    expect(reply.headers["link"]).toBe(`<https://shop.example/api/p?a=%22%3C%3E%0D%0A&after=WzFd>; rel="next"`);
  });
});
