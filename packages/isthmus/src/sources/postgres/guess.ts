// Counts guessed by the planner instead of being counted.

import type { Execution } from "../../core/index.ts";
import type { SqlCommand } from "../shared/sql/command.ts";
import type { Answered, Step } from "./exchange.ts";
import { encodeAll } from "./values.ts";

export function guessStep({ explain }: NonNullable<SqlCommand["guess"]>, call: Execution): Step {
  // Not prepared: a plan made for all values would guess the same for each.
  return { prepared: { name: "", text: explain.text }, values: encodeAll(explain.parameters, call) };
}

/** The guess never falls behind what has been counted. */
export function readGuess(answered: Answered | undefined, counted = 0): number {
  const plan = JSON.parse(answered?.rows[0]?.[0] ?? "[]") as readonly {
    readonly Plan?: { readonly "Plan Rows"?: number };
  }[];
  return Math.max(counted, plan[0]?.Plan?.["Plan Rows"] ?? 0);
}
