// Reads, pages, entity tags and CSV.

import { describe, expect, it } from "vitest";
import type { Result } from "../../../core/index.ts";
import { object, csv, context, answer, twoRows, none } from "../testing/answer.ts";

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
