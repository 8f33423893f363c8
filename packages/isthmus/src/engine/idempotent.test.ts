import { describe, expect, it } from "vitest";
import { Problem, type Outcome, type Principal, type Reply, type Request } from "../core/index.ts";
import { openStore } from "../store/index.ts";
import { createOnce } from "./idempotent.ts";

const principal: Principal = { kind: "user", id: "u1", roles: ["customer"], claims: {} };

function request(key: string | undefined, body = "{}", method = "POST"): Request {
  return { id: "r", method, path: "/orders", query: "", headers: { "idempotency-key": key }, body, base: "" };
}

function bench() {
  const store = openStore(":memory:");
  const once = createOnce({ ledger: store.idempotency, now: () => 1, hash: (text) => text });
  let done = 0;
  const work = async (): Promise<Reply> => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    done += 1;
    return { status: 201, headers: { Location: `/orders?id=eq.${done}` }, body: null };
  };
  const ask = (
    key: string | undefined,
    todo: Parameters<typeof once>[2] = work,
    body?: string,
    who: Principal = principal,
  ) => once(request(key, body), who, todo, outcome);
  let found: Outcome = "unknown";
  const outcome = () => Promise.resolve(found);
  return { once, ask, work, done: () => done, tell: (told: Outcome) => void (found = told) };
}

const code = (thrown: unknown): string => (thrown instanceof Problem ? thrown.code : String(thrown));

describe("a write under an Idempotency-Key", () => {
  it("is done once by 100 parallel tries, which all get its reply", async () => {
    const { ask, done } = bench();
    const replies = await Promise.all(Array.from({ length: 100 }, () => ask("k")));
    expect(done()).toBe(1);
    expect(new Set(replies.map((reply) => reply.headers["Location"]))).toEqual(new Set(["/orders?id=eq.1"]));
    expect(replies.filter((reply) => reply.headers["Idempotency-Replayed"] === undefined)).toHaveLength(1);
  });

  it("is answered again later with the first status, headers and body", async () => {
    const { ask } = bench();
    const first = await ask("k");
    expect(await ask("k")).toEqual({ ...first, headers: { ...first.headers, "Idempotency-Replayed": "true" } });
  });

  it("is refused when the key was used for another request", async () => {
    const { ask, work } = bench();
    await ask("k");
    expect(await ask("k", work, "[]").catch(code)).toBe("ISTHMUS211");
  });

  it("does not meet another principal's key", async () => {
    const { ask, work, done } = bench();
    await ask("k");
    await ask("k", work, "[]", { ...principal, id: "u2" });
    expect(done()).toBe(2);
  });

  const fail = (problem: string) => () =>
    Promise.reject(new Problem({ code: problem, category: "conflict", message: "no" }));
  const cutOff: Parameters<ReturnType<typeof bench>["once"]>[2] = async (pledge) => {
    pledge?.("shop", "token", { status: 201, headers: { Location: "/promised" }, body: null });
    throw new Problem({ code: "ISTHMUS503U", category: "unavailable", message: "cut off" });
  };

  it("may be tried again after it was refused", async () => {
    const { ask, done } = bench();
    expect(await ask("a", fail("23505")).catch(code)).toBe("23505");
    await ask("a");
    expect(done()).toBe(1);
  });

  it("is not done again while its outcome cannot be told", async () => {
    const { ask, done, tell } = bench();
    expect(await ask("b", fail("ISTHMUS503U")).catch(code)).toBe("ISTHMUS503U");
    expect(await ask("b").catch(code)).toBe("ISTHMUS212");
    await ask("c", cutOff).catch(code);
    for (const outcome of ["running", "unknown"] as const) {
      tell(outcome);
      expect(await ask("c").catch(code)).toBe("ISTHMUS212");
    }
    expect(done()).toBe(0);
  });

  it("gets the promised reply when it was cut off but took place", async () => {
    const { ask, done, tell } = bench();
    await ask("c", cutOff).catch(code);
    tell("committed");
    expect(await ask("c")).toMatchObject({
      status: 201,
      headers: { Location: "/promised", "Idempotency-Replayed": "true" },
    });
    tell("unknown");
    expect(await ask("c")).toMatchObject({ status: 201, headers: { Location: "/promised" } });
    expect(done()).toBe(0);
  });

  it("is done when it was cut off and undone", async () => {
    const { ask, done, tell } = bench();
    await ask("c", cutOff).catch(code);
    tell("undone");
    expect((await ask("c")).headers["Location"]).toBe("/orders?id=eq.1");
    expect(done()).toBe(1);
  });

  it("leaves reads and writes without a key alone", async () => {
    const { ask, once, work, done } = bench();
    await once(request("k", "", "GET"), principal, work, () => Promise.resolve("unknown"));
    await once(request("k", "", "GET"), principal, work, () => Promise.resolve("unknown"));
    await ask(undefined);
    expect(done()).toBe(3);
    expect(await ask("").catch(code)).toBe("ISTHMUS210");
  });
});
