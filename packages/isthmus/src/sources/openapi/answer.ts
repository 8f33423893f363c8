// An API's answer → a result. It is untrusted: read within bounds, and refused where it is not what it should be.

import { type Execution, type Problem, readJson, type Result } from "../../core/index.ts";
import { markedFallback, shapedResult } from "../shared/api/shaped.ts";
import type { HttpAnswer } from "../shared/http/exchange.ts";
import type { ApiCommand } from "./command.ts";
import { unusable } from "./errors.ts";

/** Lists and objects within one another. */
const deepest = 500;
const empty: Read = { value: undefined, text: "" };
const nothing: Result = { body: null, rows: 0 };

/** What has been read is kept beside an answer that is given several times, from the cache. */
const readBefore = new WeakMap<HttpAnswer, Read>();

interface Read {
  /** Undefined where the answer is empty. */
  readonly value: unknown;
  /** The JSON it was read from. */
  readonly text: string;
}

export function resultOf(source: string, command: ApiCommand, answer: HttpAnswer, call: Execution): Result {
  return markedFallback(bodyOf(source, command, answer, call), answer);
}

function bodyOf(source: string, command: ApiCommand, answer: HttpAnswer, call: Execution): Result {
  const { kind } = command.answer;
  if (kind === "none") return nothing;
  if (kind === "text") return { body: JSON.stringify(Buffer.from(answer.body).toString()), rows: 1 };
  if (kind === "bytes") return { body: `"\\\\x${Buffer.from(answer.body).toString("hex")}"`, rows: 1 };
  const { value, text } = readAnswer(source, command, answer);
  // Nothing is taken of it, and it is known to be JSON: it need not be written again.
  if (command.answer.rows === "none") return value === undefined ? nothing : { body: text, rows: 1 };
  return shapedResult(command.answer, value, call, (why) => unusable(source, command.operation, why));
}

/** The value of an answer; undefined where it is empty. @throws Problem where it is no JSON, or not what it should be. */
export function valueOf(source: string, command: ApiCommand, answer: HttpAnswer): unknown {
  return readAnswer(source, command, answer).value;
}

function readAnswer(source: string, { operation, answer: plan }: ApiCommand, answer: HttpAnswer): Read {
  const known = readBefore.get(answer);
  if (known !== undefined) return known;
  const wrong = (why: string, cause?: unknown): Problem => unusable(source, operation, why, cause);
  if (answer.body.length === 0) return empty;
  let value: unknown;
  let text: string;
  try {
    text = utf8.decode(answer.body);
    value = readJson(text, { deepest });
  } catch (cause) {
    const type = answer.headers["content-type"];
    throw wrong(
      type !== undefined && !/json/i.test(type) ? `it is ${type.split(";")[0] ?? ""} and no JSON` : "it is no JSON",
      cause,
    );
  }
  const fault = plan.check?.(value);
  if (fault !== undefined) throw wrong(`${fault.at || "it"}: expected ${fault.expected}`);
  const read = { value, text };
  if (answer.from === "cache") readBefore.set(answer, read);
  return read;
}

/** Fatal: what is no UTF-8 is an error, and not a text with question marks in it. A byte order mark is left out. */
const utf8 = new TextDecoder("utf-8", { fatal: true });
