// A service's answer → a result. It is untrusted: read within bounds, by its types, and refused where it is no answer.

import { type Execution, readJson, type Result } from "../../core/index.ts";
import { markedFallback, shapedResult } from "../shared/api/shaped.ts";
import type { HttpAnswer } from "../shared/http/exchange.ts";
import type { AnswerPlan, SoapCommand } from "./command.ts";
import { messageOf } from "./envelope.ts";
import { unusable } from "./errors.ts";
import { readElement } from "./read.ts";
import { attributeOf } from "./xml/look.ts";
import type { XmlNode } from "./xml/parse.ts";

/** The value is kept beside an answer that is given several times, from the cache. */
const readBefore = new WeakMap<HttpAnswer, unknown>();

export function resultOf(source: string, command: SoapCommand, answer: HttpAnswer, call: Execution): Result {
  const { answer: plan, operation } = command;
  if (plan.element === undefined) return markedFallback({ body: null, rows: 0 }, answer);
  const wrong = (why: string, cause?: unknown) => unusable(source, operation, why, cause);
  let value: unknown;
  try {
    value = valueOf(plan, command, answer);
  } catch (cause) {
    throw wrong(cause instanceof Error ? cause.message : "it cannot be read", cause);
  }
  return markedFallback(shapedResult(plan, value, call, wrong), answer);
}

function valueOf(plan: AnswerPlan, command: SoapCommand, answer: HttpAnswer): unknown {
  if (answer.from === "value") return readJson(Buffer.from(answer.body).toString(), { deepest: 500 });
  if (readBefore.has(answer)) return readBefore.get(answer);
  const value = readAnswer(plan, command, answer);
  if (answer.from === "cache") readBefore.set(answer, value);
  return value;
}

/** @throws Error that says what is wrong with it. */
export function readAnswer(
  plan: Pick<AnswerPlan, "types" | "strict">,
  { binding, alternatives }: Pick<SoapCommand, "binding" | "alternatives">,
  answer: HttpAnswer,
): unknown {
  const { body, payload } = messageOf(answer);
  if (payload === undefined) return undefined;
  const others = answer.from === "operation" ? [...alternatives.values()].map((one) => one.binding.output) : [];
  const output = others.find((one) => one?.element.local === payload.local) ?? binding.output;
  if (output === undefined) return undefined;
  const { types, strict } = plan;
  const whole = readElement(payload, output.element, { types, strict, referred: referredIn(body) });
  return output.path.reduce(within, whole);
}

function within(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  return Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

/** SOAP's own encoding writes what is used twice beside the message, and refers to it. */
function referredIn(body: XmlNode): (id: string) => XmlNode | undefined {
  let found: Map<string, XmlNode> | undefined;
  return (id) => {
    found ??= new Map(body.children.map((one) => [attributeOf(one, "id") ?? "", one]));
    return found.get(id);
  };
}
