// The way out: a mail server, or in the sandbox whoever stands in for it. The driver is imported with the first mail.

import type { Transporter } from "nodemailer";
import { noRules } from "../shared/http/rules.ts";
import type { HttpAnswer } from "../shared/http/exchange.ts";
import type { Outside } from "../shared/http/outside.ts";
import { replyIn, SmtpFailure, type SmtpReply } from "./errors.ts";
import type { SmtpSettings } from "./options.ts";
import type { Mail } from "./values.ts";

export interface Connection {
  /** One attempt. @throws SmtpFailure where the server has not answered. */
  post(mail: Mail, signal: AbortSignal): Promise<SmtpReply>;
  close(): void;
}

export function connect(settings: SmtpSettings, outside: Outside | undefined): Connection {
  return outside?.answer === undefined ? server(settings) : sandbox(settings, outside.answer);
}

function server(settings: SmtpSettings): Connection {
  let opened: Promise<Transporter> | undefined;
  return {
    async post(mail, signal) {
      const transport = await (opened ??= open(settings));
      if (signal.aborted) throw signal.reason;
      try {
        const { response, accepted, rejected } = (await transport.sendMail(messageOf(mail))) as {
          readonly response: string;
          readonly accepted: readonly string[];
          readonly rejected: readonly string[];
        };
        return { code: 250, response, accepted, rejected };
      } catch (thrown) {
        return replyIn(thrown);
      }
    },
    close: () => void opened?.then((transport) => transport.close()).catch(() => {}),
  };
}

async function open(settings: SmtpSettings): Promise<Transporter> {
  const { createTransport } = await import("nodemailer");
  const { host, username, password, accessToken, ca, timeout, concurrency } = settings;
  const { port, tls } = placeOf(settings);
  const auth =
    username === undefined
      ? undefined
      : accessToken === undefined
        ? { user: username, pass: password ?? "" }
        : { type: "OAuth2" as const, user: username, accessToken };
  return createTransport({
    host,
    port,
    pool: true,
    maxConnections: concurrency,
    secure: tls === "implicit",
    requireTLS: tls === "starttls",
    ignoreTLS: tls === "none",
    ...(ca === undefined ? {} : { tls: { ca } }),
    ...(auth === undefined ? {} : { auth }),
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    // What a caller writes names no file and no address to take content from.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

function placeOf({ port, tls }: SmtpSettings): {
  readonly port: number;
  readonly tls: "implicit" | "starttls" | "none";
} {
  const kind = tls ?? (port === 465 ? "implicit" : "starttls");
  return { port: port ?? (kind === "implicit" ? 465 : 587), tls: kind };
}

function messageOf({ attachments, to, cc, bcc, replyTo, headers, ...rest }: Mail) {
  return {
    ...rest,
    to: [...to],
    cc: [...cc],
    bcc: [...bcc],
    replyTo: [...replyTo],
    headers: { ...headers },
    attachments: attachments.map((one) => ({ ...one, encoding: "base64" })),
  };
}

/** As a call over HTTP, which the sandbox can strike with its faults. */
function sandbox(settings: SmtpSettings, answer: NonNullable<Outside["answer"]>): Connection {
  const { port } = placeOf(settings);
  return {
    async post(mail, signal) {
      const given = AbortSignal.any([signal, AbortSignal.timeout(settings.timeout)]);
      let got: HttpAnswer;
      try {
        got = await answer({
          operation: "send",
          method: "POST",
          origin: `smtp://${settings.host}:${port}`,
          path: "/send",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(mail),
          repeatable: false,
          signal: given,
          deadline: performance.now() + settings.timeout,
          rules: noRules,
        });
      } catch (thrown) {
        if ((thrown as { code?: unknown }).code === "ECONNREFUSED") throw new SmtpFailure("refused", thrown);
        if (thrown instanceof Error && "code" in thrown && !("category" in thrown))
          throw new SmtpFailure("lost", thrown);
        throw thrown;
      }
      return replyOf(got);
    },
    close: () => {},
  };
}

function replyOf({ status, body }: HttpAnswer): SmtpReply {
  if (status >= 400) return { code: 451, response: "451 4.3.0 As the sandbox was told", accepted: [], rejected: [] };
  try {
    const { code, response, accepted = [] } = JSON.parse(Buffer.from(body).toString()) as Partial<SmtpReply>;
    if (typeof code === "number" && typeof response === "string") return { code, response, accepted, rejected: [] };
  } catch {
    // As of a server that says what nobody understands.
  }
  throw new SmtpFailure("lost", new Error("the answer is none of SMTP's"));
}
