// An authorized statement becomes a plain description of what is asked of MongoDB.

import type { Authorized, Catalog, Statement } from "../../core/index.ts";
import type { MongoCommand } from "./command.ts";
import { resourceOf, unsupported } from "./compile-condition.ts";
import { levelOf } from "./compile-level.ts";
import { compileWrite } from "./compile-write.ts";
import type { Naming } from "./options.ts";

/** Pure: the same statement over the same catalog gives the same command. Throws an `unsupported` Problem. */
export function compile(statement: Authorized<Statement>, catalog: Catalog, naming: Naming): MongoCommand {
  switch (statement.kind) {
    case "query":
      return {
        kind: "read",
        level: levelOf({ catalog, naming, resource: resourceOf(catalog, statement.resource) }, statement),
        one: statement.answer.as === "one",
        optional: statement.answer.optional === true,
        ...(statement.count === undefined ? {} : { count: statement.count }),
      };
    case "call":
      throw unsupported("A function to call");
    default:
      return compileWrite(statement, catalog, naming);
  }
}
