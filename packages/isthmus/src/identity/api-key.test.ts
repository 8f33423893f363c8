import { describe, expect, it } from "vitest";
import type { ApiKeyConfiguration } from "../core/index.ts";
import { createApiKey } from "./api-key.ts";
import { type Authenticator, createAuthenticator } from "./authenticate.ts";

const roles = ["anonymous", "customer", "staff"];
const made = createApiKey("shop-sync");
const entry: ApiKeyConfiguration = {
  id: "shop-sync",
  hash: made.hash,
  roles: ["staff", "customer"],
  claims: { shop: 3 },
};
const unknown = expect.objectContaining({
  code: "ISTHMUS401",
  category: "unauthenticated",
  message: "Unknown API key",
});

function open(apiKeys: readonly ApiKeyConfiguration[], now = (): number => Date.UTC(2030, 0, 1)): Authenticator {
  return createAuthenticator({ apiKeys }, { roles, now });
}

describe("an API key", () => {
  it("is made of its id and 256 random bits, and its hash does not give it away", () => {
    expect(made.key).toMatch(/^isk_shop-sync_[0-9a-f]{64}$/);
    expect(made.hash).toMatch(/^sha256:[0-9a-f]{64}$/);
    expect(createApiKey("shop-sync").key).not.toBe(made.key);
    expect(made.hash).not.toContain(made.key.slice(-64));
  });

  it.each(["", "a_b", "a b", "ä", "x".repeat(65), "../etc"])("has no id such as %j", (id) => {
    expect(() => createApiKey(id)).toThrow(/letters, digits and hyphens/);
  });

  it("is accepted in its own header and as a bearer, at once and as the same principal", () => {
    const authenticator = open([entry]);
    const principal = authenticator.authenticate({ apiKey: made.key });
    expect(principal).toEqual({
      kind: "service",
      id: "shop-sync",
      roles: ["customer", "staff"],
      claims: { sub: "shop-sync", shop: 3 },
    });
    expect(authenticator.authenticate({ authorization: `Bearer ${made.key}` })).toBe(principal);
    expect(authenticator.authenticate({ apiKey: made.key })).toBe(principal);
  });

  it.each([
    made.key.slice(0, -1),
    `${made.key}0`,
    made.key.toUpperCase(),
    "isk_",
    "",
    made.hash,
    "isk_shop-sync_",
    "x".repeat(10_000),
    "\u0000",
  ])("that is not known is refused: %#", (key) => {
    expect(() => open([entry]).authenticate({ apiKey: key })).toThrowError(unknown);
  });

  it("is refused where none is configured", () => {
    const authenticator = createAuthenticator({}, { roles });
    expect(() => authenticator.authenticate({ apiKey: made.key })).toThrowError(unknown);
  });

  it("is not accepted beside a token", () => {
    expect(() => open([entry]).authenticate({ apiKey: made.key, authorization: "Bearer x.y.z" })).toThrowError(
      expect.objectContaining({ code: "ISTHMUS401" }),
    );
  });

  it("is refused from the moment it expires, though it was used before", () => {
    let time = Date.UTC(2029, 11, 31, 23, 59);
    const authenticator = open([{ ...entry, expires: "2030-01-01T00:00:00Z" }], () => time);
    expect(authenticator.authenticate({ apiKey: made.key })).toMatchObject({ id: "shop-sync" });
    time = Date.UTC(2030, 0, 1);
    expect(() => authenticator.authenticate({ apiKey: made.key })).toThrowError(
      expect.objectContaining({ message: "API key expired" }),
    );
  });

  it.each<[Partial<ApiKeyConfiguration>, RegExp]>([
    [{ hash: made.key }, /auth\.apiKeys\[0\]\.hash: expected "sha256:"/],
    [{ roles: ["boss"] }, /auth\.apiKeys\[0\]\.roles: the role "boss" is not declared/],
    [{ roles: [] }, /at least one role/],
    [{ expires: "soon" }, /auth\.apiKeys\[0\]\.expires/],
  ])("that cannot work stops the server with a sentence: %j", (change, message) => {
    expect(() => open([{ ...entry, ...change }])).toThrow(message);
  });

  it("stands in the configuration once", () => {
    expect(() => open([entry, { ...entry, id: "other" }])).toThrow(/another entry's key/);
    expect(() => open([entry, { ...entry, hash: createApiKey("x").hash }])).toThrow(
      /another key is called "shop-sync"/,
    );
  });
});
