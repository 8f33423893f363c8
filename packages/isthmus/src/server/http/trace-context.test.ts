import { describe, expect, it } from "vitest";
import { takeOver } from "./trace-context.ts";

const trace = "0af7651916cd43dd8448eb211c80319c";
const span = "b7ad6b7169203331";

describe("a traceparent header", () => {
  it.each([
    [`00-${trace}-${span}-01`, "01"],
    [`00-${trace}-${span}-00`, "00"],
    [`00-${trace}-${span}-ff`, "01"],
    [`cc-${trace}-${span}-01`, "01"],
    [`cc-${trace}-${span}-01-what-the-future-brings`, "01"],
  ])("%s is taken over with a span of our own", (header, flags) => {
    const taken = takeOver(header);
    expect(taken?.trace).toBe(trace);
    expect(taken?.parent).toMatch(new RegExp(`^00-${trace}-[0-9a-f]{16}-${flags}$`));
    expect(taken?.parent).not.toContain(span);
  });

  it.each([
    "",
    `00-${trace}-${span}`,
    `00-${trace}-${span}-01-more`,
    `ff-${trace}-${span}-01`,
    `00-${trace.toUpperCase()}-${span}-01`,
    `00-${"0".repeat(32)}-${span}-01`,
    `00-${trace}-${"0".repeat(16)}-01`,
    `00-${trace}x-${span}-01`,
    `00-${trace}-${span}-01, 00-${trace}-${span}-01`,
    "x".repeat(60_000),
  ])("that is malformed begins no trace: %#", (header) => {
    expect(takeOver(header)).toBeUndefined();
  });

  it("gives every request its own span", () => {
    const parents = Array.from({ length: 2_000 }, () => takeOver(`00-${trace}-${span}-01`)?.parent);
    expect(new Set(parents).size).toBe(2_000);
  });
});
