// The end of the pipe: one request over a socket, and its whole answer, read within a cap.

import { Problem } from "../../../core/index.ts";
import { abandonable, stopped } from "./abandon.ts";
import type { Transport } from "./connect.ts";
import { CallFailure, type FailureKind } from "./call-failure.ts";
import { decode } from "./decode.ts";
import type { HttpAnswer, HttpCall, Send } from "./exchange.ts";
import { receive, tooLarge } from "./receive.ts";

/** @param most Bytes of an answer's body, compressed and decompressed alike. */
export function createSend(transport: Transport, most: number): Send {
  return telling((call) => exchange(transport, call, most));
}

/** What answers in place of a socket is held to the same bounds, and fails with the same codes of the system. */
export function createLocalSend(answer: Send, most: number): Send {
  return telling(async (call) => {
    const given = await abandonable(answer(call), call.signal);
    if (given.body.length > most) throw tooLarge(most);
    return { ...given, body: await decode(given.body, given.headers["content-encoding"], most) };
  });
}

function telling(send: Send): Send {
  return async (call) => {
    if (call.signal.aborted) throw stopped(call.signal);
    try {
      return await send(call);
    } catch (reason) {
      if (reason instanceof CallFailure || reason instanceof Problem) throw reason;
      if (call.signal.aborted) throw stopped(call.signal);
      throw failureOf(reason, call);
    }
  };
}

async function exchange(transport: Transport, call: HttpCall, most: number): Promise<HttpAnswer> {
  const received = await receive(transport, call, most);
  const coding = received.headers["content-encoding"];
  return coding === undefined ? received : { ...received, body: await decode(received.body, coding, most) };
}

/** Codes with which a connection is not had. Behind a name that does not exist there is nobody to ask again. */
const noConnection: Readonly<Record<string, "passing" | "lasting">> = {
  ECONNREFUSED: "passing",
  EHOSTUNREACH: "passing",
  ENETUNREACH: "passing",
  EADDRNOTAVAIL: "passing",
  EAI_AGAIN: "passing",
  UND_ERR_CONNECT_TIMEOUT: "passing",
  ENOTFOUND: "lasting",
};

function failureOf(reason: unknown, { origin }: HttpCall): CallFailure {
  const { code, message } = detailsOf(reason);
  const known = Object.hasOwn(noConnection, code) ? noConnection[code] : undefined;
  if (known !== undefined)
    return new CallFailure({
      kind: "refused",
      message: `${origin} cannot be reached (${code})`,
      lasting: known === "lasting",
      cause: reason,
    });
  if (code === "ISTHMUS_BLOCKED") return new CallFailure({ kind: "blocked", message, cause: reason });
  if (isTls(code))
    return new CallFailure({
      kind: "refused",
      message: `${origin} has no certificate that holds (${code})`,
      lasting: true,
      cause: reason,
    });
  return new CallFailure({ kind: kindOf(code), message: `${origin} broke off (${code || message})`, cause: reason });
}

function kindOf(code: string): FailureKind {
  return code.startsWith("HPE_") ||
    code === "UND_ERR_HEADERS_OVERFLOW" ||
    code === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH"
    ? "malformed"
    : "lost";
}

function isTls(code: string): boolean {
  return /^(ERR_TLS_|ERR_SSL_|CERT_|UNABLE_TO_|DEPTH_ZERO_|SELF_SIGNED_|EPROTO$|HOSTNAME_MISMATCH)/.test(code);
}

/** Where several addresses were tried, the first failure speaks for all. */
function detailsOf(reason: unknown): { readonly code: string; readonly message: string } {
  if (reason instanceof AggregateError && reason.errors[0] instanceof Error) return detailsOf(reason.errors[0]);
  if (!(reason instanceof Error)) return { code: "", message: String(reason) };
  const { code } = reason as NodeJS.ErrnoException;
  return { code: typeof code === "string" ? code : "", message: reason.message };
}
