// Calls and batches.

import { describe, expect, it } from "vitest";
import type { Result } from "../../../core/index.ts";
import type { Media, RestContext } from "../context.ts";
import { object, csv, preferences, context, answer } from "../testing/answer.ts";

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
