// Who asks: known here, let pass or refused, counted, and told to the service in words that it can verify.

import { generateKeyPairSync } from "node:crypto";
import { createRemoteJWKSet, jwtVerify, SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { get, raw } from "../kit/open-http.ts";
import { callersSecret, openDoor, service, type Shown, shows, valuesOf } from "../kit/open-routes.ts";

const shared = "shared-with-the-service-at-least-32-characters";
const roles = { anonymous: {}, customer: {}, staff: { extends: ["customer"] } };
const auth = { jwt: { secret: callersSecret } };

const tokenOf = (role: string, sub = "u1", claims: Record<string, unknown> = {}): Promise<string> =>
  new SignJWT({ role, ...claims })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(sub)
    .setExpirationTime("5m")
    .sign(new TextEncoder().encode(callersSecret));

const asking = async (address: string, path: string, token?: string): Promise<Shown> =>
  (await (
    await fetch(address + path, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } })
  ).json()) as Shown;

describe("identity", () => {
  it("is told by a token that the service verifies with the secret both know; his own stays here", async () => {
    const { origin } = await service(shows);
    const identity = { secret: shared, audience: "legacy", claims: ["email", "toString"] };
    const { address } = await openDoor({ "/legacy/*": { targets: origin, identity } }, { auth, roles });
    const asked = await asking(
      address,
      "/legacy/x",
      await tokenOf("customer", "u7", { email: "a@b.example", secret: "s" }),
    );
    expect(valuesOf(asked, "authorization")).toEqual([]);
    const [token = "", ...others] = valuesOf(asked, "isthmus-identity");
    expect(others).toEqual([]);
    const { payload } = await jwtVerify(token, new TextEncoder().encode(shared), {
      audience: "legacy",
      issuer: "isthmus",
      algorithms: ["HS256"],
    });
    expect(payload).toEqual({
      ...{ iss: "isthmus", aud: "legacy", sub: "u7", kind: "user", roles: ["customer"], email: "a@b.example" },
      ...{ iat: expect.any(Number) as number, nbf: expect.any(Number) as number, exp: (payload.iat ?? 0) + 60 },
    });
    await expect(jwtVerify(token, new TextEncoder().encode(shared), { audience: "another" })).rejects.toThrow(/aud/);
  });

  it.each([
    ["ES256", () => generateKeyPairSync("ec", { namedCurve: "P-256" })],
    ["EdDSA", () => generateKeyPairSync("ed25519")],
  ])("is signed by %s, whose public key anybody may have", async (algorithm, generate) => {
    const key = generate().privateKey.export({ type: "pkcs8", format: "pem" }) as string;
    const { origin } = await service(shows);
    const { address } = await openDoor(
      { "/legacy/*": { targets: origin, identity: { key, audience: "legacy", bound: true } } },
      { auth, roles, server: { origin: "https://shop.example" } },
    );
    const [token = ""] = valuesOf(await asking(address, "/legacy/x?y", await tokenOf("customer")), "isthmus-identity");
    const published = new URL(`${address}/.well-known/isthmus-identity/jwks.json`);
    const { payload, protectedHeader } = await jwtVerify(token, createRemoteJWKSet(published), { audience: "legacy" });
    expect(protectedHeader.alg).toBe(algorithm);
    expect(payload).toMatchObject({ iss: "https://shop.example", htm: "GET", htp: "/legacy/x?y" });
    expect(await (await fetch(published)).text()).not.toMatch(/"d":/);
  });

  it("of a stranger is not told, and nobody makes it up, however he spells the header", async () => {
    const { origin } = await service(shows);
    const identity = { secret: shared, audience: "legacy", header: "X-Shop-User" };
    const { port } = await openDoor({ "/legacy/*": { targets: origin, identity } }, { auth, roles });
    const forged = ["X-Shop-User", "x-shop-USER", "X_Shop_User", "X-Shop_User", "Isthmus-Identity"];
    const answer = await raw(port, get("/legacy/x", forged.map((name) => `${name}: forged\r\n`).join("")));
    expect(answer).toMatch(/^HTTP\/1\.1 200/);
    expect(answer).not.toContain("forged");
  });

  it.each([
    ["too short a secret", { secret: "short", audience: "x" }, /identity\.secret: has 5 characters/],
    ["a key that is none", { key: "nonsense", audience: "x" }, /identity\.key: is not a private key/],
    [
      "a key of another kind",
      {
        key: generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({
          type: "pkcs8",
          format: "pem",
        }) as string,
        audience: "x",
      },
      /expected a key of P-256 or Ed25519/,
    ],
  ])("is refused at the start with %s", async (_, identity, message) => {
    await expect(
      openDoor({ "/legacy/*": { targets: "http://127.0.0.1:9", identity } }, { auth, roles }),
    ).rejects.toThrow(message);
  });
});

describe("access", () => {
  it("is for the roles that are listed, and theirs alone", async () => {
    const { origin, seen } = await service(shows);
    const { address, observed } = await openDoor(
      { "/legacy/*": { targets: origin, access: ["staff"] } },
      { auth, roles },
    );
    const statusOf = async (token?: string) =>
      (await fetch(`${address}/legacy/x`, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } }))
        .status;
    expect(await statusOf()).toBe(401);
    expect(await statusOf(await tokenOf("customer"))).toBe(403);
    expect(await statusOf("forged.token.here")).toBe(401);
    expect(seen).toHaveLength(0);
    expect(await statusOf(await tokenOf("staff"))).toBe(200);
    const refusals = observed.flatMap((one) =>
      one.kind === "refusal" ? [[one.refusal.code, one.refusal.target]] : [],
    );
    expect(refusals.slice(0, 2)).toEqual([
      ["ISTHMUS767", "/legacy/*"],
      ["ISTHMUS768", "/legacy/*"],
    ]);
  });

  it.each([
    [
      "a role that is not there",
      { "/legacy/*": { targets: "http://127.0.0.1:9", access: ["stuff"] } },
      /no role "stuff"/,
    ],
    ["a place that is taken", { "/api/x/*": { targets: "http://127.0.0.1:9" } }, /\/api is REST/],
    [
      "both a secret and a key",
      { "/l/*": { targets: "http://127.0.0.1:9", identity: { secret: "s", key: "k", audience: "a" } } },
      /one of secret and key/,
    ],
    [
      "roles where nobody is known",
      { "/l/*": { targets: "http://127.0.0.1:9", access: ["staff"], authenticate: false } },
      /nobody is known/,
    ],
  ])("with %s is a fault of the configuration", async (_, routes, message) => {
    await expect(openDoor(routes, { auth, roles })).rejects.toThrow(message);
  });
});

it("limits count a route by its pattern, per address and per caller, and say so", async () => {
  const { origin, seen } = await service(shows);
  const { address } = await openDoor(
    { "/legacy/*": { targets: origin }, "/free/*": { targets: origin } },
    {
      auth,
      roles,
      limits: { rate: [{ name: "legacy", per: "principal", operation: "/legacy/*", allow: 3, every: "1h" }] },
    },
  );
  const token = await tokenOf("customer");
  const ask = async (path: string) => fetch(address + path, { headers: { authorization: `Bearer ${token}` } });
  const first = await ask("/legacy/x");
  expect(first.headers.get("ratelimit")).toMatch(/^"legacy";r=2/);
  await ask("/legacy/x");
  await ask("/legacy/x");
  const refused = await ask("/legacy/x");
  expect([refused.status, ((await refused.json()) as { code: string }).code]).toEqual([429, "ISTHMUS750"]);
  expect((await ask("/free/x")).status).toBe(200);
  expect(seen).toHaveLength(4);
});

it("pages of other origins are answered by this server where the route says so", async () => {
  const { origin } = await service((_, response) => response.setHeader("access-control-allow-origin", "*").end("x"));
  const { address } = await openDoor(
    { "/legacy/*": { targets: origin, cors: true } },
    { server: { cors: { origins: ["https://shop.example"] } } },
  );
  const from = async (page: string, method = "GET") =>
    fetch(`${address}/legacy/x`, { method, headers: { origin: page, "access-control-request-method": "PUT" } });
  expect((await from("https://shop.example")).headers.get("access-control-allow-origin")).toBe("https://shop.example");
  expect((await from("https://evil.example")).headers.has("access-control-allow-origin")).toBe(false);
  expect((await from("https://shop.example", "OPTIONS")).status).toBe(204);
  expect((await from("https://evil.example", "OPTIONS")).status).toBe(403);
});
