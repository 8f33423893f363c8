// Parts that are asked for by themselves: what a stream, a select and a filter say.

import { describe, expect, it } from "vitest";
import { createEventReader, type StreamEvent } from "../src/live/events.ts";
import { belongs, placeOf } from "../src/query/filters.ts";
import { namesSelected, resourcesRead } from "../src/query/touched.ts";
import { textFor } from "../src/error-text.ts";
import { shape } from "./kit/catalog.ts";

describe("a stream of events", () => {
  const whole = ":\n\ndata: [1]\n\nevent: error\r\ndata: {\r\ndata: }\r\n\r\nid: 3\ndata:x\n\ndata: unfinished";
  const wanted: StreamEvent[] = [
    { name: "message", data: "[1]" },
    { name: "error", data: "{\n}" },
    { name: "message", data: "x" },
  ];

  it.each([1, 2, 3, 7, 1000])("is read alike when it comes in pieces of %i", (size) => {
    const told: StreamEvent[] = [];
    const take = createEventReader((event) => told.push(event));
    for (let at = 0; at < whole.length; at += size) take(whole.slice(at, at + size));
    expect(told).toEqual(wanted);
  });
});

describe("what a question reads", () => {
  const read = (select: string, known: typeof shape | undefined = shape) =>
    [...resourcesRead("products", `/products?select=${encodeURIComponent(select)}`, known)].sort();

  it("is its resource and all that is embedded, by relation, alias, hint and spread", () => {
    expect(read("id,price.sum(),attributes->>colour")).toEqual(["products"]);
    expect(read("id,shelf:category(name,parent(slug)),...ratings(rating)")).toEqual([
      "categories",
      "product_ratings",
      "products",
    ]);
    expect(read("reviews!inner(customer(name)),order_items(order(id))")).toEqual([
      "customers",
      "order_items",
      "orders",
      "products",
      "reviews",
    ]);
    expect(read("categories(name)")).toEqual(["categories", "products"]);
  });

  it("is anything where relations are not known", () => {
    expect([...resourcesRead("products", "/products?select=id,category(name)", undefined)]).toEqual(["products", "*"]);
    expect(read("id", undefined)).toEqual(["products"]);
    expect(read("constructor(id),__proto__(id)")).toEqual(["*", "products"]);
  });

  it("stands in its rows by these names", () => {
    const names = (select: string) => namesSelected(`/x?select=${encodeURIComponent(select)}`);
    expect(names('id,title:name,"odd, name",a->b->>c,category(name),n:reviews(id),price.sum(),count()')).toEqual([
      "id",
      "title",
      "odd, name",
      "c",
      "category",
      "n",
      "sum",
      "count",
    ]);
    expect(names("*")).toBeUndefined();
    expect(names("id,...category(name)")).toBeUndefined();
  });
});

describe("a row", () => {
  const row = { id: 3, name: "tea, green", price: 4, gone: null, fresh: true };

  it.each([
    ["?price=lt.5&price=gte.4&id=in.(1,3)", true],
    ['?name=in.("tea, green",cup)', true],
    ["?name=eq.tea", false],
    ["?gone=is.null&fresh=is.true&name=neq.cup", true],
    ["?gone=eq.null", false],
    ["?name=like.tea*", undefined],
    ["?or=(id.eq.3,id.eq.4)", undefined],
    ["?category.name=eq.x", undefined],
    ["?name=like.tea*&id=eq.4", false],
    ["?select=id&order=id&limit=3&items.limit=1", true],
  ])("belongs into %s: %s", (query, wanted) => {
    expect(belongs(row, `/x${query}`)).toBe(wanted);
  });

  it("has a place by the order of the list", () => {
    const rows = [
      { id: 1, price: 9 },
      { id: 2, price: 5 },
      { id: 4, price: 1 },
    ];
    expect(placeOf(row, rows, "/x?order=price.desc,id.asc")).toBe(2);
    expect(placeOf(row, rows, "/x?order=id.asc")).toBe(2);
    expect(placeOf(row, rows, "/x?order=category(name).asc")).toBe(3);
    expect(placeOf(row, rows, "/x")).toBe(3);
  });
});

describe("texts for people", () => {
  it("pass on what was written for them, and nothing else", () => {
    expect(textFor({ code: "P0001", status: 400, reason: "Only 2 are left" })).toBe("Only 2 are left");
    expect(textFor({ code: "constructor", status: 400, reason: "As it is said" })).toBe("As it is said");
    expect(textFor({ code: "TOO_SHORT", status: 400, reason: "Password too short" })).toBe("Password too short");
    expect(textFor({ code: "42703", status: 400, reason: "column x does not exist" })).not.toContain("column");
    expect(textFor({ code: "ISTHMUS500", status: 500, reason: "stack" })).not.toContain("stack");
    expect(textFor({ code: "502", status: 502, reason: "<html>nginx</html>" })).not.toContain("nginx");
  });
});
