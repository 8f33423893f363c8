// Inserts and upserts. `ON DUPLICATE KEY UPDATE` answers to any unique key there is, so that an upsert finds the rows it
// meets by the key that was asked for, changes those, and inserts the others: what another key forbids is refused.

import type { Field, Insert, Resource } from "../../core/index.ts";
import type { RequiredFields } from "../shared/sql/command.ts";
import { clause, filter } from "../shared/sql/condition.ts";
import { empty, type Fragment, raw, sql } from "../shared/sql/fragment.ts";
import { changedFields, givenFields } from "../shared/sql/given-fields.ts";
import { column, fieldOf, type Scope } from "../shared/sql/scope.ts";
import { commas, defaultOf, givenMember, givenRows, type GivenRows, presetValue } from "./given.ts";
import { keyOf, keyTable, keyText, same, tiedTo } from "./keys.ts";

export interface Insertion {
  readonly statement: Fragment;
  readonly repeated?: Fragment;
  readonly before?: Fragment;
  readonly merge?: Fragment;
}

export function insertionOf(scope: Scope, insert: Insert): Insertion {
  if (insert.conflict !== undefined) return upsertion(scope, insert, insert.conflict);
  return { statement: insert.one === true ? insertionOfOne(scope, insert) : insertionOfMany(scope, insert, empty) };
}

function into(scope: Scope, insert: Insert, fields: readonly Field[]): Fragment {
  const { dialect, resource } = scope;
  const names = [...fields.map(({ name }) => name), ...(insert.presets ?? []).map(({ field }) => field)];
  return sql`INSERT INTO ${dialect.table(resource)} (${commas(names.map(dialect.quote))})`;
}

function presets(scope: Scope, { presets: list = [] }: Insert): Fragment[] {
  return list.map(({ field, value }) => presetValue(value, fieldOf(scope.resource, field).type));
}

/** Fields the object has not are none of the statement's, so that the database itself gives them their default. */
function insertionOfOne(scope: Scope, insert: Insert): Fragment {
  const fields = givenFields(scope, insert);
  const values = [...fields.map((field) => givenMember(insert.rows, field)), ...presets(scope, insert)];
  return sql`${into(scope, insert, fields)} VALUES (${commas(values)})`;
}

function rowsOf({ resource }: Scope, insert: Insert): GivenRows {
  return givenRows(resource, insert.rows, insert.fields, "e", requiredOf(resource, insert));
}

/** Of rows that are merged or ignored the database does not ask what they lack, and PostgreSQL does. */
function requiredOf(resource: Resource, insert: Insert): RequiredFields | undefined {
  // A trigger may fill in what is missing.
  if (insert.conflict === undefined || resource.triggers === true) return undefined;
  const preset = new Set(insert.presets?.map((one) => one.field));
  const fields = [...resource.fields.values()]
    .filter(({ name, nullable, generated }) => !nullable && generated === "never" && !preset.has(name))
    // What the database fills by itself may be null here.
    .filter(({ hasDefault, default: own }) => !hasDefault || own !== undefined)
    .filter(({ name, hasDefault }) => !hasDefault || insert.fields.includes(name))
    .map(({ name, hasDefault }) => ({ name, absent: hasDefault && insert.missing === "default" }));
  return { table: resource.native, fields };
}

function valueIn(rows: GivenRows, insert: Insert, field: Field): Fragment {
  const value = rows.value(field);
  if (insert.missing !== "default" || field.default === undefined) return value;
  return sql`CASE WHEN ${rows.isThere(field)} THEN ${value} ELSE ${defaultOf(field)} END`;
}

function insertionOfMany(scope: Scope, insert: Insert, where: Fragment): Fragment {
  const fields = givenFields(scope, insert);
  const rows = rowsOf(scope, insert);
  const values = [...fields.map((field) => valueIn(rows, insert, field)), ...presets(scope, insert)];
  const list = values.length === 0 ? empty : commas(values);
  if (values.length === 0) return emptyInsertion(scope, rows);
  return sql`${into(scope, insert, fields)} SELECT ${list} FROM ${rows.from}${where}`;
}

/** Objects that give no field: each makes a row of defaults. */
function emptyInsertion({ resource, dialect }: Scope, rows: GivenRows): Fragment {
  const filled = [...resource.fields.values()].filter((field) => field.generated === "never");
  const values = filled.map(defaultOf);
  const names = commas(filled.map(({ name }) => dialect.quote(name)));
  return sql`INSERT INTO ${dialect.table(resource)} (${names}) SELECT ${commas(values)} FROM ${rows.from}`;
}

// ---- upserts

function upsertion(scope: Scope, insert: Insert, on: NonNullable<Insert["conflict"]>): Insertion {
  const met = (row: Scope) => on.target.map((name) => meets(row, insert, name));
  const other = { ...scope, alias: scope.fresh() };
  const table = scope.dialect.table(scope.resource);
  const absent = sql`NOT EXISTS (SELECT 1 FROM ${table} AS ${raw(other.alias)} WHERE ${conjunction(met(other))})`;
  const changed = changedFields(insert, on);
  const merges = on.action === "merge" && changed.length > 0;
  const first = merges ? empty : sql` AND ${firstOf(scope, insert, on.target)}`;
  const statement = insertionOfMany(scope, insert, sql` WHERE ${absent}${first}`);
  if (!merges) return { statement };
  const rows = rowsOf(scope, insert);
  const seen = filter(scope, on.where);
  const where = conjunction([...met(scope), ...(seen === undefined ? [] : [seen])]);
  const row = sql`${table} AS ${raw(scope.alias)}`;
  return {
    statement,
    repeated: repeatedIn(scope, insert, on.target),
    before: sql`SELECT ${keyText(scope, [raw("e.n")])} FROM ${rows.from} STRAIGHT_JOIN ${row} WHERE ${where} FOR UPDATE`,
    merge: mergeOf(scope, insert, changed, rows),
  };
}

function meets(row: Scope, insert: Insert, name: string): Fragment {
  const field = fieldOf(row.resource, name);
  const left = column(row, name).sql;
  const preset = insert.presets?.find((one) => one.field === name);
  if (preset !== undefined) return sql`${left} = ${row.dialect.value(preset.value, field.type)}`;
  if (!insert.fields.includes(name)) return raw("FALSE");
  const rows = rowsOf(row, insert);
  const met = same(left, field.type, rows.text(field));
  if (insert.missing !== "default" || field.default === undefined) return met;
  return sql`CASE WHEN ${rows.isThere(field)} THEN ${met} ELSE ${left} = ${defaultOf(field)} END`;
}

function conjunction(of: readonly Fragment[]): Fragment {
  return sql`(${of.map((one, index) => (index === 0 ? one : sql` AND ${one}`)).reduce((a, b) => sql`${a}${b}`, empty)})`;
}

function mergeOf(scope: Scope, insert: Insert, changed: readonly string[], rows: GivenRows): Fragment {
  const list = scope.fresh();
  const { dialect, resource } = scope;
  const preset = new Map((insert.presets ?? []).map((one) => [one.field, one.value]));
  const sets = changed.map((name) => {
    const field = fieldOf(resource, name);
    const value = preset.get(name);
    const given = value === undefined ? valueIn(rows, insert, field) : presetValue(value, field.type);
    return sql`${raw(scope.alias)}.${dialect.quote(name)} = ${given}`;
  });
  const place = keyOf(resource).length;
  const keys = keyTable(list, place + 1);
  const where = conjunction([sql`e.n = CAST(${raw(`${list}.k${place}`)} AS SIGNED)`, ...tiedTo(list, scope)]);
  const table = sql`${dialect.table(resource)} AS ${raw(scope.alias)}`;
  return sql`UPDATE ${keys} STRAIGHT_JOIN ${rows.from} STRAIGHT_JOIN ${table} SET ${commas(sets)} WHERE ${where}`;
}

/** Of given rows with equal keys the first is inserted, and the others then meet it. */
function firstOf({ resource }: Scope, insert: Insert, target: readonly string[]): Fragment {
  const given = target.filter((name) => insert.fields.includes(name));
  if (given.length === 0) return raw("TRUE");
  const [rows, earlier] = [
    givenRows(resource, insert.rows, insert.fields),
    givenRows(resource, insert.rows, insert.fields, "w"),
  ];
  const equal = given.map((name) => {
    const field = fieldOf(resource, name);
    return sql`${earlier.text(field)} = ${rows.text(field)}`;
  });
  return sql`NOT EXISTS (SELECT 1 FROM ${earlier.from} WHERE w.n < e.n AND ${conjunction(equal)})`;
}

function repeatedIn(scope: Scope, insert: Insert, target: readonly string[]): Fragment {
  const { resource } = scope;
  const given = target.filter((name) => insert.fields.includes(name));
  const rows = rowsOf(scope, insert);
  const texts = given.map((name) => rows.text(fieldOf(resource, name)));
  if (texts.length === 0) return sql`SELECT 0${clause(" WHERE ", raw("TRUE"))}`;
  const there = texts.map((text) => sql`${text} IS NOT NULL`);
  const groups = sql`SELECT 1 FROM ${rows.from} WHERE ${conjunction(there)} GROUP BY ${commas(texts)} HAVING count(*) > 1`;
  return sql`SELECT EXISTS (${groups})`;
}
