// A transaction over an API: what it has done cannot be undone by us, so one change is as much as can be all or nothing.

import { type Execute, type TransactionOptions, unsupported } from "../../../core/index.ts";

export async function transact<Command extends { readonly effect: "read" | "write" }, T>(
  { readOnly, end }: TransactionOptions,
  work: (run: Execute<Command>) => Promise<T>,
  run: Execute<Command>,
): Promise<T> {
  if (end === "rollback" && !readOnly) throw unsupported("undoing a call of an API");
  let changes = 0;
  return work((command, call) => {
    if (command.effect === "write" && ++changes > 1)
      return Promise.reject<never>(unsupported("several changes by calls of an API in one transaction"));
    return run(command, call);
  });
}
