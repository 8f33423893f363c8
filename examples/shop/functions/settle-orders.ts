// Finishes purchases that were left waiting: by an API that could not be asked, a bank that had to be, or a server that died.

import { defineFunction, z } from "isthmus";
import { advance } from "./_purchase/advance.ts";
import { claimed, moved, type Purchase, released } from "./_purchase/purchase.ts";

/** Milliseconds a customer has for his bank's question. */
const patience = 30 * 60_000;

export default defineFunction({
  description: "Finishes purchases that wait: fifty at a time, the oldest first. To be called every minute.",
  output: z.object({ settled: z.int(), waiting: z.int() }),
  access: ["staff"],
  async run(context) {
    const system = context.asSystem("to settle orders");
    const open = (await system.read("purchases", {
      where: {
        state: { in: ["reserved", "authenticating", "authorised", "booked", "paid", "undoing"] },
        busy_until: { lt: Date.now() },
      },
      order: ["busy_until", "order_id"],
      limit: 50,
    })) as unknown as readonly Purchase[];
    let settled = 0;
    let waiting = 0;
    for (const one of open) {
      if (context.signal.aborted) break;
      let purchase = await claimed(system, { ...one, busy_until: Number(one.busy_until) });
      if (purchase === undefined) continue;
      if (purchase.state === "authenticating" && one.busy_until < Date.now() - patience)
        purchase = await moved(system, purchase, {
          state: "undoing",
          problem: "The payment was not confirmed in time.",
        });
      const progress = await advance(context, purchase);
      if (progress.purchase.state === "done" || progress.purchase.state === "undone") settled++;
      else {
        waiting++;
        // The time since which a bank waits for its customer is to be kept.
        if (progress.action !== undefined)
          await system.update("purchases", {
            where: { order_id: one.order_id },
            set: { busy_until: Number(one.busy_until) },
          });
        else await released(system, progress.purchase);
      }
    }
    return { settled, waiting };
  },
});
