// The configuration of a source that sends e-mails by SMTP.

import { z } from "zod";

const text = z.string().min(1);
const milliseconds = z.number().int().min(1).max(3_600_000);

export const smtpOptions = z.strictObject({
  host: text,
  port: z.number().int().min(1).max(65_535).optional(),
  tls: z.enum(["implicit", "starttls", "none"]).optional(),
  ca: text.optional(),
  username: text.optional(),
  password: text.optional(),
  accessToken: text.optional(),
  from: text.optional(),
  senders: z.array(text).optional(),
  timeout: milliseconds.default(20_000),
  /** The server's own limit of a statement, handed to every source. A mail takes longer than that. */
  statementTimeout: milliseconds.optional(),
  attempts: z.number().int().min(1).max(10).default(3),
  firstPause: milliseconds.default(500),
  concurrency: z.number().int().min(1).default(4),
  maxMessage: z.number().int().min(1).default(10_485_760),
});

export type SmtpSettings = z.output<typeof smtpOptions>;

type Text = string | { readonly secret: string };

/** As the user writes them. Times are in milliseconds. */
export interface SmtpOptions {
  readonly host: string;
  /** Default: 465 with `tls: "implicit"`, else 587. */
  readonly port?: number;
  /** `starttls` insists on it, and sends nothing where it is not to be had. Default: `implicit` on port 465, else `starttls`. */
  readonly tls?: "implicit" | "starttls" | "none";
  /** PEM of an authority to trust in place of the usual ones. */
  readonly ca?: Text;
  readonly username?: Text;
  readonly password?: Text;
  /** OAuth 2 (XOAUTH2), in place of the password. */
  readonly accessToken?: Text;
  /** The sender where a call names none: `Shop <mail@shop.example>`. */
  readonly from?: string;
  /** Addresses a call may name as its sender; `@shop.example` stands for all of a domain. Default: any. */
  readonly senders?: readonly string[];
  /** One attempt. Default: 20,000. */
  readonly timeout?: number;
  /** Attempts where the server says to come back later (4xx), or cannot be reached. Default: 3. */
  readonly attempts?: number;
  /** Default: 500; doubled each time. */
  readonly firstPause?: number;
  /** Connections at a time. Default: 4. */
  readonly concurrency?: number;
  /** Bytes of a mail with its attachments. Default: 10,485,760. */
  readonly maxMessage?: number;
}
