// One try to buy. It has a key of its own, kept over reloads until its outcome is known, so that whatever happens to the
// connection in between there is at most one order of it.

import type { IsthmusError } from "@isthmus/client";
import { client } from "../client.ts";

export interface Wish {
  readonly items: readonly { readonly product_id: number; readonly quantity: number }[];
  readonly address_id: number;
  readonly service: string;
  readonly payment_method: string;
}

interface Attempt {
  readonly user: string;
  readonly key: string;
  readonly wish: Wish;
}

export type Outcome =
  /** There is an order; its page tells how far it is. */
  | { readonly kind: "ordered"; readonly order: number; readonly bank?: string }
  /** Nothing was bought and nothing is charged. */
  | { readonly kind: "refused"; readonly error: IsthmusError }
  /** No answer came: there may be an order, and may be none. */
  | { readonly kind: "unknown"; readonly error: IsthmusError };

const place = "checkout";

/** A try of this user's whose outcome is not known. */
export function openAttempt(user: string): Attempt | undefined {
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? "null") as Attempt | null;
    return kept?.user === user ? kept : undefined;
  } catch {
    return undefined;
  }
}

function keep(attempt: Attempt | undefined): void {
  try {
    if (attempt === undefined) localStorage.removeItem(place);
    else localStorage.setItem(place, JSON.stringify(attempt));
  } catch {
    // Without storage it is known as long as the page lasts.
  }
}

/** Tries for the first time. */
export function buy(user: string, wish: Wish): Promise<Outcome> {
  return tryAgain({ user, key: crypto.randomUUID(), wish });
}

/** The same try once more: what was done is not done again. */
export async function tryAgain(attempt: Attempt): Promise<Outcome> {
  keep(attempt);
  const { key, wish } = attempt;
  try {
    const { order_id, action_url } = await client.call(
      "checkout",
      { ...wish, items: [...wish.items], return_url: `${location.origin}/checkout/bank` },
      { idempotencyKey: key },
    );
    keep(undefined);
    return { kind: "ordered", order: order_id, ...(action_url === null ? {} : { bank: action_url }) };
  } catch (thrown) {
    return afterFailure(attempt, thrown as IsthmusError);
  }
}

/** Where the server has not said no by itself, it is asked whether there is an order of this try. */
async function afterFailure({ key }: Attempt, error: IsthmusError): Promise<Outcome> {
  // To who is signed out the function looks as if it were not there; the same try goes on when he is back.
  if (error.status === 401 || error.status === 404) await client.auth.refresh().catch(() => null);
  if (said(error)) {
    keep(undefined);
    return { kind: "refused", error };
  }
  const { data, error: failed } = await client
    .from("purchases")
    .select("order_id")
    .eq("request_key", key)
    .maybeSingle();
  if (data !== null) {
    keep(undefined);
    return { kind: "ordered", order: data.order_id };
  }
  // It has answered that somebody else could not be asked, and there is no order: it got no further than that. Without an
  // answer it may still be at work.
  if (failed === null && (error.status === 502 || error.status === 503)) {
    keep(undefined);
    return { kind: "refused", error };
  }
  return { kind: "unknown", error };
}

/** Refusals of the function itself; whatever else went wrong may have gone wrong after the order was written. */
function said({ code, status }: IsthmusError): boolean {
  return [402, 403, 409, 422].includes(status) && !/^ISTHMUS21\d$/.test(code);
}
