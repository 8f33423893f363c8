// What becomes of a payment intent: confirmed, authenticated, captured, cancelled.

import type { Ground } from "../../sources/shared/sandbox/simulator.ts";
import { type Card, cardByNumber, cardOf } from "./cards.ts";
import { invalid, Refused } from "./errors.ts";
import { tell } from "./events.ts";
import type { Intent, Kept } from "./intent.ts";

/** Where a change of an intent is kept and told of. */
export interface Desk {
  readonly ground: Ground;
  readonly key: string | undefined;
  readonly keep: (kept: Kept) => Kept;
}

export function confirm(desk: Desk, kept: Kept): Intent {
  const { intent } = kept;
  expectStatus(intent, ["requires_payment_method", "requires_confirmation"], "confirm");
  if (intent.payment_method === null)
    throw invalid("A payment method is needed to confirm this payment intent.", "parameter_missing", "payment_method");
  const card = cardIn(kept);
  if (card.outcome === "succeeds") return pay(desk, kept);
  if (card.outcome === "authenticates") return askToAuthenticate(desk, kept);
  throw decline(desk, kept, card, card.outcome);
}

/** The card has been charged, or the amount set aside on it. */
export function pay(desk: Desk, kept: Kept): Intent {
  const { intent } = kept;
  const manual = intent.capture_method === "manual";
  const paid: Intent = {
    ...intent,
    status: manual ? "requires_capture" : "succeeded",
    amount_capturable: manual ? intent.amount : 0,
    amount_received: manual ? 0 : intent.amount,
    latest_charge: `ch_sandbox_${desk.ground.next()}`,
    next_action: null,
    last_payment_error: null,
  };
  desk.keep({ ...kept, intent: paid });
  tell(desk.ground, manual ? "payment_intent.amount_capturable_updated" : "payment_intent.succeeded", paid, desk.key);
  return paid;
}

function askToAuthenticate(desk: Desk, kept: Kept): Intent {
  const { intent, returnUrl } = kept;
  const asked: Intent = {
    ...intent,
    status: "requires_action",
    next_action: {
      type: "redirect_to_url",
      redirect_to_url: { url: desk.ground.link(`/authenticate/${intent.id}`), return_url: returnUrl ?? null },
    },
  };
  desk.keep({ ...kept, intent: asked });
  tell(desk.ground, "payment_intent.requires_action", asked, desk.key);
  return asked;
}

function decline(desk: Desk, kept: Kept, card: Card, why: Exclude<Card["outcome"], string>): Refused {
  const method = {
    id: kept.intent.payment_method,
    object: "payment_method",
    type: "card",
    card: { brand: card.brand, last4: card.last4 },
  };
  const said = {
    type: "card_error",
    code: why.code,
    ...(why.decline === undefined ? {} : { decline_code: why.decline }),
    doc_url: `https://docs.stripe.com/error-codes/${why.code.replaceAll("_", "-")}`,
    message: why.message,
    charge: `ch_sandbox_${desk.ground.next()}`,
    payment_method: method,
  } as const;
  const failed = failure(desk, kept, said);
  return new Refused(402, { ...said, payment_intent: failed });
}

/** Back to where another payment method is needed. */
export function failure(desk: Desk, kept: Kept, error: unknown): Intent {
  const failed: Intent = {
    ...kept.intent,
    status: "requires_payment_method",
    payment_method: null,
    next_action: null,
    last_payment_error: error,
  };
  desk.keep({ ...kept, intent: failed });
  tell(desk.ground, "payment_intent.payment_failed", failed, desk.key);
  return failed;
}

export function capture(desk: Desk, kept: Kept, amount: number | undefined): Intent {
  const { intent } = kept;
  expectStatus(intent, ["requires_capture"], "capture");
  const taken = amount ?? intent.amount_capturable;
  if (taken > intent.amount_capturable)
    throw invalid("The amount to capture is larger than what is capturable.", "amount_too_large", "amount_to_capture");
  const captured: Intent = { ...intent, status: "succeeded", amount_capturable: 0, amount_received: taken };
  desk.keep({ ...kept, intent: captured });
  tell(desk.ground, "payment_intent.succeeded", captured, desk.key);
  return captured;
}

export function cancel(desk: Desk, kept: Kept, reason: string | undefined): Intent {
  const { intent } = kept;
  const open = ["requires_payment_method", "requires_confirmation", "requires_action", "requires_capture"] as const;
  expectStatus(intent, open, "cancel");
  const canceled: Intent = {
    ...intent,
    status: "canceled",
    amount_capturable: 0,
    canceled_at: Math.floor(desk.ground.now() / 1000),
    cancellation_reason: reason ?? null,
    next_action: null,
  };
  desk.keep({ ...kept, intent: canceled });
  tell(desk.ground, "payment_intent.canceled", canceled, desk.key);
  return canceled;
}

export function expectStatus(intent: Intent, statuses: readonly Intent["status"][], doing: string): void {
  if (statuses.includes(intent.status)) return;
  throw new Refused(400, {
    type: "invalid_request_error",
    code: "payment_intent_unexpected_state",
    message: `You cannot ${doing} this payment intent because it has the status ${intent.status}.`,
    payment_intent: intent,
  });
}

function cardIn({ intent, number }: Kept): Card {
  const method = intent.payment_method ?? "";
  const card = number === undefined ? cardOf(method) : cardByNumber(number);
  if (card === undefined)
    throw invalid(
      `The sandbox knows no payment method '${method}': use a test card.`,
      "resource_missing",
      "payment_method",
      404,
    );
  return card;
}
