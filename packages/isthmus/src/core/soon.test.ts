import { describe, expect, it } from "vitest";
import { after, settled } from "./soon.ts";

const shown = (thrown: unknown): string => `failed: ${(thrown as Error).message}`;

describe("work that may be done already", () => {
  it("goes on in the same turn where the value is there", () => {
    expect(after(2, (value) => value + 1)).toBe(3);
    expect(settled(() => 2, String, shown)).toBe("2");
  });

  it("goes on later where it is not", async () => {
    const later = after(Promise.resolve(2), (value) => value + 1);
    expect(later).toBeInstanceOf(Promise);
    expect(await later).toBe(3);
  });

  it("tells a throw from a rejection by nothing", async () => {
    const thrown = settled(
      () => {
        throw new Error("now");
      },
      String,
      shown,
    );
    expect(thrown).toBe("failed: now");
    expect(await settled(() => Promise.reject(new Error("later")), String, shown)).toBe("failed: later");
  });
});
