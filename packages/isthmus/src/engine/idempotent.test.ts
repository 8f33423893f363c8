import { describe, expect, it } from "vitest";
import { Problem, type Principal, type Reply, type Request } from "../core/index.ts";
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
  return { once, work, done: () => done };
}

const code = (thrown: unknown): string => (thrown instanceof Problem ? thrown.code : String(thrown));

describe("a write under an Idempotency-Key", () => {
  it("is done once by 100 parallel tries, which all get its reply", async () => {
    const { once, work, done } = bench();
    const replies = await Promise.all(Array.from({ length: 100 }, () => once(request("k"), principal, work)));
    expect(done()).toBe(1);
    expect(new Set(replies.map((reply) => reply.headers["Location"]))).toEqual(new Set(["/orders?id=eq.1"]));
    expect(replies.filter((reply) => reply.headers["Idempotency-Replayed"] === undefined)).toHaveLength(1);
  });

  it("is answered again later with the first status, headers and body", async () => {
    const { once, work } = bench();
    const first = await once(request("k"), principal, work);
    const again = await once(request("k"), principal, work);
    expect(again).toEqual({ ...first, headers: { ...first.headers, "Idempotency-Replayed": "true" } });
  });

  it("is refused when the key was used for another request", async () => {
    const { once, work } = bench();
    await once(request("k"), principal, work);
    expect(await once(request("k", "[]"), principal, work).catch(code)).toBe("ISTHMUS211");
  });

  it("does not meet another principal's key", async () => {
    const { once, work, done } = bench();
    await once(request("k"), principal, work);
    await once(request("k", "[]"), { ...principal, id: "u2" }, work);
    expect(done()).toBe(2);
  });

  it("may be tried again after it was refused, but not when its outcome is unknown", async () => {
    const { once, work, done } = bench();
    const fail = (problem: string) => () => Promise.reject(new Problem({ code: problem, category: "conflict", message: "no" }));
    expect(await once(request("a"), principal, fail("23505")).catch(code)).toBe("23505");
    await once(request("a"), principal, work);
    expect(done()).toBe(1);
    expect(await once(request("b"), principal, fail("ISTHMUS503U")).catch(code)).toBe("ISTHMUS503U");
    expect(await once(request("b"), principal, work).catch(code)).toBe("ISTHMUS212");
    expect(done()).toBe(1);
  });

  it("leaves reads and writes without a key alone", async () => {
    const { once, work, done } = bench();
    await once(request("k", "", "GET"), principal, work);
    await once(request("k", "", "GET"), principal, work);
    await once(request(undefined), principal, work);
    expect(done()).toBe(3);
    expect(await once(request(""), principal, work).catch(code)).toBe("ISTHMUS210");
  });
});
