import { generateKeyPairSync, type KeyObject } from "node:crypto";
import { describe, expect, it } from "vitest";
import { ask, open, secret, sign } from "../../test/kit/open-authenticator.ts";
import type { JwtConfiguration } from "../core/index.ts";
import { secretName } from "../core/secret.ts";

describe("keys in the configuration", () => {
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const weak = generateKeyPairSync("rsa", { modulusLength: 1024 });
  const ec = generateKeyPairSync("ec", { namedCurve: "P-384" });
  const pem = (key: KeyObject): string =>
    key.export({ type: key.type === "private" ? "pkcs8" : "spki", format: "pem" }) as string;

  it.each<[JwtConfiguration, RegExp]>([
    [{}, /auth\.jwt: expected one of secret, keys or jwks/],
    [{ secret: "short" }, /auth\.jwt\.secret: has 5 bytes; HS256 needs .* at least 32/],
    [{ secret: secretName("JWT_SECRET") }, /JWT_SECRET has not been read/],
    [{ secret: pem(rsa.publicKey) }, /auth\.jwt\.secret: is a key file/],
    [{ keys: [{ alg: "HS256", key: pem(rsa.publicKey) }] }, /keys\[0\]\.key: is a key file/],
    [
      { keys: [{ alg: "HS256", key: rsa.publicKey.export({ format: "jwk" }) }] },
      /keys\[0\]\.key: HS256 needs a secret/,
    ],
    [{ keys: [{ alg: "none" as "HS256", key: secret }] }, /keys\[0\]\.alg: expected HS256/],
    [{ keys: [{ alg: undefined as unknown as "HS256", key: secret }] }, /keys\[0\]\.alg: expected HS256/],
    [{ keys: [{ alg: "RS256", key: pem(rsa.privateKey) }] }, /is a private key/],
    [{ keys: [{ alg: "RS256", key: rsa.privateKey.export({ format: "jwk" }) }] }, /is a private key/],
    [{ keys: [{ alg: "RS256", key: pem(weak.publicKey) }] }, /at least 2048 bits/],
    [{ keys: [{ alg: "ES256", key: pem(ec.publicKey) }] }, /curve P-256/],
    [{ keys: [{ alg: "ES256", key: pem(rsa.publicKey) }] }, /curve P-256/],
    [
      { keys: [{ alg: "RS256", key: { ...rsa.publicKey.export({ format: "jwk" }), alg: "PS256" } }] },
      /for another algorithm/,
    ],
    [{ keys: [{ alg: "RS256", key: "nonsense" }] }, /expected a public key/],
    [{ jwks: { url: "http://issuer.example/jwks" } }, /must be https/],
    [{ jwks: { url: "nonsense" } }, /expected an address/],
    [{ secret, roleClaim: "a..b" }, /auth\.jwt\.roleClaim/],
    [{ secret, leeway: -1 }, /auth\.jwt\.leeway/],
  ])("that cannot work stop the server with a sentence: %#", (jwt, message) => {
    expect(() => open({ jwt })).toThrow(message);
  });

  it("with an id serve the tokens that name it, and those that name none", async () => {
    const other = "another secret of the same kind and length";
    const authenticator = open({
      jwt: {
        keys: [
          { kid: "a", alg: "HS256", key: secret },
          { kid: "b", alg: "HS256", key: other },
        ],
      },
    });
    expect((await ask(authenticator, sign({ role: "staff" }, { alg: "HS256", kid: "b" }, other))).roles).toEqual([
      "staff",
    ]);
    expect((await ask(authenticator, sign({ role: "staff" }, { alg: "HS256" }, other))).roles).toEqual(["staff"]);
    await expect(ask(authenticator, sign({ role: "staff" }, { alg: "HS256", kid: "a" }, other))).rejects.toMatchObject({
      code: "PGRST301",
    });
  });
});
