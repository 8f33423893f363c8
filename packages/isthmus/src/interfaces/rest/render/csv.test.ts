import { describe, expect, it } from "vitest";
import { csv } from "./csv.ts";

describe("CSV from JSON text", () => {
  it("quotes what a reader would otherwise take apart, and doubles quotes", () => {
    const body = JSON.stringify([
      { a: "plain", b: 'say "hi", twice', c: "two\nlines", d: "", e: null, f: "back\\slash" },
    ]);
    expect(csv(body)).toBe('a,b,c,d,e,f\nplain,"say ""hi"", twice","two\nlines","",,"back\\slash"');
  });

  it("prints truth as PostgreSQL does, and objects and arrays as their JSON text", () => {
    expect(csv('[{"a":true,"b":false,"c":[1,2.50],"d":{"x":"}"}}]')).toBe('a,b,c,d\nt,f,"[1,2.50]","{""x"":""}""}"');
  });

  it("keeps numbers as they are written, however long", () => {
    expect(csv('[{"a":0.10000000000000000001,"b":-1e400,"c":9007199254740993}]')).toBe(
      "a,b,c\n0.10000000000000000001,-1e400,9007199254740993",
    );
  });

  it("reads text with blanks and escapes between and within its values", () => {
    expect(csv('[ { "a\\u00e9" : "x\\u2028y" , "b" : 1 } ,\n {"b":2} ]')).toBe('aé,b\n"x\u2028y",1\n,2');
  });

  it("has the names alone where there are no rows", () => {
    expect(csv("[]", ["id", "a name"])).toBe('id,"a name"\n');
  });

  it("puts values under their names, whatever order a row has them in", () => {
    expect(csv('[{"b":1,"a":2},{"a":3,"__proto__":4}]', ["a", "b", "__proto__"])).toBe("a,b,__proto__\n2,1,\n3,,4");
  });

  it("takes one object as one row, and bare values as one column", () => {
    expect(csv('{"a":1}')).toBe("a\n1");
    expect(csv('["x",2,null]', ["value"])).toBe("value\nx\n2\n");
    expect(csv("3")).toBe("value\n3");
  });
});
