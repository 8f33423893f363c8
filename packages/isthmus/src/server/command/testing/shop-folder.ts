// A folder with a small shop's database, and configurations over it, for the tests of the commands.

import { createFolder, type Folder } from "../../../../test/kit/command-line.ts";

export function createShopFolder(): Folder {
  const folder = createFolder();
  folder.sql(
    "shop.db",
    `CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
     CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL REFERENCES customers (id), total INTEGER NOT NULL);
     INSERT INTO customers VALUES (1, 'Ada'), (2, 'Grace');
     INSERT INTO orders VALUES (1, 1, 50), (2, 2, 70);`,
  );
  return folder;
}

export const config = (roles: string, more = "") => `
import { claim, defineConfig, secret, sqlite } from "isthmus";
export default defineConfig({ sources: { shop: sqlite({ file: "shop.db" }) }, roles: ${roles}, ${more} });`;
export const readable = config("{ anonymous: { customers: { read: true } } }");
export const json = async (url: string, init?: RequestInit): Promise<unknown> => (await fetch(url, init)).json();
