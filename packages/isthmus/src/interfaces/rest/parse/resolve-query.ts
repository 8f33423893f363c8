// The tree of levels, resolved against the catalog into a query of the statement. Inputs are numbered in the order of
// a query's members: select (with what is embedded), where, limit, offset.

import { isToOne, Problem } from "../../../core/index.ts";
import type { Answer, FieldSelection, Order, Query, RelationSelection, Selection } from "../../../core/index.ts";
import { findRelation } from "./find-relation.ts";
import { addTaken } from "./inputs.ts";
import { notEmbedded, orderNotToOne, tooMuch, unknownColumn, unsupported } from "./problems.ts";
import { conditionOf, fieldRef } from "./resolve-condition.ts";
import type { Rows, Work } from "./rows.ts";
import { rowsOf } from "./rows.ts";
import type { FieldName, OrderTerm, SelectField } from "./syntax.ts";
import type { Level } from "./tree.ts";
import { nameOf } from "./tree.ts";

/** Everything but the page of the top level, which also depends on the `Range` header. */
export function resolveQuery(work: Work, rows: Rows, root: Level, answer: Answer): Query {
  // Relations are resolved throughout before any field is: their absence is the graver news, and the dialect's order.
  return queryOf(work, resolved(work, rows, root, 0), answer);
}

interface ResolvedLevel {
  readonly level: Level;
  readonly rows: Rows;
  /** Absent at the top. */
  readonly relation?: string;
  readonly toOne: boolean;
  readonly children: readonly ResolvedLevel[];
}

function resolved(
  work: Work,
  rows: Rows,
  level: Level,
  depth: number,
  relation?: string,
  toOne = false,
): ResolvedLevel {
  if (depth > work.limits.depth) throw tooMuch(`Resources may be embedded ${work.limits.depth} levels deep`);
  const children = level.children.map((child) => {
    const found = findRelation(work.catalog, rows, child.relation?.target ?? "", child.relation?.hint);
    const { name } = found.target;
    const label = found.relation.through === undefined ? `${name}_${depth + 1}` : name;
    return resolved(work, rowsOf(found.target, label), child, depth + 1, found.relation.name, isToOne(found.relation));
  });
  return { level, rows, toOne, children, ...(relation === undefined ? {} : { relation }) };
}

function queryOf(work: Work, at: ResolvedLevel, answer: Answer): Query {
  const { level, rows } = at;
  const fields = level.fields.flatMap((item) => fieldsOf(work, rows, item));
  const embedded = new Map<string, RelationSelection>();
  const select: Selection[] = fields;
  for (const child of at.children) {
    const selection = embed(work, child, answer);
    select.push(selection);
    if (!embedded.has(selection.as)) embedded.set(selection.as, selection);
  }
  const where = conditionOf(work, rows, level.conditions, embedded);
  const order = level.order?.map((term) => orderOf(at, term));
  const page = at.relation === undefined ? {} : pageOf(work, level);
  return {
    kind: "query",
    resource: rows.subject,
    select,
    ...(where === undefined ? {} : { where }),
    ...(order === undefined ? {} : { order }),
    ...page,
    answer,
  };
}

function embed(work: Work, at: ResolvedLevel, { stripNulls }: Answer): RelationSelection {
  const query = queryOf(work, at, {
    as: at.toOne ? "one" : "many",
    ...(stripNulls === undefined ? {} : { stripNulls }),
  });
  const spread = at.level.relation?.spread ?? false;
  const shown = query.select.some((one) => one.kind !== "relation" || one.hidden !== true);
  return {
    kind: "relation",
    as: nameOf(at.level),
    relation: at.relation ?? "",
    join: at.level.relation?.join ?? "left",
    spread,
    ...(shown ? {} : { hidden: true }),
    query,
  };
}

function fieldsOf(work: Work, rows: Rows, item: SelectField): FieldSelection[] {
  if (isBareCount(rows, item)) return [{ kind: "field", as: item.alias ?? "count", aggregate: { function: "count" } }];
  const { field, aggregate } = item;
  if (field.name === "*" && field.path.length === 0 && !rows.fields.has("*")) {
    if (aggregate === "count")
      return [{ kind: "field", as: item.alias ?? "count", aggregate: aggregateOf(work, rows, item, aggregate) }];
    if (aggregate === undefined && item.alias === undefined && item.cast === undefined) return everyField(rows);
    throw unknownColumn(rows.label, "*");
  }
  return [
    {
      kind: "field",
      as: item.alias ?? aggregate ?? lastKey(field),
      of: fieldRef(rows, field),
      ...(item.cast === undefined ? {} : { cast: castable(work, rows, item.cast) }),
      ...(aggregate === undefined ? {} : { aggregate: aggregateOf(work, rows, item, aggregate) }),
    },
  ];
}

/** `count` without parentheses counts too, as PostgREST's users have written it for long, unless there is such a field. */
function isBareCount(rows: Rows, { field, aggregate, cast }: SelectField): boolean {
  return (
    field.name === "count" &&
    field.path.length === 0 &&
    aggregate === undefined &&
    cast === undefined &&
    !rows.fields.has("count")
  );
}

function everyField(rows: Rows): FieldSelection[] {
  const every: FieldSelection[] = [];
  for (const field of rows.fields.values()) {
    if (field.readable && field.computed === undefined)
      every.push({ kind: "field", as: field.name, of: { field: field.name } });
  }
  return every;
}

function aggregateOf(
  work: Work,
  rows: Rows,
  item: SelectField,
  name: NonNullable<SelectField["aggregate"]>,
): NonNullable<FieldSelection["aggregate"]> {
  return {
    function: name,
    ...(item.aggregateCast === undefined ? {} : { cast: castable(work, rows, item.aggregateCast) }),
  };
}

/** The last key of a JSON path names it; indexes behind it do not count. */
function lastKey({ name, path }: FieldName): string {
  for (let at = path.length - 1; at >= 0; at--) {
    const to = path[at]?.to;
    if (to !== undefined && "key" in to) return to.key;
  }
  return name;
}

/** Only a type the source has named is ever put into a cast. */
function castable(work: Work, rows: Rows, type: string): string {
  const source = work.catalog.sources.get(rows.source);
  if (source?.castable.has(type) === true) return type;
  const lower = type.toLowerCase();
  if (source?.castable.has(lower) === true) return lower;
  if (source?.capabilities.casts !== true)
    throw unsupported(`'${rows.name}' lies in a source that cannot cast to other types`);
  throw new Problem({ code: "42704", category: "invalid", message: `type "${type}" does not exist` });
}

function orderOf(at: ResolvedLevel, { field, through, direction, nulls }: OrderTerm): Order {
  const rest = { direction, ...(nulls === undefined ? {} : { nulls }) };
  if (through === undefined) return { by: fieldRef(at.rows, field), ...rest };
  const child = at.children.find(({ level }) => nameOf(level) === through);
  if (child === undefined) throw notEmbedded(through);
  if (!child.toOne) throw orderNotToOne(at.rows.name, through);
  return { by: fieldRef(child.rows, aliased(child, field)), through, ...rest };
}

/** A field of an embedded resource may be meant by the name it has in the answer. */
function aliased({ rows, level }: ResolvedLevel, field: FieldName): FieldName {
  if (field.path.length > 0 || rows.fields.has(field.name)) return field;
  const meant = level.fields.find(({ alias, aggregate, cast }) => {
    return alias === field.name && aggregate === undefined && cast === undefined;
  });
  return meant?.field ?? field;
}

/** PostgreSQL's own refusals, since nothing of an embedded page is computed here. */
function pageOf(work: Work, { page }: Level): Pick<Query, "limit" | "offset"> {
  const part = (name: "limit" | "offset", code: string): object => {
    const parameter = page?.[name];
    if (parameter === undefined) return {};
    const value = Number(parameter.value);
    if (value < 0)
      throw new Problem({ code, category: "invalid", message: `${name.toUpperCase()} must not be negative` });
    // As at the top level: a page's size is part of the shape, where it begins is a value.
    if (name === "limit" && Number.isSafeInteger(value)) return { limit: { kind: "literal", value } };
    return { [name]: addTaken(work.inputs, parameter.value, "number", parameter.slot) };
  };
  return { ...part("limit", "2201W"), ...part("offset", "2201X") };
}
