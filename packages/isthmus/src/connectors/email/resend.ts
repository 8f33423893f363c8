// Resend: e-mails, one by one and in batches. Facts: https://resend.com/docs/api-reference.

import { z } from "zod";
import { defineConnector } from "../define-connector.ts";

const text = { type: "string" } as const;
const texts = { type: "array", items: text, maxItems: 50 } as const;
const addresses = { anyOf: [text, texts] } as const;
const mail = {
  from: { ...text, required: true, description: "An address, or `Name <address>`, of a domain that is verified." },
  to: { ...addresses, required: true },
  subject: { ...text, required: true },
  text,
  html: text,
  cc: addresses,
  bcc: addresses,
  reply_to: addresses,
  scheduled_at: { ...text, description: "ISO 8601." },
  headers: { type: "object" },
  attachments: {
    type: "array",
    items: {
      type: "object",
      properties: { filename: text, content: { ...text, description: "Base64." }, path: text, content_type: text },
    },
  },
  tags: { type: "array", items: { type: "object", properties: { name: text, value: text } } },
} as const;
const sent = { type: "object", properties: { id: text } } as const;

/** @example resend({ key: secret("RESEND_KEY") }) */
export const resend = defineConnector({
  kind: "http",
  options: {
    /** `re_…` */
    key: z.string().min(1),
  },
  sandbox: { simulator: "email", options: { key: "re_sandbox" } },
  describe: ({ key }) => ({
    server: "https://api.resend.com",
    auth: { bearer: key },
    // Remembered for a day, and at most 256 characters long.
    idempotency: { header: "Idempotency-Key" },
    rate: { perSecond: 5 },
    calls: {
      send: { request: "POST /emails", input: mail, output: sent },
      send_batch: {
        request: "POST /emails/batch",
        description: "Up to 100 at once; all of them, or none.",
        input: {
          body: { in: "content", type: "array", items: { type: "object" }, minItems: 1, maxItems: 100, required: true },
        },
        output: { type: "object", properties: { data: { type: "array", items: sent } } },
      },
      get_email: {
        request: "GET /emails/{id}",
        input: { id: text },
        output: {
          type: "object",
          properties: {
            id: text,
            from: text,
            to: { type: "array", items: text },
            subject: text,
            text: { type: ["string", "null"] },
            html: { type: ["string", "null"] },
            created_at: { type: "string", format: "date-time" },
            last_event: { ...text, description: "sent, delivered, bounced, complained, opened, clicked …" },
          },
        },
      },
    },
    resources: false,
  }),
});
