// What a write is answered.

import { describe, expect, it } from "vitest";
import type { Preferences, RestContext } from "../context.ts";
import { preferences, context, answer, twoRows } from "../testing/answer.ts";

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
