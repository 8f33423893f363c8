// Who asks the golden questions. `staff` may do everything, `customer` his own; nobody may open the vault.

import type { RoleConfiguration } from "../../src/core/index.ts";
import type { Database } from "../kit/open-engine.ts";

const mine = { kind: "claim", path: ["sub"] } as const;

export const roles: Readonly<Record<string, RoleConfiguration>> = {
  anonymous: {
    products: { read: { fields: ["id", "name", "price", "data", "parent_id"], where: { published: true } } },
    tags: { read: { where: { label: { neq: "secret-tag" } } } },
    product_tags: { read: true },
  },
  customer: {
    extends: ["anonymous"],
    customers: { read: { fields: ["id", "name", "email", "created_at"], where: { id: mine } }, update: { fields: ["name"], where: { id: mine } } },
    orders: {
      read: { fields: ["id", "customer_id", "status", "total", "placed_at"], where: { customer_id: mine } },
      insert: { fields: ["id", "status", "total"], set: { customer_id: mine }, check: { status: "open" } },
      update: { fields: ["status"], where: { customer_id: mine, status: "open" }, check: { customer_id: mine } },
      delete: { where: { customer_id: mine, status: "open" } },
    },
    order_items: { read: { where: { order: { customer_id: mine } } }, insert: { check: { order: { customer_id: mine } } } },
  },
  clerk: { orders: { read: { fields: ["id", "note", "total"], where: { status: "paid" }, aggregate: true } } },
  staff: { "*": { read: { aggregate: true }, insert: true, update: true, delete: true }, vault: { read: false } },
};

/** With what only one of the databases has (`seedOf`): PostgreSQL alone has functions. */
export function rolesOn(database: Database): Readonly<Record<string, RoleConfiguration>> {
  if (database !== "postgres") return roles;
  return {
    ...roles,
    customer: { ...roles["customer"], find_products: { call: true } },
    staff: { ...roles["staff"], "*": { read: { aggregate: true }, insert: true, update: true, delete: true, call: true } },
  };
}

export const principals = {
  anonymous: { kind: "anonymous", id: "", roles: ["anonymous"], claims: {} },
  ada: { kind: "user", id: "1", roles: ["customer"], claims: { sub: "1" } },
  clerkAda: { kind: "user", id: "1", roles: ["customer", "clerk"], claims: { sub: "1" } },
  lost: { kind: "user", id: "?", roles: ["customer"], claims: {} },
  staff: { kind: "user", id: "s", roles: ["staff"], claims: {} },
} as const;

export type PrincipalName = keyof typeof principals;
