// A small shop behind the gate, over SQLite, as one who configures it would have it.

import type { Configuration } from "../../src/core/index.ts";
import { hash } from "node:crypto";
import { openServer, type OpenServer } from "../kit/open-server.ts";

export const schema = `
  create table products (id integer primary key, name text not null);
  create table reviews (id integer primary key, product_id integer references products (id), body text not null);
  insert into products values (1, 'Teapot'), (2, 'Cup');
  insert into reviews values (1, 1, 'Good');`;

export const keyA = "isk_a_" + "1".repeat(64);
export const keyB = "isk_b_" + "2".repeat(64);

export const auth: NonNullable<Configuration["auth"]> = {
  apiKeys: [
    { id: "a", hash: hashOf(keyA), roles: ["customer"] },
    { id: "b", hash: hashOf(keyB), roles: ["customer"] },
  ],
};

export const roles: NonNullable<Configuration["roles"]> = {
  anonymous: { products: { read: true } },
  customer: { "*": { read: true, insert: true } },
};

export function openShop(
  limits: Configuration["limits"],
  more: Omit<Configuration, "sources" | "limits"> = {},
): Promise<OpenServer> {
  return openServer("sqlite", schema, { auth, roles, limits: limits ?? {}, ...(more as object) });
}

function hashOf(key: string): string {
  return `sha256:${hash("sha256", key, "hex")}`;
}
