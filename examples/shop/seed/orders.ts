// Orders, their items, and the reviews customers wrote afterwards. Amounts are counted in cents, so that sums are exact.

import { notes, opinions } from "./people.ts";
import { random } from "./random.ts";
import { timestamp } from "./table.ts";
import type { Random } from "./random.ts";
import type { Sizes } from "./sizes.ts";
import type { Cell, Table } from "./table.ts";

const opened = Date.UTC(2024, 0, 1) / 1000;
/** Two years of trade; every table ends before 2026. */
const span = 729 * 86_400;
const freeShippingFrom = 6_000;
const shippingCents = 495;
const alwaysValid = [
  [1, 10],
  [6, 12],
] as const;

interface Trade {
  readonly orders: Cell[][];
  readonly items: Cell[][];
  readonly reviews: Cell[][];
  /** Product and customer of the reviews so far: nobody reviews a product twice. */
  readonly reviewed: Set<number>;
}

/** @param prices in cents, by product id - 1 */
export function orderTables(sizes: Sizes, prices: readonly number[]): readonly Table[] {
  const chance = random("orders");
  const trade: Trade = { orders: [], items: [], reviews: [], reviewed: new Set() };
  for (let id = 1; id <= sizes.orders; id++) placeOrder(id, sizes, prices, trade, chance);
  return [
    { name: "orders", columns: orderColumns, rows: trade.orders },
    { name: "order_items", columns: itemColumns, rows: trade.items },
    { name: "reviews", columns: reviewColumns, rows: trade.reviews },
  ];
}

function placeOrder(id: number, sizes: Sizes, prices: readonly number[], trade: Trade, draw: Random): void {
  const { between, chance, pick } = draw;
  const step = span / sizes.orders;
  // Strictly later than the order before it, so that an order by time is the same on every database.
  const placed = Math.floor(opened + step * (id - 1) + draw.next() * Math.max(0, step - 2));
  const customer = between(1, sizes.customers);
  const status = statusAt(id / sizes.orders, draw);
  const products = pickProducts(between(1, 5), prices.length, draw);
  let subtotal = 0;
  for (const product of products) {
    const quantity = chance(0.7) ? 1 : between(2, 6);
    // In range: `pickProducts` gives ids of priced products.
    const price = prices[product - 1] as number;
    subtotal += quantity * price;
    trade.items.push([trade.items.length + 1, id, product, quantity, price / 100]);
    if (status === "delivered" && chance(0.2)) review(product, customer, placed + between(3, 20) * 86_400, trade, draw);
  }
  const [coupon, percent] = chance(0.08) ? pick(alwaysValid) : [null, 0];
  const discount = Math.round((subtotal * percent) / 100);
  const shipped = status === "shipped" || status === "delivered" ? timestamp(placed + between(4, 60) * 3600) : null;
  trade.orders.push([
    id,
    customer,
    customer,
    coupon,
    status,
    "EUR",
    subtotal / 100,
    discount / 100,
    (subtotal >= freeShippingFrom ? 0 : shippingCents) / 100,
    chance(0.1) ? pick(notes) : null,
    timestamp(placed),
    shipped,
  ]);
}

/** Old orders are delivered or cancelled; the newest are still on their way. `age` is 0 for the first and 1 for the last. */
function statusAt(age: number, { chance }: Random): string {
  if (age > 0.985) return chance(0.5) ? "pending" : "paid";
  if (age > 0.96) return chance(0.3) ? "paid" : "shipped";
  return chance(0.07) ? "cancelled" : "delivered";
}

/** Different products; a few of them are bought far more often than the rest. */
function pickProducts(count: number, products: number, { next }: Random): ReadonlySet<number> {
  const picked = new Set<number>();
  while (picked.size < Math.min(count, products)) {
    picked.add(((Math.floor(products * next() ** 2) * 7919) % products) + 1);
  }
  return picked;
}

function review(product: number, customer: number, written: number, trade: Trade, { next, pick }: Random): void {
  const key = product * 1e6 + customer;
  if (trade.reviewed.has(key)) return;
  trade.reviewed.add(key);
  const luck = next();
  const rating = luck < 0.05 ? 1 : luck < 0.12 ? 2 : luck < 0.27 ? 3 : luck < 0.6 ? 4 : 5;
  const [title, body] = pick(opinions[rating - 1] ?? []);
  trade.reviews.push([trade.reviews.length + 1, product, customer, rating, title, body, timestamp(written)]);
}

const orderColumns = [
  ["id", "integer"],
  ["customer_id", "integer"],
  ["address_id", "integer"],
  ["coupon_id", "integer"],
  ["status", "text"],
  ["currency", "text"],
  ["subtotal", "numeric"],
  ["discount", "numeric"],
  ["shipping", "numeric"],
  ["note", "text"],
  ["created_at", "timestamp"],
  ["shipped_at", "timestamp"],
] as const;

const itemColumns = [
  ["id", "integer"],
  ["order_id", "integer"],
  ["product_id", "integer"],
  ["quantity", "integer"],
  ["unit_price", "numeric"],
] as const;

const reviewColumns = [
  ["id", "integer"],
  ["product_id", "integer"],
  ["customer_id", "integer"],
  ["rating", "integer"],
  ["title", "text"],
  ["body", "text"],
  ["created_at", "timestamp"],
] as const;
