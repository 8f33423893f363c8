// Filters and logic trees, resolved against the fields of one level into a condition of the statement.

import { Problem } from "../../../core/index.ts";
import type { Condition, FieldRef, RelationSelection } from "../../../core/index.ts";
import { addTaken } from "./inputs.ts";
import { tooMuch, unknownColumn } from "./problems.ts";
import type { Rows, Work } from "./rows.ts";
import type { FieldName, Filter, LogicTree } from "./syntax.ts";

/** `related`: the resources embedded at this level, by their name in the answer; a filter may ask whether they exist. */
export function conditionOf(
  work: Work,
  rows: Rows,
  conditions: readonly (Filter | LogicTree)[],
  related: ReadonlyMap<string, RelationSelection>,
): Condition | undefined {
  return all(conditions.map((one) => resolve(work, rows, one, related)));
}

export function all(conditions: readonly Condition[]): Condition | undefined {
  return conditions.length > 1 ? { kind: "and", of: conditions } : conditions[0];
}

function resolve(
  work: Work,
  rows: Rows,
  it: Filter | LogicTree,
  related: ReadonlyMap<string, RelationSelection>,
): Condition {
  if (it.kind === "filter") return filter(work, rows, it, related);
  const of = it.of.map((one) => resolve(work, rows, one, related));
  const [only] = of;
  const joined: Condition = only !== undefined && of.length === 1 ? only : { kind: it.kind, of };
  return it.negated ? { kind: "not", of: joined } : joined;
}

function filter(work: Work, rows: Rows, it: Filter, related: ReadonlyMap<string, RelationSelection>): Condition {
  if (work.conditions-- <= 0) throw tooMuch(`A request may have ${work.limits.conditions} conditions`);
  const { operation, negated } = it;
  const embedded = it.field.path.length === 0 ? related.get(it.field.name) : undefined;
  if (
    embedded !== undefined &&
    operation.kind === "is" &&
    (operation.right === "null" || operation.right === "not-null")
  ) {
    const exists = existence(embedded);
    return (operation.right === "null") === negated ? exists : { kind: "not", of: exists };
  }
  const left = fieldRef(rows, it.field);
  if (operation.kind === "is") return is(left, operation.right, negated);
  if (operation.language !== undefined) knownLanguage(work, rows, operation.language);
  const condition: Condition = {
    kind: "compare",
    left,
    operator: operation.operator,
    right: addTaken(work.inputs, operation.value, operation.take, it.slot),
    ...(operation.quantifier === undefined ? {} : { quantifier: operation.quantifier }),
    ...(operation.language === undefined ? {} : { language: operation.language }),
  };
  return negated ? { kind: "not", of: condition } : condition;
}

function is(left: FieldRef, right: "null" | "not-null" | "true" | "false" | "unknown", negated: boolean): Condition {
  if (negated && right === "null") return { kind: "is", left, right: "not-null" };
  if (negated && right === "not-null") return { kind: "is", left, right: "null" };
  return negated ? { kind: "not", of: { kind: "is", left, right } } : { kind: "is", left, right };
}

/** There is a record of the embedded resource, as it is filtered there and by the inner joins below it. */
function existence(selection: RelationSelection): Condition {
  const inner: Condition[] = selection.query.where === undefined ? [] : [selection.query.where];
  for (const below of selection.query.select) {
    if (below.kind === "relation" && below.join === "inner") inner.push(existence(below));
  }
  const where = all(inner);
  return { kind: "related", relation: selection.relation, ...(where === undefined ? {} : { where }) };
}

/** Throws 42703, in PostgreSQL's words, for a field that is not there or may not be read. */
export function fieldRef(rows: Rows, { name, path }: FieldName): FieldRef {
  if (rows.fields.get(name)?.readable !== true) throw unknownColumn(rows.label, name);
  return path.length === 0 ? { field: name } : { field: name, path };
}

function knownLanguage(work: Work, rows: Rows, language: string): void {
  const known = work.catalog.sources.get(rows.source)?.textSearchConfigurations;
  if (known === undefined || known.size === 0 || known.has(language)) return;
  throw new Problem({
    code: "42704",
    category: "invalid",
    message: `text search configuration "${language}" does not exist`,
  });
}
