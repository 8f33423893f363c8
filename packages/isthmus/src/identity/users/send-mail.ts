// The way out for mails: an SMTP server, or a file beside the store where a developer finds them.

import { appendFile, mkdir } from "node:fs/promises";
import { dirname } from "node:path";

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface Mailer {
  /** Rejects when the mail could not be handed over. */
  send(mail: Mail): Promise<void>;
  close(): void;
}

/** Milliseconds. */
const patience = 10_000;

/** @param address `smtp://…` or `smtps://…`; by `smtp://` TLS is insisted on wherever a password is sent. */
export async function smtpMailer(address: string, from: string): Promise<Mailer> {
  const url = new URL(address);
  if (url.protocol !== "smtp:" && url.protocol !== "smtps:")
    throw new Error("auth.users.mail.smtp: expected smtp://… or smtps://…");
  const { createTransport } = await import("nodemailer");
  const secure = url.protocol === "smtps:";
  const user = decodeURIComponent(url.username);
  const transport = createTransport({
    host: url.hostname,
    port: url.port === "" ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: !secure && user !== "",
    ...(user === "" ? {} : { auth: { user, pass: decodeURIComponent(url.password) } }),
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
    // A text of ours names no file and no address to take content from.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async ({ to, subject, text, html }) => {
      // An object is one recipient, whatever commas stand in it.
      await transport.sendMail({ from, to: { name: "", address: to }, subject, text, html });
    },
    close: () => transport.close(),
  };
}

/** Mails as lines of JSON in a file that its owner alone may read; sent to nobody. */
export function fileMailer(file: string): Mailer {
  return {
    send: async (mail) => {
      await mkdir(dirname(file), { recursive: true });
      await appendFile(file, `${JSON.stringify({ at: new Date().toISOString(), ...mail })}\n`, { mode: 0o600 });
    },
    close: () => {},
  };
}
