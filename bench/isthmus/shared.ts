// What the bench's configurations have in common.

import { claim, secret } from "isthmus";

/** Without a policy: whoever asks may do what the bench does. */
export const openRoles = {
  anonymous: {
    orders: { read: true, insert: { fields: ["customer_id", "address_id", "note"] }, update: { fields: ["note"] } },
    order_items: { read: true },
    products: { read: true },
    customers: { read: true },
    best_sellers: { read: true },
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
    order_items: { read: true },
    products: { read: true },
    customers: { read: true },
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
