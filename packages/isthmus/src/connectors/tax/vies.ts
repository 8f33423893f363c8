// VIES: whether a VAT number of the EU is valid. That a member state could not be asked is no answer: it is an error here, and never
// `valid: false`. Facts: https://ec.europa.eu/taxation_customs/vies/#/technical-information, and the faults of its test service.

import { fileURLToPath } from "node:url";
import { z } from "zod";
import { defineConnector } from "../define-connector.ts";

const hour = 3_600_000;

/** Of VIES as a whole, and over in a moment: asked again, and if it lasts, left alone. One member state's are nobody else's. */
const passing: ReadonlySet<string> = new Set([
  "SERVICE_UNAVAILABLE",
  "GLOBAL_MAX_CONCURRENT_REQ",
  "GLOBAL_MAX_CONCURRENT_REQ_TIME",
]);

const rules = {
  cache: { ttl: hour, staleIfError: 24 * hour },
  failed: (answer: unknown): string | false => {
    const said = (answer as { fault?: { string?: string } } | undefined)?.fault?.string;
    return said !== undefined && passing.has(said) ? said : false;
  },
} as const;

/** @example vies() */
export const vies = defineConnector({
  kind: "soap",
  options: {
    /** Its test service, which knows a few numbers: 100 is valid, 200 is not, and others fail. Default: false. */
    test: z.boolean().optional(),
  },
  sandbox: { simulator: "vies" },
  describe: ({ test = false }) => ({
    wsdl: fileURLToPath(new URL("vies.wsdl", import.meta.url)),
    ...(test ? { endpoint: "https://ec.europa.eu/taxation_customs/vies/services/checkVatTestService" } : {}),
    reads: ["checkVat", "checkVatApprox"],
    // It tells nobody how many calls are too many, and blocks addresses.
    concurrency: 4,
    rate: { perSecond: 5, burst: 10 },
    faults: {
      INVALID_INPUT: "invalid",
      INVALID_REQUESTER_INFO: "invalid",
      MS_UNAVAILABLE: "unavailable",
      MS_MAX_CONCURRENT_REQ: "unavailable",
      MS_MAX_CONCURRENT_REQ_TIME: "unavailable",
      TIMEOUT: "unavailable",
      SERVER_BUSY: "unavailable",
      VAT_BLOCKED: "unavailable",
      IP_BLOCKED: "unavailable",
    },
    // What is asked for as evidence has a new identifier each time.
    operations: { checkVat: rules, checkVatApprox: { failed: rules.failed, cache: false } },
  }),
});
