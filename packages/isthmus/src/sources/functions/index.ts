// A user's own code as a source: each file of a folder is an operation of the catalog, carried out in the server's process.

import {
  capabilities,
  type Execute,
  type Execution,
  type Result,
  type Source,
  type TransactionOptions,
  unsupported,
} from "../../core/index.ts";
import { compile, type FunctionCommand } from "./compile.ts";
import { type LoadedFunction, loadFunctions } from "./connect.ts";
import { failed } from "./errors.ts";
import { execute } from "./execute.ts";
import { introspect } from "./introspect.ts";
import { functionsOptions } from "./options.ts";

/** Loads the folder's files. Throws a Problem (ISTHMUS652) with a line for each fault of each file. */
export async function openFunctions(name: string, options: unknown): Promise<Source<FunctionCommand>> {
  const { folder } = functionsOptions.parse(options);
  return functionsSource(name, await loadFunctions(folder));
}

export function functionsSource(name: string, functions: ReadonlyMap<string, LoadedFunction>): Source<FunctionCommand> {
  const run = async (command: FunctionCommand, call: Execution): Promise<Result> => {
    const loaded = functions.get(command.name);
    if (loaded === undefined) throw failed(command.name, new Error("it was not loaded"));
    return execute(loaded, command, call);
  };
  return {
    name,
    kind: "functions",
    capabilities: capabilities({ functions: true }),
    alone: true,
    resident: true,
    introspect: async () => introspect(functions.values()),
    compile,
    execute: run,
    transaction: (options, work) => transact(options, work, run),
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

/** What a function has done it has committed itself. */
async function transact<T>(
  { readOnly, end }: TransactionOptions,
  work: (run: Execute<FunctionCommand>) => Promise<T>,
  run: Execute<FunctionCommand>,
): Promise<T> {
  if (end === "rollback" && !readOnly) throw unsupported("undoing a call of a function");
  return work(run);
}
