// An authorized statement becomes SQLite statements: a read is one; a write is followed by the statement for its answer.

import type { Authorized, Catalog, Statement } from "../../core/index.ts";
import type { SqlCommand } from "../shared/sql/command.ts";
import { compileQuery } from "../shared/sql/read.ts";
import { sqlite } from "./dialect.ts";

export function compile(statement: Authorized<Statement>, catalog: Catalog): SqlCommand {
  return compileQuery(sqlite, catalog, statement as never);
}
