// Updates and deletes: by their condition where nothing is to be known of the rows, else by the keys of the rows that
// were found and locked before.

import type { Adjustment, DataType, Delete, Field, Update } from "../../core/index.ts";
import { adjustedValues } from "../shared/sql/adjustment.ts";
import type { Parameter } from "../shared/sql/command.ts";
import { jsonType, textType, type Typed } from "../shared/sql/dialect.ts";
import { clause, filter } from "../shared/sql/condition.ts";
import { empty, type Fragment, raw, sql } from "../shared/sql/fragment.ts";
import { givenFields } from "../shared/sql/given-fields.ts";
import { column, fieldOf, type Scope } from "../shared/sql/scope.ts";
import type { MysqlCommand } from "./command.ts";
import { isText } from "./compare.ts";
import { commas, defaultOf, givenMember, givenRows, type GivenRows, presetValue } from "./given.ts";
import { isSpatial, listText } from "./json.ts";
import { keyOf, keyPart, keyTable, keyText, same, tiedTo } from "./keys.ts";

function target({ dialect, resource, alias }: Scope): Fragment {
  return sql`${dialect.table(resource)} AS ${raw(alias)}`;
}

export function deletion(scope: Scope, { where }: Delete): Fragment {
  return sql`DELETE ${raw(scope.alias)} FROM ${target(scope)}${clause(" WHERE ", filter(scope, where))}`;
}

export function deletionOfKeys(scope: Scope): Fragment {
  const list = scope.fresh();
  const keys = keyTable(list, keyOf(scope.resource).length);
  return sql`DELETE ${raw(scope.alias)} FROM ${keys} STRAIGHT_JOIN ${target(scope)} WHERE ${conjunction(tiedTo(list, scope))}`;
}

/** The keys of the rows that are about to change, which are locked until the transaction ends. */
export function keysBefore(scope: Scope, mutation: Update | Delete): Fragment {
  const own = filter(scope, mutation.where);
  if (mutation.kind === "delete") {
    return sql`SELECT ${keyText(scope)} FROM ${target(scope)}${clause(" WHERE ", own)} FOR UPDATE`;
  }
  if (assignments(scope, mutation).length === 0) return sql`SELECT ${keyText(scope)} FROM ${target(scope)} WHERE FALSE`;
  if (mutation.matchBy === undefined) {
    return sql`SELECT ${keyText(scope)}${laterKey(scope, mutation)}${adjustedTexts(scope, mutation)} FROM ${target(scope)}${clause(" WHERE ", own)} FOR UPDATE`;
  }
  const rows = bodyRows(scope, mutation, mutation.matchBy);
  const matched = mutation.matchBy.map((name) => {
    const field = fieldOf(scope.resource, name);
    return same(column(scope, name).sql, field.type, rows.text(field));
  });
  const where = conjunction(own === undefined ? matched : [...matched, own]);
  const keys = sql`${keyText(scope, [raw("e.n")])}${laterKey(scope, mutation)}${adjustedTexts(scope, mutation)}`;
  return sql`SELECT ${keys} FROM ${rows.from} STRAIGHT_JOIN ${target(scope)} WHERE ${where} FOR UPDATE`;
}

/** By its condition; a change of no field changes no row. */
export function update(scope: Scope, change: Update): Fragment {
  const sets = assignments(scope, change);
  if (sets.length === 0) return nothing(scope);
  return sql`UPDATE ${target(scope)} SET ${setList(scope, sets)}${clause(" WHERE ", filter(scope, change.where))}`;
}

const integerType: DataType = { name: "integer", native: "int" };

/** Adjustments inside JSON, which the server makes while it holds the rows: MySQL has none that are PostgreSQL's. */
export function jsonAdjustments({ adjust = [] }: Update): NonNullable<MysqlCommand["adjustments"]> {
  return adjust.filter(isInJson).map(({ operator, value }) => ({ operator, value: adjustmentValue(operator, value) }));
}

function isInJson({ operator }: Adjustment): boolean {
  return operator !== "increment";
}

function adjustmentValue(operator: Adjustment["operator"], value: Adjustment["value"]): Parameter {
  switch (operator) {
    case "deleteKey":
      return { value, as: "text" };
    case "deleteElement":
      return { value, as: "scalar", type: integerType };
    case "deleteAtPath":
      return { value, as: "list", type: textType };
    default:
      return { value, as: "scalar", type: jsonType };
  }
}

/** `json`: what stands for a JSON field that is adjusted, by its place among them. */
function adjusted(scope: Scope, change: Update, json: (from: Typed, place: number) => Fragment): readonly Assignment[] {
  let place = 0;
  const adjust: Scope["dialect"]["adjust"] = (from, adjustment) =>
    isInJson(adjustment) ? json(from, place++) : scope.dialect.adjust(from, adjustment);
  return adjustedValues({ ...scope, dialect: { ...scope.dialect, adjust } }, change);
}

/** The texts that are adjusted, behind the keys. */
function adjustedTexts(scope: Scope, change: Update): Fragment {
  if (change.adjust?.some(isInJson) !== true) return empty;
  const texts: Fragment[] = [];
  adjusted(scope, change, ({ sql: text }) => {
    texts.push(sql`CONVERT(${text} USING utf8mb4)`);
    return text;
  });
  return sql`, ${commas(texts)}`;
}

export function updateOfKeys(scope: Scope, change: Update): Fragment {
  const list = scope.fresh();
  const parts = keyOf(scope.resource).length;
  const behind = change.matchBy === undefined ? parts : parts + 1;
  const sets = assignments(scope, change, (_, place) => raw(`${list}.k${behind + place}`));
  if (sets.length === 0) return nothing(scope);
  const keys = keyTable(list, behind + jsonAdjustments(change).length);
  if (change.matchBy === undefined) {
    return sql`UPDATE ${keys} STRAIGHT_JOIN ${target(scope)} SET ${setList(scope, sets)} WHERE ${conjunction(tiedTo(list, scope))}`;
  }
  const rows = bodyRows(scope, change, change.matchBy);
  const where = conjunction([sql`e.n = CAST(${raw(`${list}.k${parts}`)} AS SIGNED)`, ...tiedTo(list, scope)]);
  return sql`UPDATE ${keys} STRAIGHT_JOIN ${rows.from} STRAIGHT_JOIN ${target(scope)} SET ${setList(scope, sets)} WHERE ${where}`;
}

interface Assignment {
  readonly field: Field;
  readonly value: Fragment;
}

function setList({ dialect, alias }: Scope, sets: readonly Assignment[]): Fragment {
  return commas(sets.map(({ field, value }) => sql`${raw(alias)}.${dialect.quote(field.name)} = ${value}`));
}

function assignments(
  scope: Scope,
  change: Update,
  json: (from: Typed, place: number) => Fragment = ({ sql: from }) => from,
): readonly Assignment[] {
  const match = change.matchBy ?? [];
  const rows = change.matchBy === undefined ? undefined : bodyRows(scope, change, match);
  const fields = givenFields(scope, change).filter((field) => !match.includes(field.name));
  return [
    ...fields.map((field) => ({ field, value: newValue(scope, change, rows, field) })),
    ...(change.presets ?? []).map(({ field: name, value }) => {
      const field = fieldOf(scope.resource, name);
      return { field, value: presetValue(value, field.type) };
    }),
    ...adjusted(scope, change, json),
  ];
}

function bodyRows({ resource }: Scope, change: Update, match: readonly string[]): GivenRows {
  return givenRows(resource, change.values, [...new Set([...change.fields, ...match])]);
}

/** Of a list's objects only the fields they have are written. */
function newValue(scope: Scope, change: Update, rows: GivenRows | undefined, field: Field): Fragment {
  if (rows !== undefined) {
    // Texts of the body and of the column are in two collations, of which neither would win.
    const isOfLetters = (isText(field.type) && !isSpatial(field.type)) || field.type.name === "json";
    const value = isOfLetters ? sql`${rows.value(field)} COLLATE utf8mb4_bin` : rows.value(field);
    return sql`CASE WHEN ${rows.isThere(field)} THEN ${value} ELSE ${column(scope, field.name).sql} END`;
  }
  return change.defaulted?.includes(field.name) === true ? defaultOf(field) : givenMember(change.values, field);
}

/** The key as it is afterwards, where the update writes a part of it. */
function laterKey(scope: Scope, change: Update): Fragment {
  const sets = new Map(assignments(scope, change).map(({ field, value }) => [field.name, value]));
  const key = keyOf(scope.resource);
  if (!key.some((name) => sets.has(name))) return change.adjust?.some(isInJson) === true ? raw(", NULL") : empty;
  const parts = key.map((name) => {
    const { type } = fieldOf(scope.resource, name);
    return keyPart({ sql: sets.get(name) ?? column(scope, name).sql, type });
  });
  return sql`, ${listText(parts)}`;
}

function nothing(scope: Scope): Fragment {
  const some = [...scope.resource.fields.values()].find((field) => field.generated === "never");
  const name = sql`${raw(scope.alias)}.${scope.dialect.quote(some?.name ?? "")}`;
  return sql`UPDATE ${target(scope)} SET ${name} = ${name} WHERE FALSE`;
}

function conjunction(of: readonly Fragment[]): Fragment {
  return of.reduce((left, right) => sql`${left} AND ${right}`);
}
