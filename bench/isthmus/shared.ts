// What the bench's configurations have in common.

import { claim, mongodb, mysql, postgres, secret, sqlite } from "isthmus";

const url = process.env["BENCH_DATABASE"] ?? "";
const isMongodb = url.startsWith("mongodb");

/** The source of the database whose address the bench gives; ten connections each. */
export function shop() {
  if (url.startsWith("postgres")) return postgres({ url });
  if (url.startsWith("mysql")) return mysql({ url });
  if (!isMongodb) return sqlite({ file: url });
  return mongodb({
    url,
    id: "id",
    pool: 10,
    references: {
      "orders.customer_id": "customers.id",
      "order_items.order_id": "orders.id",
      "order_items.product_id": "products.id",
    },
    fields: {
      "orders.status": { type: "text", default: "pending" },
      "orders.currency": { type: "text", default: "EUR" },
      "orders.total": { type: "double", default: 0 },
      "orders.created_at": { nullable: true },
    },
  });
}

const tables = {
  order_items: { read: true },
  products: { read: true },
  customers: { read: true },
} as const;

/** Without a policy: whoever asks may do what the bench does. */
export const openRoles = {
  anonymous: {
    orders: { read: true, insert: { fields: ["customer_id", "address_id", "note"] }, update: { fields: ["note"] } },
    ...tables,
    ...(isMongodb ? {} : { best_sellers: { read: true } }),
  },
} as const;

/** With a policy: orders in the caller's currency, and no others. */
export const clerkRoles = {
  clerk: {
    orders: {
      read: { where: { currency: claim("currency") } },
      insert: { fields: ["customer_id", "address_id", "note"], set: { currency: claim("currency") } },
      update: { where: { currency: claim("currency") }, fields: ["note"] },
    },
    ...tables,
  },
};

export const server = {
  port: Number(process.env["BENCH_PORT"] ?? 4000),
  admin: { port: Number(process.env["BENCH_ADMIN_PORT"] ?? 4001) },
  store: process.env["BENCH_STORE"] ?? ".isthmus/store.db",
  // The hand-written server writes no log of its requests either.
  logLevel: "warn",
} as const;

export const auth = { jwt: { secret: secret("BENCH_JWT_SECRET") } };
