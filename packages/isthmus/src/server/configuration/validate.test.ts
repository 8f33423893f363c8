import { describe, expect, it } from "vitest";
import { claim, defineConfig, secret } from "./define.ts";
import { validateConfiguration } from "./validate.ts";

const sources = { shop: { kind: "sqlite", options: { file: "shop.db" } } };

function faultsOf(configuration: unknown): readonly string[] {
  try {
    validateConfiguration(configuration);
    return [];
  } catch (problem) {
    return (problem as Error).message.split("\n");
  }
}

describe("a configuration", () => {
  it("is given back unchanged when nothing is wrong with it", () => {
    const configuration = defineConfig({
      sources,
      roles: {
        anonymous: { products: { read: { where: { published: true } } } },
        staff: { extends: ["anonymous"], "*": { read: true } },
      },
      relations: { "orders.payment": { to: "payments.intents", match: { id: "payment_id" } } },
      auth: {
        jwt: { secret: secret("JWT_SECRET"), audience: ["shop"] },
        apiKeys: [{ id: "till", hash: `sha256:${"0".repeat(64)}`, roles: ["staff"] }],
      },
      server: { port: 0, admin: false, restPath: "", origin: "https://api.shop.example" },
      limits: { rows: 10 },
    });
    expect(validateConfiguration(configuration)).toBe(configuration);
    expect(claim("org.id")).toEqual({ kind: "claim", path: ["org", "id"] });
  });

  it("is refused with the key, what was found and what was expected", () => {
    expect(faultsOf({ sources, server: { port: "4000" } })).toEqual([
      'server.port: expected a number, found the text "4000"',
    ]);
    expect(faultsOf({ sources, limits: { rows: 0 } })).toEqual(["limits.rows: expected at least 1, found 0"]);
    expect(faultsOf({ sources, limits: { rows: 1.5 } })).toEqual(["limits.rows: expected a whole number, found 1.5"]);
    expect(faultsOf({ sources, server: { logLevel: "loud" } })).toEqual([
      'server.logLevel: expected "debug" or "info" or "warn" or "error" or "silent", found the text "loud"',
    ]);
    expect(faultsOf({ sources, auth: { jwt: { secret: 5 } } })).toEqual([
      'auth.jwt.secret: expected a text or secret("NAME"), found 5',
    ]);
    expect(faultsOf(undefined)).toEqual(["the configuration: expected an object, found nothing"]);
    expect(faultsOf({})).toEqual(["sources: expected an object, found nothing"]);
  });

  it("names the key that was meant when one is misspelt, however deep", () => {
    expect(faultsOf({ sources, limts: {} })).toEqual(['limts: there is no such key; did you mean "limits"?']);
    expect(faultsOf({ sources, roles: { a: { products: { reed: true } } } })).toEqual([
      'roles.a.products.reed: there is no such key; did you mean "read"?',
    ]);
    expect(faultsOf({ sources, roles: { a: { products: { read: { feilds: ["id"] } } } } })).toEqual([
      'roles.a.products.read.feilds: there is no such key; did you mean "fields"?',
    ]);
    expect(faultsOf({ sources, auth: { apiKeys: [{ id: "a", hash: `sha256:${"0".repeat(64)}`, role: [] }] } })).toEqual(
      [
        "auth.apiKeys[0].roles: expected a list, found nothing",
        'auth.apiKeys[0].role: there is no such key; did you mean "roles"?',
      ],
    );
  });

  it("lists the keys there are when none is near", () => {
    expect(faultsOf({ sources, roles: { a: { products: { everything: true } } } })).toEqual([
      "roles.a.products.everything: there is no such key; expected one of read, insert, update, delete, call",
    ]);
  });

  it("names every fault at once", () => {
    expect(faultsOf({ sources, server: { port: -1, host: "" }, limits: { depth: "x" } })).toHaveLength(3);
  });
});
