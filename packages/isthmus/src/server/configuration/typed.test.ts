import { expect, test } from "vitest";
import { claim, defineConfig } from "./define.ts";

interface Catalog {
  resources: {
    customers: { fields: { id: number; email: string }; relations: { orders: "orders" } };
    orders: {
      fields: {
        id: number;
        customer_id: number;
        total: number;
        status: "open" | "paid";
        note: string | null;
        gift: boolean;
        extra: unknown;
      };
      relations: { customer: "customers" };
    };
  };
  operations: { top_sellers: unknown };
}

const sources = {};

// The assertions of this file are its @ts-expect-error lines: `tsc` refuses one under which nothing is wrong.
test("names of the catalog are checked by the compiler", () => {
  const configuration = defineConfig<Catalog>({
    sources,
    roles: {
      anonymous: {},
      customer: {
        extends: ["anonymous"],
        orders: {
          read: {
            fields: ["id", "total"],
            where: { customer: { email: claim("email") }, or: [{ status: "paid" }, { note: null }, { gift: true }] },
          },
          insert: {
            fields: ["total"],
            set: { customer_id: claim("sub"), status: "open" },
            check: { total: { gt: 0, lte: "100.00" } },
          },
          update: { where: { status: { in: ["open"] }, extra: 5 } },
          delete: { where: { not: { customer_id: { in: claim("customers") } } } },
        },
        top_sellers: { call: true },
        "*": { read: true },
      },
    },
  });
  expect(Object.keys(configuration.roles ?? {})).toEqual(["anonymous", "customer"]);
});

test("what the catalog does not have is an error of the compiler", () => {
  const wrong = [
    // @ts-expect-error no such resource
    defineConfig<Catalog>({ sources, roles: { a: { order: { read: true } } } }),
    // @ts-expect-error no such field
    defineConfig<Catalog>({ sources, roles: { a: { orders: { read: { fields: ["idd"] } } } } }),
    // @ts-expect-error no such field
    defineConfig<Catalog>({ sources, roles: { a: { orders: { read: { where: { custmer_id: 5 } } } } } }),
    // @ts-expect-error not a value of the enum
    defineConfig<Catalog>({ sources, roles: { a: { orders: { read: { where: { status: "closed" } } } } } }),
    // @ts-expect-error no such field of the related resource
    defineConfig<Catalog>({ sources, roles: { a: { orders: { read: { where: { customer: { mail: "x" } } } } } } }),
    // @ts-expect-error no such test
    defineConfig<Catalog>({ sources, roles: { a: { orders: { read: { where: { id: { above: 5 } } } } } } }),
    // @ts-expect-error "*" cannot name fields
    defineConfig<Catalog>({ sources, roles: { a: { "*": { read: { fields: ["id"] } } } } }),
    // @ts-expect-error an operation cannot be read
    defineConfig<Catalog>({ sources, roles: { a: { top_sellers: { read: true } } } }),
    // @ts-expect-error no such key
    defineConfig<Catalog>({ sources, limts: {} }),
  ];
  expect(wrong).toHaveLength(9);
});
