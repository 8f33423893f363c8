// Tokens exactly as a test spells them, with keys of every kind, and signatures that were changed.

import { createHmac, generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import { secret } from "./open-authenticator.ts";

export const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 });
export const ec = generateKeyPairSync("ec", { namedCurve: "P-256" });
export const ed = generateKeyPairSync("ed25519");
export const others = {
  rsa: generateKeyPairSync("rsa", { modulusLength: 2048 }),
  ec: generateKeyPairSync("ec", { namedCurve: "P-256" }),
  ed: generateKeyPairSync("ed25519"),
};
export const pem = ({ publicKey }: { publicKey: KeyObject }) =>
  publicKey.export({ type: "spki", format: "pem" }) as string;
export const jwk = ({ publicKey }: { publicKey: KeyObject }) => publicKey.export({ format: "jwk" });

export type Alg = "HS256" | "RS256" | "ES256" | "EdDSA";
export type Signer = (text: string) => Buffer;
export const p1363 =
  (key: KeyObject): Signer =>
  (text) =>
    sign("sha256", Buffer.from(text), { key, dsaEncoding: "ieee-p1363" });
export const hmac =
  (key: string | Buffer): Signer =>
  (text) =>
    createHmac("sha256", key).update(text).digest();
export const signers: Readonly<Record<Alg, Signer>> = {
  HS256: hmac(secret),
  RS256: (text) => sign("sha256", Buffer.from(text), rsa.privateKey),
  ES256: p1363(ec.privateKey),
  EdDSA: (text) => sign(null, Buffer.from(text), ed.privateKey),
};
export const algorithms = Object.keys(signers) as Alg[];

export const encode = (text: string | Buffer): string => Buffer.from(text).toString("base64url");
export const claims = '{"role":"staff","sub":"7"}';

/** Signs a header and a payload exactly as they are spelt. */
export function made(header: string, signer: Signer, payload = claims): string {
  const text = `${encode(header)}.${encode(payload)}`;
  return `${text}.${encode(signer(text))}`;
}

/** A valid token with another signature, made of its own. */
export function resigned(alg: Alg, change: (signature: Buffer) => Buffer | string): string {
  const token = made(`{"alg":"${alg}","kid":"${alg}"}`, signers[alg]);
  const [head = "", body = "", signature = ""] = token.split(".");
  const changed = change(Buffer.from(signature, "base64url"));
  return `${head}.${body}.${typeof changed === "string" ? changed : encode(changed)}`;
}

export const order = BigInt("0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");
export const number = (value: bigint) => Buffer.from(value.toString(16).padStart(64, "0"), "hex");
export const half = (signature: Buffer, second: boolean) =>
  BigInt(`0x${signature.subarray(second ? 32 : 0, second ? 64 : 32).toString("hex")}`);
export const rs = (r: bigint, s: bigint) => Buffer.concat([number(r), number(s)]);

/** 32 bytes leave two bits of the last sign unused. */
export function leftOver(signature: Buffer): string {
  const signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const text = encode(signature);
  return text.slice(0, -1) + (signs[signs.indexOf(text.at(-1) ?? "") + 1] ?? "");
}

export function plainBase64(): string {
  for (let turn = 0; ; turn += 1) {
    const [head = "", body = "", signature = ""] = made(
      '{"alg":"HS256","kid":"HS256"}',
      signers.HS256,
      `{"turn":${turn}}`,
    ).split(".");
    const plain = signature.replaceAll("-", "+").replaceAll("_", "/");
    if (plain !== signature) return `${head}.${body}.${plain}`;
  }
}

export function beyondOrder(signature: Buffer): Buffer {
  const prime = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n;
  const value = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString("hex")}`) + prime;
  return Buffer.concat([signature.subarray(0, 32), number(value).reverse()]);
}

export function changedPart(which: 0 | 1): string {
  const parts = made('{"alg":"HS256","kid":"HS256"}', signers.HS256).split(".");
  parts[which] = encode(which === 0 ? '{"alg":"HS256","kid":"HS256","typ":"JWT"}' : '{"role":"admin","sub":"7"}');
  return parts.join(".");
}
