// Prints a token to try the shop with: `node token.ts customer 17`. For development: it signs with the shop's own secret.

import { createHmac } from "node:crypto";
import { existsSync } from "node:fs";
import { loadEnvFile } from "node:process";
import { prepareShop } from "./prepare.ts";

/** A JWT (HS256) that is good for a day. */
export function signToken(secret: string, claims: Readonly<Record<string, unknown>>, now = Date.now()): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");
  const body = `${part({ alg: "HS256", typ: "JWT" })}.${part({ ...claims, exp: Math.floor(now / 1000) + 86_400 })}`;
  return `${body}.${createHmac("sha256", secret).update(body).digest("base64url")}`;
}

/** What stands in a token for development: whose it is, and which row of `customers` is his. */
export function claimsOf(role: string, id: string): Readonly<Record<string, unknown>> {
  return { role, sub: id, customer: Number(id) };
}

if (import.meta.main) {
  const [role = "customer", id = "1"] = process.argv.slice(2);
  const { environment } = prepareShop();
  if (existsSync(environment)) loadEnvFile(environment);
  const secret = process.env["SHOP_JWT_SECRET"];
  if (secret === undefined) throw new Error(`SHOP_JWT_SECRET is neither in the environment nor in ${environment}.`);
  console.log(signToken(secret, claimsOf(role, id)));
}
