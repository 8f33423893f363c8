// Comparisons as SQLite can make them, with PostgreSQL's logic of nulls. What SQLite has not is refused by name.

import { type Comparison, type DataType, type Operator, Problem } from "../../core/index.ts";
import type { Place, Typed } from "../shared/sql/dialect.ts";
import { comparable } from "./plain-time.ts";
import { type Fragment, parameter, raw, sql } from "../shared/sql/fragment.ts";

const words: Partial<Record<Operator, string>> = {
  eq: " = ",
  neq: " <> ",
  gt: " > ",
  gte: " >= ",
  lt: " < ",
  lte: " <= ",
  isDistinct: " IS NOT ",
};

const searches: Partial<Record<Operator, string>> = {
  textSearch: "query",
  textSearchPlain: "plain",
  textSearchPhrase: "phrase",
  textSearchWeb: "web",
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
};

export function compare(given: Typed, comparison: Comparison, place: Place): Fragment {
  const { operator, right, quantifier } = comparison;
  const left = comparable(given);
  const search = searches[operator];
  if (search !== undefined) return textSearch(left, comparison, search, place);
  const json = left.type.name === "json";
  const subject = json ? jsonSubject(left, operator) : left;
  const type: DataType = json ? left.type : patterns.has(operator) ? { name: "text", native: "text" } : left.type;
  const list = parameter({ value: right, as: "list", type });
  if (operator === "in") {
    return sql`${subject.sql} IN (SELECT ${json ? raw("isthmus_same(json(value))") : raw("value")} FROM json_each(${list}))`;
  }
  const value = json ? jsonValue(operator) : (one: Fragment) => one;
  if (quantifier === undefined) return test(subject, operator, value(parameter({ value: right, as: "scalar", type })));
  return quantified(test(subject, operator, value(raw("value"))), quantifier, list);
}

const patterns: ReadonlySet<Operator> = new Set(["like", "ilike", "match", "imatch"]);

function test(left: Typed, operator: Operator, right: Fragment): Fragment {
  const word = words[operator];
  if (word !== undefined) return sql`${left.sql}${raw(word)}${right}`;
  if (!patterns.has(operator)) throw unsupported(`The operator ${spelled[operator] ?? operator}`);
  if (left.type.name !== "text" && left.type.name !== "other") {
    throw new Problem({
      code: "42883",
      category: "invalid",
      message: `operator does not exist: ${left.type.native} ${operator}`,
      hint: "Cast the field to text where the operator is for texts.",
    });
  }
  const folds = raw(operator.startsWith("i") ? "1" : "0");
  const flags = raw(operator.startsWith("i") ? "'i'" : "''");
  return operator.endsWith("like")
    ? sql`isthmus_like(${right}, ${left.sql}, ${folds})`
    : sql`isthmus_regexp(${right}, ${left.sql}, ${flags})`;
}

/** True, false, or unknown when a null decides, as `= ANY (…)` does. */
function quantified(each: Fragment, quantifier: "any" | "all", list: Fragment): Fragment {
  const [found, deciding, otherwise] = quantifier === "any" ? ["max", "1", "0"] : ["min", "0", "1"];
  const decided = sql`CASE WHEN ${raw(found ?? "max")}(${each}) = ${raw(deciding ?? "1")} THEN ${raw(deciding ?? "1")} WHEN count(*) > count(${each}) THEN NULL ELSE ${raw(otherwise ?? "0")} END`;
  return sql`(SELECT ${decided} FROM json_each(${list}))`;
}

/** JSON is equal by its value, and greater or less by the value inside. */
function jsonSubject(left: Typed, operator: Operator): Typed {
  return isOrdering(operator) ? { ...left, sql: sql`(${left.sql} ->> '$')` } : { ...left, sql: same(left.sql) };
}

function jsonValue(operator: Operator): (value: Fragment) => Fragment {
  return isOrdering(operator) ? (value) => sql`(${value} ->> '$')` : same;
}

/** `json` refuses what is none, and what is nested too deeply. */
function same(json: Fragment): Fragment {
  return sql`isthmus_same(json(${json}))`;
}

function isOrdering(operator: Operator): boolean {
  return operator === "gt" || operator === "gte" || operator === "lt" || operator === "lte";
}

/** FTS5 finds rows by the rowid its table shares with the resource's; `isthmus_fts` spells the words for it. */
function textSearch(left: Typed, comparison: Comparison, kind: string, { alias, resource, dialect }: Place): Fragment {
  const { field, path } = comparison.left;
  const companion = resource.textSearch;
  if (companion === undefined || path !== undefined || !companion.fields.includes(field)) {
    throw unsupported(`Full-text search on ${field}, which has no FTS5 table,`);
  }
  const words = parameter({ value: comparison.right, as: "text", type: { name: "text", native: "text" } });
  const column = parameter({ value: { kind: "literal", value: field }, as: "text" });
  const table = dialect.quote(companion.table);
  const found = sql`${raw(alias)}.rowid IN (SELECT rowid FROM ${table} WHERE ${table} MATCH isthmus_fts(${raw(`'${kind}'`)}, ${words}, ${column}))`;
  return sql`CASE WHEN ${left.sql} IS NOT NULL THEN ${found} END`;
}

export function unsupported(what: string): Problem {
  return new Problem({
    code: "PGRST127",
    category: "unsupported",
    message: "Feature not implemented",
    details: `${what} is not available on an SQLite source`,
  });
}
