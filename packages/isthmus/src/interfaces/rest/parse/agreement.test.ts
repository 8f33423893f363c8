// Whatever a caller sends, a remembered shape gives what parsing anew gives, and nothing but Problems of the caller's
// own making are thrown.

import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Problem, type Request } from "../../../core/index.ts";
import { createParser, type Parse } from "../parse.ts";
import { restCatalog } from "../../../../test/kit/rest-catalog.ts";

const catalog = restCatalog();

/** The caller's fault, every one of them. */
const callersFault = new Set(["invalid", "missing", "conflict", "limited", "unsupported", "forbidden"]);

function request(method: string, path: string, query: string, headers: Request["headers"] = {}, body = ""): Request {
  return { id: "1", method, path, query, headers, body, base: "https://shop.example/api" };
}

function outcome(parse: Parse, asked: Request): unknown {
  try {
    const { precondition, ...intent } = parse(asked, catalog);
    return { ...intent, guard: precondition?.question };
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    expect(callersFault).toContain(thrown.category);
    const { code, category, message, details, hint, status } = thrown;
    return { code, category, message, details, hint, status };
  }
}

const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.constantFrom(
    "1",
    "0",
    "",
    "a b",
    "%",
    "%41",
    "%zz",
    "%ff",
    "+",
    "*",
    "a*",
    ".",
    "eq.1",
    "null",
    "(1,2)",
    "{a,b}",
    '"',
    "\\",
    "%00",
    "1.5",
    "é",
    "x%2Cy",
  ),
);
const operator = fc.constantFrom(
  "eq",
  "neq",
  "gt",
  "like",
  "ilike",
  "in",
  "is",
  "fts",
  "fts(english)",
  "not.eq",
  "not.in",
  "eq(any)",
  "like(all)",
  "isdistinct",
  "cs",
  "nope",
  "",
);
const value = fc.oneof(
  fc.tuple(operator, text).map(([name, rest]) => `${name}.${rest}`),
  fc.array(text, { maxLength: 4 }).map((values) => `in.(${values.join(",")})`),
  fc.constantFrom("is.null", "not.is.null", "is.true", "is.nope"),
  text,
);
const name = fc.constantFrom(
  "id",
  "name",
  "status",
  "customers.name",
  "customer.name",
  "order_items.quantity",
  "tags.label",
  "order_items",
  "a",
  "b",
  "v",
  "data->>x",
  "nosuch",
  "after",
  "limit",
  "offset",
  "order_items.limit",
  "order_items.offset",
);
const select = fc.constantFrom(
  "*",
  "id",
  "",
  "id,name",
  "*,order_items(*)",
  "id,customer:customers!orders_customer_id_fkey(name)",
  "id,tags!inner(label)",
  "...products(name)",
  "id::text,data->a->>1",
  "count()",
  "id,order_items(quantity.sum())",
  "id,(",
  "a:id,b:id",
);
const parameter = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(name, value).map(([key, rest]) => `${key}=${rest}`) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom("limit", "offset", "order_items.limit"),
        fc.oneof(fc.integer({ min: -3, max: 40 }).map(String), text),
      )
      .map(([key, rest]) => `${key}=${rest}`),
  },
  { weight: 2, arbitrary: select.map((items) => `select=${items}`) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(
      "order=id",
      "order=id.desc.nullslast,name",
      "order_items.order=id",
      "order=customer(name)",
      "order=id.up",
      "after=",
      "after=WzFd",
      "after=WzEsMl0",
      "after=!!",
    ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom("and", "or", "not.or", "order_items.or"), value, value)
      .map(([key, a, b]) => `${key}=(id.${a},not.and(id.${b},id.is.null))`),
  },
  { weight: 1, arbitrary: fc.constantFrom("columns=id,name", "on_conflict=id", "columns=nosuch", "=", "&", "x", "") },
);
const headers = fc.record(
  {
    accept: fc.constantFrom(
      "*/*",
      "text/csv",
      "application/vnd.pgrst.object+json",
      "application/json;q=0.1, text/csv",
      "text/nope",
    ),
    prefer: fc.constantFrom(
      "count=exact",
      "return=representation",
      "handling=strict, max-affected=2",
      "tx=rollback",
      "handling=strict, what",
      "resolution=merge-duplicates",
      "return=headers-only,missing=default",
    ),
    range: fc.constantFrom("0-9", "5-", "9-5", "bytes=0-1", "3-3"),
    "accept-profile": fc.constantFrom("main", "other"),
    "content-type": fc.constantFrom(
      "application/json",
      "text/csv",
      "application/x-www-form-urlencoded",
      "text/plain",
      "image/png",
    ),
    "if-none-match": fc.constantFrom('"a", W/"b"', "*"),
    "if-match": fc.constantFrom('"a"', "*"),
  },
  { requiredKeys: [] },
);
const body = fc.oneof(
  fc.constantFrom(
    "",
    "{}",
    "[]",
    '{"id":1,"name":"x"}',
    '[{"id":1},{"id":2}]',
    '[{"id":1},{"x":2}]',
    '{"id":1,"order_items":[{"id":2}]}',
    '{"__proto__":1}',
    '{"id":"\\u0000"}',
    "id,name\n1,x",
    "id=1&name=x",
    "5",
    "[[[[",
    '{"customer":{"id":1,"name":"x"}}',
    '{"name":"a","name":"b"}',
  ),
  fc.json({ maxDepth: 3 }),
  fc.string({ maxLength: 20 }),
);
const path = fc.constantFrom(
  "/orders",
  "/products",
  "/customers",
  "/order_items",
  "/tags",
  "/nosuch",
  "/rpc/add",
  "/rpc/list",
  "/rpc/many",
  "/rpc/whole",
  "/rpc/nosuch",
  "/",
  "/batch",
  "/orders/1",
  "/%6frders",
);
const method = fc.constantFrom("GET", "GET", "GET", "HEAD", "POST", "PATCH", "PUT", "DELETE", "OPTIONS", "TRACE");

const plausible = fc
  .tuple(method, path, fc.array(parameter, { maxLength: 4 }), headers, body)
  .map(([verb, place, parameters, given, rows]) => request(verb, place, parameters.join("&"), given, rows));

describe("a remembered shape", () => {
  it("gives what parsing anew gives, whatever was asked before", () => {
    const fresh = createParser({ keep: false });
    const kept = createParser();
    fc.assert(
      fc.property(fc.array(plausible, { minLength: 1, maxLength: 3 }), (asked) => {
        for (const one of [...asked, ...asked]) expect(outcome(kept, one)).toEqual(outcome(fresh, one));
      }),
      { numRuns: 3_000 },
    );
  });

  it("takes the values of each request, and no other's", () => {
    const fresh = createParser({ keep: false });
    const kept = createParser();
    fc.assert(
      fc.property(operator, text, text, fc.nat(50), fc.nat(50), (verb, one, other, limit, offset) => {
        for (const rest of [one, other]) {
          const asked = request("GET", "/orders", `status=${verb}.${rest}&limit=${limit}&offset=${offset}&order=id`);
          expect(outcome(kept, asked)).toEqual(outcome(fresh, asked));
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it("has the same statement object for the same shape, so that its plan is made once", () => {
    const kept = createParser();
    const statement = (query: string): unknown =>
      kept(request("GET", "/orders", query), catalog).questions[0]?.statement;
    expect(statement("status=eq.open&limit=5")).toBe(statement("status=eq.paid&limit=5"));
    expect(statement("status=eq.open&offset=5")).toBe(statement("status=eq.paid&offset=50"));
    expect(statement("or=(id.eq.1,id.eq.2)")).toBe(statement("or=(id.eq.3,id.eq.4)"));
    expect(statement("status=eq.open")).not.toBe(statement("status=neq.open"));
    const insert = (rows: string): unknown =>
      kept(request("POST", "/tags", "", {}, rows), catalog).questions[0]?.statement;
    expect(insert('{"id":1,"label":"a"}')).toBe(insert('{"label":"b","id":2}'));
    expect(insert('{"id":1}')).not.toBe(insert('{"id":1,"label":"a"}'));
  });

  it("belongs to one view of the catalog: what another sees does not count", () => {
    const kept = createParser();
    const asked = request("GET", "/orders", "note=eq.x");
    expect(kept(asked, catalog).questions).toHaveLength(1);
    expect(() => kept(asked, restCatalog({ hidden: ["orders.note"] }))).toThrow("column orders.note does not exist");
  });
});

describe("a hostile caller", () => {
  it("gets a Problem for any bytes in any place, and never an error of ours", () => {
    const parse = createParser();
    const bytes = fc.oneof(
      fc.string({ unit: "binary", maxLength: 40 }),
      fc
        .array(fc.nat(255), { maxLength: 20 })
        .map((list) => list.map((byte) => `%${byte.toString(16).padStart(2, "0")}`).join("")),
    );
    fc.assert(
      fc.property(
        method,
        fc.oneof(
          path,
          bytes.map((place) => `/${place}`),
        ),
        fc.array(fc.oneof(bytes, parameter), { maxLength: 4 }),
        headers,
        fc.oneof(body, bytes),
        (verb, place, parameters, given, rows) => {
          outcome(parse, request(verb, place, parameters.join("&"), given, rows));
        },
      ),
      { numRuns: 10_000 },
    );
  });

  it("cannot exhaust the stack or the clock with depth or length", () => {
    const parse = createParser();
    const deep = 20_000;
    const asked = [
      request("GET", "/orders", `select=${"order_items(".repeat(deep / 4)}`),
      request("GET", "/orders", `and=${"(and".repeat(deep / 2)}`),
      request("GET", "/orders", `or=(${"not.and(".repeat(deep / 4)}`),
      request("GET", "/orders", `id=in.(${"1,".repeat(30_000)}1)`),
      request("GET", "/orders", `${"id=eq.1&".repeat(5_000)}`),
      request("GET", "/orders", `id=eq.${"x".repeat(70_000)}`),
      request("GET", "/orders", `id${".id".repeat(deep)}=eq.1`),
      request("GET", "/orders", `select=data${"->a".repeat(deep)}`),
      request("POST", "/tags", "", {}, "[".repeat(1_000_000)),
      request("POST", "/tags", "", {}, `{"id":${"[".repeat(5_000)}${"]".repeat(5_000)}}`),
      request("POST", "/batch", "", {}, `{"operations":[${'{"method":"GET","path":"/tags"},'.repeat(500)}{}]}`),
    ];
    const start = performance.now();
    for (const one of asked) outcome(parse, one);
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  it.each(["__proto__", "constructor", "toString", "hasOwnProperty"])(
    "finds nothing behind the inherited name %s",
    (inherited) => {
      const parse = createParser();
      expect(outcome(parse, request("GET", `/${inherited}`, ""))).toMatchObject({ code: "PGRST205" });
      expect(outcome(parse, request("GET", "/orders", `${inherited}=eq.1`))).toMatchObject({ code: "42703" });
      expect(outcome(parse, request("GET", "/orders", `select=${inherited}(id)`))).toMatchObject({ code: "PGRST200" });
      expect(outcome(parse, request("POST", "/tags", "", {}, `{"${inherited}":1}`))).toMatchObject({
        code: "PGRST204",
      });
      expect(outcome(parse, request("GET", `/rpc/${inherited}`, ""))).toMatchObject({ code: "PGRST202" });
    },
  );
});
