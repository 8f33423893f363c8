// Fills a MongoDB with what the bench asks for: the same rows as everywhere, as collections that refer to each other.
// Ids are ObjectIds made of the rows' numbers, and amounts are doubles, which every server of the protocol has.

import { type Db, ObjectId } from "mongodb";
import { shopTables } from "../../examples/shop/seed/rows.ts";
import type { Sizes } from "../../examples/shop/seed/sizes.ts";
import type { Cell } from "../../examples/shop/seed/table.ts";

const batch = 1_000;
const kept: Readonly<Record<string, readonly string[]>> = {
  customers: ["id", "name"],
  products: ["id", "name", "price"],
  orders: ["id", "customer_id", "address_id", "status", "currency", "note", "created_at"],
  order_items: ["id", "order_id", "product_id", "quantity", "unit_price"],
};

export function idOf(number: number): string {
  return number.toString(16).padStart(24, "0");
}

export async function fillMongodb(db: Db, sizes: Sizes): Promise<void> {
  for (const { name, columns, rows } of shopTables(sizes)) {
    const wanted = kept[name];
    if (wanted === undefined) continue;
    const names = columns.map(([column]) => column);
    const documents = rows.map((row) => {
      const cells = new Map(names.map((column, index) => [column, row[index] ?? null]));
      const entries = wanted.map((column) => [column === "id" ? "_id" : column, stored(column, cells.get(column))]);
      if (name === "orders") entries.push(["total", totalOf(cells)]);
      return Object.fromEntries(entries) as Record<string, unknown>;
    });
    for (let start = 0; start < documents.length; start += batch)
      await db.collection(name).insertMany(documents.slice(start, start + batch));
  }
  await db.collection("orders").createIndex({ status: 1, created_at: 1 });
  await db.collection("order_items").createIndex({ order_id: 1 });
}

function stored(column: string, cell: Cell | undefined): unknown {
  if (column === "id" || column.endsWith("_id")) return new ObjectId(idOf(Number(cell)));
  return column === "created_at" ? new Date(`${String(cell).replace(" ", "T")}Z`) : (cell ?? null);
}

function totalOf(cells: ReadonlyMap<string, Cell>): number {
  const cents = (column: string): number => Math.round(Number(cells.get(column)) * 100);
  return (cents("subtotal") - cents("discount") + cents("shipping")) / 100;
}
