import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { exportJWK, SignJWT } from "jose";
import { describe, expect, it } from "vitest";
import { ask, clock, open, seconds, secret, sign, withSecret } from "../../test/kit/open-authenticator.ts";
import { Secret } from "../core/secret.ts";

describe("a token", () => {
  it("makes a principal of its subject, its claims and its role", async () => {
    const principal = await ask(withSecret(), sign({ role: "customer", sub: "17", shop: 3 }));
    expect(principal).toEqual({
      kind: "user",
      id: "17",
      roles: ["customer"],
      claims: { role: "customer", sub: "17", shop: 3 },
    });
  });

  it("is accepted with the scheme spelled bearer and with a secret read from the environment", async () => {
    const authenticator = withSecret({ secret: new Secret("JWT_SECRET", secret) });
    const principal = await authenticator.authenticate({ authorization: `bearer ${sign({ role: "staff" })}` });
    expect(principal.roles).toEqual(["staff"]);
  });

  it.each([
    ["RS256", () => generateKeyPairSync("rsa", { modulusLength: 2048 })],
    ["ES256", () => generateKeyPairSync("ec", { namedCurve: "P-256" })],
    ["EdDSA", () => generateKeyPairSync("ed25519")],
  ] as const)("signed with %s is verified by the public key, as PEM and as JWK", async (alg, make) => {
    const { publicKey, privateKey } = make() as { publicKey: KeyObject; privateKey: KeyObject };
    const token = await new SignJWT({ role: "staff" }).setProtectedHeader({ alg }).sign(privateKey);
    const pem = publicKey.export({ type: "spki", format: "pem" }) as string;
    for (const key of [pem, await exportJWK(publicKey)]) {
      const principal = await ask(open({ jwt: { keys: [{ alg, key }] } }), token);
      expect(principal.roles).toEqual(["staff"]);
    }
  });

  it.each([
    ["", "Empty JWT is sent in Authorization header"],
    ["a.b", "Expected 3 parts in JWT; got 2"],
    ["quite.random.text", "JWT cryptographic operation failed"],
    ["x".repeat(20_000), "JWT is too long"],
    [`${"a.".repeat(3000)}`, "Expected 3 parts in JWT; got 3001"],
    [sign({ role: "staff" }, { alg: "none" }), "Wrong or unsupported encoding algorithm"],
    [sign({ role: "staff" }, { alg: "HS512" }), "Wrong or unsupported encoding algorithm"],
    [sign({ role: "staff" }, { alg: ["HS256"] }), "Wrong or unsupported encoding algorithm"],
    [sign({ role: "staff" }, {}), "Wrong or unsupported encoding algorithm"],
    [
      sign({ role: "staff" }, { alg: "HS256", crit: ["b64"], b64: true }),
      "JWT uses critical extensions that are not supported",
    ],
    [sign({ role: "staff" }, { alg: "HS256", kid: { $ne: null } }), "JWT couldn't be decoded"],
    [sign({ role: "staff" }, { alg: "HS256", kid: "unknown" }), "No suitable key or wrong key type"],
    [
      sign({ role: "staff" }, { alg: "HS256" }, "another secret of the same kind and length"),
      "No suitable key or wrong key type",
    ],
    [sign({ role: "staff" }).slice(0, -1), "No suitable key or wrong key type"],
    [`${sign({ role: "customer" }).split(".").slice(0, 2).join(".")}.`, "No suitable key or wrong key type"],
  ])("that is malformed or not signed by a key is refused: %#", async (token, message) => {
    const refusal = ask(withSecret(), token);
    await expect(refusal).rejects.toMatchObject({
      code: "PGRST301",
      category: "unauthenticated",
      message,
      headers: { "WWW-Authenticate": `Bearer error="invalid_token", error_description="${message}"` },
    });
  });

  it("signed by HMAC with a public key is refused", async () => {
    const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
    const pem = publicKey.export({ type: "spki", format: "pem" }) as string;
    const authenticator = open({ jwt: { keys: [{ alg: "RS256", key: pem }] } });
    for (const key of [pem, pem.trim(), publicKey.export({ type: "spki", format: "der" })]) {
      await expect(ask(authenticator, sign({ role: "staff" }, { alg: "HS256" }, key))).rejects.toMatchObject({
        code: "PGRST301",
      });
    }
  });

  it.each([
    [{ exp: seconds - 31 }, "JWT expired"],
    [{ exp: 1e30 }, "JWT expired"],
    [{ exp: "2030" }, "The JWT 'exp' claim must be a number"],
    ['{"exp":1e999}', "The JWT 'exp' claim must be a number"],
    [{ exp: [seconds + 60] }, "The JWT 'exp' claim must be a number"],
    [{ nbf: seconds + 31 }, "JWT not yet valid"],
    [{ nbf: 1e30 }, "JWT not yet valid"],
    [{ nbf: -1 }, "The JWT 'nbf' claim must not be negative"],
    [{ nbf: true }, "The JWT 'nbf' claim must be a number"],
    [{ iat: seconds + 31 }, "JWT issued at future"],
    [{ iat: "x" }, "The JWT 'iat' claim must be a number"],
    [{ aud: "others" }, "JWT not in audience"],
    [{ aud: "" }, "JWT not in audience"],
    [{ aud: ["others", "shops"] }, "JWT not in audience"],
    [{ aud: undefined }, "JWT names no audience ('aud'), and this server asks for one"],
    [{ aud: null }, "JWT names no audience ('aud'), and this server asks for one"],
    [{ aud: [] }, "JWT names no audience ('aud'), and this server asks for one"],
    [{ aud: { shop: true } }, "The JWT 'aud' claim must be a string or an array of strings"],
    [{ aud: ["shop", 1] }, "The JWT 'aud' claim must be a string or an array of strings"],
    [{ iss: "https://others.example" }, "JWT not from the expected issuer"],
    [{ iss: null }, "JWT not from the expected issuer"],
    [{ iss: ["https://issuer.example"] }, "The JWT 'iss' claim must be a string"],
    ['{"iss":"https://issuer.example","role":"customer","role":"staff"}', "Parsing claims failed"],
    ['{"iss":"https://issuer.example","role":"customer","r\\u006fle":"staff"}', "Parsing claims failed"],
    ['["staff"]', "Parsing claims failed"],
    ['"staff"', "Parsing claims failed"],
    ["null", "Parsing claims failed"],
    ["not JSON", "Parsing claims failed"],
  ])("whose claims do not hold is refused: %j", async (payload, message) => {
    const authenticator = withSecret({ issuer: "https://issuer.example", audience: ["shop"] });
    const whole =
      typeof payload === "string" ? payload : { iss: "https://issuer.example", aud: "shop", role: "staff", ...payload };
    await expect(ask(authenticator, sign(whole))).rejects.toMatchObject({
      code: "PGRST303",
      category: "unauthenticated",
      message,
    });
  });

  it.each([
    { exp: seconds - 29 },
    { exp: 9_999_999_999 },
    { exp: null },
    { nbf: seconds + 29 },
    { iat: seconds },
    { aud: ["others", "shop"] },
  ])("whose claims hold is accepted: %j", async (claims) => {
    const authenticator = withSecret({ audience: "shop" });
    expect((await ask(authenticator, sign({ role: "staff", aud: "shop", ...claims }))).roles).toEqual(["staff"]);
  });

  it.each([{}, { aud: null }, { aud: [] }, { aud: "anyone" }])(
    "may name any audience or none where none is configured: %j",
    async (claims) => {
      expect((await ask(withSecret(), sign({ role: "staff", ...claims }))).roles).toEqual(["staff"]);
    },
  );

  it("is refused with PGRST300 where nothing could verify it", async () => {
    await expect(ask(open({}), sign({ role: "staff" }))).rejects.toMatchObject({ code: "PGRST300", status: 500 });
  });

  it("never shows in a refusal", async () => {
    const token = sign({ role: "canary-role-claim", note: "canary-4711" }, { alg: "HS256", kid: "canary-kid" });
    const refusal: unknown = await ask(withSecret(), token).catch((problem: unknown) => problem);
    expect(refusal).toMatchObject({ code: "PGRST301" });
    expect(
      `${JSON.stringify(refusal)} ${String((refusal as Error).message)} ${String((refusal as Error).cause)}`,
    ).not.toContain("canary");
  });
});

describe("the roles of a token", () => {
  it.each([
    ["role", { role: "staff" }, ["staff"]],
    ["role", { role: ["staff", "customer", "staff"] }, ["customer", "staff"]],
    ["role", { role: ["unheard-of", "customer"] }, ["customer"]],
    ["realm_access.roles", { realm_access: { roles: ["staff"] } }, ["staff"]],
    ["$.app['shop roles'][1]", { app: { "shop roles": ["customer", "staff"] } }, ["staff"]],
    ["https://shop.example/roles", { "https://shop.example/roles": ["staff"] }, ["staff"]],
  ])("are read at %s, in the order of the configuration", async (roleClaim, claims, expected) => {
    expect((await ask(withSecret({ roleClaim }), sign(claims))).roles).toEqual(expected);
  });

  it("are those of a stranger when it names none", async () => {
    const principal = await ask(withSecret(), sign({ sub: "17" }));
    expect(principal).toEqual({ kind: "anonymous", id: "17", roles: ["anonymous"], claims: { sub: "17" } });
  });

  it("are `authenticated` when it names none and that role is declared", async () => {
    const authenticator = open({ jwt: { secret } }, ["anonymous", "authenticated"]);
    expect(await ask(authenticator, sign({ sub: "17" }))).toMatchObject({ kind: "user", roles: ["authenticated"] });
  });

  it.each([
    [{ role: "suspended" }, 'role "suspended" does not exist'],
    [{ role: ["suspended", 7] }, "none of the roles that the token names exists"],
    [{ role: [] }, "none of the roles that the token names exists"],
    [{ role: { staff: true } }, "none of the roles that the token names exists"],
    [{ role: "__proto__" }, 'role "__proto__" does not exist'],
  ])("must be declared, and nothing is put in their place: %j", async (claims, message) => {
    const authenticator = open({ jwt: { secret } }, ["anonymous", "authenticated", "staff"]);
    await expect(ask(authenticator, sign(claims))).rejects.toMatchObject({ code: "22023", status: 401, message });
  });

  it("are not found in what an object inherits", async () => {
    const authenticator = withSecret({ roleClaim: "constructor.name" });
    expect((await ask(authenticator, sign({ sub: "17" }))).roles).toEqual(["anonymous"]);
  });
});

describe("a caller without credentials", () => {
  it("is anonymous, at once, and always the same object", () => {
    const authenticator = withSecret();
    const principal = authenticator.authenticate({});
    expect(principal).toMatchObject({ kind: "anonymous", id: "", roles: ["anonymous"] });
    expect(authenticator.authenticate({ authorization: "Basic dXNlcjpwYXNz" })).toBe(principal);
  });

  it("is refused where no role for strangers is declared", () => {
    const authenticator = open({}, ["staff"]);
    expect(() => authenticator.authenticate({})).toThrowError(
      expect.objectContaining({
        code: "PGRST302",
        message: "Anonymous access is disabled",
        headers: { "WWW-Authenticate": "Bearer" },
      }),
    );
  });
});

describe("what has been verified", () => {
  it("is recalled at once, as the same object", async () => {
    const authenticator = withSecret();
    const credentials = { authorization: `Bearer ${sign({ role: "staff" })}` };
    const first = authenticator.authenticate(credentials);
    expect(first).toBeInstanceOf(Promise);
    const principal = await first;
    expect(authenticator.authenticate({ ...credentials })).toBe(principal);
  });

  it("is one object for requests that were verified side by side", async () => {
    const authenticator = withSecret();
    const token = sign({ role: "staff" });
    const principals = await Promise.all(Array.from({ length: 20 }, () => ask(authenticator, token)));
    expect(new Set(principals).size).toBe(1);
  });

  it("is forgotten when the token expires, however short its life", async () => {
    const authenticator = withSecret({ leeway: 0 });
    const token = sign({ role: "staff", exp: seconds + 10 });
    await ask(authenticator, token);
    clock.time += 9_000;
    expect(authenticator.authenticate({ authorization: `Bearer ${token}` })).not.toBeInstanceOf(Promise);
    clock.time += 2_000;
    await expect(ask(authenticator, token)).rejects.toMatchObject({ message: "JWT expired" });
  });

  it("is verified again after five minutes", async () => {
    const authenticator = withSecret();
    const token = sign({ role: "staff" });
    await ask(authenticator, token);
    clock.time += 300_001;
    expect(authenticator.authenticate({ authorization: `Bearer ${token}` })).toBeInstanceOf(Promise);
  });

  it("is never a refusal", async () => {
    const authenticator = withSecret();
    const token = sign({ role: "staff", nbf: seconds + 60 });
    await expect(ask(authenticator, token)).rejects.toMatchObject({ message: "JWT not yet valid" });
    clock.time += 60_000;
    expect((await ask(authenticator, token)).roles).toEqual(["staff"]);
  });

  it("as a token is not recalled as an API key", async () => {
    const authenticator = withSecret();
    const token = sign({ role: "staff" });
    await ask(authenticator, token);
    expect(() => authenticator.authenticate({ apiKey: token })).toThrowError(
      expect.objectContaining({ code: "ISTHMUS401" }),
    );
  });
});
