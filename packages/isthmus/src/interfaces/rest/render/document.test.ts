// The document, OPTIONS, and names and values that nobody meant well by.

import { describe, expect, it } from "vitest";
import type { Media } from "../context.ts";
import { context, answer, twoRows } from "../testing/answer.ts";

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
