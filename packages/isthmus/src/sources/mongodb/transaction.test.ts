import { describe, expect, it } from "vitest";
import { Problem } from "../../core/index.ts";
import { repeated } from "./transaction.ts";

const problem = (code: string) => new Problem({ code, category: "conflict", message: "met another" });
const { signal } = new AbortController();

describe("a change in a transaction of its own", () => {
  it("begins anew where it met another one, and gives up at last", async () => {
    let tries = 0;
    const met = async (times: number) => {
      tries += 1;
      if (tries <= times) throw problem("40001");
      return tries;
    };
    expect(await repeated(signal, () => met(3))).toBe(4);
    tries = 0;
    await expect(repeated(signal, () => met(99))).rejects.toMatchObject({ code: "40001" });
    expect(tries).toBe(30);
  });

  it("begins anew too where the work made another error of what it met, and not for a caller who has left", async () => {
    let tries = 0;
    const work = async (attempt: { lost: boolean }) => {
      tries += 1;
      attempt.lost = tries === 1;
      throw new Error("sold out");
    };
    await expect(repeated(signal, work)).rejects.toThrow("sold out");
    expect(tries).toBe(2);
    await expect(repeated(AbortSignal.abort(), () => Promise.reject(problem("40001")))).rejects.toMatchObject({
      code: "40001",
    });
  });

  it("does not begin anew for any other refusal", async () => {
    let tries = 0;
    const refused = async () => {
      tries += 1;
      throw problem("23505");
    };
    await expect(repeated(signal, refused)).rejects.toMatchObject({ code: "23505" });
    expect(tries).toBe(1);
  });
});
