// The expectations are those of the table "Style Examples" of the OpenAPI specification 3.1.

import { describe, expect, it } from "vitest";
import type { Style } from "./binding.ts";
import { inCookie, inHeader, inPath, inQuery } from "./serialize.ts";

const list = ["blue", "black", "brown"];
const object = { R: 100, G: 200, B: 150 };
const color = (style: Style, explode: boolean) => ({ argument: "color", name: "color", style, explode });

describe("parameters in a path", () => {
  it.each([
    ["simple", false, "blue", "blue,black,brown", "R,100,G,200,B,150"],
    ["simple", true, "blue", "blue,black,brown", "R=100,G=200,B=150"],
    ["label", false, ".blue", ".blue,black,brown", ".R,100,G,200,B,150"],
    ["label", true, ".blue", ".blue.black.brown", ".R=100.G=200.B=150"],
    ["matrix", false, ";color=blue", ";color=blue,black,brown", ";color=R,100,G,200,B,150"],
    ["matrix", true, ";color=blue", ";color=blue;color=black;color=brown", ";R=100;G=200;B=150"],
  ] as const)("are written %s, explode %s", (style, explode, one, many, members) => {
    expect([
      inPath(color(style, explode), "blue"),
      inPath(color(style, explode), list),
      inPath(color(style, explode), object),
    ]).toEqual([one, many, members]);
  });

  it.each(["", ".", "..", "\u0000", "../../admin", "..\\admin", "..;/admin", "a/../admin", "a/./b", "a/.."])(
    "refuse %j, which would be another path",
    (value) => {
      expect(() => inPath(color("simple", false), value)).toThrow("color: expected a text that can stand in a path");
    },
  );

  it("encode whatever would end the segment, and half a character", () => {
    expect(inPath(color("simple", false), "a/b?c#d%\ud800")).toBe("a%2Fb%3Fc%23d%25%EF%BF%BD");
    const reserved = { ...color("simple", false), reserved: true };
    expect(inPath(reserved, "a/..b/c...?all=1")).toBe("a%2F..b%2Fc...%3Fall%3D1");
  });
});

describe("parameters in a query", () => {
  it.each([
    ["form", false, "color=blue", "color=blue,black,brown", "color=R,100,G,200,B,150"],
    ["form", true, "color=blue", "color=blue&color=black&color=brown", "R=100&G=200&B=150"],
    ["spaceDelimited", false, "color=blue", "color=blue%20black%20brown", "color=R%20100%20G%20200%20B%20150"],
    ["pipeDelimited", false, "color=blue", "color=blue%7Cblack%7Cbrown", "color=R%7C100%7CG%7C200%7CB%7C150"],
    [
      "deepObject",
      true,
      "color=blue",
      "color%5B%5D=blue&color%5B%5D=black&color%5B%5D=brown",
      "color%5BR%5D=100&color%5BG%5D=200&color%5BB%5D=150",
    ],
  ] as const)("are written %s, explode %s", (style, explode, one, many, members) => {
    expect([
      inQuery(color(style, explode), "blue"),
      inQuery(color(style, explode), list),
      inQuery(color(style, explode), object),
    ]).toEqual([one, many, members]);
  });

  it("cannot add a parameter of their own", () => {
    expect(inQuery(color("form", true), "a&admin=1#x")).toBe("color=a%26admin%3D1%23x");
    expect(inQuery(color("deepObject", true), { "a]&b=": "c" })).toBe("color%5Ba%5D%26b%3D%5D=c");
    expect(inQuery({ ...color("form", true), reserved: true }, "a/b:c&d+e")).toBe("color=a/b:c%26d%2Be");
  });

  it("are left out as an empty list, and JSON where the document says so", () => {
    expect(inQuery(color("form", true), [])).toBe("");
    expect(inQuery({ ...color("form", false), json: true }, { a: [1n] })).toBe("color=%7B%22a%22%3A%5B1%5D%7D");
  });

  it("go on within objects", () => {
    expect(inQuery(color("deepObject", true), { a: { b: 1 }, c: [2, { d: 3 }] })).toBe(
      "color%5Ba%5D%5Bb%5D=1&color%5Bc%5D%5B%5D=2&color%5Bc%5D%5B1%5D%5Bd%5D=3",
    );
  });
});

describe("parameters in headers and cookies", () => {
  it("are written as they are, and refused where they would be another header", () => {
    expect(inHeader(color("simple", false), list)).toBe("blue,black,brown");
    expect(inHeader(color("simple", true), object)).toBe("R=100,G=200,B=150");
    for (const value of ["a\r\nx: y", "a\u0000", "ключ"])
      expect(() => inHeader(color("simple", false), value)).toThrow("can stand in a header");
    expect(inCookie(color("form", false), "a; admin=1")).toBe("color=a%3B%20admin%3D1");
  });
});
