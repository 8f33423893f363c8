// What is asked of the payment API, the carrier and the mail, and what their answers must look like: they are not ours.

import { Problem, z } from "isthmus";
import type { Purchase, System } from "./purchase.ts";

const intent = z.object({
  id: z.string().min(1),
  status: z.enum([
    "requires_payment_method",
    "requires_confirmation",
    "requires_action",
    "requires_capture",
    "processing",
    "succeeded",
    "canceled",
  ]),
  next_action: z.object({ redirect_to_url: z.object({ url: z.url() }) }).nullish(),
});
export type Intent = z.output<typeof intent>;

const rates = z.array(
  z.object({ service: z.string(), price: z.coerce.number().min(0), currency: z.string(), days: z.coerce.number() }),
);
export type Rate = z.output<typeof rates>[number];

const label = z.object({ trackingNumber: z.string().min(1) });

export interface Address {
  readonly recipient: string;
  readonly street: string;
  readonly postal_code: string;
  readonly city: string;
  readonly country: string;
}

const place = ({ recipient, street, postal_code, city, country }: Address) => ({
  name: recipient,
  street,
  postcode: postal_code,
  city,
  country,
});

/** What each of the carrier's services costs. */
export async function ratesTo(system: System, address: Address, grams: number): Promise<readonly Rate[]> {
  return rates.parse(await system.call("shipping.getRates", { to: place(address), parcel: [{ grams }] }));
}

/** One shipment for an order: its number stands on the label. */
export async function bookShipment(
  system: System,
  { order_id, service }: Purchase,
  address: Address,
  grams: number,
): Promise<string> {
  const parcel = [{ grams, reference: `order ${order_id}` }];
  return label.parse(await system.call("shipping.createLabel", { service, to: place(address), parcel })).trackingNumber;
}

export async function giveLabelBack(system: System, trackingNumber: string): Promise<void> {
  await system.call("shipping.cancelLabel", { trackingNumber });
}

// Every change of a payment has a key that follows from its order: however often it is asked for, it is done once.

/** @param cents Taken from the order in the database. */
export async function authorise(system: System, purchase: Purchase, cents: number, currency: string): Promise<Intent> {
  const given = {
    amount: cents,
    currency: currency.toLowerCase(),
    payment_method: purchase.payment_method,
    capture_method: "manual",
    confirm: true,
    description: `Order ${purchase.order_id}`,
    ...(purchase.return_url === null ? {} : { return_url: purchase.return_url }),
  };
  return intent.parse(await system.call("payments.create", given, keyed(purchase, "authorise")));
}

export async function intentOf(system: System, id: string): Promise<Intent> {
  return intent.parse(await system.call("payments.intent", { id }));
}

export async function capture(system: System, purchase: Purchase, id: string): Promise<Intent> {
  return intent.parse(await system.call("payments.capture", { id }, keyed(purchase, "capture")));
}

export async function voidPayment(system: System, purchase: Purchase, id: string): Promise<void> {
  await system.call("payments.cancel", { id }, keyed(purchase, "void"));
}

export async function refund(system: System, purchase: Purchase, id: string): Promise<void> {
  await system.call("payments.refund", { payment_intent: id }, keyed(purchase, "refund"));
}

function keyed({ order_id }: Purchase, step: string): { readonly idempotencyKey: string } {
  return { idempotencyKey: `shop-order-${order_id}-${step}` };
}

/** The confirmation of an order. */
export async function tellCustomer(system: System, purchase: Purchase, email: string, total: number): Promise<void> {
  const given = {
    from: "shop@shop.example",
    to: email,
    subject: `Your order ${purchase.order_id}`,
    text: `Thank you. Order ${purchase.order_id} over ${total.toFixed(2)} is paid, and on its way as ${purchase.tracking_number ?? ""}.`,
  };
  await system.call("mail.send", given, keyed(purchase, "mail"));
}

/** The API understood and said no; of any other failure nobody knows what it has done. */
export function saidNo(thrown: unknown): thrown is Problem {
  return thrown instanceof Problem && thrown.code === "ISTHMUS611";
}

/** Why a card was declined, in the payment API's words for people. */
export function declined(problem: Problem): string {
  const said = z.object({ answer: z.object({ error: z.object({ message: z.string() }) }) }).safeParse(problem.details);
  return said.success ? said.data.answer.error.message : "The payment was declined.";
}
