// Stripe: payment intents, refunds, customers. Facts: https://docs.stripe.com/api, https://docs.stripe.com/rate-limits.

import { z } from "zod";
import { defineConnector } from "../define-connector.ts";
import { amount, customer, intent, list, refund } from "./stripe-answers.ts";

const text = { type: "string" } as const;
const id = { type: "string", required: true } as const;
const flag = { type: "boolean" } as const;
const metadata = { type: "object" } as const;
const page = { limit: { type: "integer", minimum: 1, maximum: 100 }, starting_after: text } as const;
const byCursor = {
  rows: "data",
  key: "id",
  page: {
    kind: "cursor",
    argument: "starting_after",
    more: "has_more",
    size: { argument: "limit", most: 100 },
  },
} as const;

/** @example stripe({ key: secret("STRIPE_KEY") }) */
export const stripe = defineConnector({
  kind: "http",
  options: {
    /** Secret or restricted key: `sk_…`, `rk_…`. */
    key: z.string().min(1),
    /** The API's version, `2026-01-28.clover`. Default: that of the account. */
    version: z.string().min(1).optional(),
    /** Account on whose behalf is called (Connect). */
    account: z.string().min(1).optional(),
  },
  sandbox: { simulator: "payments", options: { key: "sk_test_sandbox" } },
  describe: ({ key, version, account }) => ({
    server: "https://api.stripe.com",
    auth: { bearer: key },
    headers: {
      ...(version === undefined ? {} : { "stripe-version": version }),
      ...(account === undefined ? {} : { "stripe-account": account }),
    },
    // A key is remembered for a day; with one, any call may be sent again.
    idempotency: { header: "Idempotency-Key" },
    rate: { perSecond: /^..?_test_/.test(key) ? 25 : 100 },
    calls: {
      create_payment: {
        request: "POST /v1/payment_intents",
        description: "Asks for a payment; with `confirm`, makes it at once.",
        body: "form",
        input: {
          amount: { ...amount, required: true },
          currency: id,
          customer: text,
          payment_method: text,
          automatic_payment_methods: { type: "object", description: "`enabled`, `allow_redirects`." },
          capture_method: { type: "string", enum: ["automatic", "automatic_async", "manual"] },
          confirm: flag,
          off_session: flag,
          return_url: text,
          receipt_email: text,
          description: text,
          metadata,
        },
        output: intent,
      },
      get_payment: { request: "GET /v1/payment_intents/{id}", input: { id }, output: intent },
      list_payments: { request: "GET /v1/payment_intents", input: { ...page, customer: text }, output: list(intent) },
      update_payment: {
        request: "POST /v1/payment_intents/{id}",
        body: "form",
        input: { id, amount, description: text, payment_method: text, receipt_email: text, metadata },
        output: intent,
      },
      confirm_payment: {
        request: "POST /v1/payment_intents/{id}/confirm",
        body: "form",
        input: { id, payment_method: text, return_url: text, off_session: flag },
        output: intent,
      },
      capture_payment: {
        request: "POST /v1/payment_intents/{id}/capture",
        body: "form",
        input: { id, amount_to_capture: amount },
        output: intent,
      },
      cancel_payment: {
        request: "POST /v1/payment_intents/{id}/cancel",
        body: "form",
        input: { id, cancellation_reason: text },
        output: intent,
      },
      refund_payment: {
        request: "POST /v1/refunds",
        description: "Gives back what was paid, or the part of it that `amount` names.",
        body: "form",
        input: { payment_intent: id, amount, reason: text, metadata },
        output: refund,
      },
      get_refund: { request: "GET /v1/refunds/{id}", input: { id }, output: refund },
      list_refunds: { request: "GET /v1/refunds", input: { ...page, payment_intent: text }, output: list(refund) },
      create_customer: {
        request: "POST /v1/customers",
        body: "form",
        input: { email: text, name: text, phone: text, description: text, metadata },
        output: customer,
      },
      get_customer: { request: "GET /v1/customers/{id}", input: { id }, output: customer },
      list_customers: { request: "GET /v1/customers", input: { ...page, email: text }, output: list(customer) },
    },
    resources: {
      payment_intents: { list: "list_payments", get: "get_payment", filters: { customer: "customer" }, ...byCursor },
      refunds: { list: "list_refunds", get: "get_refund", filters: { payment_intent: "payment_intent" }, ...byCursor },
      customers: { list: "list_customers", get: "get_customer", filters: { email: "email" }, ...byCursor },
    },
  }),
});
