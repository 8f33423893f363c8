// XML of others, which may be made to keep whoever reads it busy.

import { describe, expect, it } from "vitest";
import { parseXml } from "./parse.ts";

const bounds = { depth: 200, nodes: 250_000 };
const attributes = (count: number): string => Array.from({ length: count }, (_, at) => ` a${at}="1"`).join("");

describe("XML", () => {
  it("of many attributes at one element is refused before they are compared with one another", () => {
    const began = performance.now();
    expect(() => parseXml(`<r><q${attributes(100_000)}/></r>`, bounds)).toThrow(
      "an element has more than 1000 attributes",
    );
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(() => parseXml(`<r><q${attributes(1_001)}/></r>`, bounds)).toThrow("more than 1000 attributes");
    expect(parseXml(`<r><q${attributes(1_000)}/></r>`, bounds).children[0]?.attributes).toHaveLength(1_000);
  });

  it("is the same wherever it is cut to be read", () => {
    for (const shift of [0, 1, 2, 3, 4, 5, 6, 7]) {
      const long = `${"x".repeat(16_375 + shift)}&amp;é😀<![CDATA[<&]]><!-- - -->`;
      const text = `\uFEFF<?xml version="1.0"?>\n<r n="${"y".repeat(70_000)}">${long.repeat(5)}<a:b xmlns:a="urn:a"/></r>`;
      const root = parseXml(text, bounds);
      expect(root.attributes[0]?.value).toHaveLength(70_000);
      expect(root.text).toBe(`${"x".repeat(16_375 + shift)}&é😀<&`.repeat(5));
      expect(root.children.map(({ local, ns }) => [local, ns])).toEqual([["b", "urn:a"]]);
    }
  });
});
