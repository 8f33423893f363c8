import { describe, expect, it } from "vitest";
import { anonymous, type Principal } from "../../core/index.ts";
import { createShares } from "./shares.ts";

const limits = { subscriptions: 8, subscriptionsPerPrincipal: 3, subscriptionsPerAddress: 2, characters: 1_000 };
const user = (id: string): Principal => ({ kind: "user", id, roles: [], claims: {} });
const refused = { code: "ISTHMUS230", category: "limited" };

describe("shares of the subscriptions", () => {
  it("leave room for callers who are known, however many strangers there are", () => {
    const shares = createShares(limits);
    const back = Array.from({ length: 6 }, () => shares.take(anonymous, 1));
    expect(() => shares.take(anonymous, 1)).toThrow(expect.objectContaining(refused) as Error);
    expect(() => shares.take(user(""), 1)).toThrow(expect.objectContaining(refused) as Error);
    shares.take(user("ann"), 1);
    shares.take(user("bob"), 1);
    expect(() => shares.take(user("cyd"), 1)).toThrow(expect.objectContaining(refused) as Error);
    back[0]?.();
    shares.take(user("cyd"), 1);
  });

  it("are bounded by what is kept of the requests, of strangers and of all", () => {
    const shares = createShares(limits);
    const back = shares.take(anonymous, 700);
    expect(() => shares.take(anonymous, 100)).toThrow(expect.objectContaining(refused) as Error);
    shares.take(user("ann"), 300);
    expect(() => shares.take(user("bob"), 1)).toThrow(expect.objectContaining(refused) as Error);
    back();
    shares.take(user("bob"), 700);
  });

  it("are as many as strangers from one address may have, and of another address none the less", () => {
    const shares = createShares(limits);
    const [back] = Array.from({ length: 2 }, () => shares.take(anonymous, 1, "192.0.2.1"));
    expect(() => shares.take(anonymous, 1, "192.0.2.1")).toThrow(expect.objectContaining(refused) as Error);
    shares.take(anonymous, 1, "192.0.2.2");
    shares.take(user("ann"), 1, "192.0.2.1");
    back?.();
    shares.take(anonymous, 1, "192.0.2.1");
  });

  it("are as many as one principal may have, and are given back", () => {
    const shares = createShares(limits);
    const [back] = Array.from({ length: 3 }, () => shares.take(user("ann"), 1));
    expect(() => shares.take(user("ann"), 1)).toThrow(expect.objectContaining(refused) as Error);
    back?.();
    shares.take(user("ann"), 1);
  });
});
