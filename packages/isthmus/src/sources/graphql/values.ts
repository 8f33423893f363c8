// The caller's arguments → values of variables, held to what the schema says of them.

import { fromText, wrongArgument } from "../shared/api/values.ts";
import type { ArgumentPlan, GraphCommand } from "./command.ts";

export type Variables = Readonly<Record<string, unknown>>;

/** @throws Problem that names the argument which is missing or wrong. */
export function variablesOf(
  plans: readonly ArgumentPlan[],
  shared: GraphCommand["shared"],
  given: (name: string) => unknown,
): Variables {
  const values: [string, unknown][] = [];
  for (const { argument, name, required, schema, check } of plans) {
    const raw = given(argument);
    if (raw === undefined || (raw === null && check(null) !== undefined)) {
      if (required) throw wrongArgument(argument, "a value");
      continue;
    }
    const value = fromText(raw, schema, shared);
    const fault = check(value);
    if (fault !== undefined)
      throw wrongArgument(
        fault.at === "" ? argument : `${argument}${fault.at.startsWith("[") ? "" : "."}${fault.at}`,
        fault.expected,
      );
    values.push([name, value]);
  }
  return Object.fromEntries(values);
}
