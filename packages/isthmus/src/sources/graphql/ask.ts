// One question, through the pipe: a document and its variables → what the API answered.

import { type Execution, writeJson } from "../../core/index.ts";
import { type IdempotencyHeader, idempotencyKey } from "../shared/api/idempotency.ts";
import type { Rules } from "../shared/api/rules.ts";
import type { Client } from "../shared/http/client.ts";
import { CallFailure } from "../shared/http/call-failure.ts";
import type { HttpAnswer, HttpCall } from "../shared/http/exchange.ts";
import { problemOf } from "../shared/http/problems.ts";
import type { CallRules } from "../shared/http/rules.ts";
import { type Answered, answeredIn } from "./answer.ts";
import type { Address } from "./command.ts";
import type { Redact } from "../shared/api/errors.ts";
import { passingFailure, problemOfErrors, refusal } from "./errors.ts";
import type { Variables } from "./values.ts";

export interface Executor {
  readonly source: string;
  readonly client: Client;
  readonly rules: Rules;
  readonly headers: Readonly<Record<string, string>>;
  readonly redact: Redact;
  readonly idempotencyHeader: IdempotencyHeader;
  /** Data beside errors is an answer. */
  readonly partial: boolean;
}

export interface Question {
  readonly operation: string;
  readonly effect: "read" | "write";
  readonly address: Address;
  readonly text: string;
  readonly variables: Variables;
  /** What stands in for it, by the name of another operation. */
  readonly instead?: (name: string) => Pick<Question, "text" | "variables"> | undefined;
}

/** @throws Problem where there is no answer, or one with errors. */
export async function ask(executor: Executor, question: Question, call: Execution): Promise<HttpAnswer> {
  const { source, client, redact, partial } = executor;
  const sent = httpCall(executor, question, call);
  let answer: HttpAnswer;
  try {
    answer = await client.send(sent);
  } catch (thrown) {
    const said = thrown instanceof CallFailure && thrown.kind === "soft" ? errorsIn(thrown.answer) : [];
    // Of a failure that is one only by the configuration's word there are no errors to speak of.
    if (said.length > 0 && passingFailure(said) !== undefined)
      throw problemOfErrors(source, question.operation, said, redact);
    throw problemOf(thrown, source, sent);
  }
  if (answer.from === "value") return answer;
  const found = readable(answer);
  const errors = found?.errors ?? [];
  const has = found?.data !== undefined && Object.values(found.data).some((value) => value !== null);
  if (errors.length > 0 && !(partial && has) && !isOfTheServer(answer.status))
    throw problemOfErrors(source, question.operation, errors, redact);
  if (answer.status >= 300) throw refusal(source, question.operation, answer, redact);
  return answer;
}

function isOfTheServer(status: number): boolean {
  return status === 401 || status === 403 || status === 407;
}

function readable(answer: HttpAnswer): Answered | undefined {
  try {
    return answeredIn(answer);
  } catch {
    return undefined;
  }
}

function errorsIn(answer: HttpAnswer | undefined): Answered["errors"] {
  return answer === undefined ? [] : (readable(answer)?.errors ?? []);
}

function httpCall(executor: Executor, question: Question, call: Execution): HttpCall {
  const { client, rules } = executor;
  const { operation, effect } = question;
  const header = effect === "write" ? executor.idempotencyHeader(operation) : undefined;
  const key = idempotencyKey(header, operation, undefined, call);
  return {
    ...posted(question),
    headers: { ...executor.headers, ...media, ...key },
    repeatable: effect === "read" || Object.keys(key).length > 0,
    signal: call.signal,
    deadline: Math.min(call.deadline, client.clock.now() + client.timeout),
    rules: graphRules(
      rules(operation, (name, failed) => {
        const other = question.instead?.(name);
        return other === undefined
          ? failed
          : { ...failed, ...posted({ ...question, ...other, operation: name, effect: "read" }) };
      }),
    ),
  };
}

const media = {
  accept: "application/graphql-response+json, application/json;q=0.9",
  "content-type": "application/json",
} as const;

function posted({
  operation,
  effect,
  address,
  text,
  variables,
}: Question): Pick<HttpCall, "operation" | "method" | "origin" | "path" | "body" | "question"> {
  const body = writeJson(Object.keys(variables).length === 0 ? { query: text } : { query: text, variables });
  return {
    operation,
    method: "POST",
    origin: address.origin,
    path: address.path,
    body,
    ...(effect === "read" ? { question: body } : {}),
  };
}

/** Some errors pass; answers with errors are never kept. */
function graphRules(rules: CallRules): CallRules {
  const { failed } = rules;
  return {
    ...rules,
    failed: (answer) => failed?.(answer) ?? passingFailure(errorsIn(answer)),
    keeps: (answer) => {
      const found = readable(answer);
      return found !== undefined && found.errors.length === 0;
    },
  };
}
