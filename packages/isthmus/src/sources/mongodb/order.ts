// Orders: in the server's memory, and as the database can do them itself.

import type { Level, Term } from "./command.ts";
import { allOf, anyOf, type Bound, isExact, noneOf } from "./bound.ts";
import { bind } from "./bind.ts";
import { storedType, valueOf } from "./comparison.ts";
import { compare, compareTexts, decimalOf, identityOf, isNull, type Native } from "./native.ts";
import { decimalText } from "../shared/decimal.ts";
import { jsonOf, plainJson } from "./json.ts";
import type { Reach } from "./reach.ts";
import { type Row, valueIn } from "./row.ts";
import { keepDigits } from "./texts.ts";
import { type Bson, toCount, toNative, withRaw } from "./values.ts";

/** Limit and offset of the level; no limit where none is set. */
export function bounds(reach: Reach, level: Level): { readonly limit: number | undefined; readonly offset: number } {
  const asked = level.limit === undefined ? undefined : toCount(valueOf(reach, level.limit));
  const limit = asked === undefined ? level.cap : level.cap === undefined ? asked : Math.min(asked, level.cap);
  return { limit, offset: level.offset === undefined ? 0 : (toCount(valueOf(reach, level.offset)) ?? 0) };
}

// ---- in memory

export function sortRows(level: Pick<Level, "terms">, rows: readonly Row[], bson: Bson): Row[] {
  if (level.terms.length === 0) return [...rows];
  return rows
    .map((row) => ({ row, values: orderValues(level, row, bson) }))
    .sort((a, b) => compareValues(level.terms, a.values, b.values))
    .map(({ row }) => row);
}

export function orderValues({ terms }: Pick<Level, "terms">, row: Row, bson: Bson): Native[] {
  return terms.map((term) => valueIn(row, term.of, bson));
}

export function compareValues(terms: readonly Term[], a: readonly Native[], b: readonly Native[]): number {
  for (const [at, { direction, nulls }] of terms.entries()) {
    const [left, right] = [a[at], b[at]];
    if (isNull(left) || isNull(right)) {
      if (isNull(left) === isNull(right)) continue;
      return isNull(left) === (nulls === "first") ? -1 : 1;
    }
    const order = compare(left, right) ?? compareTexts(identityOf(left), identityOf(right));
    if (order !== 0) return direction === "asc" ? order : -order;
  }
  return 0;
}

/** A row's order values as JSON text: see `Query.after`. */
export function cursorOf(level: Pick<Level, "terms">, row: Row, bson: Bson): string {
  const values = orderValues(level, row, bson).map((value, at) => {
    const type = level.terms[at]?.type;
    if (isNull(value) || type === undefined) return "null";
    const number = type.name === "decimal" ? decimalOf(value) : undefined;
    return number !== undefined ? decimalText(number) : type.name === "json" ? plainJson(value) : jsonOf(value, type);
  });
  return `[${values.join(",")}]`;
}

/** The order values that `after` names, as documents hold them. */
export function placeBehind(reach: Reach, level: Level): readonly Native[] | undefined {
  if (level.after === undefined) return undefined;
  const given = valueOf(reach, level.after);
  const list: unknown = typeof given === "string" ? JSON.parse(given, keepDigits) : given;
  const values: readonly unknown[] = Array.isArray(list) ? list : [];
  return level.terms.map(({ type }, at) => {
    const value = values[at];
    if (isNull(value)) return null;
    if (type.name === "json") return withRaw.isRawJSON(value) ? Number(value.rawJSON) : value;
    return toNative(value, storedType(reach, type), reach.bson);
  });
}

// ---- in the database

/** Documents that come one after the other, and the order within. */
export interface Part {
  readonly where: Bound;
  readonly sort: readonly (readonly [string, 1 | -1])[];
}

interface SortableTerm {
  /** Its place in the level's order. */
  readonly at: number;
  readonly name: string;
  readonly isNull: Bound;
  readonly guard: Bound | undefined;
  readonly direction: 1 | -1;
  readonly nulls: "first" | "last";
  readonly splits: boolean;
}

/** `undefined` where an order is by something only the server can see. */
export async function sortableTerms(reach: Reach, level: Level): Promise<readonly SortableTerm[] | undefined> {
  const terms: SortableTerm[] = [];
  for (const [at, { of, type, direction, nulls }] of level.terms.entries()) {
    if (of.kind !== "place" || of.at.steps !== undefined || of.cast !== undefined) return undefined;
    if (type.name === "json" || type.name === "array") return undefined;
    const guard = of.guard === undefined ? undefined : await bind(reach, level.guards[of.guard]);
    if (guard !== undefined && !isExact(guard)) return undefined;
    const absent: Bound = { kind: "null", name: of.at.name };
    // MongoDB takes null for the least value of all.
    const own = direction === "asc" ? "first" : "last";
    // Rows that are equal in a field once are equal in it again, and no two are equal in the whole key.
    const same = terms.find((term) => term.name === of.at.name);
    if (same?.guard === undefined && same !== undefined) continue;
    if (same !== undefined) return undefined;
    if (
      level.key.length > 0 &&
      level.key.every((key) => terms.some((term) => term.name === key && term.guard === undefined))
    )
      break;
    terms.push({
      at,
      name: of.at.name,
      isNull: guard === undefined ? absent : anyOf([noneOf(guard), absent]),
      guard,
      direction: direction === "asc" ? 1 : -1,
      nulls,
      splits: guard !== undefined || (of.at.nullable && nulls !== own),
    });
  }
  return terms;
}

/**
 * MongoDB cannot be told where nulls go: where they do not go where it puts them, the documents with a value and those
 * with none are asked for one after the other, and an index serves both. That is an order only for the first field, and,
 * among those without it, for the next; `undefined` for any other.
 */
export function partsOf(terms: readonly SortableTerm[], where: Bound): readonly Part[] | undefined {
  const [first, ...rest] = terms;
  if (first === undefined) return [{ where, sort: [] }];
  if (rest.some((term) => term.splits)) return undefined;
  const sort = terms.map((term) => [term.name, term.direction] as const);
  if (!first.splits || (first.guard === undefined && needsValue(where, first.name))) return [{ where, sort }];
  const values = { where: allOf([where, noneOf(first.isNull)]), sort };
  const absent = { where: allOf([where, first.isNull]), sort: sort.slice(1) };
  return first.nulls === "first" ? [absent, values] : [values, absent];
}

/** Whether no document that lacks the field, or has null there, meets it: then there is no second part to ask for. */
function needsValue(where: Bound, name: string): boolean {
  switch (where.kind) {
    case "all":
      return where.of.some((part) => needsValue(part, name));
    case "any":
      return where.of.every((part) => needsValue(part, name));
    case "compare":
      return where.name === name && !isNull(where.value);
    case "in":
      return where.name === name && !where.values.some(isNull);
    default:
      return false;
  }
}

/** Rows behind the one with these order values. */
export function behind(terms: readonly SortableTerm[], values: readonly Native[]): Bound {
  return anyOf(
    terms.map((term, index) => {
      const equal = terms.slice(0, index).map((one) => same(one, values[one.at]));
      return allOf([...equal, beyond(term, values[term.at])]);
    }),
  );
}

function same({ name, guard, isNull: absent }: SortableTerm, value: Native): Bound {
  return isNull(value) ? absent : allOf([guard, { kind: "in", name, values: [value], wanted: true }]);
}

function beyond({ name, guard, isNull: absent, direction, nulls }: SortableTerm, value: Native): Bound {
  if (isNull(value)) return nulls === "first" ? noneOf(absent) : { kind: "constant", value: false };
  const further = allOf([guard, { kind: "compare", name, operator: direction === 1 ? "gt" : "lt", value }]);
  return nulls === "last" ? anyOf([further, absent]) : further;
}
