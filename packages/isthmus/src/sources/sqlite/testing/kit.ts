// Makes databases in temporary directories, and commands written by hand, for the tests of this folder.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { anonymous, type Execution, type InputValue, type Source } from "../../../core/index.ts";
import type { AnswerColumn, Parameter, SqlCommand, SqlText } from "../../shared/sql/command.ts";
import { openSqlite } from "../index.ts";
import type { SqliteOptions } from "../options.ts";

export interface Fixture extends Disposable {
  readonly folder: string;
  readonly file: string;
}

/** A new file with the given schema, removed with its folder at the end. */
export function database(schema: string): Fixture {
  const folder = mkdtempSync(join(tmpdir(), "isthmus-sqlite-"));
  const file = join(folder, "test.db");
  const connection = new DatabaseSync(file);
  connection.exec(schema);
  connection.close();
  return { folder, file, [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }) };
}

export function open(file: string, options: Partial<SqliteOptions> = {}): Promise<Source<SqlCommand>> {
  return openSqlite("test", { file, ...options }, () => {});
}

/** A call with these inputs that nobody aborts, unless a signal is given. */
export function call(
  inputs: readonly InputValue[] = [],
  signal: AbortSignal = new AbortController().signal,
): Execution {
  return { inputs, principal: anonymous, results: [], signal, deadline: Infinity };
}

export function input(index: number, as: Parameter["as"] = "text", more: Partial<Parameter> = {}): Parameter {
  return { value: { kind: "input", index }, as, ...more };
}

export function text(sql: string, ...parameters: Parameter[]): SqlText {
  return { text: sql, parameters };
}

/** A read whose one row is `columns`. */
export function read(sql: string, parameters: Parameter[] = [], columns: AnswerColumn[] = ["body"]): SqlCommand {
  return { kind: "read", statement: text(sql, ...parameters), columns, name: sql.slice(0, 60) };
}

/** A write whose statement gives a `key` a row. */
export function write(sql: string, parameters: Parameter[] = [], more: Partial<SqlCommand> = {}): SqlCommand {
  return { kind: "write", statement: text(sql, ...parameters), columns: [], name: sql.slice(0, 60), ...more };
}
