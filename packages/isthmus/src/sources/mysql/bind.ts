// A compiled statement and the values of one call → text and values for the driver.

import type { Execution } from "../../core/index.ts";
import type { Parameter, SqlText } from "../shared/sql/command.ts";
import { valueOf } from "../shared/value-of.ts";
import { toText } from "../shared/plain-values.ts";
import { memberOf, parseBody, rowsOf } from "./bodies.ts";
import { checkPattern } from "./patterns.ts";
import { type Native, toCount, toList, toScalar } from "./values.ts";

export interface BoundText {
  readonly text: string;
  readonly values: readonly Native[];
}

/** Binds the statements of one command: a body is read once for all of them. */
export interface Binder {
  /** `written`: a JSON array text of keys that an earlier statement has given. Throws 22P02 and its like. */
  bind(text: SqlText, written?: string): BoundText;
  count(parameter: Parameter): number;
  value(parameter: Parameter): Native;
}

export function binderOf(call: Execution): Binder {
  let last: { readonly body: unknown; readonly parsed: unknown } | undefined;
  const parsed = (body: unknown): unknown => {
    if (last?.body !== body) last = { body, parsed: parseBody(body) };
    return last?.parsed;
  };
  const native = (parameter: Parameter, written: string | undefined): Native => {
    if (parameter.value.kind === "written") return written ?? "[]";
    const value = valueOf(parameter.value, call);
    if (parameter.member !== undefined) {
      return value === null || value === undefined ? null : memberOf(parsed(value), parameter.member, parameter.type);
    }
    switch (parameter.as) {
      case "scalar":
        return scalar(value, parameter);
      case "list":
        return toList(patternsOf(value, parameter), parameter.type);
      case "count":
        return toCount(value, parameter.most, parameter.more);
      case "text":
        return value === null || value === undefined ? null : toText(value);
      case "json":
        if (value === null || value === undefined) return null;
        return parameter.fields === undefined
          ? toText(value)
          : rowsOf(parsed(value), parameter.fields, parameter.required);
    }
  };
  return {
    bind({ text, parameters }, written) {
      const values = new Array<Native>(parameters.length);
      for (let at = 0; at < parameters.length; at++) values[at] = native(parameters[at] as Parameter, written); // within its bounds
      return { text, values };
    },
    value: (parameter) => native(parameter, undefined),
    count: (parameter) => Number(toCount(valueOf(parameter.value, call))),
  };
}

function scalar(value: unknown, { type }: Parameter): Native {
  const native = toScalar(value, type);
  return typeof native === "string" && (type?.native === "like" || type?.native === "expression")
    ? checkPattern(native, type.native)
    : native;
}

function patternsOf(value: unknown, { type }: Parameter): unknown {
  if (type?.native !== "like" && type?.native !== "expression") return value;
  for (const one of Array.isArray(value) ? value : [value]) {
    if (one !== null && one !== undefined) checkPattern(toText(one), type.native);
  }
  return value;
}
