import { describe, expect, it } from "vitest";
import { nextLink } from "./link.ts";
import { type AnsweredPage, nextPage, PageFault } from "./next-page.ts";

const answer = (more: Partial<AnsweredPage>): AnsweredPage => ({
  body: {},
  headers: {},
  rows: [{ id: 1 }, { id: 2 }],
  address: "https://api.example/v1/things?x=1",
  mark: undefined,
  ...more,
});
const two = { size: 2 };
const sized = { size: { argument: "limit", most: 2 } };

describe("the page behind an answer", () => {
  it("goes by number until one is not full, by number or by rows left out", () => {
    const number = { kind: "number", argument: "page", ...sized } as const;
    expect(nextPage(number, answer(two))).toEqual({ kind: "argument", text: "2" });
    expect(nextPage(number, answer({ ...two, mark: { kind: "argument", text: "7" } }))?.text).toBe("8");
    expect(nextPage({ ...number, first: 0 }, answer(two))?.text).toBe("1");
    expect(nextPage(number, answer({ ...two, rows: [{ id: 1 }] }))).toBeUndefined();
    // Without a size that was asked for nobody knows how many are a full page.
    expect(nextPage(number, answer({ rows: [{ id: 1 }] }))?.text).toBe("2");
    expect(nextPage(number, answer({ rows: [] }))).toBeUndefined();
    const offset = { kind: "offset", argument: "skip", more: "meta.more" } as const;
    expect(nextPage(offset, answer({ body: { meta: { more: true } } }))?.text).toBe("2");
    expect(nextPage(offset, answer({ body: { meta: { more: false } } }))).toBeUndefined();
    expect(nextPage(offset, answer({ body: JSON.parse('{"__proto__":{"more":true}}') }))).toBeUndefined();
  });

  it("goes by what the answer gives, or by the last row's key", () => {
    const cursor = { kind: "cursor", argument: "after", next: "next" } as const;
    expect(nextPage(cursor, answer({ body: { next: "abc" } }))?.text).toBe("abc");
    expect(nextPage(cursor, answer({ body: { next: 9_007_199_254_740_993n } }))?.text).toBe("9007199254740993");
    for (const next of [null, "", undefined, {}, ["a"]])
      expect(nextPage(cursor, answer({ body: { next } }))).toBeUndefined();
    const key = { kind: "cursor", argument: "after", more: "more" } as const;
    expect(nextPage(key, answer({ body: { more: true }, lastKey: "2" }))?.text).toBe("2");
    expect(nextPage(key, answer({ body: { more: false }, lastKey: "2" }))).toBeUndefined();
  });

  it("is missed where the answer promises one and does not say where", () => {
    const cursor = { kind: "cursor", argument: "after", next: "next", more: "more" } as const;
    expect(() => nextPage(cursor, answer({ body: { more: true } }))).toThrow(PageFault);
    expect(() => nextPage({ kind: "cursor", argument: "after" }, answer({}))).toThrow(PageFault);
  });

  it.each([
    "https://evil.example/v1/things",
    "//evil.example/x",
    "http://api.example/v1",
    "https://u:p@api.example/",
    "https://api.example:444/",
  ])("is never at another host: %s", (next) => {
    expect(() => nextPage({ kind: "address", next: "next" }, answer({ body: { next } }))).toThrow(PageFault);
    expect(() => nextPage({ kind: "link" }, answer({ headers: { link: `<${next}>; rel="next"` } }))).toThrow(PageFault);
  });

  it("may be at an address that begins where the answer's does", () => {
    const next = (text: unknown) =>
      nextPage({ kind: "address", next: "links.next" }, answer({ body: { links: { next: text } } }));
    expect(next("?page=2")?.text).toBe("https://api.example/v1/things?page=2");
    expect(next("/v1/things?page=2#x")?.text).toBe("https://api.example/v1/things?page=2");
    expect(next(null)).toBeUndefined();
  });
});

describe("the header Link", () => {
  it.each([
    ['<https://a/?p=2>; rel="next", <https://a/?p=9>; rel="last"', "https://a/?p=2"],
    ['<https://a/?p=1>; rel="prev"; title="a, <b>; rel=next", <https://a/?p=3,4>; rel=next', "https://a/?p=3,4"],
    ['<https://a/?p=2>; REL="last next"', "https://a/?p=2"],
    ['<https://a/?p=2>; rel="nextish"', undefined],
    ["nonsense", undefined],
    ["", undefined],
  ])("%s", (header, next) => expect(nextLink(header)).toBe(next));

  it("is read in no time, whatever it is", () => {
    expect(nextLink('<a>; rel="'.repeat(100_000))).toBeUndefined();
    expect(nextLink(", ".repeat(500_000))).toBeUndefined();
    expect(nextLink("<".repeat(500_000))).toBeUndefined();
  });
});
