// Writes. MySQL cannot wrap one, and tells least of all of an update: where the written rows are to be answered or
// looked at, their keys tie several statements of one transaction together (see `command.ts`).

import type { Catalog, Delete, Mutation, Query, Update } from "../../core/index.ts";
import { relationsOf } from "../../core/index.ts";
import type { AnswerColumn, SqlText } from "../shared/sql/command.ts";
import { clause, condition } from "../shared/sql/condition.ts";
import type { Dialect } from "../shared/sql/dialect.ts";
import { empty, type Fragment, nameOf, raw, sql } from "../shared/sql/fragment.ts";
import { type Answer, answerOf, selectAnswer } from "../shared/sql/read.ts";
import { column, openScope, resourceOf, type Scope } from "../shared/sql/scope.ts";
import { isGrouped, outputsOf } from "../shared/sql/select.ts";
import type { MysqlCommand } from "./command.ts";
import { insertionOf } from "./compile-insert.ts";
import { deletion, deletionOfKeys, jsonAdjustments, keysBefore, update, updateOfKeys } from "./compile-change.ts";
import { quote, quoted } from "./dialect.ts";
import { unsupported } from "./compare.ts";
import type { Flavour } from "./features.ts";
import { commas } from "./given.ts";
import { listText, objectText, spelledText } from "./json.ts";
import { keyOf, keyTable, keyText, tiedTo, written, writtenBase } from "./keys.ts";
import { textOf } from "./text.ts";

export interface Ground {
  readonly flavour: Flavour;
  readonly dialect: Dialect;
  readonly catalog: Catalog;
}

export function compileWrite({ flavour, dialect, catalog }: Ground, mutation: Mutation): MysqlCommand {
  const scope = openScope(dialect, catalog, resourceOf(catalog, mutation.resource));
  const columns = standsAlone(mutation) ? eachOf(flavour, scope, mutation) : undefined;
  if (columns === undefined) return keyed(flavour, scope, mutation);
  const statement = textOf(sql`${changeOf(scope, mutation)}${columns.returning}`);
  return {
    kind: "write",
    verb: mutation.kind,
    written: writtenTo(scope),
    statement,
    columns: columns.names,
    each: true,
    name: nameOf(statement.text),
  };
}

function writtenTo({ resource: { native, key, unique } }: Scope): NonNullable<MysqlCommand["written"]> {
  return { schema: native.schema, name: native.name, key, unique };
}

// ---- writes that answer for themselves

interface Each {
  readonly names: readonly AnswerColumn[];
  readonly returning: Fragment;
}

/** Undefined where the rows must be looked at together. */
function eachOf({ returning: able }: Flavour, scope: Scope, mutation: Mutation): Each | undefined {
  const { returning, locate } = mutation;
  if (returning === undefined && locate === undefined) return { names: [], returning: empty };
  if (!able || mutation.kind !== "insert" || scope.resource.kind !== "table") return undefined;
  if (returning !== undefined && !isPlain(returning, mutation.one === true)) return undefined;
  // An insert's table has no alias.
  const row: Scope = { ...scope, alias: quoted(scope.resource.native.name) };
  const list: (readonly [AnswerColumn, Fragment])[] = [];
  if (returning !== undefined) list.push(["body", objectText(outputsOf(row, returning))]);
  if (locate !== undefined) list.push(["located", locatedOf(row, locate)]);
  const texts = list.map(([name, value]) => sql`${value} AS ${quote(name)}`);
  return { names: list.map(([name]) => name), returning: sql` RETURNING ${commas(texts)}` };
}

/** Nothing may undo it, and nothing is counted but its rows. */
function standsAlone(mutation: Mutation): boolean {
  if (mutation.maxAffected !== undefined || mutation.single === true) return false;
  if (mutation.kind === "insert") return mutation.check === undefined && mutation.conflict === undefined;
  if (mutation.kind === "delete") return mutation.where === undefined || !looksElsewhere(mutation.where);
  if (jsonAdjustments(mutation).length > 0) return false;
  return mutation.check === undefined && mutation.matchBy === undefined;
}

/** A delete's condition may not look at the table it deletes from. */
function looksElsewhere(where: NonNullable<Delete["where"]>): boolean {
  switch (where.kind) {
    case "and":
    case "or":
      return where.of.some(looksElsewhere);
    case "not":
      return looksElsewhere(where.of);
    case "compare":
    case "is":
      return where.left.guard !== undefined && looksElsewhere(where.left.guard);
    default:
      return where.kind === "related";
  }
}

/** Every written row is answered, in no order that was asked for. */
function isPlain(query: Query, one: boolean): boolean {
  const { where, order = [], limit, offset, after, cursor, count, cap, select, answer } = query;
  const paged = limit !== undefined || offset !== undefined || after !== undefined || cursor === true;
  if (where !== undefined || order.length > 0 || paged || count !== undefined || answer.as === "one") return false;
  if (cap !== undefined && !(cap >= 1 && one)) return false;
  return !isGrouped(select) && relationsOf(select).every((relation) => relation.join === "left");
}

function changeOf(scope: Scope, mutation: Mutation): Fragment {
  switch (mutation.kind) {
    case "insert":
      return insertionOf(scope, mutation).statement;
    case "update":
      return update(scope, mutation);
    case "delete":
      return deletion(scope, mutation);
  }
}

// ---- writes tied together by keys

function keyed(flavour: Flavour, scope: Scope, mutation: Mutation): MysqlCommand {
  const insertion = mutation.kind === "insert" ? insertionOf(scope, mutation) : undefined;
  const change =
    mutation.kind === "insert"
      ? withKeys(flavour, scope, (insertion ?? insertionOf(scope, mutation)).statement)
      : changeOfKeys(scope, mutation);
  const statement = textOf(change);
  const before = mutation.kind === "insert" ? insertion?.before : keysBefore(scope, mutation);
  const check = mutation.kind === "delete" || mutation.check === undefined ? undefined : checkOf(scope, mutation.check);
  const answer = isToldByKeys(mutation) ? undefined : answered(scope, mutation);
  const texts: Partial<Record<"before" | "check" | "answer" | "repeated" | "merge", SqlText>> = {
    ...(before && { before: textOf(before) }),
    ...(check && { check: textOf(check) }),
    ...(answer && { answer: textOf(selectAnswer(answer, quote)) }),
    ...(insertion?.repeated && { repeated: textOf(insertion.repeated) }),
    ...(insertion?.merge && { merge: textOf(insertion.merge) }),
  };
  return {
    kind: "write",
    verb: mutation.kind,
    keyed: true,
    written: writtenTo(scope),
    statement,
    ...texts,
    columns: answer?.columns.map((one) => one.name) ?? [],
    name: nameOf(statement.text),
    ...(mutation.maxAffected === undefined
      ? {}
      : { maxAffected: { value: mutation.maxAffected, as: "count" as const } }),
    ...(mutation.kind === "update" && mutation.adjust !== undefined ? { adjustments: jsonAdjustments(mutation) } : {}),
    ...(mutation.single === true ? { single: true } : {}),
    ...(mutation.kind === "update" && mutation.matchBy !== undefined ? { numbered: true } : {}),
    ...(mutation.kind === "insert" && mutation.conflict !== undefined ? { upsert: true } : {}),
  };
}

function changeOfKeys(scope: Scope, mutation: Update | Delete): Fragment {
  return mutation.kind === "update" ? updateOfKeys(scope, mutation) : deletionOfKeys(scope);
}

/** Throws `unsupported` where the database does not tell which rows an insert has made. */
function withKeys({ returning }: Flavour, scope: Scope, statement: Fragment): Fragment {
  if (!returning) throw unsupported("An insert whose rows are answered, checked or counted");
  const row: Scope = { ...scope, alias: quoted(scope.resource.native.name) };
  return sql`${statement} RETURNING ${keyText(row)}`;
}

/** The number of the keys is all there is to answer. */
function isToldByKeys(mutation: Mutation): boolean {
  return mutation.returning === undefined && mutation.locate === undefined;
}

function answered(scope: Scope, mutation: Mutation): Answer {
  const answer: Answer =
    mutation.returning === undefined
      ? { columns: [{ name: "rows", sql: sql`JSON_LENGTH(${written})` }], from: raw("(SELECT 1) AS one") }
      : answerOf({ ...scope, alias: scope.fresh() }, mutation.returning, writtenBase);
  if (mutation.locate === undefined) return answer;
  const row = { ...scope, alias: scope.fresh() };
  const { from, where } = writtenBase(row);
  const located = sql`(SELECT ${locatedOf(row, mutation.locate)} FROM ${from}${clause(" WHERE ", and(where))} LIMIT 1)`;
  return { ...answer, columns: [...answer.columns, { name: "located", sql: located }] };
}

function locatedOf(row: Scope, fields: readonly string[]): Fragment {
  return listText(
    fields.map((name) => {
      const value = column(row, name);
      const text = sql`JSON_QUOTE(${spelledText(value)})`;
      return value.nullable ? sql`COALESCE(${text}, 'null')` : text;
    }),
  );
}

/** Counts the keys behind which no row is found that meets the check: a row that cannot be found again has not met it. */
function checkOf(scope: Scope, check: NonNullable<Update["check"]>): Fragment {
  const row = { ...scope, alias: scope.fresh() };
  const list = scope.fresh();
  const table = sql`${scope.dialect.table(row.resource)} AS ${raw(row.alias)}`;
  const met = sql`SELECT 1 FROM ${table} WHERE ${and([...tiedTo(list, row), sql`(${condition(row, check)})`]) ?? raw("TRUE")}`;
  return sql`SELECT count(*) FROM ${keyTable(list, keyOf(row.resource).length)} WHERE NOT EXISTS (${met})`;
}

function and(of: readonly (Fragment | undefined)[]): Fragment | undefined {
  const parts = of.filter((one) => one !== undefined);
  return parts.length === 0 ? undefined : parts.reduce((left, right) => sql`${left} AND ${right}`);
}
