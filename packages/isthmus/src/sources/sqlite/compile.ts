// An authorized statement becomes SQLite statements: a read is one; a write is followed by the statement for its answer.

import { type Authorized, type Catalog, Problem, type Statement } from "../../core/index.ts";
import type { SqlCommand } from "../shared/sql/command.ts";
import { compileQuery } from "../shared/sql/read.ts";
import { compileWrite } from "./compile-write.ts";
import { sqlite, wary } from "./dialect.ts";

/** Pure: the same statement over the same catalog gives the same command. Throws an `unsupported` Problem. */
export function compile(statement: Authorized<Statement>, catalog: Catalog): SqlCommand {
  switch (statement.kind) {
    case "query":
      return kept(compileQuery(sqlite, catalog, statement), () => compileQuery(wary, catalog, statement));
    case "call":
      throw new Problem({
        code: "PGRST127",
        category: "unsupported",
        message: "Feature not implemented",
        details: "An SQLite source has no functions to call",
      });
    default:
      return compileWrite(catalog, statement);
  }
}

const waryReads = new WeakMap<SqlCommand, () => SqlCommand>();

/** The same read, which looks whether values are bytes; undefined for a write. */
export function waryOf(command: SqlCommand): SqlCommand | undefined {
  return waryReads.get(command)?.();
}

function kept(command: SqlCommand, compileWary: () => SqlCommand): SqlCommand {
  waryReads.set(command, compileWary);
  return command;
}
