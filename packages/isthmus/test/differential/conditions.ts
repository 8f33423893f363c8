// Random conditions over a resource: trees of comparisons of its fields, places inside JSON, and related records.

import fc from "fast-check";
import type {
  Catalog,
  Condition,
  Field,
  FieldRef,
  InputValue,
  JsonStep,
  Operator,
  Resource,
} from "../../src/core/index.ts";
import { agrees } from "./differences.ts";
import type { Build } from "./inputs.ts";
import { expressions, isIll, listOf, patterns, textOf } from "./values.ts";

const steps = (keys: readonly (string | number)[], last: JsonStep["as"]): readonly JsonStep[] =>
  keys.map((key, index) => ({
    to: typeof key === "string" ? { key } : { index: key },
    as: index === keys.length - 1 ? last : "json",
  }));
const places: readonly (readonly (string | number)[])[] = [
  ["a"],
  ["b"],
  ["b", "c"],
  ["b", "list", 0],
  ["b", "list", -1],
  ["ключ"],
  [""],
  ["color"],
  ["size", "h", 1],
  ["stock"],
  [3, "three"],
  [0],
  [9],
  ["missing", "x"],
  ["t"],
];
const documents = ["1", '"x"', '"1"', "null", "true", '{"c":"x"}', "[1,2,3]", "1.5", "[]", "10"];
const words = ["1", "x", "red", "10", "true", "значение", "", "two", "1.5", "3"];

/** Random paths, by what their last arrow gives. */
export function path(last: JsonStep["as"]): fc.Arbitrary<readonly JsonStep[]> {
  const able = places.filter(
    ([first, ...more]) =>
      (first !== 0 || agrees("json", "first element")) &&
      (first !== "b" || more.length > 0 || last === "json" || agrees("json", "text of an object")),
  );
  return fc.constantFrom(...able).map((keys) => steps(keys, last));
}

const kept = new WeakMap<Catalog, Map<string, fc.Arbitrary<Build<Condition>>>>();

export function condition(catalog: Catalog, resource: Resource, depth: number): fc.Arbitrary<Build<Condition>> {
  const known = kept.get(catalog) ?? new Map<string, fc.Arbitrary<Build<Condition>>>();
  kept.set(catalog, known);
  const name = `${resource.id} ${depth}`;
  const made = known.get(name) ?? tree(catalog, resource, depth);
  known.set(name, made);
  return made;
}

function tree(catalog: Catalog, resource: Resource, depth: number): fc.Arbitrary<Build<Condition>> {
  const simple = fc.oneof(...[...resource.fields.values()].map(leaf));
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
  const junction = fc
    .tuple(fc.constantFrom("and" as const, "or" as const), fc.array(deeper, { minLength: 0, maxLength: 3 }))
    .map(([kind, of]): Build<Condition> => (inputs) => {
      if (of.length === 0) inputs.folds = true;
      return { kind, of: of.map((part) => part(inputs)) };
    });
  const negation = deeper.map((of): Build<Condition> => (inputs) => ({ kind: "not", of: of(inputs) }));
  return fc.oneof(
    { weight: 6, arbitrary: simple },
    { weight: 3, arbitrary: junction },
    { weight: 2, arbitrary: negation },
    ...(related.length === 0 ? [] : [{ weight: 2, arbitrary: fc.oneof(...related) }]),
  );
}

type Ill = (value: InputValue) => boolean;
const never: Ill = () => false;

function compare(
  left: FieldRef,
  operators: readonly Operator[],
  right: fc.Arbitrary<InputValue>,
  ill = never,
): fc.Arbitrary<Build<Condition>> {
  return fc.tuple(fc.constantFrom(...operators), right).map(([operator, value]): Build<Condition> => (inputs) => ({
    kind: "compare",
    left,
    operator,
    right: inputs.take(value, ill(value)),
  }));
}

function quantified(
  left: FieldRef,
  operators: readonly Operator[],
  right: fc.Arbitrary<InputValue>,
  ill = never,
): fc.Arbitrary<Build<Condition>> {
  return fc
    .tuple(fc.constantFrom("any" as const, "all" as const), fc.constantFrom(...operators), right)
    .map(([quantifier, operator, value]): Build<Condition> => (inputs) => ({
      kind: "compare",
      left,
      operator,
      quantifier,
      right: inputs.take(value, ill(value)),
    }));
}

function is(
  left: FieldRef,
  ...right: readonly Extract<Condition, { kind: "is" }>["right"][]
): fc.Arbitrary<Build<Condition>> {
  return fc.constantFrom(...right).map((what): Build<Condition> => () => ({ kind: "is", left, right: what }));
}

const equalities = ["eq", "neq", "isDistinct"] as const;
const ranges = ["gt", "gte", "lt", "lte"] as const;

function leaf(field: Field): fc.Arbitrary<Build<Condition>> {
  const left = { field: field.name };
  const { name } = field.type;
  if (name === "json") return inside(field);
  const operators: readonly Operator[] = [...equalities, ...(agrees(name, "range") ? ranges : [])];
  const ill: Ill = (value) => isIll(field, value);
  const text = [
    compare(left, ["like", "ilike"], fc.constantFrom(...patterns)),
    compare(left, ["match", "imatch"], fc.constantFrom(...expressions)),
    quantified(left, ["like", "ilike"], fc.array(fc.constantFrom(...patterns), { maxLength: 3 })),
  ];
  return fc.oneof(
    { weight: 3, arbitrary: compare(left, operators, textOf(field), ill) },
    compare(left, ["in"], listOf(field), ill),
    quantified(
      left,
      operators.filter((operator) => operator !== "isDistinct"),
      listOf(field),
      ill,
    ),
    is(left, "null", "not-null"),
    ...(name === "boolean" ? [is(left, "true", "false", "unknown")] : []),
    ...(name === "text" ? text : []),
  );
}

/** Conditions on a whole document, and on what stands in it as text or as JSON. */
function inside(field: Field): fc.Arbitrary<Build<Condition>> {
  const at = (last: JsonStep["as"]) => path(last).map((found): FieldRef => ({ field: field.name, path: found }));
  const asText = at("text").chain((left) =>
    fc.oneof(
      compare(left, [...equalities, ...ranges], fc.constantFrom(...words)),
      compare(left, ["in"], fc.array(fc.constantFrom(...words), { maxLength: 3 })),
      compare(left, ["like", "ilike"], fc.constantFrom(...patterns)),
      is(left, "null", "not-null"),
    ),
  );
  const asJson = at("json").chain((left) =>
    fc.oneof(compare(left, equalities, fc.constantFrom(...documents)), is(left, "null", "not-null")),
  );
  const left = { field: field.name };
  return fc.oneof(
    asText,
    asJson,
    is(left, "null", "not-null"),
    compare(left, ["eq", "neq"], textOf(field), (value) => isIll(field, value)),
  );
}
