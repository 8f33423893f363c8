// The shop's rows: enough of them, adding up, and the same each time and in both databases.

import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fillSqlite } from "../seed/fill-sqlite.ts";
import { shopTables } from "../seed/rows.ts";
import { shopSizes } from "../seed/sizes.ts";

const folder = mkdtempSync(join(tmpdir(), "shop-"));
const file = join(folder, "shop.db");
let database: DatabaseSync;

beforeAll(() => {
  fillSqlite(file);
  database = new DatabaseSync(file);
});

afterAll(() => {
  database.close();
  rmSync(folder, { recursive: true });
});

const count = (from: string): unknown => database.prepare(`SELECT count(*) AS n FROM ${from}`).get()?.["n"];

describe("the shop's database", () => {
  it("holds a shop's worth of rows", () => {
    expect(count("products")).toBe(5_000);
    expect(count("customers")).toBe(2_000);
    expect(count("orders")).toBe(20_000);
    expect(count("categories WHERE parent_id IS NOT NULL")).toBeGreaterThanOrEqual(40);
    expect(count("reviews")).toBeGreaterThan(5_000);
    expect(count("(SELECT DISTINCT name FROM products)")).toBe(5_000);
  });

  it("has order totals that are the sums of their items", () => {
    const sums = "SELECT order_id, sum(quantity * unit_price) AS summed FROM order_items GROUP BY order_id";
    expect(count(`(${sums}) JOIN orders ON id = order_id WHERE abs(summed - subtotal) < 0.001`)).toBe(20_000);
  });

  it("has products whose stock is the sum of their stock levels", () => {
    const sums = "SELECT product_id, sum(quantity) AS summed FROM stock_levels GROUP BY product_id";
    expect(count(`(${sums}) JOIN products ON id = product_id WHERE summed = stock`)).toBe(5_000);
  });

  it("finds products by the words in them", () => {
    expect(count("products_search WHERE products_search MATCH 'lamps AND brass'")).toBeGreaterThan(10);
  });

  it("keeps its sums true when rows are written", () => {
    database.exec("BEGIN");
    try {
      database.exec("INSERT INTO orders (id, customer_id, address_id, shipping) VALUES (900001, 1, 1, 4.95)");
      database.exec("INSERT INTO order_items (order_id, product_id, quantity) VALUES (900001, 1, 2), (900001, 2, 1)");
      database.exec(
        "UPDATE stock_levels SET quantity = quantity + 7 WHERE rowid = (SELECT rowid FROM stock_levels WHERE product_id = 1)",
      );
      const prices = database.prepare("SELECT sum(price * (3 - id)) AS total FROM products WHERE id IN (1, 2)").get()?.[
        "total"
      ];
      const order = database.prepare("SELECT subtotal, total FROM orders WHERE id = 900001").get();
      expect(order?.["subtotal"]).toBe(prices);
      expect(order?.["total"]).toBeCloseTo(Number(prices) + 4.95, 2);
      expect(count("products p WHERE stock <> (SELECT sum(quantity) FROM stock_levels WHERE product_id = p.id)")).toBe(
        0,
      );
    } finally {
      database.exec("ROLLBACK");
    }
  });

  it("is the same file, byte for byte, when it is made again", () => {
    const again = join(folder, "again.db");
    fillSqlite(again, { scale: 0.02 });
    const first = readFileSync(again);
    fillSqlite(again, { scale: 0.02 });
    expect(first.equals(readFileSync(again))).toBe(true);
  });

  it("leaves nothing behind when it cannot be filled", () => {
    const missing = join(folder, "no-such-folder", "shop.db");
    expect(() => fillSqlite(missing, { scale: 0.002 })).toThrow();
    expect(existsSync(missing)).toBe(false);
    expect(readdirSync(folder).filter((name) => name.includes("unfinished"))).toEqual([]);
  });
});

describe("the shop's rows", () => {
  it("are the same each time they are made", () => {
    const sizes = { products: 60, customers: 20, orders: 100 };
    expect(shopTables(sizes)).toEqual(shopTables(sizes));
  });

  it("end before 2026, whenever they are made", () => {
    const orders = shopTables(shopSizes).find(({ name }) => name === "orders");
    const times = orders?.rows.map((row) => String(row[10])) ?? [];
    expect(times.toSorted()).toEqual(times);
    expect(times.at(-1)?.slice(0, 7)).toBe("2025-12");
  });
});
