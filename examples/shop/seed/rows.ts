// All rows of the shop, table by table, parents first: the same for every database and on every machine.

import { addressRows, couponRows, customerRows } from "./customers.ts";
import { orderTables } from "./orders.ts";
import { assortmentTables } from "./products.ts";
import type { Sizes } from "./sizes.ts";
import type { Table } from "./table.ts";

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
