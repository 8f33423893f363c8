import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fitsFormat } from "./formats.ts";
import { compilePattern } from "./pattern.ts";

const piece = fc.constantFrom("a", "b", "[ab]", "[^a]", "\\d", "\\w", ".", "(?:ab|b)", "(a|b|)", "[a-c]", "\\.", "1");
const repeat = fc.constantFrom("", "", "*", "+", "?", "{2}", "{1,3}", "{0,}", "*?");
const expression = fc
  .array(fc.tuple(piece, repeat), { minLength: 1, maxLength: 5 })
  .map((parts) => parts.map((part) => part.join("")).join(""));
const text = fc.string({ unit: fc.constantFrom("a", "b", "c", "1", ".", "\n"), maxLength: 8 });

describe("a pattern", () => {
  it("fits what the language's own expressions fit, as a whole", () => {
    fc.assert(
      fc.property(
        fc.tuple(expression, expression),
        fc.array(text, { minLength: 10, maxLength: 20 }),
        ([a, b], texts) => {
          const source = `${a}|${b}`;
          const own = new RegExp(`^(?:${source})$`, "u");
          const ours = compilePattern(source);
          for (const one of texts) expect([source, one, ours.test(one)]).toEqual([source, one, own.test(one)]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it.each([
    ["(a+)+b", "a".repeat(20_000)],
    ["(a|aa)*c", "a".repeat(20_000)],
    ["(.*a){12}", "a".repeat(5_000)],
    ["([a-z]+)*\\d", "a".repeat(20_000)],
  ])("%s takes time that grows with the text alone", (source, long) => {
    const began = performance.now();
    compilePattern(source).test(long);
    expect(performance.now() - began).toBeLessThan(500);
  });

  it.each([
    "(a",
    "a)",
    "[a",
    "(?=a)",
    "(?<n>a)",
    "\\1",
    "a**",
    "*a",
    "a{2,1}",
    "a{1001}",
    "(a{900}){900}",
    "a\\",
    "[z-a]",
    "a^b",
    "\\p{Nonsense}",
  ])("%s is refused when the server starts", (source) => {
    expect(() => compilePattern(source)).toThrow();
  });

  it("knows letters of all scripts, by their property", () => {
    expect(compilePattern("\\p{L}[\\p{L} '-]*").test("Zoë O'Neill-Weiß")).toBe(true);
    expect(compilePattern("\\u{1F600}").test("😀")).toBe(true);
    expect(compilePattern("^[A-Z]{2}-\\d{4}$").test("AB-1234")).toBe(true);
  });
});

describe("a format", () => {
  it.each([
    [
      "email",
      ["a@b.example", "first.last+tag@sub.example.com", "jörg@müller.example"],
      ["a", "a@b", "@b.c", "a@b..c", "a b@c.d", "a@-b.c", `${"a".repeat(65)}@b.c`],
    ],
    [
      "url",
      ["https://a.example/b?c#d", "http://localhost:80"],
      ["ftp://a", "javascript:alert(1)", "https://", "https://a b"],
    ],
    ["date", ["2024-02-29"], ["2023-02-29", "2024-13-01", "24-01-01", "2024-1-1"]],
    [
      "timestamp",
      ["2024-02-29T10:00:00Z", "2024-02-29 10:00+02:00"],
      ["2024-02-30T10:00:00Z", "2024-02-29T25:00:00Z", "now"],
    ],
    ["phone", ["+49 30 123456", "+1 (555) 010-9999"], ["030 123456", "+0123456", "+49"]],
    ["iban", ["DE89 3704 0044 0532 0130 00", "GB82WEST12345698765432"], ["DE88370400440532013000", "DE89"]],
    ["ip", ["203.0.113.7", "2001:db8::1"], ["203.0.113.256", "2001:db8:::1", "localhost"]],
    ["slug", ["a-b-1"], ["-a", "a--b", "A", ""]],
    ["uuid", ["018f4e5a-0000-7000-8000-000000000000"], ["018f4e5a00007000800000000000000"]],
  ] as const)("%s takes what is one, and nothing else", (format, sound, unsound) => {
    expect(sound.filter((one) => !fitsFormat(format, one))).toEqual([]);
    expect(unsound.filter((one) => fitsFormat(format, one))).toEqual([]);
  });
});
