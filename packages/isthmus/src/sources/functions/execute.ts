// Runs a function: its input is held to its schema ahead, its answer behind, and whatever it throws becomes a Problem.

import { type Execution, orAborted, Problem, type Result, unsupported, type Visit } from "../../core/index.ts";
import type { FunctionCommand } from "./compile.ts";
import type { LoadedFunction } from "./connect.ts";
import { propertiesOf } from "./data-types.ts";
import type { RunContext } from "./definition.ts";
import { failed, isRefusal, refusalOf, wrongInput, wrongOutput } from "./errors.ts";
import type { Issue } from "./schemas.ts";
import { fromText, resultOf } from "./values.ts";

export async function execute(loaded: LoadedFunction, command: FunctionCommand, call: Execution): Promise<Result> {
  const { name, definition, output } = loaded;
  if (call.inside === undefined) throw unsupported(`calling the function ${name} in this way`);
  const input = await inputOf(loaded, command, call);
  const readOnly = command.effect === "read";
  const visit = call.inside.begin(call, { operation: command.operation, readOnly });
  let answer: unknown;
  try {
    const running = new Promise((resolve) => resolve(definition.run(contextOf(visit, input, call))));
    // Nobody waits for a function that does not heed its signal.
    const value = await orAborted(running, call.signal);
    const held = output === undefined ? { value: null } : await output.check(value);
    if ("issues" in held) throw wrongOutput(name, held.issues);
    answer = held.value;
  } catch (thrown) {
    throw told(name, thrown, visit, call);
  } finally {
    visit.end();
  }
  return resultOf(command.answer, answer, call);
}

/** What its author did not mean for the caller stays in the log. */
function told(name: string, thrown: unknown, visit: Visit, { signal }: Execution): unknown {
  if (isRefusal(thrown)) return refusalOf(thrown);
  if (visit.mayTell(thrown) || (signal.aborted && thrown === signal.reason)) return thrown;
  return thrown instanceof Problem && thrown.code === "ISTHMUS651" ? thrown : failed(name, thrown);
}

async function inputOf({ name, input }: LoadedFunction, command: FunctionCommand, call: Execution): Promise<unknown> {
  const { values, texts } = command.given(call);
  const known = new Map(propertiesOf(input?.json ?? {}));
  const open = input !== undefined && Object.hasOwn(input.json, "additionalProperties");
  const issues: Issue[] = open
    ? []
    : Object.keys(values)
        .filter((field) => !known.has(field))
        .map((field) => ({ field, message: `there is no such field${listed([...known.keys()])}` }));
  const given = texts
    ? Object.fromEntries(Object.entries(values).map(([field, value]) => [field, fromText(value, known.get(field))]))
    : values;
  if (input === undefined) {
    if (issues.length > 0) throw wrongInput(name, issues);
    return {};
  }
  const held = await input.check(given).catch((thrown: unknown) => {
    // A value that is nested too deep for whoever reads it.
    if (thrown instanceof RangeError) return { issues: [{ field: "", message: "it is nested too deep" }] };
    throw failed(name, thrown);
  });
  if ("issues" in held) issues.push(...held.issues);
  if (issues.length > 0) throw wrongInput(name, issues);
  return "value" in held ? held.value : undefined;
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? "; it takes none" : `; it takes ${names.join(", ")}`;
}

function contextOf(visit: Visit, input: unknown, call: Execution): RunContext {
  const { principal, signal, deadline, request } = call;
  const key = request?.headers["idempotency-key"];
  return {
    input,
    caller: visit.caller,
    call: visit.caller.call,
    asSystem: visit.asSystem,
    transaction: visit.transaction,
    principal,
    signal,
    deadline: Date.now() + Math.max(0, deadline - performance.now()),
    log: {
      debug: (message, details) => visit.log("debug", message, details),
      info: (message, details) => visit.log("info", message, details),
      warn: (message, details) => visit.log("warn", message, details),
      error: (message, details) => visit.log("error", message, details),
    },
    requestId: request?.id ?? "",
    ...(key === undefined ? {} : { idempotencyKey: key }),
  };
}
