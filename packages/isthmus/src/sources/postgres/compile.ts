// An authorized statement becomes one PostgreSQL statement with one row: read, write or call, checks included.

import type { Authorized, Catalog, Statement } from "../../core/index.ts";
import type { SqlCommand } from "../shared/sql/command.ts";
import { compileQuery } from "../shared/sql/read.ts";
import { postgres } from "./dialect.ts";

export function compile(statement: Authorized<Statement>, catalog: Catalog): SqlCommand {
  return compileQuery(postgres, catalog, statement as never);
}
