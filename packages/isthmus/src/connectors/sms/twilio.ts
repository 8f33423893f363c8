// Twilio: text messages. Facts: https://www.twilio.com/docs/messaging/api/message-resource.

import { z } from "zod";
import { defineConnector } from "../define-connector.ts";

const text = { type: "string" } as const;
const maybe = { type: ["string", "null"] } as const;
const message = {
  type: "object",
  properties: {
    sid: text,
    status: { ...text, description: "accepted, queued, sending, sent, delivered, undelivered, failed …" },
    to: text,
    from: maybe,
    body: text,
    messaging_service_sid: maybe,
    num_segments: text,
    price: maybe,
    price_unit: maybe,
    error_code: { type: ["integer", "null"] },
    error_message: maybe,
    direction: text,
    date_created: text,
    date_sent: maybe,
  },
} as const;

/** @example twilio({ accountSid: "AC…", authToken: secret("TWILIO_TOKEN") }) */
export const twilio = defineConnector({
  kind: "http",
  options: {
    /** `AC…` */
    accountSid: z.string().regex(/^AC\w{32}$/, "expected AC and 32 letters and digits"),
    /** Of the account, or the secret of `apiKeySid`. */
    authToken: z.string().min(1),
    /** An API key, `SK…`. Default: the account itself. */
    apiKeySid: z
      .string()
      .regex(/^SK\w{32}$/, "expected SK and 32 letters and digits")
      .optional(),
  },
  sandbox: { simulator: "sms", options: { accountSid: `AC${"0".repeat(32)}`, authToken: "sandbox" } },
  // There is no key by which a message is known again: a message that may have been sent is never sent a second time.
  describe: ({ accountSid, authToken, apiKeySid }) => ({
    server: `https://api.twilio.com/2010-04-01/Accounts/${accountSid}`,
    auth: { basic: { username: apiKeySid ?? accountSid, password: authToken } },
    calls: {
      send: {
        request: "POST /Messages.json",
        body: "form",
        input: {
          To: { ...text, required: true, description: "A number as in E.164, `+49…`, or `whatsapp:+49…`." },
          From: { ...text, description: "One of the account's numbers; or MessagingServiceSid." },
          MessagingServiceSid: text,
          Body: { ...text, maxLength: 1_600 },
          MediaUrl: { type: "array", items: text, maxItems: 10 },
          StatusCallback: { ...text, description: "Where is told what becomes of it." },
          ValidityPeriod: { type: "integer", minimum: 1, maximum: 36_000, description: "Seconds." },
        },
        output: message,
      },
      get_message: {
        request: "GET /Messages/{sid}.json",
        input: { sid: { ...text, required: true } },
        output: message,
      },
      list_messages: {
        request: "GET /Messages.json",
        input: { To: text, From: text, PageSize: { type: "integer", minimum: 1, maximum: 1_000 } },
        output: {
          type: "object",
          properties: { messages: { type: "array", items: message }, next_page_uri: maybe },
        },
      },
    },
    resources: {
      messages: {
        list: "list_messages",
        get: "get_message",
        key: "sid",
        rows: "messages",
        filters: { to: "To", from: "From" },
        page: { kind: "address", next: "next_page_uri", size: { argument: "PageSize", most: 1_000 } },
      },
    },
  }),
});
