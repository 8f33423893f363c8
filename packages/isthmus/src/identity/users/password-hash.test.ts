import { describe, expect, it } from "vitest";
import { hashPassword, verifyPassword } from "./password-hash.ts";

const quick = { memory: 8, passes: 1, parallelism: 1 };

describe("a password's hash", () => {
  it("is Argon2id in the PHC format, with a salt of its own, and fits that password alone", async () => {
    const [one, other] = await Promise.all([hashPassword("pässword", quick), hashPassword("pässword", quick)]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=8,t=1,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
    expect(one).not.toBe(other);
    expect(await verifyPassword(one, "pa\u0308ssword")).toBe(true);
    expect(await verifyPassword(one, "password")).toBe(false);
  });

  it("that is none, or asks for more of this machine than it may, fits nothing", async () => {
    const hash = await hashPassword("x", quick);
    for (const bad of [
      "",
      "x",
      hash.replace("argon2id", "argon2i"),
      hash.replace("m=8", "m=9999999"),
      hash.replace("t=1", "t=99"),
    ])
      expect(await verifyPassword(bad, "x")).toBe(false);
  });
});
