// Undoes a purchase: the label is given back, the money released, the stock put back, the order cancelled. As with every step,
// what is done twice does no harm.

import { type Context, Overtaken, type Purchase, type System } from "./purchase.ts";
import * as third from "./third-parties.ts";

export async function undo(context: Context, system: System, purchase: Purchase): Promise<Purchase> {
  const { tracking_number, payment_id } = purchase;
  if (tracking_number !== null) await unlessNo(third.giveLabelBack(system, tracking_number));
  if (payment_id !== null) await giveMoneyBack(system, purchase, payment_id);
  await putBack(context, purchase);
  return { ...purchase, state: "undone" };
}

/** What becomes of the money depends on where it is, which the payment API knows best. */
async function giveMoneyBack(system: System, purchase: Purchase, payment: string): Promise<void> {
  const { status } = await third.intentOf(system, payment);
  if (status === "succeeded") await unlessNo(third.refund(system, purchase, payment));
  else if (status !== "canceled") await unlessNo(third.voidPayment(system, purchase, payment));
}

/** Where it was done already, the API says no. */
async function unlessNo(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (thrown) {
    if (!third.saidNo(thrown)) throw thrown;
  }
}

function putBack({ transaction }: Context, { order_id }: Purchase): Promise<void> {
  return transaction(async (tx) => {
    const system = tx.asSystem("to put stock back");
    // First of all, and only once: stock that is put back twice would be sold twice.
    const undone = await system.update("purchases", {
      where: { order_id, state: "undoing" },
      set: { state: "undone" },
    });
    if (undone !== 1) throw new Overtaken(`purchase ${order_id} has been undone already`);
    const items = await system.read("order_items", {
      select: ["product_id", "quantity"],
      where: { order_id },
      order: ["product_id"],
    });
    for (const { product_id, quantity } of items)
      await system.update("products", { where: { id: Number(product_id) }, increment: { stock: Number(quantity) } });
    await system.update("orders", { where: { id: order_id }, set: { status: "cancelled" } });
  });
}
