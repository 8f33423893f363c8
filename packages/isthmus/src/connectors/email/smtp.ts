// Any mail server, by SMTP. It has no key by which a mail is known again: one that may have been taken is not sent a second time, and
// the same Idempotency-Key gives the same Message-ID. RFC 5321.

import type { SourceConfiguration } from "../../core/index.ts";
import type { ThirdPartyOptions } from "../../core/third-party-options.ts";
import type { SmtpOptions } from "../../sources/smtp/options.ts";

/** @example smtp({ host: "mail.example.org", username: "shop", password: secret("SMTP_PASSWORD"), from: "Shop <mail@example.org>" }) */
export function smtp(options: SmtpOptions & ThirdPartyOptions<Partial<SmtpOptions>>): SourceConfiguration {
  return { kind: "smtp", options, sandbox: { simulator: "smtp" } };
}
