// What Stripe answers, as far as a site needs it; what is not named here is not offered. Facts: https://docs.stripe.com/api.

const text = { type: "string" } as const;
const maybe = { type: ["string", "null"] } as const;
const time = { type: "integer", description: "Seconds since 1970." } as const;
const live = { type: "boolean", description: "False: of the test environment." } as const;
const metadata = { type: "object" } as const;

export const amount = { type: "integer", minimum: 0, description: "In the currency's smallest unit." } as const;

export const intent = {
  type: "object",
  properties: {
    id: text,
    status: {
      type: "string",
      description:
        "requires_payment_method, requires_confirmation, requires_action, processing, requires_capture, canceled or succeeded.",
    },
    amount,
    amount_received: amount,
    amount_capturable: amount,
    currency: text,
    capture_method: text,
    customer: maybe,
    payment_method: maybe,
    client_secret: {
      ...maybe,
      description: "For the page on which the customer pays; whoever has it may complete the payment.",
    },
    latest_charge: maybe,
    description: maybe,
    receipt_email: maybe,
    metadata,
    next_action: { description: "What the customer has to do, e.g. `redirect_to_url`." },
    last_payment_error: { description: "Why the last attempt failed." },
    cancellation_reason: maybe,
    created: time,
    livemode: live,
  },
} as const;

export const refund = {
  type: "object",
  properties: {
    id: text,
    status: { ...maybe, description: "pending, requires_action, succeeded, failed or canceled." },
    amount,
    currency: text,
    payment_intent: maybe,
    charge: maybe,
    reason: maybe,
    metadata,
    created: time,
  },
} as const;

export const customer = {
  type: "object",
  properties: {
    id: text,
    email: maybe,
    name: maybe,
    phone: maybe,
    description: maybe,
    metadata,
    created: time,
    livemode: live,
  },
} as const;

export function list(items: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return { type: "object", properties: { data: { type: "array", items }, has_more: { type: "boolean" } } };
}
