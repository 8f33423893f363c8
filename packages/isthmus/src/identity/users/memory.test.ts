import { describe, expect, it } from "vitest";
import type { Principal } from "../../core/index.ts";
import { createMemory } from "./memory.ts";

const user = (id: string, roles: readonly string[] = ["user"]): Principal => ({ kind: "user", id, roles, claims: {} });

describe("what was looked up", () => {
  it("is believed for its seconds, and found again as the same object while it says the same", async () => {
    let now = 0;
    let looks = 0;
    const memory = createMemory(5, () => now);
    const look = async () => ((looks += 1), { principal: user("a"), owner: "a" });
    const first = await memory.recall("cookie", look);
    now = 4_999;
    expect(memory.recall("cookie", look)).toBe(first);
    now = 5_000;
    expect(await memory.recall("cookie", look)).toBe(first);
    expect(looks).toBe(2);
  });

  it("is looked up once for many who come at the same time", async () => {
    let looks = 0;
    const memory = createMemory(5);
    const look = async () => ((looks += 1), { principal: user("a"), owner: "a" });
    await Promise.all(Array.from({ length: 50 }, async () => memory.recall("cookie", look)));
    expect(looks).toBe(1);
  });

  it("of one owner is forgotten at once, whatever he showed, and what was being looked up meanwhile is not kept", async () => {
    let rights = ["staff"];
    const memory = createMemory(60);
    const look = async () => ({ principal: user("a", rights), owner: "a" });
    await memory.recall("cookie", look);
    await memory.recall("token", look);
    let go = (): void => {};
    const slow = new Promise<void>((resolve) => (go = resolve));
    const late = memory.recall("late", async () => {
      const before = { principal: user("a", rights), owner: "a" };
      await slow;
      return before;
    });
    rights = ["user"];
    memory.forget("a");
    go();
    await late;
    for (const shown of ["cookie", "token", "late"])
      expect((await memory.recall(shown, look))?.roles).toEqual(["user"]);
  });

  it("does not outlive its own end, and who is not known is not remembered", async () => {
    let now = 0;
    const memory = createMemory(60, () => now);
    await memory.recall("token", async () => ({ principal: user("a"), owner: "a", expires: 1_000 }));
    now = 1_000;
    expect(await memory.recall("token", async () => undefined)).toBe(undefined);
    expect(await memory.recall("token", async () => ({ principal: user("b"), owner: "b" }))).toEqual(user("b"));
  });
});
