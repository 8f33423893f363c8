// Random reads over a catalog: every shape of select, filter, order, embedding, aggregate and page that all databases have.

import fc from "fast-check";
import {
  isToOne,
  type Catalog,
  type Field,
  type Order,
  type Query,
  type Question,
  type Resource,
  type Selection,
} from "../../src/core/index.ts";
import { condition, path } from "./conditions.ts";
import { agrees } from "./differences.ts";
import { Inputs, type Build } from "./inputs.ts";

interface Select {
  readonly build: Build<readonly Selection[]>;
  /** The fields that are grouped by, where something is aggregated. */
  readonly grouped?: readonly string[];
}

const kept = new WeakMap<Catalog, Map<string, fc.Arbitrary<Build<Query>>>>();

/** @param depth Levels of embedding. */
export function questions(catalog: Catalog, depth: number): fc.Arbitrary<Question<Query>> {
  const builds = [...catalog.resources.values()].map((resource) => query(catalog, resource, depth));
  return fc.oneof(...builds).map((build) => {
    const inputs = new Inputs();
    return { statement: build(inputs), inputs: inputs.values() };
  });
}

/** Of one resource; an arbitrary is made once and used by all levels above. */
export function query(catalog: Catalog, resource: Resource, depth: number): fc.Arbitrary<Build<Query>> {
  const known = kept.get(catalog) ?? new Map<string, fc.Arbitrary<Build<Query>>>();
  kept.set(catalog, known);
  const name = `${resource.id} ${depth}`;
  const made = known.get(name) ?? newQuery(catalog, resource, depth);
  known.set(name, made);
  return made;
}

function newQuery(catalog: Catalog, resource: Resource, depth: number): fc.Arbitrary<Build<Query>> {
  return fc
    .record({
      select: fc.oneof(
        { weight: 4, arbitrary: plainSelect(catalog, resource, depth) },
        { weight: 1, arbitrary: aggregates(resource) },
      ),
      where: fc.option(condition(catalog, resource, depth === 0 ? 1 : 3), { nil: undefined }),
      limit: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
      offset: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
      order: orders(resource),
      count: fc.constantFrom(undefined, "exact" as const),
      stripNulls: fc.boolean(),
      page: fc.boolean(),
    })
    .map((parts) => (inputs) => {
      const where = parts.where?.(inputs);
      const grouped = parts.select.grouped;
      const ofPage = grouped?.length === 0 && parts.page;
      const last = key(resource);
      return {
        kind: "query",
        resource: resource.id,
        select: parts.select.build(inputs),
        ...(where === undefined ? {} : { where }),
        // Without a total order a page is any page; a group's order is its own fields'.
        order:
          grouped === undefined || ofPage
            ? [...parts.order, ...last]
            : grouped.map((field): Order => ({ by: { field }, direction: "asc" })),
        ...(ofPage ? { aggregatesPage: true } : {}),
        ...(parts.limit === undefined ? {} : { limit: inputs.take(parts.limit) }),
        ...(parts.offset === undefined ? {} : { offset: inputs.take(parts.offset) }),
        ...(parts.count === undefined || ofPage ? {} : { count: parts.count }),
        answer: { as: "many", ...(parts.stripNulls ? { stripNulls: true } : {}) },
      };
    });
}

export function key(resource: Resource): readonly Order[] {
  return resource.key.map((field): Order => ({ by: { field }, direction: "asc" }));
}

function plainSelect(catalog: Catalog, resource: Resource, depth: number): fc.Arbitrary<Select> {
  const fields = fc.subarray([...resource.fields.values()], { minLength: 1 });
  const below =
    depth === 0 || resource.relations.size === 0
      ? fc.constant([])
      : fc.array(
          fc.oneof(
            ...[...resource.relations.values()].map((relation) => embedded(catalog, resource, relation.name, depth)),
          ),
          { maxLength: 2 },
        );
  return fc
    .tuple(
      fields,
      fc.array(path("text"), { maxLength: 1 }),
      fc.array(path("json"), { maxLength: 1 }),
      below,
      fc.boolean(),
    )
    .map(([chosen, texts, documents, relations, group]) => ({
      build: (inputs) => {
        const own = chosen.flatMap((field, index): Selection[] => [
          { kind: "field", as: index % 2 === 0 ? field.name : `as ${field.name}`, of: { field: field.name } },
          ...(field.type.name === "json"
            ? [...texts, ...documents].map((steps, place): Selection => ({
                kind: "field",
                as: `${field.name} ${place}`,
                of: { field: field.name, path: steps },
              }))
            : []),
        ]);
        const last = own.at(-1);
        const grouped: Selection[] =
          group && last !== undefined
            ? [
                ...own.slice(0, -1),
                { kind: "group", as: "group", select: [{ kind: "constant", as: "kind", value: resource.id }, last] },
              ]
            : own;
        return [...grouped, ...relations.map((build, index) => build(inputs, index))];
      },
    }));
}

function embedded(
  catalog: Catalog,
  resource: Resource,
  name: string,
  depth: number,
): fc.Arbitrary<(inputs: Inputs, index: number) => Selection> {
  const relation = resource.relations.get(name);
  if (relation === undefined) throw new Error(`${resource.id} has no relation ${name}`);
  const target = catalog.resources.get(relation.target) ?? resource;
  const one = isToOne(relation);
  return fc
    .record({ query: query(catalog, target, depth - 1), join: fc.constantFrom("left" as const, "inner" as const) })
    .map(({ query: nested, join }) => (inputs, index) => {
      const { limit, offset, count: _count, aggregatesPage, order, ...rest } = nested(inputs);
      return {
        kind: "relation",
        as: `${relation.name} ${index}`,
        relation: relation.name,
        join,
        spread: false,
        query: {
          ...rest,
          ...(one && aggregatesPage === true ? {} : { order }),
          ...(one || aggregatesPage === undefined ? {} : { aggregatesPage }),
          ...(one || limit === undefined ? {} : { limit }),
          ...(one || offset === undefined ? {} : { offset }),
          answer: { as: one ? "one" : "many" },
        },
      };
    });
}

function aggregates(resource: Resource): fc.Arbitrary<Select> {
  const all = [...resource.fields.values()];
  const by = all.filter(({ type }) => agrees(type.name, "group"));
  const one = fc.constantFrom(...all).chain((field) => aggregate(field));
  return fc
    .tuple(fc.oneof(fc.constant([]), fc.subarray(by, { maxLength: 2 })), fc.array(one, { maxLength: 3 }))
    .map(([fields, more]) => ({
      build: () => [
        ...fields.map((field): Selection => ({ kind: "field", as: field.name, of: { field: field.name } })),
        { kind: "field", as: "rows", aggregate: { function: "count" } },
        // What is only nearly alike is named `about`; see `ask`.
        ...more.map((selection, index): Selection => ({
          ...selection,
          as: `${selection.as === "avg" ? "about" : selection.as} ${index}`,
        })),
      ],
      grouped: fields.map((field) => field.name),
    }));
}

function aggregate(field: Field): fc.Arbitrary<Selection> {
  const { name } = field.type;
  const numeric = ["smallint", "integer", "bigint", "decimal", "float"].includes(name);
  const functions = [
    "count" as const,
    ...(agrees(name, "min-max") ? (["min", "max"] as const) : []),
    ...(numeric && agrees(name, "sum") ? (["sum"] as const) : []),
    ...(numeric && agrees(name, "avg") ? (["avg"] as const) : []),
  ];
  return fc.tuple(fc.constantFrom(...functions), fc.boolean()).map(([called, distinct]) => ({
    kind: "field",
    as: called,
    of: { field: field.name },
    aggregate: { function: called, ...(distinct && agrees(name, "distinct") ? { distinct } : {}) },
  }));
}

export function orders(resource: Resource): fc.Arbitrary<readonly Order[]> {
  const sortable = [...resource.fields.values()].filter(({ type }) => agrees(type.name, "order"));
  const documents = [...resource.fields.values()].filter(({ type }) => type.name === "json");
  const place = documents.map(({ name }) => path("text").map((steps) => ({ field: name, path: steps })));
  const one = fc.record({
    by: fc.oneof({ weight: 8, arbitrary: fc.constantFrom(...sortable).map(({ name }) => ({ field: name })) }, ...place),
    direction: fc.constantFrom("asc" as const, "desc" as const),
    nulls: fc.constantFrom(undefined, "first" as const, "last" as const),
  });
  return fc
    .array(one, { maxLength: 3 })
    .map((list) =>
      list.map(({ by, direction, nulls }) => ({ by, direction, ...(nulls === undefined ? {} : { nulls }) })),
    );
}
