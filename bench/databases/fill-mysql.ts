// Fills a MariaDB or MySQL with those tables of the shop that the bench asks for, and those they refer to: the same rows
// as everywhere.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import mysql from "mysql2/promise";
import { shopTables } from "../../examples/shop/seed/rows.ts";
import type { Sizes } from "../../examples/shop/seed/sizes.ts";

const batch = 2_000;

export async function fillMysql(url: string, sizes: Sizes): Promise<void> {
  const client = await mysql.createConnection({ uri: url, multipleStatements: true });
  try {
    const made = readFileSync(join(import.meta.dirname, "shop.mysql.sql"), "utf8");
    await client.query(made);
    await client.beginTransaction();
    for (const { name, columns, rows } of shopTables(sizes)) {
      if (!made.includes(`CREATE TABLE ${name} `)) continue;
      const into = `INSERT INTO ${name} (${columns.map(([column]) => column).join(", ")}) VALUES ?`;
      for (let start = 0; start < rows.length; start += batch)
        await client.query(into, [rows.slice(start, start + batch)]);
    }
    await client.commit();
    await client.query("ANALYZE TABLE customers, products, orders, order_items");
  } finally {
    await client.end();
  }
}
