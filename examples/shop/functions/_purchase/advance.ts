// Takes a purchase as far as it goes: authorise the payment, book the shipment, capture, write to the customer. Each step is
// written down when it is done, and can be done again: whoever comes later, in whatever process, goes on from there.

import { type Context, moved, type Purchase, purchaseOf, type System } from "./purchase.ts";
import * as third from "./third-parties.ts";
import { undo } from "./undo.ts";

export interface Progress {
  readonly purchase: Purchase;
  /** Where the customer's bank asks whether it is he who pays. */
  readonly action?: string;
  /** What could not be done for now. */
  readonly waiting?: unknown;
}

/** Ends at a state that is final, or where it has to wait: for the customer's bank, or for an API that cannot be asked now. */
export async function advance(context: Context, from: Purchase): Promise<Progress> {
  const system = context.asSystem("to carry out a purchase");
  let purchase = from;
  try {
    for (;;) {
      const next = await step(context, system, purchase);
      if ("action" in next) return next;
      purchase = next.purchase;
      if (purchase.state === "done" || purchase.state === "undone") return { purchase };
    }
  } catch (waiting) {
    context.log.warn("a purchase waits", { order: purchase.order_id, state: purchase.state, why: String(waiting) });
    return { purchase: (await purchaseOf(system, { order_id: from.order_id })) ?? purchase, waiting };
  }
}

async function step(context: Context, system: System, purchase: Purchase): Promise<Progress> {
  switch (purchase.state) {
    case "reserved":
      return pay(system, purchase);
    case "authenticating":
      return paid(system, purchase, await third.intentOf(system, purchase.payment_id ?? ""));
    case "authorised":
      return { purchase: await ship(system, purchase) };
    case "booked":
      return { purchase: await charge(system, purchase) };
    case "paid":
      return { purchase: await tell(system, purchase) };
    case "undoing":
      return { purchase: await undo(context, system, purchase) };
    case "done":
    case "undone":
      return { purchase };
  }
}

async function pay(system: System, purchase: Purchase): Promise<Progress> {
  const order = await orderOf(system, purchase);
  try {
    return await paid(system, purchase, await third.authorise(system, purchase, order.cents, order.currency));
  } catch (thrown) {
    if (!third.saidNo(thrown)) throw thrown;
    return { purchase: await moved(system, purchase, { state: "undoing", problem: third.declined(thrown) }) };
  }
}

async function paid(system: System, purchase: Purchase, intent: third.Intent): Promise<Progress> {
  const payment_id = intent.id;
  switch (intent.status) {
    case "requires_capture":
    case "succeeded":
      return { purchase: await moved(system, purchase, { state: "authorised", payment_id }) };
    case "requires_action":
    case "processing": {
      const waiting = await moved(system, purchase, { state: "authenticating", payment_id });
      return { purchase: waiting, action: intent.next_action?.redirect_to_url.url ?? "" };
    }
    default: {
      const problem = "The payment was not authorised.";
      return { purchase: await moved(system, purchase, { state: "undoing", payment_id, problem }) };
    }
  }
}

async function ship(system: System, purchase: Purchase): Promise<Purchase> {
  const { address, grams } = await orderOf(system, purchase);
  try {
    const tracking_number = await third.bookShipment(system, purchase, address, grams);
    return await moved(system, purchase, { state: "booked", tracking_number });
  } catch (thrown) {
    if (!third.saidNo(thrown)) throw thrown;
    return moved(system, purchase, { state: "undoing", problem: "The carrier does not take this order." });
  }
}

async function charge(system: System, purchase: Purchase): Promise<Purchase> {
  try {
    await third.capture(system, purchase, purchase.payment_id ?? "");
  } catch (thrown) {
    if (!third.saidNo(thrown)) throw thrown;
    // It may have been captured ahead of a crash: what the API says of it now decides.
    const { status } = await third.intentOf(system, purchase.payment_id ?? "");
    if (status !== "succeeded")
      return moved(system, purchase, { state: "undoing", problem: "The payment could not be taken." });
  }
  await system.update("orders", { where: { id: purchase.order_id, status: "pending" }, set: { status: "paid" } });
  return moved(system, purchase, { state: "paid" });
}

async function tell(system: System, purchase: Purchase): Promise<Purchase> {
  const { email, cents } = await orderOf(system, purchase);
  try {
    await third.tellCustomer(system, purchase, email, cents / 100);
  } catch (thrown) {
    // An address that does not exist is no reason to write again and again.
    if (!third.saidNo(thrown)) throw thrown;
  }
  return moved(system, purchase, { state: "done" });
}

interface Ordered {
  readonly cents: number;
  readonly currency: string;
  readonly email: string;
  readonly address: third.Address;
  readonly grams: number;
}

/** All of it from the database: nothing the customer sent decides what he pays. */
async function orderOf(system: System, { order_id }: Purchase): Promise<Ordered> {
  const order = (await system.one("orders", {
    select: [
      "total",
      "currency",
      { customer: ["email"] },
      { address: ["*"] },
      { order_items: ["quantity", { product: ["weight"] }] },
    ],
    where: { id: order_id },
  })) as unknown as {
    readonly total: number;
    readonly currency: string;
    readonly customer: { readonly email: string };
    readonly address: third.Address;
    readonly order_items: readonly {
      readonly quantity: number;
      readonly product: { readonly weight: number | null };
    }[];
  };
  const grams = order.order_items.reduce((sum, { quantity, product }) => sum + quantity * (product.weight ?? 500), 0);
  return {
    cents: Math.round(Number(order.total) * 100),
    currency: order.currency,
    email: order.customer.email,
    address: order.address,
    grams: Math.max(1, grams),
  };
}
