// A compiled command and the values of one call → a bound command.

import type { Execution } from "../../core/index.ts";
import type { Parameter, SqlCommand, SqlText } from "../shared/sql/command.ts";
import { valueOf } from "../shared/value-of.ts";
import { toText } from "../shared/plain-values.ts";
import type { BoundCommand, BoundText, Handed, Native } from "./bound.ts";
import { checkRows } from "./rows.ts";
import { toCount, toList, toScalar } from "./values.ts";

type Values = Pick<Execution, "inputs" | "principal" | "results">;

/** Throws 22P02 and its like for values that are none of their type. */
export function bind(command: SqlCommand, call: Values): BoundCommand {
  if (command.kind === "read")
    return { write: false, statement: bindText(command.statement, call), columns: command.columns };
  const { answer, before, existing, check, maxAffected, single } = command;
  return {
    write: true,
    statement: bindText(command.statement, call),
    ...(answer && { answer: bindText(answer, call) }),
    ...(before && { before: bindText(before, call) }),
    ...(existing && { existing: bindText(existing, call) }),
    ...(check && { check: bindText(check, call) }),
    ...(maxAffected && { maxAffected: Number(native(maxAffected, call)) }),
    ...(single === true && { single }),
    columns: command.columns,
  };
}

const none: readonly Handed[] = [];

function bindText({ text, parameters }: SqlText, call: Values): BoundText {
  const values = new Array<Native>(parameters.length);
  let handed: Handed[] | undefined;
  for (let at = 0; at < parameters.length; at++) {
    const parameter = parameters[at] as Parameter; // within its bounds
    const { kind } = parameter.value;
    if (kind === "written" || kind === "existing") {
      (handed ??= []).push({ at, what: kind });
      values[at] = null;
    } else values[at] = native(parameter, call);
  }
  return { text, values, handed: handed ?? none };
}

function native(parameter: Parameter, call: Values): Native {
  const value = valueOf(parameter.value, call);
  switch (parameter.as) {
    case "scalar":
      return toScalar(value, parameter.type);
    case "list":
      return toList(value, parameter.type);
    case "count":
      return toCount(value);
    case "text":
      return value === null || value === undefined ? null : toText(value);
    case "json":
      if (value === null || value === undefined) return null;
      return parameter.fields === undefined ? toText(value) : checkRows(value, parameter.fields);
  }
}
