// One call of an operation, through the pipe: its arguments → what the API answered.

import type { Execution } from "../../core/index.ts";
import { type IdempotencyHeader, idempotencyKey } from "../shared/api/idempotency.ts";
import type { Client } from "../shared/http/client.ts";
import { type HttpAnswer, type HttpCall, isRead } from "../shared/http/exchange.ts";
import { problemOf } from "../shared/http/problems.ts";
import { noRules } from "../shared/http/rules.ts";
import type { Address, ApiCommand } from "./command.ts";
import { type Redact, refusal } from "./errors.ts";
import { readArguments, requestOf } from "./request.ts";
import type { Prepare } from "./operation-options.ts";
import type { Rules } from "../shared/api/rules.ts";

export interface Executor {
  readonly source: string;
  /** For the origin that credentials belong to. */
  readonly client: Client;
  readonly rules: Rules;
  readonly headers: Readonly<Record<string, string>>;
  readonly redact: Redact;
  readonly idempotencyHeader: IdempotencyHeader;
  readonly prepare: (operation: string) => Prepare | undefined;
  /** The configuration says for how long its answers are kept. */
  readonly keeps: (operation: string) => boolean;
}

/** Methods that do the same when they are done twice (RFC 9110, section 9.2.2). */
const idempotent: ReadonlySet<string> = new Set(["PUT", "DELETE"]);

/** @param address In place of the operation's own; of the same origin. */
export async function ask(
  executor: Executor,
  command: ApiCommand,
  call: Execution,
  address?: string,
): Promise<{ readonly answer: HttpAnswer; readonly address: string }> {
  const values = readArguments(command, call, executor.prepare(command.operation));
  const sent = httpCall(executor, command, values, call, address);
  let answer: HttpAnswer;
  try {
    answer = await executor.client.send(sent);
  } catch (thrown) {
    throw problemOf(thrown, executor.source, sent);
  }
  if (answer.status >= 300) throw refusal(executor.source, command.operation, answer, executor.redact);
  return { answer, address: sent.origin + sent.path };
}

/** The answer that is kept, where the configuration says for how long; nothing is sent. */
export function askKept(executor: Executor, command: ApiCommand, call: Execution): HttpAnswer | undefined {
  // Elsewhere there may be one too, though seldom: what has to be asked would be prepared twice.
  if (!executor.keeps(command.operation)) return undefined;
  const values = readArguments(command, call, executor.prepare(command.operation));
  return executor.client.kept(httpCall(executor, command, values, call));
}

function httpCall(
  executor: Executor,
  command: ApiCommand,
  values: ReadonlyMap<string, unknown>,
  call: Execution,
  address?: string,
): HttpCall {
  const { client, rules } = executor;
  const { method } = command.binding;
  const { path, headers, body } = requestOf(command, values);
  const keyHeader = command.effect === "write" ? executor.idempotencyHeader(command.operation) : undefined;
  const argument = keyHeader === undefined ? undefined : headers[keyHeader];
  const key = idempotencyKey(keyHeader, command.operation, argument, call);
  return {
    operation: command.operation,
    method,
    origin: command.address.origin,
    path: address === undefined ? command.address.prefix + path : pathOf(address),
    headers: { ...executor.headers, ...headers, ...key },
    ...(body === undefined ? {} : { body }),
    // A search by POST is a question like any: shared by those who ask it at once, and kept where the configuration says so.
    ...(command.effect === "read" && !isRead(method) && typeof body === "string"
      ? { question: `${command.operation}\n${body}` }
      : {}),
    repeatable: isRead(method) || command.effect === "read" || idempotent.has(method) || Object.keys(key).length > 0,
    signal: call.signal,
    deadline: Math.min(call.deadline, client.clock.now() + client.timeout),
    rules: rules(command.operation, (name, failed) => standIn(executor, command, name, values, failed)),
  };
}

function pathOf(address: string): string {
  const { pathname, search } = new URL(address);
  return pathname + search;
}

function standIn(
  executor: Executor,
  command: ApiCommand,
  name: string,
  values: ReadonlyMap<string, unknown>,
  failed: HttpCall,
): HttpCall {
  const other = command.alternatives.get(name);
  if (other === undefined) return failed;
  const { path, headers, body: _body } = requestOf(other, values);
  return {
    operation: name,
    method: other.binding.method,
    ...at(other.address, path),
    headers: { ...executor.headers, ...headers },
    repeatable: true,
    signal: failed.signal,
    deadline: failed.deadline,
    rules: noRules,
  };
}

function at({ origin, prefix }: Address, path: string): Pick<HttpCall, "origin" | "path"> {
  return { origin, path: prefix + path };
}
