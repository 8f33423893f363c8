// Buying in the example shop, with third parties that fail in every way there is: nothing is lost, nothing is charged twice.

import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fillSqlite } from "../seed/fill-sqlite.ts";
import { type Buying, openBuying } from "./buying.ts";
import { openThirdParties, type ThirdParties } from "./third-parties.ts";

let parties: ThirdParties;
let buying: Buying;
let product = 0;

const stock = async (id = product) => Number((await buying.read(`/products?id=eq.${id}&select=stock`))[0]?.["stock"]);
const order = async (id: unknown) =>
  (await buying.read(`/orders?id=eq.${String(id)}&select=status,total,subtotal,shipping,purchase:purchases(state)`))[0];
const basket = (quantity = 1, more: object = {}) => ({
  items: [{ product_id: product, quantity }],
  address_id: 1,
  service: "STANDARD",
  payment_method: "pm_visa",
  ...more,
});
const settle = () => buying.call("settle-orders", {}, { role: "staff" });

beforeAll(async () => {
  parties = await openThirdParties();
  buying = openBuying(parties, 'sqlite({ file: "shop.db", migrations: "./migrations" })');
  const file = join(buying.folder, "shop.db");
  fillSqlite(file, { sizes: { products: 60, customers: 20, orders: 30 } });
  const database = new DatabaseSync(file);
  database.exec("UPDATE products SET stock = 50, published = TRUE, price = 12.35");
  database.close();
  await buying.start();
});

afterAll(async () => {
  await buying?.remove();
  await parties?.close();
});

/** A product that nobody else has bought, and an address of customer 1. */
beforeEach(() => {
  product++;
  parties.trouble.clear();
});

describe("checkout", () => {
  it("reserves, pays, ships and writes, at the database's price", async () => {
    const bought = await buying.call("checkout", basket(2, { price: undefined }));
    expect(bought).toMatchObject({ status: 200, body: { status: "paid", total: 29.2, currency: "EUR" } });
    const { order_id } = bought.body;
    expect(await stock()).toBe(48);
    expect(await order(order_id)).toMatchObject({ status: "paid", subtotal: 24.7, shipping: 4.5, total: 29.2 });
    expect(parties.taken().get(`Order ${String(order_id)}`)).toBe(2920);
    expect(parties.labels()).toContain(`order ${String(order_id)}`);
    expect(parties.mails.at(-1)).toContain(`Your order ${String(order_id)}`);
  });

  it("names every wrong field, and takes no price from its caller", async () => {
    const { status, body } = await buying.call("checkout", { ...basket(0), price: 1, address_id: "x" });
    expect(status).toBe(400);
    const fields = (body["details"] as readonly { readonly field: string }[]).map(({ field }) => field);
    expect(fields.toSorted()).toEqual(["address_id", "items[0].quantity", "price"]);
  });

  it("refuses another's address, an unknown product and more than there is", async () => {
    expect((await buying.call("checkout", basket(1, { address_id: 2 }))).body).toMatchObject({ code: "NO_ADDRESS" });
    const unknown = basket(1, { items: [{ product_id: 99_999, quantity: 1 }] });
    expect((await buying.call("checkout", unknown)).body).toMatchObject({ code: "NOT_SOLD" });
    const both = basket(1, {
      items: [
        { product_id: product, quantity: 3 },
        { product_id: product + 1, quantity: 51 },
      ],
    });
    expect(await buying.call("checkout", both)).toMatchObject({ status: 409, body: { code: "SOLD_OUT" } });
    expect(await stock()).toBe(50);
  });

  it("undoes everything where the card is declined, and says why", async () => {
    const refused = await buying.call("checkout", basket(5, { payment_method: "pm_declined" }));
    expect(refused).toMatchObject({
      status: 402,
      body: { code: "NOT_BOUGHT", message: "The card has insufficient funds." },
    });
    expect(await stock()).toBe(50);
    expect(await order((refused.body["details"] as { order_id: number }).order_id)).toMatchObject({
      status: "cancelled",
    });
  });

  it("gives the money back where the carrier refuses, and where the capture does", async () => {
    parties.trouble.set("createLabel", "refusing");
    expect((await buying.call("checkout", basket(2))).status).toBe(402);
    parties.trouble.set("createLabel", "none").set("capture", "refusing");
    const before = parties.labels().length;
    expect((await buying.call("checkout", basket(2))).status).toBe(402);
    expect([...parties.held().values()]).toEqual([]);
    expect(parties.labels()).toHaveLength(before);
    expect(await stock()).toBe(50);
  });

  it.each([
    ["create", "silent"],
    ["create", "hanging"],
    ["createLabel", "down"],
    ["capture", "silent"],
    ["intent", "down"],
  ] as const)("is kept and finished later where %s is %s, and charged once", async (operation, trouble) => {
    parties.trouble.set(operation, trouble);
    const kept = await buying.call("checkout", basket(3));
    const { order_id } = kept.body;
    if (operation === "intent") return expect(kept.body).toMatchObject({ status: "paid" });
    expect(kept).toMatchObject({ status: 200, body: { status: "pending" } });
    expect(await stock()).toBe(47);
    expect((await settle()).body).toMatchObject({ settled: 0, waiting: 1 });
    parties.trouble.clear();
    expect((await settle()).body).toEqual({ settled: 1, waiting: 0 });
    expect(await order(order_id)).toMatchObject({ status: "paid" });
    const charged = [...parties.taken()].filter(([name]) => name === `Order ${String(order_id)}`);
    expect(charged).toEqual([[`Order ${String(order_id)}`, 4155]]);
    expect(parties.labels().filter((name) => name === `order ${String(order_id)}`)).toHaveLength(1);
    expect(await stock()).toBe(47);
    expect((await settle()).body).toEqual({ settled: 0, waiting: 0 });
  });

  it("waits for the customer's bank, and goes on when that has agreed", async () => {
    const asked = await buying.call("checkout", basket(1, { payment_method: "pm_bank" }), { key: "bank-1" });
    expect(asked.body).toMatchObject({
      status: "action",
      action_url: expect.stringContaining("https://bank.example/"),
    });
    expect((await settle()).body).toEqual({ settled: 0, waiting: 0 });
    const id = String(asked.body["action_url"]).split("/").at(-1) ?? "";
    const order_id = asked.body["order_id"];
    expect((await buying.call("finish-order", { order_id })).body).toMatchObject({ order_id, status: "action" });
    expect(await buying.call("finish-order", { order_id }, { customer: 2 })).toMatchObject({ status: 404 });
    await fetch(`${parties.origin}/confirm/${id}`, { method: "POST" });
    expect((await buying.call("finish-order", { order_id })).body).toMatchObject({ order_id, status: "paid" });
    expect((await buying.call("finish-order", { order_id })).body).toMatchObject({ order_id, status: "paid" });
    expect(parties.taken().get(`Order ${String(order_id)}`)).toBe(1685);
    const again = await buying.call("checkout", basket(1, { payment_method: "pm_bank" }), { key: "bank-2" });
    expect(again.body["order_id"]).not.toBe(asked.body["order_id"]);
    const cancelled = await buying.call("cancel-order", { order_id: again.body["order_id"] });
    expect(cancelled.status === 409 || cancelled.body["status"] === "cancelled").toBe(true);
  });

  it("charges for what is delivered: nobody changes his order behind the payment's back", async () => {
    const asked = await buying.call("checkout", basket(1, { payment_method: "pm_bank" }), { key: "bank-3" });
    const order_id = Number(asked.body["order_id"]);
    const more = { order_id, product_id: product + 1, quantity: 40 };
    expect(await buying.change("POST", "/order_items", more)).toBe(403);
    await buying.change("DELETE", `/order_items?order_id=eq.${order_id}`);
    await buying.change("PATCH", `/orders?id=eq.${order_id}`, { status: "cancelled" });
    await buying.change("PATCH", `/orders?id=eq.${order_id}`, { note: "and a bow" });
    expect(await buying.read(`/order_items?order_id=eq.${order_id}&select=product_id,quantity`)).toEqual([
      { product_id: product, quantity: 1 },
    ]);
    expect(await buying.read(`/orders?id=eq.${order_id}&select=status,note`)).toEqual([
      { status: "pending", note: null },
    ]);
    await fetch(`${parties.origin}/confirm/${String(asked.body["action_url"]).split("/").at(-1) ?? ""}`, {
      method: "POST",
    });
    expect((await buying.call("finish-order", { order_id })).body).toMatchObject({ status: "paid", total: 16.85 });
    expect(parties.taken().get(`Order ${order_id}`)).toBe(1685);
  });

  it("is one order for twenty requests at once under one key, and gives its answer again", async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => buying.call("checkout", basket(2), { key: "twenty" })),
    );
    expect(new Set(answers.map(({ body }) => body["order_id"])).size).toBe(1);
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect(await stock()).toBe(48);
    const once = answers[0]?.body["order_id"];
    expect(await buying.call("checkout", basket(2), { key: "twenty" })).toMatchObject({
      replayed: true,
      body: { order_id: once },
    });
    expect((await buying.call("checkout", basket(3), { key: "twenty" })).status).toBe(422);
  });

  it("sells ten pieces to ten of a hundred who want one at once", async () => {
    await buying.call("checkout", basket(40));
    const answers = await Promise.all(Array.from({ length: 100 }, () => buying.call("checkout", basket(1))));
    expect(answers.filter(({ body }) => body["status"] === "paid")).toHaveLength(10);
    expect(answers.filter(({ body }) => body["code"] === "SOLD_OUT")).toHaveLength(90);
    expect(await stock()).toBe(0);
  });
});

describe("an order that is called off", () => {
  it("gives money, label and stock back", async () => {
    const { body } = await buying.call("checkout", basket(4));
    const order_id = Number(body["order_id"]);
    expect((await buying.call("cancel-order", { order_id }, { customer: 2 })).status).toBe(404);
    await sleep(50);
    const called = await buying.call("cancel-order", { order_id });
    expect(called.body).toEqual({ order_id, status: "cancelled" });
    expect(parties.taken().has(`Order ${order_id}`)).toBe(false);
    expect(parties.labels()).not.toContain(`order ${order_id}`);
    expect(await stock()).toBe(50);
    expect((await buying.call("cancel-order", { order_id })).body).toEqual({ order_id, status: "cancelled" });
    expect(await stock()).toBe(50);
  });
});

describe("shipping", () => {
  it("is quoted for one's own address", async () => {
    const { body } = await buying.call("quote-shipping", {
      items: [{ product_id: product, quantity: 1 }],
      address_id: 1,
    });
    expect(body).toEqual([{ service: "STANDARD", price: 4.5, currency: "EUR", days: 2 }]);
  });
});

describe("a server that is killed in the middle", () => {
  it.each(["create", "createLabel", "capture"])(
    "of %s leaves an order that is finished once, under its key or by settling",
    async (operation) => {
      parties.trouble.set(operation, "hanging");
      const before = parties.calls(operation);
      const cut = buying.call("checkout", basket(2), { key: `killed-${operation}` }).catch(() => undefined);
      while (parties.calls(operation) === before) await sleep(10);
      await buying.stop("SIGKILL");
      await cut;
      parties.trouble.clear();
      await buying.start();
      expect(await stock()).toBe(48);
      const again = await buying.call("checkout", basket(2), { key: `killed-${operation}` });
      expect(again).toMatchObject({ status: 200, body: { status: "paid" } });
      const name = `Order ${String(again.body["order_id"])}`;
      expect([...parties.taken()].filter(([one]) => one === name)).toEqual([[name, 2920]]);
      expect(await stock()).toBe(48);
      expect(await order(again.body["order_id"])).toMatchObject({ status: "paid" });
    },
    90_000,
  );
});
