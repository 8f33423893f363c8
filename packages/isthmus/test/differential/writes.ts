// Random changes, and reads of what they have changed.

import fc from "fast-check";
import type {
  Adjustment,
  Catalog,
  Condition,
  Field,
  Insert,
  Query,
  Question,
  Resource,
  Statement,
  Update,
} from "../../src/core/index.ts";
import { condition } from "./conditions.ts";
import { Inputs, type Build } from "./inputs.ts";
import { key, query } from "./queries.ts";
import { isKey, objectOf } from "./written.ts";

/** A few changes of one or two resources, each followed by a read of what was changed. */
export function changes(catalog: Catalog): fc.Arbitrary<readonly Question[]> {
  const each = [...catalog.resources.values()]
    .filter(({ insertable }) => insertable)
    .map((resource) => fc.tuple(fc.constant(resource), change(catalog, resource), query(catalog, resource, 1)));
  return fc
    .array(fc.oneof(...each), { minLength: 1, maxLength: 3 })
    .map((list) =>
      list.flatMap(([resource, build, read]) => [
        question(build),
        question(() => everything(resource)),
        question(read),
      ]),
    );
}

function question(build: Build<Statement>): Question {
  const inputs = new Inputs();
  return { statement: build(inputs), inputs: inputs.values() };
}

/** All of a resource: the state the change has left. */
function everything(resource: Resource): Query {
  return {
    kind: "query",
    resource: resource.id,
    select: [...resource.fields.keys()].map((name) => ({ kind: "field", as: name, of: { field: name } })),
    order: key(resource),
    answer: { as: "many" },
  };
}

function change(catalog: Catalog, resource: Resource): fc.Arbitrary<Build<Statement>> {
  return fc.oneof(
    { weight: 4, arbitrary: insert(catalog, resource) },
    { weight: 4, arbitrary: update(catalog, resource) },
    { weight: 1, arbitrary: bulk(catalog, resource) },
    { weight: 2, arbitrary: remove(catalog, resource) },
  );
}

/** What comes back of the written rows, and how many there may be. */
function common(catalog: Catalog, resource: Resource): fc.Arbitrary<Build<object>> {
  const returning = query(catalog, resource, 0).map((build): Build<Query> => () => {
    const {
      where: _where,
      limit: _limit,
      offset: _offset,
      count: _count,
      aggregatesPage,
      ...rest
    } = build(new Inputs());
    return {
      ...rest,
      order: !isAggregate(rest) ? key(resource) : aggregatesPage === true ? [] : (rest.order ?? []),
    } as Query;
  });
  return fc
    .record({
      returning: fc.option(returning, { nil: undefined, freq: 3 }),
      maxAffected: fc.option(fc.integer({ min: 0, max: 2 }), { nil: undefined, freq: 8 }),
      single: fc.boolean().chain((some) => (some ? fc.constant(false) : fc.constantFrom(false, false, false, true))),
    })
    .map((parts) => (inputs) => ({
      ...(parts.returning === undefined ? {} : { returning: parts.returning(inputs) }),
      ...(parts.maxAffected === undefined ? {} : { maxAffected: inputs.take(parts.maxAffected) }),
      ...(parts.single ? { single: true } : {}),
    }));
}

function isAggregate({ select }: Pick<Query, "select">): boolean {
  return select.some((one) => one.kind === "field" && one.aggregate !== undefined);
}

function some(resource: Resource, minLength: number): fc.Arbitrary<readonly Field[]> {
  return fc.subarray([...resource.fields.values()], { minLength });
}

function insert(catalog: Catalog, resource: Resource): fc.Arbitrary<Build<Insert>> {
  const keyed = resource.key.flatMap((name) => resource.fields.get(name) ?? []);
  const targets = [resource.key, ...resource.unique];
  const required = [...resource.fields.values()].filter(({ nullable, hasDefault }) => !nullable && !hasDefault);
  return some(resource, 0)
    .chain((chosen) => {
      const fields = [...new Set([...keyed, ...required, ...chosen])];
      return fc.record({
        fields: fc.constant(fields),
        rows: fc.array(objectOf(resource, fields), { maxLength: 3 }),
        one: fc.boolean(),
        missing: fc.constantFrom("null" as const, "default" as const),
        conflict: fc.option(
          fc.record({
            target: fc.constantFrom(...targets),
            action: fc.constantFrom("merge" as const, "ignore" as const),
          }),
          { nil: undefined },
        ),
        common: common(catalog, resource),
      });
    })
    .map(({ fields, rows, one, missing, conflict, common: more }) => (inputs) => {
      const [first] = rows;
      const alone = one && rows.length === 1 && first !== undefined;
      return {
        kind: "insert",
        resource: resource.id,
        fields: fields.map(({ name }) => name),
        rows: inputs.take(alone ? first : `[${rows.join(",")}]`),
        missing,
        ...(conflict === undefined || !conflict.target.every((name) => fields.some((field) => field.name === name))
          ? {}
          : { conflict }),
        ...more(inputs),
      };
    });
}

function update(catalog: Catalog, resource: Resource): fc.Arbitrary<Build<Update>> {
  const free = [...resource.fields.values()].filter(({ name }) => !resource.key.includes(name));
  return fc
    .tuple(
      fc.subarray(free.length === 0 ? [...resource.fields.values()] : free, { minLength: 1 }),
      fc.option(adjustment(resource), { nil: undefined, freq: 2 }),
    )
    .chain(([chosen, adjusted]) => {
      const fields = chosen.filter(({ name }) => name !== adjusted?.field);
      return fc.record({
        fields: fc.constant(fields),
        adjusted: fc.constant(adjusted),
        values: fullObject(resource, fields),
        where: fc.option(condition(catalog, resource, 1), { nil: undefined, freq: 5 }),
        common: common(catalog, resource),
      });
    })
    .map(({ fields, adjusted, values, where, common: more }) => (inputs) => ({
      kind: "update",
      resource: resource.id,
      fields: fields.map(({ name }) => name),
      values: inputs.take(values),
      ...(adjusted === undefined ? {} : { adjust: [{ ...adjusted, value: inputs.take(adjusted.value) }] }),
      ...(where === undefined ? {} : { where: where(inputs) }),
      ...more(inputs),
    }));
}

/** An object that has all the fields: what it had not would be null. */
function fullObject(resource: Resource, fields: readonly Field[]): fc.Arbitrary<string> {
  return objectOf(resource, fields);
}

interface Adjusted extends Omit<Adjustment, "value"> {
  readonly value: string;
}

function adjustment(resource: Resource): fc.Arbitrary<Adjusted | undefined> {
  const all = [...resource.fields.values()].filter((field) => !isKey(resource, field));
  const numbers = all.filter(({ type }) => ["smallint", "integer", "bigint", "decimal"].includes(type.name));
  const documents = all.filter(({ type }) => type.name === "json");
  const increments = numbers.map(({ name, type }) =>
    fc
      .constantFrom("1", "-1", "100", ...(type.name === "decimal" ? ["0.25", "-0.1"] : []))
      .map((value): Adjusted => ({ field: name, operator: "increment", value })),
  );
  const inside = documents.flatMap(({ name }) => [
    fc
      .constantFrom("append" as const, "prepend" as const)
      .chain((operator) =>
        fc.constantFrom("[9]", '{"a":9}', "9").map((value): Adjusted => ({ field: name, operator, value })),
      ),
    fc.constantFrom("a", "b", "missing").map((value): Adjusted => ({ field: name, operator: "deleteKey", value })),
    fc.constantFrom("0", "-1", "9").map((value): Adjusted => ({ field: name, operator: "deleteElement", value })),
  ]);
  const every = [...increments, ...inside];
  return every.length === 0 ? fc.constant(undefined) : fc.oneof(...every);
}

function keyIn({ key: names }: Resource, row: string): string {
  const object = JSON.parse(row, (_, value: unknown, context?: { readonly source?: string }) =>
    typeof value === "number" ? context?.source : value,
  ) as Record<string, unknown>;
  return JSON.stringify(names.map((name) => object[name]));
}

/** Each object changes the record its key names. */
function bulk(catalog: Catalog, resource: Resource): fc.Arbitrary<Build<Update>> {
  const keyed = resource.key.flatMap((name) => resource.fields.get(name) ?? []);
  const free = [...resource.fields.values()].filter(({ name }) => !resource.key.includes(name));
  return fc
    .subarray(free, { minLength: Math.min(1, free.length) })
    .chain((chosen) =>
      fc.record({
        fields: fc.constant([...keyed, ...chosen]),
        // Of objects that name one record it is not said which of them changes it.
        rows: fc.uniqueArray(objectOf(resource, [...keyed, ...chosen]), {
          maxLength: 3,
          selector: (row) => keyIn(resource, row),
        }),
        common: common(catalog, resource),
      }),
    )
    .map(({ fields, rows, common: more }) => (inputs) => ({
      kind: "update",
      resource: resource.id,
      fields: fields.map(({ name }) => name),
      values: inputs.take(`[${rows.join(",")}]`),
      matchBy: resource.key,
      ...more(inputs),
    }));
}

function remove(catalog: Catalog, resource: Resource): fc.Arbitrary<Build<Statement>> {
  return fc
    .tuple(condition(catalog, resource, 1) as fc.Arbitrary<Build<Condition>>, common(catalog, resource))
    .map(([where, more]) => (inputs) => ({
      kind: "delete",
      resource: resource.id,
      where: where(inputs),
      ...more(inputs),
    }));
}
