// Connectors that come along, and the verifiers of webhooks: `isthmus/connectors`.

export { ga4 } from "./analytics/ga4.ts";
export { type ConnectorDefinition, type ConnectorOptions, defineConnector } from "./define-connector.ts";
export { resend } from "./email/resend.ts";
export { smtp } from "./email/smtp.ts";
export { nominatim } from "./geocoding/nominatim.ts";
export { mailchimp } from "./marketing/mailchimp.ts";
export { openaiCompatible } from "./models/openai-compatible.ts";
export { stripe } from "./payments/stripe.ts";
export { shippo } from "./shipping/shippo.ts";
export * from "./signatures/index.ts";
export { twilio } from "./sms/twilio.ts";
export { vies } from "./tax/vies.ts";
export { openMeteo } from "./weather/open-meteo.ts";
