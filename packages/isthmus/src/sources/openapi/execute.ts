// Command + call → result.

import type { Execution, Result } from "../../core/index.ts";
import { askRemote } from "../shared/remote/ask-remote.ts";
import { resultOf } from "./answer.ts";
import { ask, type Executor } from "./ask.ts";
import type { Command } from "./command.ts";
import { portOf } from "./port.ts";

export async function execute(executor: Executor, command: Command, call: Execution): Promise<Result> {
  if ("plan" in command) return askRemote(command.plan, portOf(executor, command), call);
  const { answer } = await ask(executor, command, call);
  return resultOf(executor.source, command, answer, call);
}
