// Calls of PostgreSQL functions as one statement: the call in a CTE, so that it is made once, and the answer read from it.

import { type Call, type Catalog, type Operation, Problem, type Query, type Resource } from "../../core/index.ts";
import type { SqlCommand } from "../shared/sql/command.ts";
import { empty, type Fragment, join, nameOf, parameter, raw, render, sql } from "../shared/sql/fragment.ts";
import { type Answer, answerOf, selectAnswer } from "../shared/sql/read.ts";
import { openScope, resourceOf, type Scope } from "../shared/sql/scope.ts";
import { all, clause } from "../shared/sql/condition.ts";
import { type Base, conditionsOf } from "../shared/sql/select.ts";
import { withLimits } from "./compile-limits.ts";
import { listOf, postgres, typedList } from "./dialect.ts";

export function compileCall(catalog: Catalog, call: Call): SqlCommand {
  const operation = catalog.operations.get(call.operation)?.[call.overload];
  if (operation === undefined) {
    throw new Problem({ code: "PGRST202", category: "missing", message: `There is no function ${call.operation}` });
  }
  const facts = answered(catalog, operation, call);
  const answer = withSettings(withLimits(facts, countedRows(catalog, operation, call), call));
  const statement = render(
    sql`WITH called AS (${callOf(operation, call)}) ${selectAnswer(answer)}`,
    postgres.placeholder,
  );
  return {
    kind: "call",
    statement,
    columns: answer.columns.map((one) => one.name),
    name: nameOf(statement.text),
    readOnly: call.readOnly,
  };
}

/** The rows that limits speak of: those the caller may see, since an error tells their number. */
function countedRows(catalog: Catalog, operation: Operation, { query }: Call): Fragment {
  if (query === undefined) return raw("called");
  const scope = openScope(postgres, catalog, returnedResource(catalog, operation));
  const row = { ...scope, alias: "counted" };
  const where = clause(" WHERE ", all(conditionsOf(row, query)));
  return sql`${calledBase(row).from}${where}`;
}

/** What the function has said to the one who called it; read when its rows have been. */
function withSettings(answer: Answer): Answer {
  return {
    ...answer,
    columns: [
      ...answer.columns,
      { name: "headers", sql: raw("nullif(current_setting('response.headers', true), '')") },
      { name: "status", sql: raw("nullif(current_setting('response.status', true), '')") },
    ],
  };
}

// ---- the answer

function answered(catalog: Catalog, operation: Operation, call: Call): Answer {
  const { shape, many } = operation.returns;
  if (shape === "void") return single(raw("NULL"));
  if (shape === "scalar") {
    return many
      ? single(raw("CAST(coalesce(json_agg(called.v), '[]') AS text)"))
      : single(raw("coalesce((array_agg(CAST(to_json(called.v) AS text)))[1], 'null')"));
  }
  const scope = openScope(postgres, catalog, returnedResource(catalog, operation));
  if (call.query !== undefined) return answerOf(scope, shaped(call.query, many), calledBase);
  return many
    ? single(raw("CAST(coalesce(json_agg(called.*), '[]') AS text)"))
    : single(raw("(array_agg(CAST(row_to_json(called.*) AS text)))[1]"));
}

function single(body: Fragment): Answer {
  return {
    columns: [
      { name: "body", sql: body },
      { name: "rows", sql: raw("count(*)") },
    ],
    from: raw("called"),
  };
}

/** A function that gives one row answers an object, whatever it is asked for. */
function shaped(query: Query, many: boolean): Query {
  return many ? query : { ...query, answer: { ...query.answer, as: "one" } };
}

function calledBase({ alias }: Scope): Base {
  return { from: sql`called AS ${raw(alias)}`, where: [] };
}

/** The resource whose rows come back, or one made of the named parts of a row. */
function returnedResource(catalog: Catalog, { id, name, namespace, source, native, returns }: Operation): Resource {
  if (returns.resource !== undefined) return resourceOf(catalog, returns.resource);
  return {
    id,
    name,
    namespace,
    source,
    native,
    kind: "view",
    fields: returns.fields ?? new Map(),
    key: [],
    unique: [],
    indexes: [],
    relations: new Map(),
    insertable: false,
    updatable: false,
    deletable: false,
  };
}

// ---- the call

function callOf(operation: Operation, call: Call): Fragment {
  if (call.wholeBody !== undefined) return invoked(operation, wholeBody(operation, call.wholeBody));
  if (call.object === undefined) {
    const list = call.arguments.map(({ name, value }) => argument(operation, name, direct(operation, name, value)));
    return invoked(operation, join(list, ", "));
  }
  const taken = call.object.names.map((name) => parameterOf(operation, name));
  if (taken.length === 0) return invoked(operation, empty);
  const list = taken.map(({ name }) => argument(operation, name, sql`r.${postgres.quote(name)}`));
  const record = sql`(SELECT * FROM json_to_recordset(${listOf(call.object.value)}) AS r(${typedList(taken)}) LIMIT 1) AS r`;
  return invoked(operation, join(list, ", "), record);
}

/** Stands behind FROM, where it is run once; records without a column list can only be had as values. */
function invoked({ native, returns }: Operation, list: Fragment, given?: Fragment): Fragment {
  const called = sql`${postgres.quote(native.schema)}.${postgres.quote(native.name)}(${list})`;
  if (returns.shape === "scalar" && returns.type?.native === "record") {
    return sql`SELECT ${called} AS v${given === undefined ? empty : sql` FROM ${given}`}`;
  }
  const columns = returns.shape === "scalar" || returns.shape === "void" ? sql`f(v)` : raw("f");
  return sql`SELECT f.* FROM ${given === undefined ? empty : sql`${given}, LATERAL `}${called} AS ${columns}`;
}

function parameterOf(operation: Operation, name: string): Operation["parameters"][number] {
  const found = operation.parameters.find((one) => one.name === name);
  if (found !== undefined) return found;
  throw new Problem({
    code: "PGRST202",
    category: "missing",
    message: `The function ${operation.id} has no parameter ${name}`,
  });
}

function argument(operation: Operation, name: string, value: Fragment): Fragment {
  const variadic = parameterOf(operation, name).variadic ? raw("VARIADIC ") : empty;
  return sql`${variadic}${postgres.quote(name)} := ${value}`;
}

function direct(operation: Operation, name: string, value: Call["arguments"][number]["value"]): Fragment {
  const { type, variadic } = parameterOf(operation, name);
  if (!variadic) return postgres.value(value, type);
  const list = parameter({ value, as: "list", ...(type.element === undefined ? {} : { type: type.element }) });
  return sql`CAST(${list} AS ${raw(type.native)})`;
}

function wholeBody(operation: Operation, value: NonNullable<Call["wholeBody"]>): Fragment {
  const [only] = operation.parameters;
  const native = only?.type.native ?? "text";
  const as = operation.wholeBody === "json" ? "json" : "text";
  return sql`CAST(${parameter({ value, as, ...(only === undefined ? {} : { type: only.type }) })} AS ${raw(native)})`;
}
