// Whose webhooks are signed how: a line for each vendor.

import { bodyAlone, type BodySignature } from "./body-alone.ts";
import { sendgridSignature, vonageSignature } from "./public-key.ts";
import type { Verify } from "./signed.ts";
import { standardWebhooks } from "./standard-webhooks.ts";
import { timeAndBody } from "./time-and-body.ts";
import { hubspotSignature, twilioSignature } from "./url-and-body.ts";

/** For `bodyAlone` and `signBody`. */
export const bodySignatures = {
  github: { header: "x-hub-signature-256", prefix: "sha256=", encoding: "hex", id: "x-github-delivery" },
  easypost: {
    header: "x-hmac-signature",
    prefix: "hmac-sha256-hex=",
    encoding: "hex",
    // The sender writes a secret's letters without their marks.
    secret: (text: string) => text.normalize("NFKD"),
  },
  shopify: { header: "x-shopify-hmac-sha256", encoding: "base64", id: "x-shopify-webhook-id" },
  woocommerce: { header: "x-wc-webhook-signature", encoding: "base64", id: "x-wc-webhook-delivery-id" },
} as const satisfies Readonly<Record<string, BodySignature>>;

/**
 * Verifiers of webhooks by vendor.
 *
 * @example
 * const verdict = webhookSignatures.stripe({ body, headers }, { secrets: [current, previous], now: Date.now() });
 * if (!verdict.ok) refuse(verdict.reason);
 */
export const webhookSignatures = {
  stripe: timeAndBody("stripe-signature"),
  shippo: timeAndBody("shippo-auth-signature"),
  mailchimp: timeAndBody("x-mailchimp-signature"),
  standardWebhooks: standardWebhooks("webhook"),
  openai: standardWebhooks("webhook"),
  svix: standardWebhooks("svix"),
  resend: standardWebhooks("svix"),
  github: bodyAlone(bodySignatures.github),
  easypost: bodyAlone(bodySignatures.easypost),
  shopify: bodyAlone(bodySignatures.shopify),
  woocommerce: bodyAlone(bodySignatures.woocommerce),
  twilio: twilioSignature,
  hubspot: hubspotSignature,
  sendgrid: sendgridSignature,
  vonage: vonageSignature,
} as const satisfies Readonly<Record<string, Verify>>;

export { bodyAlone, type BodySignature, signBody } from "./body-alone.ts";
export { sendgridSignature, signSendgrid, signVonage, vonageSignature } from "./public-key.ts";
export type { Received, Refusal, Trust, Verdict, Verify } from "./signed.ts";
export { signStandardWebhook, standardWebhooks } from "./standard-webhooks.ts";
export { signTimeAndBody, timeAndBody } from "./time-and-body.ts";
export { hubspotSignature, signHubspot, signTwilio, twilioSignature } from "./url-and-body.ts";
