// Buys what is in a basket: reserves the stock and writes the order in one transaction, then pays, ships and captures, and
// undoes all of it where one of these is refused. Where an outcome is not known the order stays pending, and is finished later.

import { defineFunction, refuse, z } from "isthmus";
import { advance } from "./_purchase/advance.ts";
import { answer, answered } from "./_purchase/answer.ts";
import { type Basket, basket, inOrder, weigh } from "./_purchase/basket.ts";
import { customerOf } from "./_purchase/customer.ts";
import { type Context, lease, type Purchase, purchaseOf } from "./_purchase/purchase.ts";
import { type Address, ratesTo } from "./_purchase/third-parties.ts";

export default defineFunction({
  description:
    "Buys what is in a basket. Send an `Idempotency-Key`, and repeat the request under it until it is answered.",
  input: z.object({
    items: basket,
    address_id: z.int().min(1),
    service: z.string().min(1).max(40).describe("One of those that `quote-shipping` offers."),
    payment_method: z.string().min(1).max(200).describe("The payment API's token for a card."),
    note: z.string().max(500).optional(),
    return_url: z
      .url({ protocol: /^https?$/ })
      .max(500)
      .optional()
      .describe("Where the customer's bank sends him when it has asked."),
  }),
  output: answer,
  access: ["customer"],
  resumable: true,
  async run(context) {
    const { input, caller, idempotencyKey } = context;
    const system = context.asSystem("to check out");
    const customer_id = customerOf(context);
    const known =
      idempotencyKey === undefined ? undefined : await purchaseOf(system, { customer_id, request_key: idempotencyKey });
    if (known !== undefined) return answered(context, await advance(context, known));
    const items = inOrder(input.items);
    const address = (await caller.one("addresses", { where: { id: input.address_id } })) as Address | undefined;
    if (address === undefined)
      throw refuse({ code: "NO_ADDRESS", message: "This is not one of your addresses", status: 422 });
    const grams = await weigh(caller, system, items);
    const rate = (await ratesTo(system, address, grams)).find(({ service }) => service === input.service);
    if (rate === undefined)
      throw refuse({
        code: "NO_SERVICE",
        message: `The carrier does not offer ${input.service} for this order`,
        status: 422,
      });
    const purchase = await reserve(context, items, {
      order: { customer_id, address_id: input.address_id, shipping: rate.price, note: input.note ?? null },
      purchase: {
        customer_id,
        request_key: idempotencyKey ?? null,
        service: rate.service,
        payment_method: input.payment_method,
        return_url: input.return_url ?? null,
      },
    });
    return answered(context, await advance(context, purchase));
  },
});

interface Written {
  readonly order: Readonly<Record<string, unknown>>;
  readonly purchase: Readonly<Record<string, unknown>>;
}

/** All of it, or nothing: a piece that is not there any more undoes what was reserved ahead of it. */
function reserve({ transaction }: Context, items: Basket, written: Written): Promise<Purchase> {
  return transaction(async (tx) => {
    const system = tx.asSystem("to reserve stock");
    const priced = [];
    for (const { product_id, quantity } of items) {
      // One statement, which only changes the row while there is enough of it: nobody can come in between.
      const [product] = await system.update("products", {
        where: { id: product_id, published: true, stock: { gte: quantity } },
        increment: { stock: -quantity },
        returning: ["price"],
      });
      if (product === undefined)
        throw refuse({
          code: "SOLD_OUT",
          message: `There are not ${quantity} of product ${product_id} left`,
          status: 409,
          details: { product_id },
        });
      priced.push({ product_id, quantity, unit_price: Number(product["price"]) });
    }
    const cents = priced.reduce((sum, { quantity, unit_price }) => sum + quantity * Math.round(unit_price * 100), 0);
    const order = await system.insert("orders", { ...written.order, subtotal: cents / 100 }, { returning: ["id"] });
    const order_id = Number(order["id"]);
    await system.insert(
      "order_items",
      priced.map((item) => ({ order_id, ...item })),
    );
    const row = { ...written.purchase, order_id, state: "reserved", busy_until: Date.now() + lease };
    const purchase = await system.insert("purchases", row, { returning: ["*"] });
    return purchase as unknown as Purchase;
  });
}
