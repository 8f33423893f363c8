// Command + call → result: the message is written, sent through the pipe, and its answer read.

import type { Execution, Result } from "../../core/index.ts";
import { type IdempotencyHeader, idempotencyKey } from "../shared/api/idempotency.ts";
import type { Rules } from "../shared/api/rules.ts";
import type { Redact } from "../shared/api/errors.ts";
import type { Client } from "../shared/http/client.ts";
import type { HttpAnswer, HttpCall } from "../shared/http/exchange.ts";
import { problemOf } from "../shared/http/problems.ts";
import { type CallRules, noRules } from "../shared/http/rules.ts";
import { resultOf } from "./answer.ts";
import type { SoapCommand, Target } from "./command.ts";
import { type Message, messageOf } from "./envelope.ts";
import { problemOfFault, refusal } from "./errors.ts";
import type { SoapSettings } from "./options.ts";
import { securityHeader } from "./security.ts";

export interface Executor {
  readonly source: string;
  /** For the origin that credentials belong to. */
  readonly client: Client;
  readonly rules: Rules;
  readonly headers: Readonly<Record<string, string>>;
  readonly redact: Redact;
  readonly idempotencyHeader: IdempotencyHeader;
  readonly settings: Pick<SoapSettings, "security" | "soapHeaders" | "faults">;
  /** Told of what is called, so that the configuration's predicates are shown its answers by their types. */
  readonly calls: (command: SoapCommand) => void;
}

export async function execute(executor: Executor, command: SoapCommand, call: Execution): Promise<Result> {
  const { source, redact, settings } = executor;
  const given = command.given(call);
  const sent = httpCall(executor, command, given, call);
  executor.calls(command);
  let answer: HttpAnswer;
  try {
    answer = await executor.client.send(sent);
  } catch (thrown) {
    throw problemOf(thrown, source, sent);
  }
  if (answer.from === "value") return resultOf(source, command, answer, call);
  const fault = messageIn(answer)?.fault;
  if (fault !== undefined)
    throw problemOfFault(source, command.operation, fault, settings.faults, answer.status, redact);
  if (answer.status >= 300) throw refusal(source, command.operation, answer, redact);
  return resultOf(source, command, answer, call);
}

/** Undefined where it is none: what is wrong with it is told when it is read. */
function messageIn(answer: HttpAnswer): Message | undefined {
  try {
    return messageOf(answer);
  } catch {
    return undefined;
  }
}

type Given = (name: string) => unknown;

function httpCall(executor: Executor, command: SoapCommand, given: Given, call: Execution): HttpCall {
  const { client, rules } = executor;
  const { operation, effect } = command;
  const content = contentOf(executor, command, given);
  const key = idempotencyKey(
    effect === "write" ? executor.idempotencyHeader(operation) : undefined,
    operation,
    undefined,
    call,
  );
  return {
    operation,
    ...posted(executor, command, content),
    headers: { ...executor.headers, ...messageHeaders(command), ...key },
    ...(effect === "read" ? { question: `${operation}\n${content.headers}\n${content.body}` } : {}),
    repeatable: effect === "read" || Object.keys(key).length > 0,
    signal: call.signal,
    deadline: Math.min(call.deadline, client.clock.now() + client.timeout),
    rules: soapRules(rules(operation, (name, failed) => standIn(executor, command, name, given, failed))),
  };
}

/** A fault comes with a status of failure, and is an answer all the same; it is never kept. */
function soapRules(rules: CallRules): CallRules {
  return { ...rules, answered: isFault, keeps: (answer) => !isFault(answer) };
}

function isFault(answer: HttpAnswer): boolean {
  return messageIn(answer)?.fault !== undefined;
}

interface Content {
  readonly headers: string;
  readonly body: string;
}

/** @throws Problem that names the argument which is missing or wrong. */
function contentOf({ settings }: Executor, { message }: Target, given: Given): Content {
  const headers: string[] = [];
  for (const { element, argument, write } of message.headers) {
    const value = argument === undefined ? settings.soapHeaders[element.local] : given(argument);
    if (value !== undefined && value !== null) write(value, argument ?? element.local, headers);
  }
  const body: string[] = [];
  for (const { element, argument, members, write } of message.body) {
    if (members === undefined) write(given(argument ?? element.name), argument ?? element.name, body);
    else write(Object.fromEntries(members.map(({ argument: name, name: as }) => [as, given(name)])), "", body);
  }
  return { headers: headers.join(""), body: body.join("") };
}

function posted(
  { settings, client }: Executor,
  { message, origin, path }: Target,
  { headers, body }: Content,
): Pick<HttpCall, "method" | "origin" | "path" | "body"> {
  const { head, middle, tail } = message.frame;
  const security = settings.security === undefined ? "" : securityHeader(settings.security, "s", client.clock.wall());
  const header = security === "" && headers === "" ? "" : `<s:Header>${security}${headers}</s:Header>`;
  return { method: "POST", origin, path, body: `${head}${header}${middle}${body}${tail}` };
}

function messageHeaders({ binding }: Target): Readonly<Record<string, string>> {
  const { version, action } = binding;
  const quoted = `"${action.replaceAll(/[^!#-[\]-~]/g, encodeURIComponent)}"`;
  return version === "1.1"
    ? { accept: "text/xml", "content-type": "text/xml; charset=utf-8", soapaction: quoted }
    : {
        accept: "application/soap+xml, text/xml;q=0.5",
        "content-type": `application/soap+xml; charset=utf-8${action === "" ? "" : `; action=${quoted}`}`,
      };
}

function standIn(executor: Executor, command: SoapCommand, name: string, given: Given, failed: HttpCall): HttpCall {
  const other = command.alternatives.get(name);
  if (other === undefined) return failed;
  const content = contentOf(executor, other, given);
  return {
    operation: name,
    ...posted(executor, other, content),
    headers: { ...executor.headers, ...messageHeaders(other) },
    question: `${name}\n${content.headers}\n${content.body}`,
    repeatable: true,
    signal: failed.signal,
    deadline: failed.deadline,
    rules: soapRules(noRules),
  };
}
