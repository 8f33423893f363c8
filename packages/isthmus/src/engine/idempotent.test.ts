import { describe, expect, it } from "vitest";
import { anonymous, Problem, type Outcome, type Principal, type Reply, type Request } from "../core/index.ts";
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
  const ask = async (
    key: string | undefined,
    todo: Parameters<typeof once>[2] = work,
    body?: string,
    who: Principal = principal,
  ): Promise<Reply> => once(request(key, body), who, todo, outcome);
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

  it("asks the source that made the promise, by its token", async () => {
    const { once } = bench();
    await Promise.resolve(once(request("c"), principal, cutOff, () => Promise.resolve("unknown"))).catch(code);
    const asked: string[] = [];
    await once(request("c"), principal, cutOff, (source, token) => {
      asked.push(`${source} ${token}`);
      return Promise.resolve("committed");
    });
    expect(asked).toEqual(["shop token"]);
  });

  const headers = ["content-type", "prefer", "accept", "accept-profile", "content-profile", "if-match"];
  const changes: readonly (readonly [string, (given: Request) => Request])[] = [
    ["method", (given) => ({ ...given, method: "PATCH" })],
    ["path", (given) => ({ ...given, path: "/customers" })],
    ["query", (given) => ({ ...given, query: "id=eq.1" })],
    ["body", (given) => ({ ...given, body: "{ }" })],
    ...headers.map(
      (name) =>
        [
          `${name} header`,
          (given: Request): Request => ({ ...given, headers: { ...given.headers, [name]: "x" } }),
        ] as const,
    ),
  ];

  it.each(changes)("is another request when its %s is another", async (_, change) => {
    const { once, work, done } = bench();
    const unknown = () => Promise.resolve("unknown" as const);
    await once(request("k"), principal, work, unknown);
    expect(await Promise.resolve(once(change(request("k")), principal, work, unknown)).catch(code)).toBe("ISTHMUS211");
    expect(done()).toBe(1);
  });

  it("is the same request under other headers, and under a token that was renewed", async () => {
    const { once, work, done } = bench();
    const unknown = () => Promise.resolve("unknown" as const);
    const token = (n: number): Principal => ({ ...principal, claims: { exp: n, iat: n, nbf: n, jti: n, a: 1, b: 2 } });
    await once(request("k"), token(1), work, unknown);
    const given = request("k");
    const traced = { ...given, headers: { ...given.headers, traceparent: "x" } };
    await once(traced, { ...token(2), claims: { b: 2, a: 1, jti: 2 } }, work, unknown);
    expect(done()).toBe(1);
  });

  it("is not answered to one whose rights have changed", async () => {
    const { ask, work } = bench();
    await ask("k");
    const roles = { ...principal, roles: ["staff"] };
    const claims = { ...principal, claims: { tenant: 2 } };
    for (const who of [roles, claims]) expect(await ask("k", work, "{}", who).catch(code)).toBe("ISTHMUS211");
  });

  it("does not meet the key of another caller without an id; those of strangers meet", async () => {
    const { ask, work, done } = bench();
    const nameless = (tenant: number): Principal => ({ ...principal, id: "", claims: { tenant } });
    await ask("k", work, "{}", nameless(1));
    await ask("k", work, "[]", nameless(2));
    await ask("k", work, "{}", nameless(2)).catch(code);
    expect(done()).toBe(2);
    await ask("k", work, "{}", anonymous);
    expect(await ask("k", work, "[]", anonymous).catch(code)).toBe("ISTHMUS211");
    expect(done()).toBe(3);
  });

  it("is kept apart from another one that is still running", async () => {
    const { ask } = bench();
    const [one, two] = await Promise.all([ask("k1"), ask("k2"), ask("k1"), ask("k2")]);
    expect(one.headers["Location"]).not.toBe(two.headers["Location"]);
  });

  it("takes a key of 255 characters and none longer, and needs none to look", async () => {
    const { ask, once, work, done } = bench();
    await ask("k".repeat(255));
    expect(await ask("k".repeat(256)).catch(code)).toBe("ISTHMUS210");
    for (const method of ["HEAD", "OPTIONS"])
      for (const _ of [1, 2]) await once(request("k", "", method), principal, work, () => Promise.resolve("unknown"));
    expect(done()).toBe(5);
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
