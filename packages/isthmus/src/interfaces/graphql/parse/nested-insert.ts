// Rows with rows inside: several inserts of one transaction. What a row points at comes before it, what points at it comes
// after it, each with the other's key as a preset; at last the rows of the root are read again, if they are wanted.

import { getNamedType, type GraphQLInputObjectType, type GraphQLInputType } from "graphql";
import { unsupported } from "../../../core/index.ts";
import type { Condition, Insert, Preset, Query, Relation, Resource } from "../../../core/index.ts";
import { inputMeaningOf } from "../schema/meaning.ts";
import type { Shown } from "../schema/names.ts";
import { type Given, isNull, itemsOf, member, membersOf } from "./given.ts";
import { renamer } from "./changes.ts";
import { tooMuch } from "./problems.ts";
import { addJson } from "./values.ts";
import { all } from "./where.ts";
import { ask, type Inputs, inputsOf, type Work } from "./work.ts";

/** Levels of rows below the root. */
const deepest = 4;

interface Step {
  readonly insert: Insert;
  readonly inputs: Inputs;
  /** Fields that later statements take from its row. */
  readonly needed: Set<string>;
}

interface Expansion {
  readonly work: Work;
  readonly steps: Step[];
  /** Number of the first of these statements in its transaction. */
  readonly first: number;
}

export interface Nested {
  /** The statement that reads the rows of the root; absent where nothing of them is wanted. */
  readonly answer: number | undefined;
  /** The statements that write. */
  readonly written: readonly number[];
}

export function nestedInsert(
  work: Work,
  shown: Shown,
  rows: readonly Given[],
  type: GraphQLInputObjectType,
  answer: { readonly query: Query; readonly inputs: Inputs } | undefined,
): Nested {
  const expansion: Expansion = { work, steps: [], first: work.questions.length };
  const roots = rows.map((row) => insertOne(expansion, shown, type, row, [], 0));
  const where = answer === undefined ? undefined : keysOf(expansion, shown, roots);
  const written = expansion.steps.map(({ insert, inputs, needed }) =>
    ask(
      work,
      needed.size === 0 ? insert : { ...insert, returning: fieldsQuery(insert.resource, [...needed].sort()) },
      inputs,
    ),
  );
  if (answer === undefined || where === undefined) return { answer: undefined, written };
  return { answer: ask(work, { ...answer.query, where }, answer.inputs), written };
}

/** Returns the number of the statement that writes the row itself. */
function insertOne(
  expansion: Expansion,
  shown: Shown,
  type: GraphQLInputObjectType,
  row: Given,
  given: readonly Preset[],
  depth: number,
): number {
  if (depth > deepest) throw tooMuch(`Rows may be nested ${deepest} levels deep`);
  const presets = [...given];
  const own = new Map<string, Given>();
  const after: (readonly [Relation, Shown, GraphQLInputObjectType, Given])[] = [];
  for (const [name, value] of membersOf(row)) {
    const field = type.getFields()[name];
    const meaning = field === undefined ? undefined : inputMeaningOf(field);
    if (meaning?.kind !== "relation") own.set(name, value);
    else if (!isNull(value)) {
      const data = member(value, "data");
      const inner = rowTypeOf(field?.type);
      if (data === undefined || inner === undefined) continue;
      if (!comesBefore(meaning.relation)) after.push([meaning.relation, meaning.target, inner, data]);
      else {
        const step = insertOne(expansion, meaning.target, inner, data, [], depth + 1);
        presets.push(...meaning.relation.on.map(({ from, to }) => presetFrom(expansion, from, step, to)));
      }
    }
  }
  const step = addStep(expansion, shown, own, presets);
  for (const [relation, target, inner, data] of after)
    insertChildren(expansion, step, relation, target, inner, data, depth);
  return step;
}

/** The type of the rows behind `data`. */
function rowTypeOf(type: unknown): GraphQLInputObjectType | undefined {
  const wrapper = getNamedType(type as GraphQLInputType) as GraphQLInputObjectType;
  const data = wrapper.getFields()["data"];
  return data === undefined ? undefined : (getNamedType(data.type) as GraphQLInputObjectType);
}

/** The foreign key lies in the row itself, so that what it points at must be there first. */
function comesBefore({ cardinality, owning }: Relation): boolean {
  return cardinality === "many-to-one" || (cardinality === "one-to-one" && owning);
}

function insertChildren(
  expansion: Expansion,
  parent: number,
  relation: Relation,
  target: Shown,
  type: GraphQLInputObjectType,
  data: Given,
  depth: number,
): void {
  for (const row of itemsOf(data)) {
    const { through } = relation;
    if (through === undefined) {
      const presets = relation.on.map(({ from, to }) => presetFrom(expansion, to, parent, from));
      insertOne(expansion, target, type, row, presets, depth + 1);
      continue;
    }
    const junction = expansion.work.catalog.resources.get(through.resource);
    if (junction === undefined) throw unsupported(`An insert through ${relation.name}`);
    const child = insertOne(expansion, target, type, row, [], depth + 1);
    const presets = [
      ...relation.on.map(({ from, to }) => presetFrom(expansion, to, parent, from)),
      ...through.on.map(({ from, to }) => presetFrom(expansion, from, child, to)),
    ];
    addStep(expansion, bare(junction), new Map(), presets);
  }
}

function bare(resource: Resource): Shown {
  return { resource, name: resource.name, fields: resource.fields, relations: new Map(), renamed: false };
}

/** `field` gets what the row of an earlier statement has in `source`. */
function presetFrom({ steps, first }: Expansion, field: string, step: number, source: string): Preset {
  steps[step - first]?.needed.add(source);
  return { field, value: { kind: "result", step, field: source } };
}

function addStep(
  { work, steps, first }: Expansion,
  shown: Shown,
  own: ReadonlyMap<string, Given>,
  presets: readonly Preset[],
): number {
  if (first + steps.length >= work.limits.batch)
    throw tooMuch(`An operation may be carried out in ${work.limits.batch} statements`);
  const inputs = inputsOf(work);
  const insert: Insert = {
    kind: "insert",
    resource: shown.resource.id,
    fields: [...own.keys()].map((name) => shown.fields.get(name)?.name ?? name).sort(),
    rows: addJson(inputs, { kind: "object", members: own }, renamer(shown)),
    one: true,
    missing: "default",
    ...(presets.length === 0 ? {} : { presets }),
  };
  return first + steps.push({ insert, inputs, needed: new Set() }) - 1;
}

/** Some fields of a resource's rows, under their own names. */
function fieldsQuery(resource: string, fields: readonly string[]): Query {
  return {
    kind: "query",
    resource,
    select: fields.map((name) => ({ kind: "field", as: name, of: { field: name } })),
    answer: { as: "many" },
  };
}

/** The rows of the root, by their keys. */
function keysOf(expansion: Expansion, { resource }: Shown, roots: readonly number[]): Condition {
  if (resource.key.length === 0)
    throw unsupported(`Reading the new rows of ${resource.name}, which has no primary key,`);
  const each = roots.flatMap((step) => {
    const one = all(
      resource.key.map((field): Condition => {
        const right = presetFrom(expansion, field, step, field).value;
        return { kind: "compare", left: { field }, operator: "eq", right };
      }),
    );
    return one === undefined ? [] : [one];
  });
  const [only] = each;
  return only !== undefined && each.length === 1 ? only : { kind: "or", of: each };
}
