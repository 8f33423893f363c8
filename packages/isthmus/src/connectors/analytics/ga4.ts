// Google Analytics 4, by its Measurement Protocol. It answers 2xx to whatever it is sent and says nothing of what it drops; only its
// debug address does, and keeps nothing. Facts: https://developers.google.com/analytics/devguides/collection/protocol/ga4.

import { z } from "zod";
import { defineConnector } from "../define-connector.ts";

const text = { type: "string" } as const;
const input = {
  client_id: { ...text, required: true, description: "Of the visitor's browser, as its cookie `_ga` says." },
  user_id: text,
  timestamp_micros: { type: "integer", minimum: 0, description: "At most 72 hours ago." },
  non_personalized_ads: { type: "boolean" },
  consent: { type: "object" },
  user_properties: { type: "object" },
  events: {
    type: "array",
    required: true,
    minItems: 1,
    // More would be dropped without a word.
    maxItems: 25,
    items: {
      type: "object",
      required: ["name"],
      properties: { name: { ...text, minLength: 1, maxLength: 40 }, params: { type: "object" } },
    },
  },
} as const;

/** @example ga4({ measurementId: "G-…", apiSecret: secret("GA4_SECRET") }) */
export const ga4 = defineConnector({
  kind: "http",
  options: {
    measurementId: z.string().regex(/^G-\w+$/, "expected `G-…`"),
    apiSecret: z.string().min(1),
    /** In the EU. Default: anywhere. */
    eu: z.boolean().optional(),
    /**
     * `collect` is validated in place of being kept, and fails where anything is wrong; `isthmus sync` has to be run when this
     * changes. Default: false.
     */
    debug: z.boolean().optional(),
  },
  sandbox: { simulator: "analytics", options: { measurementId: "G-SANDBOX", apiSecret: "sandbox" } },
  describe: ({ measurementId, apiSecret, eu = false, debug = false }) => {
    // By a placeholder: the lock holds for all environments, and each has its own.
    const query = "measurement_id={measurement_id}";
    const prepare = (given: Readonly<Record<string, unknown>>) => ({ ...given, measurement_id: measurementId });
    return {
      server: `https://${eu ? "region1" : "www"}.google-analytics.com`,
      auth: { apiKey: { in: "query", name: "api_secret", value: apiSecret } },
      calls: {
        collect: {
          request: debug ? `POST /debug/mp/collect?${query}#collect` : `POST /mp/collect?${query}`,
          description: debug ? "Validated, and not kept." : "Up to 25 events of one visitor.",
          input,
          output: "nothing",
        },
        validate: {
          request: `POST /debug/mp/collect?${query}`,
          description: "What would be wrong with the events; none is kept.",
          input,
          output: {
            type: "object",
            properties: {
              validationMessages: {
                type: "array",
                items: { type: "object", properties: { fieldPath: text, description: text, validationCode: text } },
              },
            },
          },
        },
      },
      operations: {
        validate: { effect: "read", prepare },
        collect: { prepare, ...(debug ? { failed: saidOf } : {}) },
      },
      resources: false,
    };
  },
});

/** What the debug address says is wrong. */
function saidOf(body: unknown): string {
  const { validationMessages: said = [] } = (body ?? {}) as {
    validationMessages?: readonly { description?: string }[];
  };
  return said.map(({ description }) => description ?? "something is wrong").join(" ");
}
