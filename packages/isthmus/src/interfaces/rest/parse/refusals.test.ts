// How each wrong request is refused.

import { describe, expect, it } from "vitest";
import { ask, refusal, type Headers, catalog } from "../testing/ask.ts";

describe("refusals", () => {
  it.each<[string, string, string | null]>([
    [
      "GET /orders?id=0",
      '"failed to parse filter (0)" (line 1, column 1)',
      'unexpected "0" expecting "not" or operator (eq, gt, ...)',
    ],
    [
      "GET /orders?id=noop.1",
      '"failed to parse filter (noop.1)" (line 1, column 1)',
      'unexpected "o" expecting "not" or operator (eq, gt, ...)',
    ],
    ["GET /orders?id=in.1", '"failed to parse filter (in.1)" (line 1, column 4)', 'unexpected "1" expecting "("'],
    [
      "GET /orders?id=eq().1",
      '"failed to parse filter (eq().1)" (line 1, column 4)',
      'unexpected ")" expecting operator (eq, gt, ...)',
    ],
    [
      "GET /orders?or=()",
      '"failed to parse logic tree (())" (line 1, column 4)',
      'unexpected ")" expecting field name (* or [a..z0..9_$]), negation operator (not) or logic operator (and, or)',
    ],
    [
      "GET /orders?order=id.asc.nullslasttt",
      '"failed to parse order (id.asc.nullslasttt)" (line 1, column 17)',
      `unexpected 't' expecting "," or end of input`,
    ],
    [
      "GET /orders?order=id.smth34",
      '"failed to parse order (id.smth34)" (line 1, column 4)',
      'unexpected "s" expecting "asc", "desc", "nullsfirst" or "nullslast"',
    ],
    [
      "GET /orders?select=data->>--34",
      '"failed to parse select parameter (data->>--34)" (line 1, column 9)',
      'unexpected "-" expecting digit',
    ],
    [
      "POST /orders?columns=",
      '"failed to parse columns parameter ()" (line 1, column 1)',
      "unexpected end of input expecting field name (* or [a..z0..9_$])",
    ],
  ])("%s is refused where its grammar breaks", (line, message, details) => {
    expect(refusal(line, {}, "{}")).toMatchObject({ code: "PGRST100", message, details });
  });

  it.each<[string, string, number | undefined, string]>([
    ["GET /nosuch", "PGRST205", undefined, "Could not find the table 'main.nosuch' in the schema cache"],
    ["GET /orders?nosuch=eq.1", "42703", undefined, "column orders.nosuch does not exist"],
    ["GET /orders?select=nosuch", "42703", undefined, "column orders.nosuch does not exist"],
    ["GET /orders?order=nosuch", "42703", undefined, "column orders.nosuch does not exist"],
    ["GET /orders?select=order_items(nosuch)", "42703", undefined, "column order_items_1.nosuch does not exist"],
    ["GET /orders?select=id::nosuch", "42704", undefined, 'type "nosuch" does not exist'],
    ["GET /orders?id=fts(klingon).x", "42704", undefined, 'text search configuration "klingon" does not exist'],
    [
      "GET /orders?select=nosuch(id)",
      "PGRST200",
      undefined,
      "Could not find a relationship between 'orders' and 'nosuch' in the schema cache",
    ],
    [
      "GET /orders?select=customers(id)",
      "PGRST201",
      300,
      "Could not embed because more than one relationship was found for 'orders' and 'customers'",
    ],
    [
      "GET /orders?order_items.id=eq.1",
      "PGRST108",
      undefined,
      "'order_items' is not an embedded resource in this request",
    ],
    [
      "GET /orders?select=id,order_items(id)&order=order_items(id)",
      "PGRST118",
      undefined,
      "A related order on 'order_items' is not possible",
    ],
    ["GET /orders?limit=-1", "PGRST103", 416, "Requested range not satisfiable"],
    ["GET /orders?select=order_items(id)&order_items.limit=-1", "2201W", undefined, "LIMIT must not be negative"],
    ["GET /orders?after=WzFd&order=total", "ISTHMUS111", undefined, "The cursor does not belong to this request"],
    ["GET /orders?id=eq.%00", "22021", undefined, 'invalid byte sequence for encoding "UTF8": 0x00'],
    ["GET /orders?id=eq.%ff", "PGRST100", undefined, "The path or query is not percent-encoded UTF-8"],
    ["GET /orders?id=eq(any).1", "22P02", undefined, 'malformed array literal: "1"'],
    ["GET /a/b", "PGRST125", undefined, "Invalid path specified in request URL"],
    ["TRACE /orders", "PGRST117", 405, "Unsupported HTTP method: TRACE"],
    ["DELETE /rpc/add", "PGRST101", 405, "Cannot use the DELETE method on RPC"],
    ["GET /rpc/add?a=1", "PGRST202", undefined, "Could not find the function main.add(a) in the schema cache"],
    [
      "GET /rpc/greetin",
      "PGRST202",
      undefined,
      "Could not find the function main.greetin without parameters in the schema cache",
    ],
    ["PUT /tags?id=eq.1&limit=1", "PGRST114", undefined, "limit/offset querystring parameters are not allowed for PUT"],
    [
      "PUT /tags?label=eq.1",
      "PGRST105",
      405,
      "Filters must include all and only primary key columns with 'eq' operators",
    ],
    ["PUT /tags?id=eq.2", "PGRST115", undefined, "Payload values do not match URL in primary key column(s)"],
    [
      "POST /tags?columns=nosuch",
      "PGRST204",
      undefined,
      "Could not find the 'nosuch' column of 'tags' in the schema cache",
    ],
  ])("%s: %s", (line, code, status, message) => {
    expect(refusal(line, {}, '{"id":1}')).toMatchObject({ code, status, message });
  });

  it.each<[string, Headers, string]>([
    ['{"id":1', {}, "Empty or invalid json"],
    ["", {}, "Empty or invalid json"],
    ['[{"id":1},{"label":"x"}]', {}, "All object keys must match"],
    ["[1]", {}, "All object keys must match"],
    ["id,label\n1", { "content-type": "text/csv" }, "All lines must have same number of fields"],
    ["x", { "content-type": "image/png" }, "Content-Type not acceptable: image/png"],
  ])("the body %s %o: %s", (body, headers, message) => {
    expect(refusal("POST /tags", headers, body)).toMatchObject({ code: "PGRST102", message });
  });

  it("a NUL in a body, however it is written, and its look-alike is let through", () => {
    expect(refusal("POST /tags", {}, '{"label":"\\u0000"}').code).toBe("22P05");
    expect(ask("POST /tags", {}, '{"label":"\\\\u0000"}').questions).toHaveLength(1);
  });

  it("media types nobody can give, and preferences a strict caller has wrong", () => {
    expect(refusal("GET /tags", { accept: "text/plain, image/png" })).toMatchObject({
      code: "PGRST107",
      status: 406,
      message: "None of these media types are available: text/plain, image/png",
    });
    expect(refusal("GET /tags", { prefer: "handling=strict, what, count=exact" })).toMatchObject({
      code: "PGRST122",
      details: "Invalid preferences: what",
    });
    expect(refusal("GET /tags", { "accept-profile": "nosuch" })).toMatchObject({
      code: "PGRST106",
      status: 406,
      hint: "Only the following schemas are exposed: main",
    });
  });

  it("hints name only what the caller may see", () => {
    expect(refusal("GET /order").hint).toBe("Perhaps you meant the table 'main.orders'");
    expect(refusal("GET /orders?select=order_item(id)").hint).toBe(
      "Perhaps you meant 'order_items' instead of 'order_item'.",
    );
    expect(refusal("GET /rpc/ad?a=1&b=2").hint).toBeNull();
    expect(refusal("GET /rpc/greetin").hint).toBe("Perhaps you meant to call the function main.greeting");
    const resources = new Map([...catalog.resources].filter(([id]) => id !== "orders"));
    expect(refusal("GET /order", {}, "", { ...catalog, resources }).hint).toBeNull();
  });

  it("ambiguity says what there is to choose from", () => {
    expect(refusal("GET /orders?select=customers(id)")).toMatchObject({
      hint: expect.stringMatching(
        /^Try changing 'customers' to one of the following: 'customers!orders_\w+_fkey', 'customers!orders_\w+_fkey'\. Find the desired relationship in the 'details' key\.$/,
      ) as unknown,
      details: expect.arrayContaining([
        {
          cardinality: "many-to-one",
          embedding: "orders with customers",
          relationship: "orders_customer_id_fkey using orders(customer_id) and customers(id)",
        },
      ]) as unknown,
    });
  });
});
