// Comparisons, with PostgreSQL's logic of nulls and its equality of texts. What MySQL has not is refused by name.

import { type Comparison, type DataType, type Operator, Problem } from "../../core/index.ts";
import { textType, type Typed } from "../shared/sql/dialect.ts";
import { type Fragment, parameter, raw, sql } from "../shared/sql/fragment.ts";
import type { Flavour } from "./features.ts";
import { asText } from "./json.ts";
import { collationOf, isExact, isUnsigned } from "./types.ts";

const words: Partial<Record<Operator, string>> = {
  eq: " = ",
  neq: " <> ",
  gt: " > ",
  gte: " >= ",
  lt: " < ",
  lte: " <= ",
};

const spelled: Partial<Record<Operator, string>> = {
  contains: "cs",
  containedBy: "cd",
  overlaps: "ov",
  strictlyLeft: "sl",
  strictlyRight: "sr",
  notExtendsRight: "nxr",
  notExtendsLeft: "nxl",
  adjacent: "adj",
  textSearch: "fts",
  textSearchPlain: "plfts",
  textSearchPhrase: "phfts",
  textSearchWeb: "wfts",
};

const patterns: ReadonlySet<Operator> = new Set(["like", "ilike", "match", "imatch"]);

type Compare = (left: Typed, comparison: Comparison) => Fragment;

export function compareWith(flavour: Flavour): Compare {
  return (left, { operator, right, quantifier }) => {
    if (spelled[operator] !== undefined) throw unsupported(`The operator ${spelled[operator]}`);
    const pattern = patternOf(operator);
    const type = pattern === undefined ? left.type : { ...textType, native: pattern };
    if (operator === "in" || quantifier !== undefined) {
      const list = parameter({ value: right, as: "list", type });
      if (operator === "in" && left.type.name !== "json") return isAmong(left, list);
      const each = test(flavour, left, operator === "in" ? "eq" : operator, {
        sql: fromText(raw("e.v"), type),
        isColumn: true,
      });
      return quantified(each, quantifier ?? "any", list);
    }
    return test(flavour, left, operator, { sql: typedParameter(right, type), isColumn: false });
  };
}

/** `isColumn`: a text of a JSON list, which has a collation of its own that is to give way. */
interface Right {
  readonly sql: Fragment;
  readonly isColumn: boolean;
}

function test(flavour: Flavour, left: Typed, operator: Operator, right: Right): Fragment {
  if (patterns.has(operator)) return matches(flavour, left, operator, right.sql);
  if (left.type.name === "json") return ofJson(flavour, left, operator, right.sql);
  const word = words[operator];
  if (isText(left.type)) return ofText(left, operator, right);
  if (operator === "isDistinct") return sql`NOT (${left.sql} <=> ${right.sql})`;
  if (word === undefined) throw unsupported(`The operator ${operator}`);
  return sql`${left.sql}${raw(word)}${right.sql}`;
}

export function isText({ name, native }: DataType): boolean {
  return name === "text" || name === "enum" || (name === "other" && !/^(uuid|inet)/.test(native));
}

/**
 * Equality is of bytes, whatever the collation takes for equal; the collation's own comparison stands beside it, since
 * that one can use an index. Order is the collation's.
 */
function ofText(left: Typed, operator: Operator, right: Right): Fragment {
  const collation = collationOf(left.type);
  const given = right.isColumn && collation !== undefined ? collated(right.sql, collation) : right.sql;
  const word = words[operator];
  if (operator === "eq" || operator === "neq") {
    const same = equal(left, given, collation, right.isColumn);
    return operator === "eq" ? same : sql`NOT (${same})`;
  }
  if (operator === "isDistinct") return sql`NOT (${bytesOf(left)} <=> ${asBytes(right.sql)})`;
  return sql`${left.sql}${raw(word ?? " = ")}${given}`;
}

function equal(left: Typed, given: Fragment, collation: string | undefined, isColumn: boolean): Fragment {
  if (isExact(collation)) return sql`${left.sql} = ${given}`;
  const same = sql`${bytesOf(left)} = ${asBytes(given)}`;
  return collation === undefined && isColumn ? same : sql`${left.sql} = ${given} AND ${same}`;
}

export function bytesOf(value: Typed): Fragment {
  return asBytes(asText(value));
}

function asBytes(text: Fragment): Fragment {
  return sql`CAST(${text} AS BINARY)`;
}

/** A text of the session's character set in a column's collation. */
export function collated(text: Fragment, collation: string): Fragment {
  const [set = "utf8mb4"] = collation.split("_");
  return set === "utf8mb4"
    ? sql`${text} COLLATE ${raw(collation)}`
    : sql`CONVERT(${text} USING ${raw(set)}) COLLATE ${raw(collation)}`;
}

function isAmong(left: Typed, list: Fragment): Fragment {
  const of = (value: Fragment) => sql`(SELECT ${value} FROM ${listTable(list)})`;
  if (!isText(left.type)) return sql`${left.sql} IN ${of(fromText(raw("e.v"), left.type))}`;
  const exact = sql`${bytesOf(left)} IN ${of(raw("CAST(e.v AS BINARY)"))}`;
  const collation = collationOf(left.type);
  return collation === undefined ? exact : sql`${left.sql} IN ${of(collated(raw("e.v"), collation))} AND ${exact}`;
}

function listTable(list: Fragment): Fragment {
  return sql`JSON_TABLE(${list}, '$[*]' COLUMNS (v LONGTEXT PATH '$')) AS e`;
}

/** True, false, or unknown when a null decides, as `= ANY (…)` does. */
function quantified(each: Fragment, quantifier: "any" | "all", list: Fragment): Fragment {
  const [found, deciding, otherwise] = quantifier === "any" ? ["max", "1", "0"] : ["min", "0", "1"];
  const decided = sql`CASE WHEN ${raw(found ?? "max")}(${each}) = ${raw(deciding ?? "1")} THEN ${raw(deciding ?? "1")} WHEN count(*) > count(${each}) THEN NULL ELSE ${raw(otherwise ?? "0")} END`;
  return sql`(SELECT ${decided} FROM ${listTable(list)})`;
}

// ---- values

function typedParameter(value: Comparison["right"], type: DataType): Fragment {
  const given = parameter({ value, as: "scalar", type });
  return type.name === "date" || type.name === "time" || /^timestamp/.test(type.name) ? fromText(given, type) : given;
}

/** Patterns are looked at when they are bound: see `patterns.ts`. */
function patternOf(operator: Operator): "like" | "expression" | undefined {
  if (!patterns.has(operator)) return undefined;
  return operator.endsWith("like") ? "like" : "expression";
}

/** A value out of the text that `toStored` makes of it. */
export function fromText(text: Fragment, type: DataType): Fragment {
  switch (type.name) {
    case "smallint":
    case "integer":
    case "bigint":
    case "boolean":
      return sql`CAST(${text} AS ${raw(isUnsigned(type.native) || type.native.startsWith("bit") ? "UNSIGNED" : "SIGNED")})`;
    case "decimal":
      // Not the column's own scale: what has more digits than the column would be rounded to one of its values.
      return sql`CAST(${text} AS DECIMAL(65, ${raw(String(Math.max(30, type.scale ?? 0)))}))`;
    case "float":
      return sql`(${text} + 0e0)`;
    case "date":
      return sql`CAST(${text} AS DATE)`;
    case "time":
      return sql`CAST(${text} AS TIME(6))`;
    case "timestamp":
    case "timestamptz":
      return sql`CAST(${text} AS DATETIME(6))`;
    case "bytes":
      return sql`UNHEX(${text})`;
    default:
      return text;
  }
}

// ---- patterns and JSON

/** Upper and lower case are told apart, but by the operators that say otherwise. */
function matches({ exactCollation }: Flavour, left: Typed, operator: Operator, pattern: Fragment): Fragment {
  if (left.type.name !== "text" && left.type.name !== "other") {
    throw new Problem({
      code: "42883",
      category: "invalid",
      message: `operator does not exist: ${left.type.native.replace(/ COLLATE .*/, "")} ${operator}`,
      hint: "Cast the field to text where the operator is for texts.",
    });
  }
  const exact = raw(exactCollation);
  const text = sql`CONVERT(${left.sql} USING utf8mb4) COLLATE ${exact}`;
  switch (operator) {
    case "ilike":
      return sql`LOWER(${text}) LIKE LOWER(${pattern})`;
    case "match":
      return sql`${text} REGEXP ${pattern}`;
    case "imatch":
      return sql`${text} REGEXP CONCAT('(?i)', ${pattern})`;
    default: {
      const same = sql`${text} LIKE ${pattern}`;
      // The column's own comparison can use an index for what the pattern begins with.
      return collationOf(left.type) === undefined ? same : sql`${left.sql} LIKE ${pattern} AND ${same}`;
    }
  }
}

/** JSON is equal by its value, and greater or less by the text of the value inside. */
function ofJson(flavour: Flavour, left: Typed, operator: Operator, right: Fragment): Fragment {
  const same = sql`(${flavour.jsonEquals(left.sql, right)})`;
  if (operator === "eq") return same;
  if (operator === "neq") return sql`NOT ${same}`;
  if (operator === "isDistinct") return sql`NOT (COALESCE(${same}, 0) OR (${left.sql} IS NULL AND ${right} IS NULL))`;
  return sql`JSON_UNQUOTE(${left.sql})${raw(words[operator] ?? " = ")}JSON_UNQUOTE(${right})`;
}

export function unsupported(what: string): Problem {
  return new Problem({
    code: "PGRST127",
    category: "unsupported",
    message: "Feature not implemented",
    details: `${what} is not available on a MySQL source`,
  });
}
