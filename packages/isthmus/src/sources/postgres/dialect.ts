// PostgreSQL's spelling. JSON is built from rows (`row_to_json`, `json_agg` over a row), the cheapest way it has; the
// members' names are then column names, so names that cannot be one go into `json_build_object` as parameters.

import { type Comparison, type DataType, type JsonStep, type NativeFunction, Problem } from "../../core/index.ts";
import type { Parameter } from "../shared/sql/command.ts";
import { adjust } from "./adjust.ts";
import { aggregate } from "./aggregate.ts";
import { clause } from "../shared/sql/condition.ts";
import {
  type Dialect,
  type Items,
  jsonType,
  type Output,
  type Row,
  type Rows,
  textType,
  type Typed,
} from "../shared/sql/dialect.ts";
import { empty, type Fragment, join, parameter, raw, sql, whole } from "../shared/sql/fragment.ts";

type Handed = Parameter["value"];

export const postgres: Dialect = {
  name: "PostgreSQL",
  placeholder: (position) => `$${position}`,
  quote,
  table: ({ native }) => sql`${quote(native.schema)}.${quote(native.name)}`,
  value: (value, type) => sql`CAST(${parameter({ value, as: "scalar", type })} AS ${raw(type.native)})`,
  count: (value) => sql`CAST(${parameter({ value, as: "count" })} AS bigint)`,
  compare,
  sameOrNull: (left, right) => sql`${left} IS NOT DISTINCT FROM ${right}`,
  path,
  shown: (value) => {
    const spelled = value.type.representation?.shown;
    if (spelled === undefined) return value;
    return { sql: applied(spelled, value.sql), type: { name: "json", native: "json" }, nullable: true };
  },
  cast: (from, to) => ({
    sql: sql`CAST(${from.sql} AS ${raw(to)})`,
    type: { name: "other", native: to },
    nullable: from.nullable,
  }),
  aggregate,
  adjust,
  constant: (value) => ({ sql: keyText(value), type: textType, nullable: false }),
  groupable: (value) =>
    (isJson(value.type) && value.type.native !== "jsonb") || value.built === true ? asJsonb(value) : value,
  orderable: (value) => value,
  orderTerm,
  limit: ({ limit, offset }) =>
    join(
      [...(limit === undefined ? [] : [sql`LIMIT ${limit}`]), ...(offset === undefined ? [] : [sql`OFFSET ${offset}`])],
      " ",
    ),
  least: (left, right) => sql`least(${left}, ${right})`,
  items,
  object: (outputs, stripNulls, alias) => {
    const { item, from } = derived(outputs, (list) => sql`SELECT ${list}`, stripNulls, alias());
    return sql`(SELECT ${item} FROM ${from})`;
  },
  group: (outputs) => jsonOf(outputs.map((output) => sql`${keyText(output.as)}, ${output.value.sql}`)),
  array: (item, filter) => {
    const only = filter === undefined ? empty : sql` FILTER (WHERE ${filter})`;
    return sql`coalesce(json_agg(${item})${only}, '[]')`;
  },
  element: (value) => value.sql,
  text: (json) => sql`CAST(${json} AS text)`,
  itemText: (item) => sql`CAST(${item} AS text)`,
  only: (item) => sql`(array_agg(CAST(${item} AS text)))[1]`,
  cursor: (values) =>
    sql`CAST(json_build_array(${join(
      values.map((value) => value.sql),
      ", ",
    )}) AS text)`,
  cursorValue: (cursor, index, type) => {
    const list = sql`CAST(${parameter({ value: cursor, as: "json" })} AS jsonb)`;
    return isJson(type)
      ? sql`(${list} -> ${whole(index)})`
      : sql`CAST((${list} ->> ${whole(index)}) AS ${raw(type.native)})`;
  },
  plainText: (json) => json,
  explain: (statement) => sql`EXPLAIN (FORMAT JSON) ${statement}`,
  call: (native, row) => sql`${quote(native.schema)}.${quote(native.function)}(${wholeRow(row)})`,
};

function quote(name: string): Fragment {
  return raw(quoted(name));
}

/** A call of a function with one value. */
export function applied({ schema, function: name }: NativeFunction, value: Fragment): Fragment {
  return sql`${quote(schema)}.${quote(name)}(${value})`;
}

/** A name as PostgreSQL reads it. */
export function quoted(name: string): string {
  if (name.includes("\0")) throw invalidName();
  return `"${name.replaceAll('"', '""')}"`;
}

function invalidName(): Problem {
  return new Problem({ code: "22021", category: "invalid", message: "A name must not hold the character U+0000" });
}

/** The alias as a value of the resource's own row type, which a derived table's row is not by itself. */
function wholeRow({ alias, resource, whole: kept }: Row): Fragment {
  if (kept !== undefined) return sql`${raw(alias)}.${quote(kept)}`;
  return sql`CAST((${raw(alias)}.*) AS ${quote(resource.native.schema)}.${quote(resource.native.name)})`;
}

function isJson(type: DataType): boolean {
  return type.name === "json";
}

function asJsonb(value: Typed): Typed {
  return { ...value, sql: sql`CAST(${value.sql} AS jsonb)`, type: jsonType };
}

// ---- JSON bodies

/** A JSON body as a list; one object is as good as a list of one. */
export function listOf(body: Handed): Fragment {
  const json = sql`CAST(${parameter({ value: body, as: "json" })} AS json)`;
  return sql`CASE json_typeof(${json}) WHEN 'array' THEN ${json} ELSE json_build_array(${json}) END`;
}

/** A column definition list. */
export function typedList(fields: readonly { readonly name: string; readonly type: DataType }[]): Fragment {
  return join(
    fields.map((field) => sql`${quote(field.name)} ${raw(field.type.native)}`),
    ", ",
  );
}

// ---- values

function path(from: Typed, steps: readonly JsonStep[]): Typed {
  const start = isJson(from.type) ? from.sql : sql`to_jsonb(${from.sql})`;
  const text = steps.at(-1)?.as === "text";
  const reached = steps.reduce((so, step) => {
    const arrow = raw(step.as === "text" ? " ->> " : " -> ");
    return sql`${so}${arrow}${"key" in step.to ? key(step.to.key) : whole(step.to.index)}`;
  }, start);
  const native = isJson(from.type) ? from.type.native : "jsonb";
  return { sql: sql`(${reached})`, type: text ? textType : { name: "json", native }, nullable: true };
}

function key(name: string): Fragment {
  return sql`CAST(${parameter({ value: { kind: "literal", value: name }, as: "text", type: textType })} AS text)`;
}

/** A key as an operand; plain ones stand in the text, which spares their binding. */
export function keyText(name: string): Fragment {
  return /^[\w ]{1,63}$/.test(name) ? raw(`'${name}'`) : key(name);
}

function orderTerm(value: Typed, direction: "asc" | "desc", nulls: "first" | "last"): Fragment {
  const own = direction === "asc" ? "last" : "first";
  const way = direction === "asc" ? "" : " DESC";
  return sql`${value.sql}${raw(`${way}${nulls === own ? "" : nulls === "first" ? " NULLS FIRST" : " NULLS LAST"}`)}`;
}

// ---- JSON

function items(rows: Rows, alias: () => string): Items {
  const { order, limit } = rows;
  const tail = sql`${clause(" ORDER BY ", order)}${limit === undefined ? empty : sql` ${limit}`}`;
  const source = sql`${rows.from}${clause(" WHERE ", rows.where)}`;
  if (rows.skipFirst && !rows.grouped) {
    const row = raw(rows.alias);
    const page = sql`(SELECT ${row}.* FROM ${source}${tail}) AS ${row}`;
    return derived(rows.outputs, (list) => sql`SELECT ${list} FROM ${page}`, rows.stripNulls, alias());
  }
  const outputs = rows.grouped
    ? rows.outputs.map((output) => (output.aggregate ? output : { ...output, value: postgres.groupable(output.value) }))
    : rows.outputs;
  const keys = outputs.flatMap((output, index) =>
    !rows.grouped ? [] : output.aggregate ? (output.keys ?? []) : [raw(String(index + 1))],
  );
  const group = keys.length === 0 ? empty : sql` GROUP BY ${join(keys, ", ")}`;
  return derived(outputs, (list) => sql`SELECT ${list} FROM ${source}${group}${tail}`, rows.stripNulls, alias());
}

function derived(
  outputs: readonly Output[],
  select: (list: Fragment) => Fragment,
  stripNulls: boolean,
  name: string,
): Items {
  const alias = raw(name);
  const asColumns = outputs.every((output) => isColumnName(output.as));
  const list = outputs.map(
    (output, index) => sql`${output.value.sql} AS ${asColumns ? quote(output.as) : raw(`c${index}`)}`,
  );
  const from = sql`(${select(join(list, ", "))}) AS ${alias}`;
  const row = asColumns ? sql`${alias}.*` : named(outputs, alias);
  const json = asColumns ? sql`row_to_json(${row})` : row;
  if (!stripNulls) return { item: json, element: row, from };
  const stripped = sql`json_strip_nulls(${json})`;
  return { item: stripped, element: stripped, from };
}

/** PostgreSQL cuts names at 63 bytes, and a name with a NUL ends the statement. */
function isColumnName(name: string): boolean {
  return name.length > 0 && name.length <= 63 && /^[\x20-\x7e]+$/.test(name);
}

function named(outputs: readonly Output[], alias: Fragment): Fragment {
  return jsonOf(outputs.map((output, index) => sql`${key(output.as)}, ${alias}.${raw(`c${index}`)}`));
}

/** A function takes at most 100 arguments, so long objects are put together of several. */
function jsonOf(members: readonly Fragment[]): Fragment {
  const objects: Fragment[] = [];
  for (let start = 0; start < members.length; start += 50) {
    objects.push(sql`json_build_object(${join(members.slice(start, start + 50), ", ")})`);
  }
  const [first = raw("json_build_object()"), ...more] = objects;
  if (more.length === 0) return first;
  const inner = objects.map((object) => sql`substr(CAST(${object} AS text), 2, length(CAST(${object} AS text)) - 2)`);
  return sql`CAST(concat('{', ${join(inner, ", ',', ")}, '}') AS json)`;
}

// ---- comparisons

const operators: Readonly<Record<Exclude<Comparison["operator"], TextSearch | "in">, string>> = {
  eq: "=",
  neq: "<>",
  gt: ">",
  gte: ">=",
  lt: "<",
  lte: "<=",
  like: "LIKE",
  ilike: "ILIKE",
  match: "~",
  imatch: "~*",
  isDistinct: "IS DISTINCT FROM",
  contains: "@>",
  containedBy: "<@",
  overlaps: "&&",
  strictlyLeft: "<<",
  strictlyRight: ">>",
  notExtendsRight: "&<",
  notExtendsLeft: "&>",
  adjacent: "-|-",
};

const queries = {
  textSearch: "to_tsquery",
  textSearchPlain: "plainto_tsquery",
  textSearchPhrase: "phraseto_tsquery",
  textSearchWeb: "websearch_to_tsquery",
} as const;
type TextSearch = keyof typeof queries;

function compare(left: Typed, comparison: Comparison): Fragment {
  const { operator, right, quantifier, language } = comparison;
  if (operator in queries) return search(left, queries[operator as TextSearch], right, language);
  // A json value has no operators; jsonb does.
  const subject = isJson(left.type) && left.type.native !== "jsonb" ? asJsonb(left) : left;
  const spelled = right.kind === "input" ? subject.type.representation?.fromText : undefined;
  const list =
    spelled === undefined ? parameter({ value: right, as: "list", type: subject.type }) : readList(spelled, right);
  if (operator === "in") return sql`${subject.sql} = ANY (${list})`;
  const word = raw(` ${operators[operator as keyof typeof operators]} `);
  if (quantifier !== undefined) return sql`${subject.sql}${word}${raw(quantifier.toUpperCase())} (${list})`;
  if (spelled !== undefined) return sql`${subject.sql}${word}${applied(spelled, asText(right))}`;
  // The placeholder stands bare: PostgreSQL takes it for the type of the other side, and an index on that is used.
  return sql`${subject.sql}${word}${parameter({ value: right, as: "scalar", type: typeOfRight(operator, subject.type) })}`;
}

/** A caller's values in the spelling of the type; what the configuration says is in the database's own. */
function readList(spelled: NativeFunction, right: Handed): Fragment {
  const texts = sql`CAST(${parameter({ value: right, as: "list", type: textType })} AS text[])`;
  return sql`ARRAY(SELECT ${applied(spelled, raw("given"))} FROM unnest(${texts}) AS given)`;
}

function asText(right: Handed): Fragment {
  return sql`CAST(${parameter({ value: right, as: "text", type: textType })} AS text)`;
}

/** Patterns are text; what an array or a range is compared with is a text in the database's own spelling. */
function typeOfRight(operator: Comparison["operator"], left: DataType): DataType {
  return operator === "like" || operator === "ilike" || operator === "match" || operator === "imatch" ? textType : left;
}

function search(left: Typed, query: string, right: Handed, language: string | undefined): Fragment {
  const configuration =
    language === undefined
      ? empty
      : sql`CAST(${parameter({ value: { kind: "literal", value: language }, as: "text", type: { name: "other", native: "regconfig" } })} AS regconfig), `;
  const words = sql`${raw(query)}(${configuration}${parameter({ value: right, as: "text", type: textType })})`;
  const document = left.type.name === "textsearch" ? left.sql : sql`to_tsvector(${configuration}${left.sql})`;
  return sql`${document} @@ ${words}`;
}
