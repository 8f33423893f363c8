import { describe, expect, it } from "vitest";
import { Generations } from "./generations.ts";

describe("a memory of two generations", () => {
  it("keeps what is used, however much else comes by", () => {
    const memory = new Generations<number, string>(4);
    memory.set(0, "used");
    for (let key = 1; key < 100; key++) {
      memory.set(key, String(key));
      expect(memory.get(0)).toBe("used");
    }
  });

  it("lets go of what was not used for a whole generation, and never holds more than two", () => {
    const memory = new Generations<number, string>(4);
    for (let key = 0; key < 100; key++) memory.set(key, String(key));
    const held = Array.from({ length: 100 }, (_, key) => key).filter((key) => memory.get(key) !== undefined);
    expect(memory.get(0)).toBeUndefined();
    expect(memory.get(99)).toBe("99");
    expect(held.length).toBeLessThanOrEqual(8);
  });
});
