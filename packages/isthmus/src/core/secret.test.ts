import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { Secret } from "./secret.ts";

describe("a secret", () => {
  const secret = new Secret("KEY_NAME", "canary-7316");

  it("is revealed only by asking for it", () => {
    expect(secret.reveal()).toBe("canary-7316");
    expect(secret.secret).toBe("KEY_NAME");
  });

  it("shows [secret] wherever it is printed", () => {
    expect(`${secret}`).toBe("[secret]");
    expect(String(secret)).toBe("[secret]");
    expect("" + (secret as unknown as string)).toBe("[secret]");
    expect(inspect({ deep: { secret } }, { depth: 9, showHidden: true })).not.toContain("canary");
    expect(JSON.stringify({ secret })).toBe('{"secret":"[secret]"}');
  });

  it("gives nothing away to a copy, a walk over its properties or an error", () => {
    expect(JSON.stringify({ ...secret })).not.toContain("canary");
    expect(Object.values(secret)).toEqual(["KEY_NAME"]);
    expect(inspect(new Error("failed", { cause: secret }))).not.toContain("canary");
  });
});
