// Payments, in the manner of Stripe: payment intents with test cards, 3-D Secure on a page of our own, refunds, idempotency
// keys and signed webhooks. Facts of the API: https://docs.stripe.com/api/payment_intents.

import { defineSimulator } from "../../sources/shared/sandbox/define-simulator.ts";
import type { Shelf } from "../../sources/shared/sandbox/shelf.ts";
import type {
  Ground,
  LocalPage,
  LocalStep,
  PageCall,
  SimulatedAnswer,
  SimulatedCall,
} from "../../sources/shared/sandbox/simulator.ts";
import { invalid, missing } from "./errors.ts";
import { type Customer, customerOf } from "./customers.ts";
import { tell } from "./events.ts";
import { amountAt, flagAt, type Given, objectOf, textAt, textsAt } from "./given.ts";
import { answerOf, once, type Remembered } from "./idempotency.ts";
import type { Intent, Kept, Refund } from "./intent.ts";
import { cancel, capture, confirm, type Desk, expectStatus, failure, pay } from "./pay.ts";

interface State {
  readonly intents: Shelf<Kept>;
  readonly refunds: Shelf<Refund>;
  readonly customers: Shelf<Customer>;
  readonly keys: Shelf<Remembered>;
}
type Call = SimulatedCall<State>;

/** A change: whoever makes it is known, and its key is honoured. */
function change(work: (call: Call, given: Given, desk: Desk) => unknown): (call: Call) => SimulatedAnswer {
  return (call) => {
    if (call.headers["authorization"] === undefined) return unknownCaller;
    const key = call.headers["idempotency-key"];
    const given = objectOf(call.body);
    return once(call.state.keys, key, `${call.path}\n${JSON.stringify(given)}`, () => ({
      body: work(call, given, deskOf(call, call.state, key)),
    }));
  };
}

function look(work: (call: Call) => unknown): (call: Call) => SimulatedAnswer {
  return (call) =>
    call.headers["authorization"] === undefined ? unknownCaller : answerOf(() => ({ body: work(call) }));
}

const unknownCaller = invalid("No API key was given.", undefined, undefined, 401).answer;

function deskOf(ground: Ground, state: State, key: string | undefined): Desk {
  return { ground, key, keep: (kept) => state.intents.put(kept.intent.id, kept) };
}

function keptIntent({ state, parameters }: Pick<Call, "state" | "parameters">): Kept {
  const id = parameters["intent"] ?? "";
  const kept = state.intents.get(id);
  if (kept === undefined) throw missing("payment_intent", id, "intent");
  return kept;
}

function create(call: Call, given: Given, desk: Desk): Intent {
  const [amount, currency] = [amountAt(given, "amount"), textAt(given, "currency")];
  if (amount === undefined) throw invalid("Missing required param: amount.", "parameter_missing", "amount");
  if (currency === undefined) throw invalid("Missing required param: currency.", "parameter_missing", "currency");
  if (!/^[a-z]{3}$/i.test(currency)) throw invalid(`Invalid currency: ${currency}`, undefined, "currency");
  const number = call.next();
  const id = `pi_sandbox_${number}`;
  const intent: Intent = {
    id,
    object: "payment_intent",
    amount,
    amount_capturable: 0,
    amount_received: 0,
    cancellation_reason: null,
    canceled_at: null,
    capture_method: textAt(given, "capture_method") ?? "automatic",
    client_secret: `${id}_secret_sandbox`,
    confirmation_method: textAt(given, "confirmation_method") ?? "automatic",
    created: Math.floor(call.now() / 1000),
    currency: currency.toLowerCase(),
    customer: textAt(given, "customer") ?? null,
    description: textAt(given, "description") ?? null,
    last_payment_error: null,
    latest_charge: null,
    livemode: false,
    metadata: textsAt(given, "metadata"),
    next_action: null,
    payment_method: null,
    payment_method_types: ["card"],
    receipt_email: textAt(given, "receipt_email") ?? null,
    status: "requires_payment_method",
  };
  const kept = desk.keep(withMethod({ intent, refunded: 0 }, given, number));
  tell(call, "payment_intent.created", kept.intent, desk.key);
  return flagAt(given, "confirm") ? confirm(desk, withReturn(kept, given)) : kept.intent;
}

/** A payment method by its id, or by what it is made of. */
function withMethod(kept: Kept, given: Given, number: number): Kept {
  const method = textAt(given, "payment_method");
  const card = textAt(objectOf(objectOf(given["payment_method_data"])["card"]), "number");
  if (method === undefined && card === undefined) return kept;
  const { number: _before, ...rest } = kept;
  const intent: Intent = {
    ...kept.intent,
    payment_method: method ?? `pm_sandbox_${number}`,
    status: "requires_confirmation",
  };
  return { ...rest, intent, ...(method === undefined && card !== undefined ? { number: card } : {}) };
}

/** @throws Refused where it is no address of the web: a browser will be sent there. */
function withReturn(kept: Kept, given: Given): Kept {
  const url = textAt(given, "return_url");
  if (url === undefined) return kept;
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw invalid(`Invalid URL: ${url}`, "url_invalid", "return_url");
  return { ...kept, returnUrl: url };
}

function update(call: Call, given: Given, desk: Desk): Intent {
  const kept = keptIntent(call);
  expectStatus(kept.intent, ["requires_payment_method", "requires_confirmation", "requires_action"], "update");
  const { intent } = kept;
  const changed: Intent = {
    ...intent,
    amount: amountAt(given, "amount") ?? intent.amount,
    currency: textAt(given, "currency")?.toLowerCase() ?? intent.currency,
    description: textAt(given, "description") ?? intent.description,
    metadata: { ...intent.metadata, ...textsAt(given, "metadata") },
  };
  return desk.keep(withMethod({ ...kept, intent: changed }, given, call.next())).intent;
}

function refund(call: Call, given: Given, desk: Desk): Refund {
  const id = textAt(given, "payment_intent");
  if (id === undefined) throw invalid("Missing required param: payment_intent.", "parameter_missing", "payment_intent");
  const kept = call.state.intents.get(id);
  if (kept === undefined) throw missing("payment_intent", id, "payment_intent");
  expectStatus(kept.intent, ["succeeded"], "refund");
  const left = kept.intent.amount_received - kept.refunded;
  const amount = amountAt(given, "amount") ?? left;
  if (left === 0) throw invalid("The charge has already been refunded.", "charge_already_refunded");
  if (amount > left)
    throw invalid(`The refund is larger than what is left of the charge (${left}).`, undefined, "amount");
  const made: Refund = {
    id: `re_sandbox_${call.next()}`,
    object: "refund",
    amount,
    charge: kept.intent.latest_charge,
    created: Math.floor(call.now() / 1000),
    currency: kept.intent.currency,
    metadata: textsAt(given, "metadata"),
    payment_intent: id,
    reason: textAt(given, "reason") ?? null,
    status: "succeeded",
  };
  call.state.refunds.put(made.id, made);
  desk.keep({ ...kept, refunded: kept.refunded + amount });
  tell(call, "refund.created", made, desk.key);
  return made;
}

/** @param by The parameter that keeps those whose member of this name is equal. */
function listed(
  all: Iterable<{ readonly id: string }>,
  { query }: Pick<Call, "query">,
  url: string,
  by: string,
): unknown {
  const limit = Math.min(100, Math.max(1, Number(query["limit"] ?? 10) || 10));
  const wanted = query[by];
  const fitting = [...all].filter((one) => wanted === undefined || (one as Partial<Given>)[by] === wanted);
  const after = fitting.toReversed();
  const newest = after.slice(1 + after.findIndex(({ id }) => id === query["starting_after"]));
  return { object: "list", url, has_more: newest.length > limit, data: newest.slice(0, limit) };
}

function authentication(call: PageCall<State>): LocalPage | LocalStep | undefined {
  const kept = call.state.intents.get(call.parameters["intent"] ?? "");
  if (kept === undefined) return undefined;
  const { intent, returnUrl } = kept;
  const back = returnUrl ?? call.link("").replace(/\/at\/.*$/, "");
  if (call.chosen === undefined || intent.status !== "requires_action") {
    const waiting = intent.status === "requires_action";
    return {
      title: "3-D Secure, simulated",
      paragraphs: [
        `${(intent.amount / 100).toFixed(2)} ${intent.currency.toUpperCase()} for ${intent.description ?? intent.id}`,
        waiting
          ? "A bank would ask its customer here whether it is he who pays."
          : `The payment is ${intent.status.replaceAll("_", " ")} already.`,
      ],
      choices: waiting
        ? [
            { name: "complete", label: "It is me: complete" },
            { name: "fail", label: "It is not me: fail" },
          ]
        : [],
      leadsTo: back,
    };
  }
  const desk = deskOf(call, call.state, undefined);
  const done =
    call.chosen === "complete"
      ? pay(desk, kept)
      : failure(desk, kept, {
          type: "invalid_request_error",
          code: "payment_intent_authentication_failure",
          message: "The customer could not be authenticated.",
        });
  const url = new URL(back);
  url.searchParams.set("payment_intent", intent.id);
  url.searchParams.set("payment_intent_client_secret", intent.client_secret);
  url.searchParams.set("redirect_status", done.status === "requires_payment_method" ? "failed" : "succeeded");
  return { goTo: url.href };
}

export const payments = defineSimulator<State>({
  title: "Payments, in the manner of Stripe",
  state: ({ shelf }) => ({ intents: shelf(), refunds: shelf(), customers: shelf(), keys: shelf(2_000) }),
  routes: {
    "POST /v1/payment_intents": change(create),
    "GET /v1/payment_intents": look((call) =>
      listed(
        [...call.state.intents].map(({ intent }) => intent),
        call,
        "/v1/payment_intents",
        "customer",
      ),
    ),
    "GET /v1/payment_intents/{intent}": look((call) => keptIntent(call).intent),
    "POST /v1/payment_intents/{intent}": change(update),
    "POST /v1/payment_intents/{intent}/confirm": change((call, given, desk) =>
      confirm(desk, desk.keep(withReturn(withMethod(keptIntent(call), given, call.next()), given))),
    ),
    "POST /v1/payment_intents/{intent}/capture": change((call, given, desk) =>
      capture(desk, keptIntent(call), amountAt(given, "amount_to_capture")),
    ),
    "POST /v1/payment_intents/{intent}/cancel": change((call, given, desk) =>
      cancel(desk, keptIntent(call), textAt(given, "cancellation_reason")),
    ),
    "POST /v1/refunds": change(refund),
    "GET /v1/refunds": look((call) => listed(call.state.refunds, call, "/v1/refunds", "payment_intent")),
    "GET /v1/refunds/{refund}": look(({ state, parameters }) => {
      const id = parameters["refund"] ?? "";
      const found = state.refunds.get(id);
      if (found === undefined) throw missing("refund", id);
      return found;
    }),
    "POST /v1/customers": change((call, given) => {
      const made = customerOf(given, call.next(), Math.floor(call.now() / 1000));
      return call.state.customers.put(made.id, made);
    }),
    "GET /v1/customers": look((call) => listed(call.state.customers, call, "/v1/customers", "email")),
    "GET /v1/customers/{customer}": look(({ state, parameters }) => {
      const id = parameters["customer"] ?? "";
      const found = state.customers.get(id);
      if (found === undefined) throw missing("customer", id);
      return found;
    }),
  },
  pages: { "/authenticate/{intent}": authentication },
});
