// Command + call → result.

import type { Execution, Result } from "../../core/index.ts";
import { askRemote } from "../shared/remote/ask-remote.ts";
import { resultOf } from "./answer.ts";
import { ask, askKept, type Executor } from "./ask.ts";
import type { Command } from "./command.ts";
import { portOf } from "./port.ts";

export async function execute(executor: Executor, command: Command, call: Execution): Promise<Result> {
  if ("plan" in command) return askRemote(command.plan, portOf(executor, command), call);
  const { answer } = await ask(executor, command, call);
  return resultOf(executor.source, command, answer, call);
}

/** Of nobody: what is answered from the cache at once is not waited for. */
const waited: Pick<Execution, "signal" | "deadline"> = {
  signal: new AbortController().signal,
  deadline: Number.POSITIVE_INFINITY,
};

/** A call whose answer is kept; undefined where it is not, or the configuration does not say that it is to be. */
export function executeNow(
  executor: Executor,
  command: Command,
  values: Pick<Execution, "inputs" | "principal" | "results">,
): Result | undefined {
  if ("plan" in command || command.effect !== "read") return undefined;
  const call = { ...values, ...waited };
  const answer = askKept(executor, command, call);
  return answer === undefined ? undefined : resultOf(executor.source, command, answer, call);
}
