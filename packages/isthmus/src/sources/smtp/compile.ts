// A call of `send` → where its arguments are, and what of its answer is wanted. Pure.

import { type Authorized, type Catalog, type Execution, type Statement, unsupported } from "../../core/index.ts";
import { calledOperation, givenBy } from "../shared/api/call.ts";
import type { ShapePlan } from "../shared/api/shaped.ts";
import { compileRows } from "../shared/rows/compile-rows.ts";

export interface SmtpCommand {
  readonly effect: "write";
  readonly given: (execution: Execution) => (name: string) => unknown;
  readonly answer: ShapePlan;
}

export function compile(statement: Authorized<Statement>, catalog: Catalog): SmtpCommand {
  if (statement.kind !== "call") throw unsupported("anything but sending an e-mail");
  const { returns } = calledOperation(statement, catalog);
  const { query, single } = statement;
  return {
    effect: "write",
    given: givenBy(statement),
    answer: {
      rows: "one",
      ...(query === undefined || returns.fields === undefined ? {} : { shape: compileRows(query, returns.fields) }),
      single: single === true,
      asOne: true,
    },
  };
}
