// What the carrier takes for a basket.

import { defineFunction, refuse, z } from "isthmus";
import { basket, inOrder, weigh } from "./_purchase/basket.ts";
import { type Address, ratesTo } from "./_purchase/third-parties.ts";

export default defineFunction({
  description: "What shipping a basket to one of your addresses costs, by the carrier's services.",
  input: z.object({ items: basket, address_id: z.int().min(1) }),
  output: z.array(z.object({ service: z.string(), price: z.number(), currency: z.string(), days: z.int() })),
  effect: "read",
  access: ["customer"],
  async run({ input, caller, asSystem }) {
    const address = (await caller.one("addresses", { where: { id: input.address_id } })) as Address | undefined;
    if (address === undefined)
      throw refuse({ code: "NO_ADDRESS", message: "This is not one of your addresses", status: 422 });
    const system = asSystem("to weigh a basket and ask the carrier");
    return [...(await ratesTo(system, address, await weigh(caller, system, inOrder(input.items))))];
  },
});
