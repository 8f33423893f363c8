// Command + call → result.

import type { Execution, Result } from "../../core/index.ts";
import { askRemote } from "../shared/remote/ask-remote.ts";
import { resultOf } from "./answer.ts";
import { ask, type Executor } from "./ask.ts";
import type { Command } from "./command.ts";
import { portOf } from "./port.ts";
import { variablesOf } from "./values.ts";

export async function execute(executor: Executor, command: Command, call: Execution): Promise<Result> {
  if ("plan" in command) return askRemote(command.plan, portOf(executor, command), call);
  const given = command.given(call);
  const variables = variablesOf(command.arguments, command.shared, given);
  const instead = (name: string) => {
    const other = command.alternatives.get(name);
    return other && { text: other.text, variables: variablesOf(other.arguments, command.shared, given) };
  };
  const answer = await ask(executor, { ...command, variables, instead }, call);
  return resultOf(executor.source, command, answer, call);
}
