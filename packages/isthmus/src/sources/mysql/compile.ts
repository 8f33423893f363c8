// An authorized statement becomes MySQL statements: a read is one; a write is one where nothing has to be known of the
// rows together, and else several, tied together by the rows' keys.

import { type Authorized, type Catalog, Problem, type Query, type Statement } from "../../core/index.ts";
import { nameOf } from "../shared/sql/fragment.ts";
import { compileQuery } from "../shared/sql/read.ts";
import type { MysqlCommand } from "./command.ts";
import { compileWrite } from "./compile-write.ts";
import { dialectOf } from "./dialect.ts";
import { type Flavour, mariadb, mysql8 } from "./features.ts";
import { positional } from "./text.ts";

const dialects = { mariadb: dialectOf(mariadb), mysql: dialectOf(mysql8) };
const others = new WeakMap<MysqlCommand, () => MysqlCommand>();

/** Pure: the same statement over the same catalog gives the same command. Throws an `unsupported` Problem. */
export function compile(statement: Authorized<Statement>, catalog: Catalog): MysqlCommand {
  const command = compileFor(mariadb, statement, catalog);
  let other: MysqlCommand | undefined;
  others.set(command, () => (other ??= compileFor(mysql8, statement, catalog)));
  return command;
}

/** The command as a server understands it: which one that is, is known when it is executed. */
export function spelledFor(flavour: Flavour, command: MysqlCommand): MysqlCommand {
  return flavour === mariadb ? command : (others.get(command)?.() ?? command);
}

export function compileFor(flavour: Flavour, statement: Authorized<Statement>, catalog: Catalog): MysqlCommand {
  const dialect = dialects[flavour.name];
  switch (statement.kind) {
    case "query": {
      const { query, stripNulls } = withoutStripping(statement);
      const command = compileQuery(dialect, catalog, query);
      const text = positional(command.statement);
      return { ...command, statement: text, name: nameOf(text.text), ...(stripNulls && { stripNulls }) };
    }
    case "call":
      throw new Problem({
        code: "PGRST127",
        category: "unsupported",
        message: "Feature not implemented",
        details: "A MySQL source has no functions to call",
      });
    default: {
      const { returning } = statement;
      const { query, stripNulls } =
        returning === undefined ? { query: undefined, stripNulls: false } : withoutStripping(returning);
      const mutation = query === undefined ? statement : { ...statement, returning: query };
      const command = compileWrite({ flavour, dialect, catalog }, mutation);
      return stripNulls ? { ...command, stripNulls } : command;
    }
  }
}

/** Nulls are left out when the answer has come: no function of the database does it at every depth. */
function withoutStripping(query: Query): { readonly query: Query; readonly stripNulls: boolean } {
  if (query.answer.stripNulls !== true) return { query, stripNulls: false };
  const { stripNulls: _, ...answer } = query.answer;
  return { query: { ...query, answer }, stripNulls: true };
}
