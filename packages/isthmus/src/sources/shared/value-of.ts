// What a value of a statement is in one call.

import { claimAt, type Execution, Problem, type Value } from "../../core/index.ts";
import type { Handed } from "./sql/command.ts";

/** Undefined for a claim or a result that is not there. */
export function valueOf(value: Value | Handed, call: Pick<Execution, "inputs" | "principal" | "results">): unknown {
  switch (value.kind) {
    case "input":
      return call.inputs[value.index];
    case "literal":
      return value.value;
    case "claim":
      return claimAt(call.principal, value.path);
    case "result": {
      const row = call.results[value.step];
      return row !== undefined && Object.hasOwn(row, value.field) ? row[value.field] : undefined;
    }
    default:
      throw new Problem({
        code: "ISTHMUS500",
        category: "internal",
        message: "A value that is handed over has no value of its own",
      });
  }
}
