// What a customer is told of his purchase.

import { refuse, z } from "isthmus";
import type { Progress } from "./advance.ts";
import { type Context, Overtaken, released } from "./purchase.ts";

export const answer = z.object({
  order_id: z.int(),
  status: z.enum(["paid", "pending", "action"]).describe("`action`: the customer's bank asks him, at `action_url`."),
  total: z.number(),
  currency: z.string(),
  tracking_number: z.string().nullable(),
  action_url: z.string().nullable(),
});

/** @throws Refusal `NOT_BOUGHT` of a purchase that was undone. */
export async function answered(
  context: Context,
  { purchase, action, waiting }: Progress,
): Promise<z.input<typeof answer>> {
  const { order_id, state, problem, tracking_number } = purchase;
  // Somebody else may take it up at once.
  if (waiting !== undefined && !(waiting instanceof Overtaken)) await released(context.asSystem("to wait"), purchase);
  if (state === "undone")
    throw refuse({
      code: "NOT_BOUGHT",
      message: problem ?? "The order was undone.",
      status: 402,
      details: { order_id },
    });
  const system = context.asSystem("to tell what it costs");
  const order = await system.one("orders", { select: ["total", "currency"], where: { id: order_id } });
  const isPaid = state === "paid" || state === "done";
  return {
    order_id,
    status: isPaid ? "paid" : action === undefined || action === "" ? "pending" : "action",
    total: Number(order?.["total"]),
    currency: String(order?.["currency"]),
    tracking_number: isPaid ? tracking_number : null,
    action_url: action === undefined || action === "" ? null : action,
  };
}
