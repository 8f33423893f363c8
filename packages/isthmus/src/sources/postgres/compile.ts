// An authorized statement becomes one PostgreSQL statement with one row: read, write or call, checks included.

import type { Authorized, Catalog, Statement } from "../../core/index.ts";
import type { SqlCommand } from "../shared/sql/command.ts";
import { isShort } from "../shared/sql/is-short.ts";
import { compileQuery } from "../shared/sql/read.ts";
import { compileCall } from "./compile-call.ts";
import { compileWrite } from "./compile-write.ts";
import { postgres } from "./dialect.ts";

/** Pure: the same statement over the same catalog gives the same command. Throws an `unsupported` Problem. */
export function compile(statement: Authorized<Statement>, catalog: Catalog): SqlCommand {
  switch (statement.kind) {
    case "query": {
      const command = compileQuery(postgres, catalog, statement);
      return isShort(statement, catalog) ? { ...command, short: true } : command;
    }
    case "call":
      return compileCall(catalog, statement);
    default:
      return compileWrite(catalog, statement);
  }
}
