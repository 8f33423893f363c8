// A purchase as it is kept, and the few ways in which it is looked for and changed.

import type { AccessTo, CatalogTypes, FunctionContext } from "isthmus";

export type System = AccessTo<CatalogTypes>;
export type Context = Pick<FunctionContext<CatalogTypes, unknown>, "asSystem" | "transaction" | "log" | "signal">;

export type State = "reserved" | "authenticating" | "authorised" | "booked" | "paid" | "done" | "undoing" | "undone";

export interface Purchase {
  readonly order_id: number;
  readonly customer_id: number;
  readonly state: State;
  readonly service: string;
  readonly payment_method: string;
  /** Where the customer's bank sends him when it has asked. */
  readonly return_url: string | null;
  readonly payment_id: string | null;
  readonly tracking_number: string | null;
  readonly problem: string | null;
  readonly busy_until: number;
}

/** Milliseconds for which whoever works on a purchase has it for himself. */
export const lease = 30_000;

export async function purchaseOf(
  system: System,
  where: Readonly<Record<string, number | string>>,
): Promise<Purchase | undefined> {
  const found = (await system.one("purchases", { where })) as Purchase | undefined;
  return found && { ...found, busy_until: Number(found.busy_until) };
}

/** The purchase a step further; of two who try it one succeeds, and the other finds it further already. */
export async function moved(system: System, purchase: Purchase, to: Partial<Purchase>): Promise<Purchase> {
  const { order_id, state } = purchase;
  const set = { ...to, busy_until: to.state === "done" ? 0 : Date.now() + lease };
  const changed = await system.update("purchases", { where: { order_id, state }, set });
  if (changed === 1) return { ...purchase, ...set };
  throw new Overtaken(`purchase ${order_id} is no longer ${state}`);
}

/** Somebody else works on the same purchase. */
export class Overtaken extends Error {}

/** Takes the work on it over, unless somebody is at it. */
export async function claimed(system: System, { order_id, busy_until }: Purchase): Promise<Purchase | undefined> {
  const now = Date.now();
  if (busy_until > now) return undefined;
  const changed = await system.update("purchases", {
    where: { order_id, busy_until },
    set: { busy_until: now + lease },
  });
  return changed === 1 ? purchaseOf(system, { order_id }) : undefined;
}

/** Others need not wait for the lease to end. */
export async function released(system: System, { order_id }: Purchase): Promise<void> {
  await system.update("purchases", { where: { order_id }, set: { busy_until: 0 } });
}
