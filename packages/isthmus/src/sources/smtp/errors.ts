// What a mail server says, and what goes wrong on the way to it → what is known of the mail: not sent, refused, or nobody can tell.

import { Problem } from "../../core/index.ts";

/** `refused`: nothing was handed over; `lost`: it may have been; `credentials`: the server does not take ours. */
export type SmtpFailureKind = "refused" | "lost" | "timeout" | "credentials";

export class SmtpFailure extends Error {
  readonly kind: SmtpFailureKind;

  constructor(kind: SmtpFailureKind, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.kind = kind;
  }
}

/** A server's answer, by its three digits. */
export interface SmtpReply {
  readonly code: number;
  readonly response: string;
  readonly accepted: readonly string[];
  readonly rejected: readonly string[];
}

interface DriverError {
  readonly code?: unknown;
  readonly command?: unknown;
  readonly syscall?: unknown;
  readonly responseCode?: unknown;
  readonly response?: unknown;
  readonly message?: unknown;
}

/** Commands ahead of the mail's own text. */
const ahead = /^(?:API|EHLO|HELO|LHLO|STARTTLS|AUTH.*|MAIL FROM|RCPT TO)$/;

/** What the driver throws: the server's answer where it has given one. @throws SmtpFailure */
export function replyIn(thrown: unknown): SmtpReply {
  const { code, command, syscall, responseCode, response, message } = (thrown ?? {}) as DriverError;
  if (code === "EAUTH") throw new SmtpFailure("credentials", thrown);
  // A server without TLS refuses the command, and not the mail.
  if (code === "ETLS" || command === "STARTTLS") throw new SmtpFailure("refused", thrown);
  if (typeof responseCode === "number" && responseCode >= 400)
    return { code: responseCode, response: String(response).slice(0, 1_000), accepted: [], rejected: [] };
  const unreached = syscall === "connect" || syscall === "getaddrinfo" || code === "EDNS";
  const early = code === "ETIMEDOUT" && /connection|greeting/i.test(String(message));
  if (unreached || early || (typeof command === "string" && ahead.test(command)))
    throw new SmtpFailure("refused", thrown);
  // The driver does not tell how far it had come.
  throw new SmtpFailure(code === "ETIMEDOUT" ? "timeout" : "lost", thrown);
}

export function problemOfReply(source: string, { code, response }: SmtpReply): Problem {
  if (code < 500)
    return new Problem({
      code: "ISTHMUS604",
      category: "unavailable",
      message: `${source}: the mail server takes no more mails for now`,
      details: { code, response },
      retryAfter: 60,
    });
  return new Problem({
    code: "ISTHMUS611",
    category: "invalid",
    status: 422,
    message: `${source}: the mail server refused the mail`,
    details: { code, response },
  });
}

export function problemOfFailure(source: string, failure: SmtpFailure): Problem {
  const make = (code: string, what: string): Problem =>
    new Problem({ code, category: "unavailable", status: 502, message: `${source}: ${what}`, cause: failure });
  if (failure.kind === "credentials")
    return make("ISTHMUS609", "the mail server does not take the server's credentials");
  if (failure.kind === "refused") return make("ISTHMUS600", "the mail server cannot be reached");
  return make("ISTHMUS601", "the connection was lost before the mail server confirmed; it may have taken the mail");
}
