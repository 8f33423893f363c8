// What a customer wants to buy: checked, priced by the database, weighed.

import { type AccessTo, type CatalogTypes, refuse, z } from "isthmus";
import type { System } from "./purchase.ts";

export const basket = z
  .array(z.object({ product_id: z.int().min(1), quantity: z.int().min(1).max(1000) }))
  .min(1)
  .max(50)
  .describe("What is bought, each product once.");

export type Basket = z.output<typeof basket>;

/** In the order of the products, which is the order in which everybody reserves: so that no two wait for each other. */
export function inOrder(items: Basket): Basket {
  const sorted = items.toSorted((a, b) => a.product_id - b.product_id);
  const twice = sorted.find(({ product_id }, at) => sorted[at + 1]?.product_id === product_id);
  if (twice === undefined) return sorted;
  throw refuse({ code: "TWICE", message: `Product ${twice.product_id} is in the basket twice`, status: 422 });
}

/** Grams of all of it. @throws Refusal that names what is not sold to this caller. */
export async function weigh(caller: AccessTo<CatalogTypes>, system: System, items: Basket): Promise<number> {
  const where = { id: { in: items.map(({ product_id }) => product_id) } };
  const seen = new Set((await caller.read("products", { select: ["id"], where })).map(({ id }) => id));
  const missing = items.filter(({ product_id }) => !seen.has(product_id)).map(({ product_id }) => product_id);
  if (missing.length > 0)
    throw refuse({
      code: "NOT_SOLD",
      message: `There is no product ${missing.join(", ")} to be bought`,
      status: 422,
      details: { products: missing },
    });
  const weights = new Map(
    (await system.read("products", { select: ["id", "weight"], where })).map(({ id, weight }) => [id, weight]),
  );
  return items.reduce((sum, { product_id, quantity }) => sum + quantity * Number(weights.get(product_id) ?? 500), 0);
}
