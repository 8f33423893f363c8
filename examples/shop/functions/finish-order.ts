// Goes on with a purchase that had to wait: when the customer comes back from his bank, or looks whether it is done.

import { defineFunction, refuse, z } from "isthmus";
import { advance } from "./_purchase/advance.ts";
import { answer, answered } from "./_purchase/answer.ts";
import { claimed, purchaseOf } from "./_purchase/purchase.ts";

export default defineFunction({
  description:
    "Goes on with one of your orders that waited for your bank or for somebody else, and tells how far it is.",
  input: z.object({ order_id: z.int().min(1) }),
  output: answer,
  access: ["customer"],
  resumable: true,
  async run(context) {
    const { order_id } = context.input;
    const own = await context.caller.one("orders", { select: ["id"], where: { id: order_id } });
    const system = context.asSystem("to go on with a purchase");
    const found = own && (await purchaseOf(system, { order_id }));
    if (found === undefined)
      throw refuse({ code: "NO_ORDER", message: `There is no order ${order_id} of yours to finish`, status: 404 });
    // Who waits for a bank works on nothing; of two who come back at once, one goes on, and the other finds it done.
    const purchase = found.state === "authenticating" ? found : await claimed(system, found);
    return answered(context, purchase === undefined ? { purchase: found } : await advance(context, purchase));
  },
});
