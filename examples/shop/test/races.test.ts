// A hundred buyers for ten pieces, over the same functions on other databases than the shop's own.

import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fillMysql } from "../../../bench/databases/fill-mysql.ts";
import {
  administer,
  administerMysql,
  createTestDatabase,
  createTestMysql,
  type TestDatabase,
} from "../../../packages/isthmus/test/kit/servers.ts";
import { fillPostgres } from "../seed/fill-postgres.ts";
import { type Buying, openBuying } from "./buying.ts";
import { openThirdParties, type ThirdParties } from "./third-parties.ts";

const sizes = { products: 20, customers: 10, orders: 10 };
const stocked = "UPDATE products SET stock = 10, published = TRUE, price = 12.35";
/** As in migrations/005_purchases.sql and 006_return_url.sql. */
const purchases = `CREATE TABLE purchases (
  order_id INTEGER PRIMARY KEY, customer_id INTEGER NOT NULL, request_key VARCHAR(255),
  state VARCHAR(20) NOT NULL DEFAULT 'reserved', service VARCHAR(40) NOT NULL, payment_method VARCHAR(200) NOT NULL,
  payment_id VARCHAR(200), tracking_number VARCHAR(200), problem TEXT, return_url VARCHAR(500), busy_until BIGINT NOT NULL DEFAULT 0,
  UNIQUE (customer_id, request_key), FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE)`;

const databases = {
  async postgres() {
    const database = await createTestDatabase();
    await fillPostgres(database.url, { sizes });
    await administer(database.url, stocked);
    return { database, source: `postgres({ url: ${JSON.stringify(database.url)} })`, views: true };
  },
  async mariadb() {
    const database = await createTestMysql();
    await fillMysql(database.url, sizes);
    await administerMysql(database.url, `${purchases}; ${stocked}`);
    return { database, source: `mysql({ url: ${JSON.stringify(database.url)} })`, views: false };
  },
};

describe.each(["postgres", "mariadb"] as const)("on %s", (name) => {
  let parties: ThirdParties;
  let buying: Buying;
  let database: TestDatabase;
  const basket = (ids: readonly number[], payment_method = "pm_visa") => ({
    items: ids.map((product_id) => ({ product_id, quantity: 1 })),
    address_id: 1,
    service: "STANDARD",
    payment_method,
  });
  const stocks = async () =>
    (await buying.read("/products?id=in.(1,2,3)&select=stock&order=id")).map(({ stock }) => Number(stock));

  beforeAll(async () => {
    parties = await openThirdParties();
    const opened = await databases[name]();
    database = opened.database;
    buying = openBuying(parties, opened.source, opened.views);
    await buying.start();
  }, 120_000);

  afterAll(async () => {
    await buying?.remove();
    await database?.drop();
    await parties?.close();
  });

  it("ten get one, and ninety hear that it is sold out", async () => {
    const answers = await Promise.all(Array.from({ length: 100 }, () => buying.call("checkout", basket([1]))));
    expect(answers.filter(({ body }) => body["status"] === "paid")).toHaveLength(10);
    expect(answers.filter(({ body }) => body["code"] === "SOLD_OUT")).toHaveLength(90);
    expect((await stocks())[0]).toBe(0);
    expect([...parties.taken().values()]).toEqual(Array.from({ length: 10 }, () => 1685));
  }, 60_000);

  it("baskets in every order do not wait for each other for ever, and what is declined comes back", async () => {
    const answers = await Promise.all(
      Array.from({ length: 30 }, (_, at) =>
        buying.call("checkout", basket(at % 2 === 0 ? [2, 3] : [3, 2], at % 3 === 0 ? "pm_declined" : "pm_visa")),
      ),
    );
    const paid = answers.filter(({ body }) => body["status"] === "paid").length;
    expect(answers.every(({ status }) => [200, 402, 409].includes(status))).toBe(true);
    expect(paid).toBeGreaterThan(0);
    expect(await stocks()).toEqual([0, 10 - paid, 10 - paid]);
  }, 60_000);
});
