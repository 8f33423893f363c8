// All rows of the shop, table by table, parents first: the same for every database and on every machine.

import { addressRows, couponRows, customerRows } from "./customers.ts";
import { orderTables } from "./orders.ts";
import { assortmentTables } from "./products.ts";

export type Cell = string | number | boolean | null;

export interface Table {
  readonly name: string;
  /** Column name and its type in PostgreSQL, in the order of the cells. */
  readonly columns: readonly (readonly [name: string, type: string])[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface Sizes {
  readonly products: number;
  readonly customers: number;
  /** Each has one to five items, three on average. */
  readonly orders: number;
}

/** The shop as `npm start` serves it. */
export const shopSizes: Sizes = { products: 5_000, customers: 2_000, orders: 20_000 };

export interface Scale {
  /** Multiplies `shopSizes`. Default: 1. */
  readonly scale?: number;
  /** Sizes that are given here are not multiplied. */
  readonly sizes?: Partial<Sizes>;
}

export function sizesOf({ scale = 1, sizes = {} }: Scale): Sizes {
  const scaled = (size: number): number => Math.max(10, Math.round(size * scale));
  return {
    products: sizes.products ?? scaled(shopSizes.products),
    customers: sizes.customers ?? scaled(shopSizes.customers),
    orders: sizes.orders ?? scaled(shopSizes.orders),
  };
}

export function shopTables(sizes: Sizes): readonly Table[] {
  const assortment = assortmentTables(sizes.products);
  const coupons = couponRows();
  return [
    ...assortment.tables,
    customerRows(sizes.customers),
    addressRows(sizes.customers),
    coupons,
    ...orderTables(sizes, assortment.prices),
  ];
}

/** Seconds since 1970 as the shop's databases write it: UTC, without a zone. */
export function timestamp(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ");
}
