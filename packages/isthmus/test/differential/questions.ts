// Random questions over a catalog: every shape of filter, order, embedding, aggregate and page that all databases can do.

import fc from "fast-check";
import {
  isToOne,
  type Catalog,
  type Condition,
  type DataTypeName,
  type Field,
  type InputValue,
  type Operator,
  type Order,
  type Query,
  type Question,
  type Resource,
  type Selection,
} from "../../src/core/index.ts";

/** Collects the values of one question while its shape is built. */
class Inputs {
  readonly values: InputValue[] = [];

  take(value: InputValue): { readonly kind: "input"; readonly index: number } {
    return { kind: "input", index: this.values.push(value) - 1 };
  }
}

type Build<T> = (inputs: Inputs) => T;

const samples: Partial<Record<DataTypeName, readonly string[]>> = {
  bigint: ["0", "1", "2", "10", "12", "100", "-3", "9007199254740993"],
  decimal: ["0", "19.9", "19.90", "89.50", "120.1", "-1", "0.1"],
  text: ["", "open", "paid", "Ada", "Björn", 'a,b "c"', "100%", "Rug 100%", "'; DROP TABLE orders; --", "_", "\\"],
  boolean: ["true", "false"],
  timestamp: ["2026-01-01T00:00:00", "2026-03-01T10:00:00", "2026-03-02 10:00:00"],
};

const comparable: readonly Operator[] = ["eq", "neq", "gt", "gte", "lt", "lte", "isDistinct"];
const patterns = ["%", "A%", "%a%", "_d%", "%100\\%", "", "%'%", "open"];

export function questions(catalog: Catalog, depth: number): fc.Arbitrary<Question<Query>> {
  return fc.constantFrom(...catalog.resources.values()).chain((resource) =>
    query(catalog, resource, depth).map((build) => {
      const inputs = new Inputs();
      return { statement: build(inputs), inputs: inputs.values };
    }),
  );
}

function query(catalog: Catalog, resource: Resource, depth: number): fc.Arbitrary<Build<Query>> {
  return fc
    .record({
      select: fc.oneof(
        { weight: 4, arbitrary: plainSelect(catalog, resource, depth) },
        { weight: 1, arbitrary: groupedSelect(resource) },
      ),
      where: fc.option(condition(catalog, resource, 3), { nil: undefined }),
      limit: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
      offset: fc.option(fc.integer({ min: 0, max: 3 }), { nil: undefined }),
      order: orders(resource),
      count: fc.constantFrom(undefined, "exact" as const),
      stripNulls: fc.boolean(),
    })
    .map((parts) => (inputs) => {
      const grouped = parts.select.grouped;
      const where = parts.where?.(inputs);
      return {
        kind: "query",
        resource: resource.id,
        select: parts.select.build(inputs),
        ...(where === undefined ? {} : { where }),
        // Without a total order a page is any page; a group's order is its own fields'.
        order:
          grouped === undefined
            ? [...parts.order, ...resource.key.map((field): Order => ({ by: { field }, direction: "asc" }))]
            : grouped.map((field): Order => ({ by: { field }, direction: "asc" })),
        ...(parts.limit === undefined ? {} : { limit: inputs.take(parts.limit) }),
        ...(parts.offset === undefined ? {} : { offset: inputs.take(parts.offset) }),
        ...(parts.count === undefined ? {} : { count: parts.count }),
        answer: { as: "many", ...(parts.stripNulls ? { stripNulls: true } : {}) },
      };
    });
}

interface Select {
  readonly build: Build<readonly Selection[]>;
  /** The fields that are grouped by, where something is aggregated. */
  readonly grouped?: readonly string[];
}

function plainSelect(catalog: Catalog, resource: Resource, depth: number): fc.Arbitrary<Select> {
  const fields = fc.subarray([...resource.fields.keys()], { minLength: 1 });
  const relations =
    depth === 0
      ? fc.constant([])
      : fc
          .subarray([...resource.relations.values()], { maxLength: Math.min(2, resource.relations.size) })
          .chain((chosen) =>
            fc.tuple(
              ...chosen.map((relation) => {
                const target = catalog.resources.get(relation.target) ?? resource;
                return fc
                  .record({
                    query: query(catalog, target, depth - 1),
                    join: fc.constantFrom("left" as const, "inner" as const),
                  })
                  .map(({ query: nested, join }) => (inputs: Inputs): Selection => {
                    const below = nested(inputs);
                    const one = isToOne(relation);
                    const { limit: _limit, offset: _offset, count: _count, ...rest } = below;
                    return {
                      kind: "relation",
                      as: `rel_${relation.name}`,
                      relation: relation.name,
                      join,
                      spread: false,
                      query: {
                        ...rest,
                        ...(one ? {} : { limit: below.limit, offset: below.offset }),
                        answer: { as: one ? "one" : "many" },
                      } as Query,
                    };
                  });
              }),
            ),
          );
  return fc.tuple(fields, relations).map(([names, below]) => ({
    build: (inputs) => [
      ...names.map((name, index): Selection => ({
        kind: "field",
        as: index % 2 === 0 ? name : `as ${name}`,
        of: { field: name },
      })),
      ...below.map((build) => build(inputs)),
    ],
  }));
}

function groupedSelect(resource: Resource): fc.Arbitrary<Select> {
  const plain = [...resource.fields.values()].filter((field) => field.type.name !== "json");
  const numeric = plain.filter((field) => field.type.name === "bigint");
  return fc
    .tuple(
      fc.subarray(plain, { maxLength: 2 }),
      fc.option(fc.constantFrom(...numeric), { nil: undefined }),
      fc.constantFrom("min" as const, "max" as const, "count" as const),
    )
    .map(([by, of, name]) => ({
      build: () => [
        ...by.map((field): Selection => ({ kind: "field", as: field.name, of: { field: field.name } })),
        { kind: "field", as: "rows", aggregate: { function: "count" } },
        ...(of === undefined
          ? []
          : [{ kind: "field" as const, as: "aggregated", of: { field: of.name }, aggregate: { function: name } }]),
      ],
      grouped: by.map((field) => field.name),
    }));
}

function orders(resource: Resource): fc.Arbitrary<readonly Order[]> {
  // Text is left out: its order is the collation's, which the documentation lists as a difference.
  const sortable = [...resource.fields.values()].filter(
    (field) => field.type.name !== "json" && field.type.name !== "text",
  );
  const one = fc.record({
    by: fc.constantFrom(...sortable),
    direction: fc.constantFrom("asc" as const, "desc" as const),
    nulls: fc.constantFrom(undefined, "first" as const, "last" as const),
  });
  return fc.array(one, { maxLength: 2 }).map((list) =>
    list.map(({ by, direction, nulls }) => ({
      by: { field: by.name },
      direction,
      ...(nulls === undefined ? {} : { nulls }),
    })),
  );
}

function condition(catalog: Catalog, resource: Resource, depth: number): fc.Arbitrary<Build<Condition>> {
  const leaves = [...resource.fields.values()]
    .filter((field) => samples[field.type.name] !== undefined)
    .map((field) => leaf(field));
  const simple = fc.oneof(...leaves);
  if (depth === 0) return simple;
  const deeper = condition(catalog, resource, depth - 1);
  const related = [...resource.relations.values()].map((relation) => {
    const target = catalog.resources.get(relation.target) ?? resource;
    return fc
      .option(condition(catalog, target, Math.min(depth - 1, 1)), { nil: undefined })
      .map((where): Build<Condition> => (inputs) => {
        const inner = where?.(inputs);
        return { kind: "related", relation: relation.name, ...(inner === undefined ? {} : { where: inner }) };
      });
  });
  return fc.oneof(
    { weight: 4, arbitrary: simple },
    {
      weight: 2,
      arbitrary: fc
        .tuple(fc.constantFrom("and" as const, "or" as const), fc.array(deeper, { minLength: 1, maxLength: 3 }))
        .map(([kind, of]): Build<Condition> => (inputs) => ({ kind, of: of.map((part) => part(inputs)) })),
    },
    {
      weight: 1,
      arbitrary: deeper.map((of): Build<Condition> => (inputs) => ({ kind: "not", of: of(inputs) })),
    },
    ...related.map((arbitrary) => ({ weight: 1, arbitrary })),
  );
}

function leaf(field: Field): fc.Arbitrary<Build<Condition>> {
  const left = { field: field.name };
  const value = fc.constantFrom(...(samples[field.type.name] ?? []));
  const compare = fc
    .tuple(fc.constantFrom(...comparable), value)
    .map(([operator, right]): Build<Condition> => (inputs) => ({
      kind: "compare",
      left,
      operator,
      right: inputs.take(right),
    }));
  const list = fc.array(value, { maxLength: 3 }).map((right): Build<Condition> => (inputs) => ({
    kind: "compare",
    left,
    operator: "in",
    right: inputs.take(right),
  }));
  const quantified = fc
    .tuple(
      fc.constantFrom("any" as const, "all" as const),
      fc.constantFrom("eq" as const, "gt" as const),
      fc.array(value, { minLength: 1, maxLength: 3 }),
    )
    .map(([quantifier, operator, right]): Build<Condition> => (inputs) => ({
      kind: "compare",
      left,
      operator,
      quantifier,
      right: inputs.take(right),
    }));
  const isNull = fc.constantFrom("null" as const, "not-null" as const).map((right): Build<Condition> => () => ({
    kind: "is",
    left,
    right,
  }));
  const truth = fc
    .constantFrom("true" as const, "false" as const, "unknown" as const)
    .map((right): Build<Condition> => () => ({ kind: "is", left, right }));
  const pattern = fc
    .tuple(fc.constantFrom("like" as const, "ilike" as const), fc.constantFrom(...patterns))
    .map(([operator, right]): Build<Condition> => (inputs) => ({
      kind: "compare",
      left,
      operator,
      right: inputs.take(right),
    }));
  // gt and lt on text depend on the collation; equality does not.
  if (field.type.name === "text") {
    const equal = fc
      .tuple(fc.constantFrom("eq" as const, "neq" as const, "isDistinct" as const), value)
      .map(([operator, right]): Build<Condition> => (inputs) => ({
        kind: "compare",
        left,
        operator,
        right: inputs.take(right),
      }));
    return fc.oneof(equal, list, isNull, pattern);
  }
  if (field.type.name === "boolean")
    return fc.oneof(
      truth,
      isNull,
      fc.constantFrom("true", "false").map((right): Build<Condition> => (inputs) => ({
        kind: "compare",
        left,
        operator: "eq",
        right: inputs.take(right),
      })),
    );
  return fc.oneof(compare, list, quantified, isNull);
}
