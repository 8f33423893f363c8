// Nested insert: `POST /orders` with a key that names a relation and holds objects. It becomes several inserts of one
// transaction: what a row points at comes before it, what points at the row comes after it, each with the other's key as
// a preset. With `return=representation` a last query reads the root rows again, with their children.

import type {
  Catalog,
  Condition,
  Insert,
  Intent,
  Preset,
  Query,
  Question,
  Relation,
  Resource,
} from "../../../core/index.ts";
import type { RestContext } from "../context.ts";
import { scanArray, scanObject, skipSpace } from "../render/json-scan.ts";
import { contentType, isObject } from "./body.ts";
import { findRelation } from "./find-relation.ts";
import { all } from "./resolve-condition.ts";
import { resolveQuery } from "./resolve-query.ts";
import { inputs } from "./inputs.ts";
import type { ShapeMemory } from "./kept-shapes.ts";
import { refuseUnknown } from "./preferences.ts";
import { badBody, tooMuch, unsupported } from "./problems.ts";
import { rowsOf } from "./rows.ts";
import type { SelectItem } from "./syntax.ts";
import { treeOf } from "./tree.ts";
import type { Write } from "./write-request.ts";
import { writable, writeContext } from "./write.ts";

/** Levels of children below the root. */
const deepest = 4;

interface Step {
  readonly insert: Insert;
  readonly rows: string;
  /** Fields later statements take from its first row. */
  readonly needed: Set<string>;
}

interface Expansion {
  readonly write: Write;
  readonly catalog: Catalog;
  readonly steps: Step[];
  /** Number of the first of these statements in its transaction. */
  readonly first: number;
  readonly most: number;
}

/** `undefined` when no key of the rows names a relation. */
export function nestedInsert(write: Write, memory: ShapeMemory): Intent<RestContext> | undefined {
  const { facts, body, resource, parameters } = write;
  if (body === undefined || contentType(facts.request) !== "json" || parameters.columns !== undefined) return undefined;
  if (!body.objects.some((row) => hasNested(facts.catalog, resource, row))) return undefined;
  if (facts.asked.resolution !== undefined)
    throw unsupported("Rows with rows inside them are only inserted; resolution= cannot be combined with them");
  const expansion: Expansion = {
    write,
    catalog: facts.catalog,
    steps: [],
    first: facts.firstStep ?? 0,
    most: facts.limits.batch,
  };
  const roots: number[] = [];
  eachObject(body.text, (text) => roots.push(insertOne(expansion, resource, text, [], 0)));
  refuseUnknown(facts.asked);
  const answer = facts.asked.return === "representation" ? answerOf(expansion, roots) : undefined;
  const questions = expansion.steps.map((step) => questionOf(step, facts.catalog, memory));
  if (answer !== undefined)
    questions.push({ statement: memory.one(facts.catalog, answer.statement), inputs: answer.inputs });
  const query = answer?.statement;
  return {
    questions,
    transaction: facts.asked.tx === "rollback" ? "rollback" : "commit",
    context: { ...writeContext(write, query), written: (roots[0] ?? expansion.first) - expansion.first },
  };
}

function hasNested(catalog: Catalog, resource: Resource, row: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(row).some((key) => {
    const value = row[key];
    if (resource.fields.has(key) || typeof value !== "object" || value === null) return false;
    const [name = "", hint] = key.split("!");
    const named = [...resource.relations.values()].some(({ target }) => catalog.resources.get(target)?.name === name);
    return named || hint !== undefined || relationNamed(resource, name);
  });
}

function relationNamed({ relations }: Resource, name: string): boolean {
  return [...relations.values()].some((relation) => relation.name === name || relation.constraint === name);
}

/** Calls back with the text of every row. */
function eachObject(text: string, row: (text: string) => void): void {
  const start = skipSpace(text, 0);
  if (text[start] === "[") scanArray(text, start, (from, to) => row(text.slice(from, to)));
  else row(text.slice(start));
}

/** Returns the number of the statement that writes the row itself. */
function insertOne(
  expansion: Expansion,
  resource: Resource,
  text: string,
  given: readonly Preset[],
  depth: number,
): number {
  if (depth > deepest) throw tooMuch(`Rows may be nested ${deepest} levels deep`);
  const presets = [...given];
  const own = new Map<string, string>();
  const after: (readonly [Relation, Resource, string, string])[] = [];
  scanMembers(text, (key, value) => {
    const nested =
      "{[".includes(value[0] ?? "") && !resource.fields.has(key)
        ? relationOf(expansion.catalog, resource, key)
        : undefined;
    if (nested === undefined) own.set(key, value);
    else if (comesBefore(nested.relation)) presets.push(...insertParent(expansion, nested, key, value, depth));
    else after.push([nested.relation, nested.target, key, value]);
  });
  const step = addStep(expansion, resource, own, presets);
  for (const [relation, target, key, value] of after)
    insertChildren(expansion, step, { relation, target }, key, value, depth);
  return step;
}

interface Found {
  readonly relation: Relation;
  readonly target: Resource;
}

function relationOf(catalog: Catalog, resource: Resource, key: string): Found {
  const [name = "", hint] = key.split("!");
  const found = findRelation(catalog, resource, name, hint);
  if (found.relation.computed !== undefined)
    throw unsupported(`'${key}' is computed by a function, and nothing can be inserted through it`);
  return found;
}

/** The foreign key lies in the row itself, so that what it points at must be there first. */
function comesBefore({ cardinality, owning }: Relation): boolean {
  return cardinality === "many-to-one" || (cardinality === "one-to-one" && owning);
}

function insertParent(
  expansion: Expansion,
  { relation, target }: Found,
  key: string,
  value: string,
  depth: number,
): readonly Preset[] {
  if (!value.startsWith("{")) throw badBody(`'${key}' takes one object`);
  const step = insertOne(expansion, target, value, [], depth + 1);
  return relation.on.map(({ from, to }) => presetFrom(expansion, from, step, to));
}

function insertChildren(
  expansion: Expansion,
  parent: number,
  { relation, target }: Found,
  key: string,
  value: string,
  depth: number,
): void {
  if (relation.cardinality === "one-to-one" && !value.startsWith("{")) throw badBody(`'${key}' takes one object`);
  eachObject(value, (text) => {
    if (!text.startsWith("{")) throw badBody(`'${key}' takes objects`);
    const { through } = relation;
    if (through === undefined) {
      const presets = relation.on.map(({ from, to }) => presetFrom(expansion, to, parent, from));
      insertOne(expansion, target, text, presets, depth + 1);
      return;
    }
    const junction = expansion.catalog.resources.get(through.resource);
    if (junction === undefined) throw unsupported(`Nothing can be inserted through '${key}'`);
    const child = insertOne(expansion, target, text, [], depth + 1);
    addStep(expansion, junction, new Map(), [
      ...relation.on.map(({ from, to }) => presetFrom(expansion, to, parent, from)),
      ...through.on.map(({ from, to }) => presetFrom(expansion, from, child, to)),
    ]);
  });
}

/** `field` gets what the first row of an earlier statement has in `source`. */
function presetFrom({ steps, first }: Expansion, field: string, step: number, source: string): Preset {
  steps[step - first]?.needed.add(source);
  return { field, value: { kind: "result", step, field: source } };
}

function addStep(
  expansion: Expansion,
  resource: Resource,
  own: ReadonlyMap<string, string>,
  presets: readonly Preset[],
): number {
  const { steps, most, first, write } = expansion;
  if (steps.length >= most) throw tooMuch(`A request may write ${most} nested rows`);
  const fields = [...own.keys()].sort();
  for (const name of fields) writable(resource, name);
  const located =
    steps.length === 0 && write.facts.asked.return === "headers-only" && resource.id === write.resource.id;
  const members = [...own].map(([key, value]) => `${JSON.stringify(key)}:${value}`);
  const insert: Insert = {
    kind: "insert",
    resource: resource.id,
    fields,
    rows: { kind: "input", index: 0 },
    missing: write.facts.asked.missing ?? "null",
    ...(located && resource.key.length > 0 ? { locate: resource.key } : {}),
    ...(presets.length === 0 ? {} : { presets }),
  };
  steps.push({ insert, rows: `{${members.join(",")}}`, needed: new Set() });
  return first + steps.length - 1;
}

function questionOf({ insert, rows, needed }: Step, catalog: Catalog, memory: ShapeMemory): Question {
  const returning: Query | undefined = needed.size === 0 ? undefined : fieldsQuery(insert.resource, [...needed].sort());
  return {
    statement: memory.one(catalog, returning === undefined ? insert : { ...insert, returning }),
    inputs: [rows],
  };
}

/** Some fields of a resource's rows, under their own names. */
export function fieldsQuery(resource: string, fields: readonly string[]): Query {
  return {
    kind: "query",
    resource,
    select: fields.map((name) => ({ kind: "field", as: name, of: { field: name } })),
    answer: { as: "many" },
  };
}

/** The root rows, by their keys, with the children that were written unless `select=` says what is wanted. */
function answerOf(expansion: Expansion, roots: readonly number[]): Question<Query> {
  const { write } = expansion;
  const { resource, parameters, facts, media } = write;
  if (resource.key.length === 0)
    throw unsupported(`'${resource.name}' has no primary key by which its new rows could be read`);
  const asked = facts.parameters.some(({ key }) => key === "select");
  const select = asked ? parameters.select : selectOf(facts.catalog, resource, write.body?.objects[0] ?? {});
  const root = treeOf({ ...parameters, select, pages: new Map() }, { rootConditions: false, pages: false });
  const work = { ...write.work, inputs: inputs(facts.limits.list) };
  const query = resolveQuery(work, rowsOf(resource), root, {
    as: media.kind === "object" ? "one" : "many",
    ...(media.stripNulls ? { stripNulls: true } : {}),
  });
  const each = roots.map((step) => all(resource.key.map((field) => equal(expansion, field, step))));
  const of = each.filter((one) => one !== undefined);
  const where: Condition = of.length === 1 && of[0] !== undefined ? of[0] : { kind: "or", of };
  return { statement: { ...query, where }, inputs: work.inputs.values };
}

function equal(expansion: Expansion, field: string, step: number): Condition {
  return { kind: "compare", left: { field }, operator: "eq", right: presetFrom(expansion, field, step, field).value };
}

function selectOf(catalog: Catalog, resource: Resource, row: Readonly<Record<string, unknown>>): readonly SelectItem[] {
  const items: SelectItem[] = [{ kind: "field", field: { name: "*", path: [] } }];
  for (const [key, value] of Object.entries(row)) {
    if (resource.fields.has(key) || typeof value !== "object" || value === null) continue;
    const [target = "", hint] = key.split("!");
    const first: unknown = Array.isArray(value) ? value[0] : value;
    const of = selectOf(catalog, findRelation(catalog, resource, target, hint).target, isObject(first) ? first : {});
    items.push({ kind: "relation", target, join: "left", spread: false, of, ...(hint === undefined ? {} : { hint }) });
  }
  return items;
}

function scanMembers(text: string, member: (key: string, value: string) => void): void {
  // The last of equal keys counts, as in every JSON parser; an earlier one must not write a second row.
  const members = new Map<string, string>();
  scanObject(text, 0, (key, from, to) => members.set(key, text.slice(from, to)));
  for (const [key, value] of members) member(key, value);
}
