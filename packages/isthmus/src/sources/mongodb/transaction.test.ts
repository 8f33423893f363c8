import { describe, expect, it } from "vitest";
import { Problem } from "../../core/index.ts";
import { repeated } from "./transaction.ts";

const problem = (code: string) => new Problem({ code, category: "conflict", message: "met another" });

describe("a change in a transaction of its own", () => {
  it("begins anew where it met another one, and gives up at last", async () => {
    let tries = 0;
    const met = async (times: number) => {
      tries += 1;
      if (tries <= times) throw problem("40001");
      return tries;
    };
    expect(await repeated(() => met(3))).toBe(4);
    tries = 0;
    await expect(repeated(() => met(99))).rejects.toMatchObject({ code: "40001" });
    expect(tries).toBe(10);
  });

  it("does not begin anew for any other refusal", async () => {
    let tries = 0;
    const refused = async () => {
      tries += 1;
      throw problem("23505");
    };
    await expect(repeated(refused)).rejects.toMatchObject({ code: "23505" });
    expect(tries).toBe(1);
  });
});
