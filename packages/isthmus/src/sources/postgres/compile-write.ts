// Writes as one PostgreSQL statement: the change in a CTE, and the answer read from the rows it gives. Whatever has to
// undo the change is raised by the statement itself: a text that is no number, cast to one once the rows are known, so
// that no planner can fold it before (see the protocol in `command.ts`).

import type { Catalog, Delete, Field, Insert, Mutation, Resource, Update } from "../../core/index.ts";
import { adjustedValues } from "../shared/sql/adjustment.ts";
import type { SqlCommand } from "../shared/sql/command.ts";
import { clause, condition, filter } from "../shared/sql/condition.ts";
import { textType } from "../shared/sql/dialect.ts";
import { empty, type Fragment, join, nameOf, parameter, raw, render, sql } from "../shared/sql/fragment.ts";
import { givenFields, onConflict } from "../shared/sql/given-fields.ts";
import { type Answer, answerOf, selectAnswer } from "../shared/sql/read.ts";
import { column, fieldOf, openScope, resourceOf, type Scope } from "../shared/sql/scope.ts";
import type { Base } from "../shared/sql/select.ts";
import { raise, withLimits } from "./compile-limits.ts";
import { type Each, eachOf } from "./compile-each.ts";
import { fromOf, givenByOne, givenList, givenValue, namesOneRow } from "./compile-given.ts";
import { listOf, postgres, quoted } from "./dialect.ts";

const quote = postgres.quote;
const wholeName = "isthmus_row";

export function compileWrite(catalog: Catalog, mutation: Mutation): SqlCommand {
  const resource = resourceOf(catalog, mutation.resource);
  const scope = openScope(postgres, catalog, resource);
  const each = eachOf(scope, mutation);
  if (each !== undefined) return eachCommand(scope, mutation, each);
  const counted = mutation.kind === "insert" && mutation.conflict !== undefined && resource.kind === "table";
  const written = sql`${changeOf(scope, mutation)} RETURNING ${returned(scope, mutation, counted)}`;
  const answer = guarded(scope, mutation, withFacts(scope, mutation, counted, answered(scope, mutation)));
  const statement = render(sql`WITH written AS (${written}) ${selectAnswer(answer)}`, postgres.placeholder);
  return {
    kind: "write",
    statement,
    columns: answer.columns.map((one) => one.name),
    name: nameOf(statement.text),
  };
}

function eachCommand(scope: Scope, mutation: Mutation, { columns, list }: Each): SqlCommand {
  const returning = list === undefined ? empty : sql` RETURNING ${list}`;
  const statement = render(sql`${changeOf(scope, mutation)}${returning}`, postgres.placeholder);
  return { kind: "write", statement, columns, each: true, name: nameOf(statement.text) };
}

// ---- the answer

function writtenBase({ alias }: Scope): Base {
  return { from: sql`written AS ${raw(alias)}`, where: [] };
}

/** A scope over the written rows. */
function overWritten(scope: Scope): Scope {
  const row = { ...scope, alias: scope.fresh() };
  return hasComputed(scope.resource) ? { ...row, whole: wholeName } : row;
}

function hasComputed({ fields, relations }: Resource): boolean {
  return [...fields.values(), ...relations.values()].some((one) => one.computed !== undefined);
}

function returned(scope: Scope, { returning, locate, ...rest }: Mutation, counted: boolean): Fragment {
  const row = raw(scope.alias);
  const { native } = scope.resource;
  const list: Fragment[] = [];
  const checked = "check" in rest && rest.check !== undefined;
  if (returning === undefined && locate === undefined && !checked) list.push(raw("1 AS one"));
  else list.push(sql`${row}.*`);
  if (hasComputed(scope.resource)) {
    list.push(sql`CAST((${row}.*) AS ${quote(native.schema)}.${quote(native.name)}) AS ${quote(wholeName)}`);
  }
  if (counted) list.push(sql`(${row}.xmax = 0) AS isthmus_inserted`);
  return join(list, ", ");
}

function answered(scope: Scope, { returning }: Mutation): Answer {
  if (returning !== undefined) return answerOf(overWritten(scope), returning, writtenBase);
  return { columns: [{ name: "rows", sql: raw("count(*)") }], from: sql`written AS ${raw(scope.fresh())}` };
}

function withFacts(scope: Scope, { locate }: Mutation, counted: boolean, answer: Answer): Answer {
  const columns = [...answer.columns];
  if (counted) columns.push({ name: "inserted", sql: raw("(SELECT count(*) FROM written WHERE isthmus_inserted)") });
  if (locate !== undefined) {
    const row = overWritten(scope);
    const values = locate.map((field) => sql`CAST(${column(row, field).sql} AS text)`);
    const list = sql`CAST(json_build_array(${join(values, ", ")}) AS text)`;
    columns.push({ name: "located", sql: sql`(SELECT ${list} FROM ${writtenBase(row).from} LIMIT 1)` });
  }
  return { ...answer, columns };
}

function guarded(scope: Scope, mutation: Mutation, answer: Answer): Answer {
  const check = mutation.kind === "delete" ? undefined : mutation.check;
  if (check === undefined) return withLimits(answer, "written", mutation);
  const row = overWritten(scope);
  const broken = sql`EXISTS (SELECT 1 FROM ${writtenBase(row).from} WHERE (${condition(row, check)}) IS NOT TRUE)`;
  return withLimits(answer, "written", mutation, [sql`WHEN ${broken} THEN ${raise("check", empty)}`]);
}

// ---- the change

function changeOf(scope: Scope, mutation: Mutation): Fragment {
  switch (mutation.kind) {
    case "insert":
      return insertion(scope, mutation);
    case "update":
      return mutation.matchBy === undefined ? update(scope, mutation) : bulkUpdate(scope, mutation, mutation.matchBy);
    case "delete":
      return deletion(scope, mutation);
  }
}

function target(scope: Scope): Fragment {
  return sql`${postgres.table(scope.resource)} AS ${raw(scope.alias)}`;
}

function deletion(scope: Scope, { where }: Delete): Fragment {
  return sql`DELETE FROM ${target(scope)}${clause(" WHERE ", filter(scope, where))}`;
}

function isNamed(name: string): Fragment {
  return sql`e.v ? CAST(${parameter({ value: { kind: "literal", value: name }, as: "text", type: textType })} AS text)`;
}

function presetValues(scope: Scope, { presets = [] }: Insert | Update) {
  return presets.map((preset) => {
    const field = fieldOf(scope.resource, preset.field);
    return { field, value: postgres.value(preset.value, field.type) };
  });
}

function insertion(scope: Scope, insert: Insert): Fragment {
  const fields = givenFields(scope, insert);
  const presets = presetValues(scope, insert);
  if (insert.one === true) return insertionOfOne(scope, insert, fields, presets);
  const defaults = insert.missing === "default" && fields.some((field) => field.hasDefault);
  const values = fields.map((field) => {
    const value = givenValue(field);
    if (!defaults || !field.hasDefault) return value;
    return sql`CASE WHEN ${isNamed(field.name)} THEN ${value} ELSE ${defaultOf(scope.resource, field)} END`;
  });
  const names = [...fields, ...presets.map((preset) => preset.field)].map((field) => quote(field.name));
  const list = join([...values, ...presets.map((preset) => preset.value)], ", ");
  const into = names.length === 0 ? empty : sql` (${join(names, ", ")})`;
  return sql`INSERT INTO ${target(scope)}${into} SELECT ${list} FROM ${sourceOf(insert, fields, defaults)}${onConflict(scope, insert)}`;
}

/** Fields the object has not are none of the statement's fields, so the database itself gives them their default. */
function insertionOfOne(
  scope: Scope,
  insert: Insert,
  fields: readonly Field[],
  presets: ReturnType<typeof presetValues>,
): Fragment {
  const given = givenByOne(insert.rows, fields, true);
  const names = [...fields, ...presets.map((preset) => preset.field)].map((field) => quote(field.name));
  if (names.length === 0) return sql`INSERT INTO ${target(scope)} DEFAULT VALUES${onConflict(scope, insert)}`;
  const list = join([...fields.map(given.value), ...presets.map((preset) => preset.value)], ", ");
  return sql`INSERT INTO ${target(scope)} (${join(names, ", ")}) SELECT ${list}${fromOf(given)}${onConflict(scope, insert)}`;
}

function sourceOf(insert: Insert, fields: readonly Field[], defaults: boolean): Fragment {
  const list = listOf(insert.rows);
  if (fields.length === 0) return sql`json_array_elements(${list}) AS e(v)`;
  return defaults
    ? sql`jsonb_array_elements(CAST(${list} AS jsonb)) AS e(v), jsonb_to_record(e.v) AS r(${givenList(fields)})`
    : sql`json_to_recordset(${list}) AS r(${givenList(fields)})`;
}

/** The database's own expression; an identity has none, but a sequence. */
function defaultOf({ native }: Resource, field: Field): Fragment {
  if (field.default !== undefined && field.default !== "") return sql`(${raw(field.default)})`;
  const text = (value: string) => parameter({ value: { kind: "literal", value }, as: "text", type: textType });
  const table = [native.schema, native.name].map(quoted).join(".");
  return sql`nextval(pg_get_serial_sequence(CAST(${text(table)} AS text), CAST(${text(field.name)} AS text)))`;
}

function update(scope: Scope, change: Update): Fragment {
  const fields = givenFields(scope, change);
  const defaulted = new Set(change.defaulted);
  const read = fields.filter((field) => !defaulted.has(field.name));
  const given = givenByOne(change.values, read, namesOneRow(scope.resource, change.where));
  const sets = [
    ...read.map((field) => sql`${quote(field.name)} = ${given.value(field)}`),
    ...fields.filter((field) => defaulted.has(field.name)).map((field) => sql`${quote(field.name)} = DEFAULT`),
    ...presetValues(scope, change).map(({ field, value }) => sql`${quote(field.name)} = ${value}`),
    ...adjustedValues(scope, change).map(({ field, value }) => sql`${quote(field.name)} = ${value}`),
  ];
  if (sets.length === 0) return nothing(scope);
  const source = read.length === 0 ? empty : fromOf(given);
  const where = clause(" WHERE ", filter(scope, change.where));
  return sql`UPDATE ${target(scope)} SET ${join(sets, ", ")}${source}${where}`;
}

/** Each object changes its row, and of it only the fields the object has. */
function bulkUpdate(scope: Scope, change: Update, matchBy: readonly string[]): Fragment {
  const keys = matchBy.map((field) => fieldOf(scope.resource, field));
  const fields = givenFields(scope, change).filter((field) => !matchBy.includes(field.name));
  const row = raw(scope.alias);
  const sets = [
    ...fields.map((field) => {
      const own = quote(field.name);
      return sql`${own} = CASE WHEN ${isNamed(field.name)} THEN ${givenValue(field)} ELSE ${row}.${own} END`;
    }),
    ...presetValues(scope, change).map(({ field, value }) => sql`${quote(field.name)} = ${value}`),
    ...adjustedValues(scope, change).map(({ field, value }) => sql`${quote(field.name)} = ${value}`),
  ];
  if (sets.length === 0) return nothing(scope);
  const source = sql`jsonb_array_elements(CAST(${listOf(change.values)} AS jsonb)) AS e(v), jsonb_to_record(e.v) AS r(${givenList([...keys, ...fields])})`;
  const same = keys.map((key) => sql`${row}.${quote(key.name)} = ${givenValue(key)}`);
  const own = filter(scope, change.where);
  return sql`UPDATE ${target(scope)} SET ${join(sets, ", ")} FROM ${source} WHERE ${join(own === undefined ? same : [...same, own], " AND ")}`;
}

/** A change of no field changes no row. */
function nothing(scope: Scope): Fragment {
  const some = [...scope.resource.fields.values()].find(
    (field) => field.generated === "never" && field.computed === undefined,
  );
  const name = quote(some?.name ?? "");
  return sql`UPDATE ${target(scope)} SET ${name} = ${raw(scope.alias)}.${name} WHERE FALSE`;
}
