// Calls an order off that has not left yet: money and stock go back.

import { defineFunction, refuse, z } from "isthmus";
import { advance } from "./_purchase/advance.ts";
import { claimed, moved, purchaseOf } from "./_purchase/purchase.ts";

const answer = z.object({ order_id: z.int(), status: z.enum(["cancelled", "pending"]) });

export default defineFunction({
  description: "Calls one of your orders off, as long as it has not been shipped.",
  input: z.object({ order_id: z.int().min(1) }),
  output: answer,
  access: ["customer", "staff"],
  resumable: true,
  async run(context): Promise<z.output<typeof answer>> {
    const { order_id } = context.input;
    const order = await context.caller.one("orders", { select: ["id", "status"], where: { id: order_id } });
    if (order === undefined)
      throw refuse({ code: "NO_ORDER", message: `There is no order ${order_id} of yours`, status: 404 });
    if (order["status"] === "cancelled") return { order_id, status: "cancelled" };
    if (order["status"] !== "pending" && order["status"] !== "paid")
      throw refuse({
        code: "SHIPPED",
        message: `Order ${order_id} is ${String(order["status"])} already`,
        status: 409,
      });
    const system = context.asSystem("to call an order off");
    const found = await purchaseOf(system, { order_id });
    if (found === undefined) {
      await context.caller.update("orders", {
        where: { id: order_id, status: "pending" },
        set: { status: "cancelled" },
      });
      return { order_id, status: "cancelled" };
    }
    const busy = refuse({
      code: "BUSY",
      message: "This order is being worked on; try again in a minute",
      status: 409,
      retryAfter: 30,
    });
    const purchase = await claimed(system, found);
    if (purchase === undefined) throw busy;
    // Whether its payment was authorised is not known yet, so that it cannot be undone yet.
    if (purchase.state === "reserved") throw busy;
    const undoing = purchase.state === "undoing" || purchase.state === "undone";
    const { purchase: now } = await advance(
      context,
      undoing ? purchase : await moved(system, purchase, { state: "undoing" }),
    );
    return { order_id, status: now.state === "undone" ? "cancelled" : "pending" };
  },
});
