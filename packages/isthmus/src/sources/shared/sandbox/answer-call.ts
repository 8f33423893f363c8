// One call in the sandbox: who answers it, in order, and what a fault makes of that.

import { Problem } from "../../../core/index.ts";
import type { Clock } from "../http/clock.ts";
import type { HttpAnswer, HttpCall } from "../http/exchange.ts";
import type { DescribedAnswers } from "../http/outside.ts";
import type { Fault, FaultKind } from "./faults.ts";
import { readBody, readQuery } from "./read-body.ts";
import type { Recordings } from "./recordings.ts";
import type { Redaction } from "./redact.ts";
import type { OpenSimulator, SimulatedAnswer } from "./simulator.ts";

export interface Answered {
  readonly by: "simulator" | "recording" | "example" | "schema" | "token" | "fault";
  readonly answer: HttpAnswer;
}

interface Answering {
  readonly options: {
    readonly recordings?: Recordings | undefined;
    readonly match: "exact" | "shape";
    readonly onlyRecordings: boolean;
  };
  readonly open: OpenSimulator | undefined;
  readonly described: DescribedAnswers | undefined;
}

/** @param struck Faults that strike this call. */
export async function answerCall(
  party: Answering,
  call: HttpCall,
  struck: readonly Fault[],
  redaction: Redaction,
  clock: Pick<Clock, "sleep">,
  source: string,
): Promise<Answered> {
  const by = new Map<FaultKind, Fault>(struck.map((fault) => [fault.kind, fault]));
  const latency = by.get("latency");
  if (latency !== undefined) await clock.sleep(latency.ms, call.signal);
  // The pipe's own deadline ends it.
  if (by.has("timeout")) return never(call.signal);
  if (by.has("refuse")) throw broken("ECONNREFUSED", "the sandbox refuses the connection");
  const refusal = refusedBy(by);
  if (refusal !== undefined) return { by: "fault", answer: refusal };
  const answered = await answerOf(party, call, redaction, source);
  if (by.has("cut")) throw broken("UND_ERR_SOCKET", "the sandbox ended the connection ahead of the answer");
  if (by.has("cut-body")) throw broken("ECONNRESET", "the sandbox ended the connection within the answer");
  return by.has("malformed") ? { ...answered, answer: malformed(answered.answer) } : answered;
}

async function answerOf(party: Answering, call: HttpCall, redaction: Redaction, source: string): Promise<Answered> {
  const { recordings, match, onlyRecordings } = party.options;
  const simulated = onlyRecordings ? undefined : await party.open?.answer(asked(call));
  if (simulated !== undefined) return { by: "simulator", answer: written(simulated) };
  // Tokens are never recorded, and a placeholder is as good as any.
  if (isTokenCall(call)) return { by: "token", answer: written({ body: placeholderToken }) };
  const recorded = await recordings?.find(call, redaction, match);
  if (recorded !== undefined) return { by: "recording", answer: recorded };
  const described = onlyRecordings ? undefined : await party.described?.(call);
  if (described === undefined) throw unanswered(source, call);
  const { by, ...answer } = described;
  return { by, answer };
}

const placeholderToken = { access_token: "sandbox", token_type: "Bearer", expires_in: 3_600 };

function isTokenCall({ operation, body }: HttpCall): boolean {
  return operation === "token" && typeof body === "string" && body.includes("grant_type=");
}

function asked(call: HttpCall): Parameters<OpenSimulator["answer"]>[0] {
  const text = call.body === undefined ? "" : Buffer.from(call.body).toString();
  return {
    origin: call.origin,
    method: call.method,
    path: call.path.replace(/\?.*$/s, ""),
    query: readQuery(call.path),
    headers: call.headers,
    text,
    body: readBody(text, call.headers["content-type"]),
  };
}

function written({ status = 200, headers = {}, body }: SimulatedAnswer): HttpAnswer {
  const given = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  if (body === undefined) return { status, headers: given, body: new Uint8Array() };
  if (body instanceof Uint8Array) return { status, headers: given, body };
  if (typeof body === "string")
    return { status, headers: { "content-type": "text/plain; charset=utf-8", ...given }, body: Buffer.from(body) };
  return {
    status,
    headers: { "content-type": "application/json", ...given },
    body: Buffer.from(JSON.stringify(body)),
  };
}

function refusedBy(by: ReadonlyMap<FaultKind, Fault>): HttpAnswer | undefined {
  const [throttle, error] = [by.get("throttle"), by.get("error")];
  const json = { "content-type": "application/json" };
  if (throttle !== undefined)
    return {
      status: 429,
      headers: { ...json, "retry-after": String(throttle.retryAfter) },
      body: Buffer.from('{"message":"The sandbox takes no more calls for now"}'),
    };
  if (error === undefined) return undefined;
  return {
    status: error.status,
    headers: json,
    body: Buffer.from('{"message":"The sandbox fails as it was told to"}'),
  };
}

/** Half of what it was, and then something that it never is. */
function malformed({ status, headers, body }: HttpAnswer): HttpAnswer {
  const half = body.subarray(0, Math.floor(body.length / 2));
  const { "content-length": _length, ...rest } = headers;
  return { status, headers: rest, body: Buffer.concat([half, Buffer.from('{"\u0000<')]) };
}

function never(signal: HttpCall["signal"]): Promise<never> {
  return new Promise((_, reject) => {
    const leave = (): void => reject(broken("UND_ERR_SOCKET", "the sandbox did not answer"));
    if (signal.aborted) leave();
    signal.addEventListener("abort", leave, { once: true });
  });
}

function broken(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}

function unanswered(source: string, { operation, method }: HttpCall): Problem {
  return new Problem({
    code: "ISTHMUS620",
    category: "unsupported",
    status: 501,
    message: `${source}: the sandbox has no answer to ${operation} (${method})`,
    hint: `Record one with \`isthmus record ${source}\`, give the source a simulator, or describe what it answers`,
  });
}
