// What signatures and headers of tokens may not be, in the manner of Project Wycheproof: each case is a valid token with
// one thing about it changed.

import { generateKeyPairSync, sign } from "node:crypto";
import { describe, expect, it } from "vitest";
import {
  type Alg,
  algorithms,
  beyondOrder,
  changedPart,
  claims,
  ec,
  ed,
  encode,
  half,
  hmac,
  jwk,
  leftOver,
  made,
  order,
  others,
  p1363,
  pem,
  plainBase64,
  resigned,
  rs,
  rsa,
  type Signer,
  signers,
} from "../../test/kit/jose-tokens.ts";
import { ask, open, secret } from "../../test/kit/open-authenticator.ts";

const authenticator = () =>
  open({
    jwt: {
      keys: [
        { alg: "HS256", kid: "HS256", key: secret },
        { alg: "RS256", kid: "RS256", key: pem(rsa) },
        { alg: "ES256", kid: "ES256", key: pem(ec) },
        { alg: "EdDSA", kid: "EdDSA", key: pem(ed) },
      ],
    },
  });

describe("a token is accepted", () => {
  it.each(algorithms)("that is signed by the key it names: %s", async (alg) => {
    expect((await ask(authenticator(), made(`{"alg":"${alg}","kid":"${alg}"}`, signers[alg]))).roles).toEqual([
      "staff",
    ]);
  });

  const spelt: readonly (readonly [string, () => string])[] = [
    ["names no key", () => made('{"alg":"ES256"}', signers.ES256)],
    [
      "has other members in its header",
      () => made('{"typ":"at+jwt","alg":"EdDSA","kid":"EdDSA","cty":"x"}', signers.EdDSA),
    ],
    [
      "spells its header with spaces and escapes",
      () => made(' { "\\u0061lg" : "HS256" , "kid":"HS256" } ', signers.HS256),
    ],
    [
      "has an ECDSA signature in its other half, which is as valid",
      () => resigned("ES256", (signature) => rs(half(signature, false), order - half(signature, true))),
    ],
  ];
  it.each(spelt)("that %s", async (_, token) => {
    expect((await ask(authenticator(), token())).id).toBe("7");
  });
});

const withKey = (alg: Alg, more: string, signer: Signer) => made(`{"alg":"${alg}",${more}}`, signer);
const refused: readonly (readonly [string, () => string])[] = [
  ...["none", "None", "NONE", "nOnE", "", "null", "HS1", "hs256", "HS256 ", "ES384", "RS1", "dir"].map(
    (alg) =>
      [`alg is ${JSON.stringify(alg)}`, () => made(JSON.stringify({ alg, kid: "HS256" }), signers.HS256)] as const,
  ),
  ...["none", "None"].map(
    (alg) => [`alg is ${alg} and nothing is signed`, () => made(`{"alg":"${alg}"}`, () => Buffer.alloc(0))] as const,
  ),
  ["there is no alg", () => made('{"kid":"HS256"}', signers.HS256)],
  ["alg is null", () => made('{"alg":null,"kid":"HS256"}', signers.HS256)],
  ["alg is a list", () => made('{"alg":["HS256"],"kid":"HS256"}', signers.HS256)],
  // What everybody may know, as a secret.
  ["the RSA key's PEM is the secret", () => withKey("HS256", '"kid":"RS256"', hmac(pem(rsa)))],
  ["the RSA key's PEM is the secret, and no key is named", () => made('{"alg":"HS256"}', hmac(pem(rsa)))],
  ["the RSA key's PEM without its last line break is the secret", () => made('{"alg":"HS256"}', hmac(pem(rsa).trim()))],
  [
    "the RSA key's DER is the secret",
    () => made('{"alg":"HS256"}', hmac(rsa.publicKey.export({ type: "spki", format: "der" }))),
  ],
  ["the EC key's PEM is the secret", () => made('{"alg":"HS256","kid":"ES256"}', hmac(pem(ec)))],
  [
    "the Ed25519 key's x is the secret",
    () => made('{"alg":"HS256"}', hmac(Buffer.from(String(jwk(ed)["x"]), "base64url"))),
  ],
  ["the secret is empty", () => made('{"alg":"HS256"}', hmac(""))],
  // One key's name over another's signature.
  ...algorithms.flatMap((alg) =>
    algorithms
      .filter((other) => other !== alg)
      .map(
        (other) =>
          [
            `${alg} is said and ${other} has signed`,
            () => made(`{"alg":"${alg}","kid":"${alg}"}`, signers[other]),
          ] as const,
      ),
  ),
  ...[
    "../HS256",
    "HS256\\u0000",
    "HS256' OR '1'='1",
    "/dev/null",
    "|id",
    "",
    "__proto__",
    "constructor",
    "hs256",
    "HS256 ",
  ].map(
    (kid) =>
      [
        `kid is ${kid}`,
        () => made(`{"alg":"HS256","kid":${JSON.stringify(kid).replace("\\\\u", "\\u")}}`, signers.HS256),
      ] as const,
  ),
  ...["null", "7", "true", '["HS256"]', '{"$ne":""}'].map(
    (kid) => [`kid is ${kid}`, () => made(`{"alg":"HS256","kid":${kid}}`, signers.HS256)] as const,
  ),
  // Keys that the token brings along.
  [
    "brings its key along",
    () => withKey("ES256", `"jwk":${JSON.stringify(jwk(others.ec))}`, p1363(others.ec.privateKey)),
  ],
  [
    "brings its key along under a known name",
    () => withKey("ES256", `"kid":"ES256","jwk":${JSON.stringify(jwk(others.ec))}`, p1363(others.ec.privateKey)),
  ],
  [
    "brings a symmetric key along",
    () =>
      withKey(
        "HS256",
        `"jwk":{"kty":"oct","k":"${encode("known to all of us, and 32 bytes")}"}`,
        hmac("known to all of us, and 32 bytes"),
      ),
  ],
  [
    "says where its key is (jku)",
    () =>
      withKey("EdDSA", '"kid":"new","jku":"https://evil.example/jwks"', (text) =>
        sign(null, Buffer.from(text), others.ed.privateKey),
      ),
  ],
  [
    "says where its certificate is (x5u)",
    () =>
      withKey("RS256", '"x5u":"https://evil.example/x.pem"', (text) =>
        sign("sha256", Buffer.from(text), others.rsa.privateKey),
      ),
  ],
  [
    "brings a certificate along (x5c)",
    () => withKey("RS256", '"x5c":["MIIB"]', (text) => sign("sha256", Buffer.from(text), others.rsa.privateKey)),
  ],
  // Extensions and headers with two meanings.
  ["asks for b64", () => made('{"alg":"HS256","kid":"HS256","b64":false,"crit":["b64"]}', signers.HS256)],
  ["says crit of what is there", () => made('{"alg":"HS256","kid":"HS256","exp":1,"crit":["exp"]}', signers.HS256)],
  ["says crit of nothing", () => made('{"alg":"HS256","kid":"HS256","crit":[]}', signers.HS256)],
  ["crit is null", () => made('{"alg":"HS256","kid":"HS256","crit":null}', signers.HS256)],
  ["says alg twice", () => made('{"alg":"none","alg":"HS256","kid":"HS256"}', signers.HS256)],
  [
    "says alg twice, once with an escape",
    () => made('{"alg":"HS256","\\u0061lg":"none","kid":"HS256"}', signers.HS256),
  ],
  ["says kid twice", () => made('{"alg":"HS256","kid":"x","kid":"HS256"}', signers.HS256)],
  [
    "says a claim twice",
    () => made('{"alg":"HS256","kid":"HS256"}', signers.HS256, '{"role":"customer","role":"staff"}'),
  ],
  ["header is a list", () => made('["HS256"]', signers.HS256)],
  ["header is no JSON", () => made("{alg:HS256}", signers.HS256)],
  ["header is empty", () => made("", signers.HS256)],
  ["header begins with a byte order mark", () => made('\uFEFF{"alg":"HS256","kid":"HS256"}', signers.HS256)],
  ["claims are no object", () => made('{"alg":"HS256","kid":"HS256"}', signers.HS256, '"staff"')],
  ["is compressed (zip)", () => made('{"alg":"HS256","kid":"HS256","zip":"DEF"}', signers.HS256, "\u0000")],
  // Signatures.
  ...algorithms.flatMap((alg) => [
    [`${alg}: no signature`, () => resigned(alg, () => "")] as const,
    [`${alg}: cut short by a byte`, () => resigned(alg, (signature) => signature.subarray(0, -1))] as const,
    [`${alg}: cut to a byte`, () => resigned(alg, (signature) => signature.subarray(0, 1))] as const,
    [`${alg}: a zero more`, () => resigned(alg, (signature) => Buffer.concat([signature, Buffer.alloc(1)]))] as const,
    [`${alg}: a zero before`, () => resigned(alg, (signature) => Buffer.concat([Buffer.alloc(1), signature]))] as const,
    [`${alg}: all zeros`, () => resigned(alg, (signature) => Buffer.alloc(signature.length))] as const,
    [`${alg}: all ones`, () => resigned(alg, (signature) => Buffer.alloc(signature.length, 255))] as const,
    [`${alg}: twice`, () => resigned(alg, (signature) => Buffer.concat([signature, signature]))] as const,
    [
      `${alg}: one bit changed`,
      () =>
        resigned(alg, (signature) => Buffer.concat([Buffer.from([(signature[0] ?? 0) ^ 1]), signature.subarray(1)])),
    ] as const,
    [`${alg}: padded`, () => resigned(alg, (signature) => `${encode(signature)}=`)] as const,
    [
      `${alg}: with a line break`,
      () => resigned(alg, (signature) => encode(signature).replace(/^(.{8})/, "$1\n")),
    ] as const,
    [
      `${alg}: with a space within`,
      () => resigned(alg, (signature) => encode(signature).replace(/^(.{4})/, "$1 ")),
    ] as const,
    [`${alg}: with what is no base64url`, () => resigned(alg, (signature) => `${encode(signature)}!`)] as const,
  ]),
  ["bits are left over in its signature", () => resigned("HS256", leftOver)],
  ["signature is in plain base64", () => plainBase64()],
  [
    "ECDSA in DER",
    () => made('{"alg":"ES256","kid":"ES256"}', (text) => sign("sha256", Buffer.from(text), ec.privateKey)),
  ],
  ["ECDSA with r zero", () => resigned("ES256", (signature) => rs(0n, half(signature, true)))],
  ["ECDSA with s zero", () => resigned("ES256", (signature) => rs(half(signature, false), 0n))],
  ["ECDSA with r and s one", () => resigned("ES256", () => rs(1n, 1n))],
  ["ECDSA with r the order", () => resigned("ES256", (signature) => rs(order, half(signature, true)))],
  ["ECDSA with s the order", () => resigned("ES256", (signature) => rs(half(signature, false), order))],
  ["ECDSA with r and s the order", () => resigned("ES256", () => rs(order, order))],
  [
    "ECDSA with r and s exchanged",
    () => resigned("ES256", (signature) => rs(half(signature, true), half(signature, false))),
  ],
  [
    "ECDSA of another curve",
    () =>
      made('{"alg":"ES256","kid":"ES256"}', p1363(generateKeyPairSync("ec", { namedCurve: "secp256k1" }).privateKey)),
  ],
  ["Ed25519 with s beyond the order", () => resigned("EdDSA", beyondOrder)],
  [
    "RSA of another hash",
    () => made('{"alg":"RS256","kid":"RS256"}', (text) => sign("sha512", Buffer.from(text), rsa.privateKey)),
  ],
  [
    "RSA with PSS",
    () =>
      made('{"alg":"RS256","kid":"RS256"}', (text) =>
        sign("sha256", Buffer.from(text), { key: rsa.privateKey, padding: 6 }),
      ),
  ],
  ["header was changed", () => changedPart(0)],
  ["claims were changed", () => changedPart(1)],
  [
    "is of the JSON form",
    () => JSON.stringify({ payload: encode(claims), protected: encode('{"alg":"none"}'), signature: "" }),
  ],
  ["is encrypted, in five parts", () => `${made('{"alg":"dir","enc":"A256GCM"}', signers.HS256)}.AA.AA`],
];

describe("a token is refused, without a word of it in the refusal,", () => {
  it.each(refused)("that %s", async (_, token) => {
    const text = token();
    const failure = await ask(authenticator(), text).then(
      ({ roles }) => ({ code: `accepted as ${roles.join()}`, category: "", message: "" }),
      (thrown: { code: string; category: string; message: string }) => thrown,
    );
    expect([failure.code, failure.category]).toEqual([expect.stringMatching(/^PGRST30[13]$/), "unauthenticated"]);
    const signature = text.split(".")[2] ?? "";
    if (signature.length > 20) expect(failure.message).not.toContain(signature.slice(0, 20));
  });
});

describe("a key is refused when the server starts", () => {
  it.each([
    [
      "a private key for verifying",
      { alg: "ES256", key: ec.privateKey.export({ type: "pkcs8", format: "pem" }) as string },
    ],
    ["an RSA key of 1,024 bits", { alg: "RS256", key: pem(generateKeyPairSync("rsa", { modulusLength: 1024 })) }],
    ["a public key as a secret", { alg: "HS256", key: pem(rsa) }],
    ["a key of another curve", { alg: "ES256", key: pem(generateKeyPairSync("ec", { namedCurve: "P-384" })) }],
    ["a key of another kind", { alg: "EdDSA", key: pem(rsa) }],
    ["a short secret", { alg: "HS256", key: "short" }],
  ] as const)("that is %s", (_, key) => {
    expect(() => open({ jwt: { keys: [key] } })).toThrow(/auth\.jwt\.keys\[0\]/);
  });
});
