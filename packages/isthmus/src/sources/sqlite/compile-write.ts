// Writes for SQLite, which cannot wrap one: the statement gives the written rows' keys, and further statements of the
// same transaction check them and read the answer from them.

import type { Catalog, Delete, Field, Insert, Mutation, Preset, Update } from "../../core/index.ts";
import { adjustedValues } from "../shared/sql/adjustment.ts";
import type { Parameter, SqlCommand, SqlText } from "../shared/sql/command.ts";
import { clause, filter } from "../shared/sql/condition.ts";
import { bigintType } from "../shared/sql/dialect.ts";
import { empty, type Fragment, join, nameOf, parameter, raw, render, sql } from "../shared/sql/fragment.ts";
import { changedFields, givenFields, onConflict } from "../shared/sql/given-fields.ts";
import { type Answer, answerOf, selectAnswer } from "../shared/sql/read.ts";
import { column, fieldOf, openScope, resourceOf, type Scope } from "../shared/sql/scope.ts";
import { fromBody, pathTo, textOf } from "./convert.ts";
import { sqlite } from "./dialect.ts";
import { checkOf, keyOf, overWritten, written, writtenBase } from "./written-rows.ts";

const quote = sqlite.quote;

export function compileWrite(catalog: Catalog, mutation: Mutation): SqlCommand {
  const scope = openScope(sqlite, catalog, resourceOf(catalog, mutation.resource));
  const readsFirst = mutation.kind === "delete" && (mutation.returning !== undefined || mutation.locate !== undefined);
  const statement = text(
    readsFirst ? deletionOfKeys(scope) : sql`${changeOf(scope, mutation)} RETURNING ${keyOf(scope, empty)} AS key`,
  );
  const answer = isToldByKeys(mutation) ? undefined : answered(scope, mutation);
  const check = mutation.kind === "delete" || mutation.check === undefined ? undefined : checkOf(scope, mutation.check);
  const existing = mutation.kind === "insert" ? existingOf(scope, mutation) : undefined;
  return {
    kind: "write",
    statement,
    columns: answer?.columns.map((one) => one.name) ?? [],
    name: nameOf(statement.text),
    ...(answer === undefined ? {} : { answer: text(selectAnswer(answer)) }),
    ...(readsFirst ? { before: text(keysOf(scope, mutation)) } : {}),
    ...(check === undefined ? {} : { check: text(check) }),
    ...(existing === undefined ? {} : { existing: text(existing) }),
    ...(mutation.maxAffected === undefined
      ? {}
      : { maxAffected: { value: mutation.maxAffected, as: "count" } as Parameter }),
    ...(mutation.single === true ? { single: true } : {}),
  };
}

/** The number of the keys is all there is to answer. */
function isToldByKeys(mutation: Mutation): boolean {
  const upsert = mutation.kind === "insert" && mutation.conflict !== undefined;
  return mutation.returning === undefined && mutation.locate === undefined && !upsert;
}

function text(of: Fragment): SqlText {
  return render(of, sqlite.placeholder);
}

// ---- the answer

function answered(scope: Scope, mutation: Mutation): Answer {
  const count = sql`json_array_length(${written})`;
  const answer: Answer =
    mutation.returning === undefined
      ? { columns: [{ name: "rows", sql: count }], from: raw("(SELECT 1)") }
      : answerOf({ ...scope, alias: scope.fresh() }, mutation.returning, writtenBase);
  const columns = [...answer.columns];
  if (mutation.kind === "insert" && mutation.conflict !== undefined) {
    columns.push({ name: "inserted", sql: inserted(merges(mutation, mutation.conflict)) });
  }
  if (mutation.locate !== undefined) {
    const { row, from, where } = overWritten(scope);
    const values = mutation.locate.map((name) => textOf(column(row, name)));
    const list = sql`SELECT json_array(${join(values, ", ")}) FROM ${from} WHERE ${join(
      where.filter((one) => one !== undefined),
      " AND ",
    )} LIMIT 1`;
    columns.push({ name: "located", sql: sql`(${list})` });
  }
  return { ...answer, columns };
}

/** Rows that an ignoring insert gives are new; of a merging one, those that were not there before. */
function inserted(merging: boolean): Fragment {
  const distinct = sql`(SELECT count(DISTINCT value) FROM json_each(${written}))`;
  if (!merging) return distinct;
  return sql`max(0, ${distinct} - ${parameter({ value: { kind: "existing" }, as: "scalar", type: bigintType })})`;
}

/** Where there is nothing to write into them, rows that are met are left as they are. */
function merges(insert: Insert, conflict: NonNullable<Insert["conflict"]>): boolean {
  return conflict.action === "merge" && changedFields(insert, conflict).length > 0;
}

function existingOf(scope: Scope, insert: Insert): Fragment | undefined {
  const { conflict, rows, fields, presets = [] } = insert;
  if (conflict === undefined || !merges(insert, conflict)) return undefined;
  const same = conflict.target.map((name) => {
    const { type } = fieldOf(scope.resource, name);
    const preset = presets.find((one) => one.field === name);
    const value = preset === undefined ? fromBody(raw("e.value"), name, type) : sqlite.value(preset.value, type);
    return sql`${raw(scope.alias)}.${quote(name)} = ${value}`;
  });
  const seen = filter(scope, conflict.where);
  const where = join(seen === undefined ? same : [...same, seen], " AND ");
  const found = sql`SELECT DISTINCT ${keyOf(scope, sql`${raw(scope.alias)}.`)} AS key FROM ${each(scope, rows, fields)} CROSS JOIN ${target(scope)} WHERE ${where}`;
  return sql`SELECT count(*) AS existing FROM (${found})`;
}

// ---- the change

function changeOf(scope: Scope, mutation: Mutation): Fragment {
  switch (mutation.kind) {
    case "insert":
      return insertion(scope, mutation);
    case "update":
      return update(scope, mutation);
    case "delete":
      return sql`DELETE FROM ${target(scope)}${clause(" WHERE ", filter(scope, mutation.where))}`;
  }
}

function target(scope: Scope): Fragment {
  return sql`${sqlite.table(scope.resource)} AS ${raw(scope.alias)}`;
}

function keysOf(scope: Scope, { where }: Pick<Delete, "where">): Fragment {
  const key = keyOf(scope, sql`${raw(scope.alias)}.`);
  return sql`SELECT ${key} AS key FROM ${target(scope)}${clause(" WHERE ", filter(scope, where))}`;
}

function deletionOfKeys(scope: Scope): Fragment {
  const key = keyOf(scope, sql`${raw(scope.alias)}.`);
  const { resource } = scope;
  if (resource.key.length === 0) {
    return sql`DELETE FROM ${target(scope)} WHERE ${raw(scope.alias)}.rowid IN (SELECT json_extract(value, '$[0]') FROM json_each(${written}))`;
  }
  const [first] = resource.key;
  if (resource.key.length === 1 && first !== undefined && fieldOf(resource, first).type.name !== "bytes") {
    return sql`DELETE FROM ${target(scope)} WHERE ${raw(scope.alias)}.${quote(first)} IN (SELECT json_extract(value, '$[0]') FROM json_each(${written}))`;
  }
  return sql`DELETE FROM ${target(scope)} WHERE ${key} IN (SELECT value FROM json_each(${written}))`;
}

/** The objects of a JSON body, a row each; one object is as good as a list of one. */
function each(scope: Scope, body: Insert["rows"], names: readonly string[]): Fragment {
  const fields = new Map(names.map((name) => [name, fieldOf(scope.resource, name).type]));
  const json = parameter({ value: body, as: "json", fields });
  return sql`json_each(CASE json_type(${json}) WHEN 'array' THEN ${json} ELSE json_array(json(${json})) END) AS e`;
}

/** The one object of a JSON body. */
function object(scope: Scope, body: Insert["rows"], names: readonly string[]): Fragment {
  const fields = new Map(names.map((name) => [name, fieldOf(scope.resource, name).type]));
  return parameter({ value: body, as: "json", fields });
}

function presetValue(scope: Scope, preset: Preset): Fragment {
  const field = fieldOf(scope.resource, preset.field);
  return required(scope, field, sqlite.value(preset.value, field.type));
}

/** A key that SQLite would let be null; where a trigger may fill it, it is left to that. */
function isLooseKey({ resource }: Scope, { name, nullable, hasDefault, default: own }: Field): boolean {
  return nullable && resource.key.includes(name) && (!hasDefault || own !== undefined);
}

function required(scope: Scope, field: Field, value: Fragment): Fragment {
  return isLooseKey(scope, field) ? sql`ifnull(${value}, ${refusedNull(scope, field)})` : value;
}

/** The names are the catalog's own; they stand in the text, which spares their binding. */
function refusedNull({ resource }: Scope, field: Field): Fragment {
  const [table, name] = [resource.native.name, field.name].map((one) => raw(`'${one.replaceAll("'", "''")}'`)) as [
    Fragment,
    Fragment,
  ];
  return sql`isthmus_refuse_null(${table}, ${name})`;
}

function isNamed(name: string): Fragment {
  return sql`json_type(e.value, ${pathTo([{ to: { key: name }, as: "json" }])}) IS NOT NULL`;
}

function insertion(scope: Scope, insert: Insert): Fragment {
  const fields = givenFields(scope, insert);
  const presets = insert.presets ?? [];
  const given = insert.one === true ? object(scope, insert.rows, insert.fields) : raw("e.value");
  const values = fields.map((field) => {
    const value = required(scope, field, fromBody(given, field.name, field.type));
    if (insert.one === true) return value;
    if (insert.missing !== "default" || field.default === undefined) return value;
    return sql`CASE WHEN ${isNamed(field.name)} THEN ${value} ELSE (${raw(field.default)}) END`;
  });
  const written = [...fields.map((field) => field.name), ...presets.map((preset) => preset.field)];
  if (written.length === 0) return emptyInsertion(scope, insert);
  const keys = scope.resource.key
    .map((name) => fieldOf(scope.resource, name))
    .filter((field) => !written.includes(field.name) && field.default === undefined && isLooseKey(scope, field));
  const names = [...written, ...keys.map((field) => field.name)];
  const into = join(names.map(quote), ", ");
  const list = join(
    [
      ...values,
      ...presets.map((preset) => presetValue(scope, preset)),
      ...keys.map((field) => refusedNull(scope, field)),
    ],
    ", ",
  );
  if (insert.one === true) {
    return sql`INSERT INTO ${target(scope)} (${into}) VALUES (${list})${onConflict(scope, insert)}`;
  }
  // Without WHERE, SQLite would take ON for the beginning of a join.
  return sql`INSERT INTO ${target(scope)} (${into}) SELECT ${list} FROM ${each(scope, insert.rows, insert.fields)} WHERE TRUE${onConflict(scope, insert)}`;
}

/** Objects that give no field: each makes a row of defaults. */
function emptyInsertion(scope: Scope, insert: Insert): Fragment {
  const filled = [...scope.resource.fields.values()].filter(
    (field) => field.generated === "never" && field.computed === undefined,
  );
  const names = join(
    filled.map((field) => quote(field.name)),
    ", ",
  );
  const values = filled.map((field) => {
    if (field.default !== undefined) return sql`(${raw(field.default)})`;
    return isLooseKey(scope, field) ? refusedNull(scope, field) : raw("NULL");
  });
  return sql`INSERT INTO ${target(scope)} (${names}) SELECT ${join(values, ", ")} FROM ${each(scope, insert.rows, insert.fields)} WHERE TRUE${onConflict(scope, insert)}`;
}

/** One object for all rows; or, with `matchBy`, each for its row, and of it only the fields the object has. */
function update(scope: Scope, change: Update): Fragment {
  const match = change.matchBy ?? [];
  const row = raw(scope.alias);
  const fields = givenFields(scope, change).filter((field) => !match.includes(field.name));
  const sets = [
    ...fields.map((field) => sql`${quote(field.name)} = ${required(scope, field, newValue(scope, change, field))}`),
    ...(change.presets ?? []).map((preset) => sql`${quote(preset.field)} = ${presetValue(scope, preset)}`),
    ...adjustedValues(scope, change).map(({ field, value }) => sql`${quote(field.name)} = ${value}`),
  ];
  if (sets.length === 0) return nothing(scope);
  const same = match.map((name) => {
    const { type } = fieldOf(scope.resource, name);
    return sql`${row}.${quote(name)} = ${fromBody(raw("e.value"), name, type)}`;
  });
  const own = filter(scope, change.where);
  const where = own === undefined ? same : [...same, own];
  const source =
    change.matchBy === undefined ? empty : sql` FROM ${each(scope, change.values, [...change.fields, ...match])}`;
  const condition_ = where.length === 0 ? undefined : join(where, " AND ");
  return sql`UPDATE ${target(scope)} SET ${join(sets, ", ")}${source}${clause(" WHERE ", condition_)}`;
}

function newValue(scope: Scope, change: Update, { name, type, default: own }: Field): Fragment {
  if (change.matchBy === undefined) {
    if (change.defaulted?.includes(name) === true) return own === undefined ? raw("NULL") : sql`(${raw(own)})`;
    return fromBody(object(scope, change.values, change.fields), name, type);
  }
  const value = fromBody(raw("e.value"), name, type);
  return sql`CASE WHEN ${isNamed(name)} THEN ${value} ELSE ${raw(scope.alias)}.${quote(name)} END`;
}

/** A change of no field changes no row. */
function nothing(scope: Scope): Fragment {
  const some = [...scope.resource.fields.values()].find((field) => field.generated === "never");
  const name = quote(some?.name ?? "rowid");
  return sql`UPDATE ${target(scope)} SET ${name} = ${raw(scope.alias)}.${name} WHERE FALSE`;
}
