// What `where` and `order_by` take.

import {
  GraphQLBoolean,
  GraphQLEnumType,
  type GraphQLInputFieldConfig,
  GraphQLInputObjectType,
  GraphQLList,
  GraphQLNonNull,
  GraphQLString,
} from "graphql";
import { isToOne } from "../../../core/index.ts";
import type { DataType } from "../../../core/index.ts";
import { type Build, enumOf, inputOf, isReadable, shownAt } from "./build.ts";
import { fieldType, leafType } from "./field-types.ts";
import { inputMeans, type Test } from "./meaning.ts";
import type { Shown } from "./names.ts";

type Fields = Record<string, GraphQLInputFieldConfig>;

export function offerFilters(build: Build, shown: Shown): void {
  const { types } = build;
  const { name } = shown;
  types.offer(
    `${name}_bool_exp`,
    () =>
      new GraphQLInputObjectType({
        name: `${name}_bool_exp`,
        description: `Which rows of ${name}: all that is given must hold.`,
        fields: () => conditions(build, shown),
      }),
  );
  types.offer(
    `${name}_order_by`,
    () => new GraphQLInputObjectType({ name: `${name}_order_by`, fields: () => orders(build, shown) }),
  );
}

function conditions(build: Build, shown: Shown): Fields {
  const own = inputOf(build, `${shown.name}_bool_exp`);
  const list = new GraphQLList(new GraphQLNonNull(own));
  const fields: Fields = {
    _and: { type: list, ...inputMeans({ kind: "junction", of: "and" }) },
    _or: { type: list, ...inputMeans({ kind: "junction", of: "or" }) },
    _not: { type: own, ...inputMeans({ kind: "junction", of: "not" }) },
  };
  for (const [name, field] of shown.fields)
    if (field.readable) fields[name] = { type: comparison(build, field.type), ...inputMeans({ kind: "field", field }) };
  for (const [name, relation] of shown.relations) {
    const target = shownAt(build, relation.target);
    if (target !== undefined && isReadable(target))
      fields[name] = {
        type: inputOf(build, `${target.name}_bool_exp`),
        ...inputMeans({ kind: "relation", relation, target }),
      };
  }
  return fields;
}

function orders(build: Build, shown: Shown): Fields {
  const fields: Fields = {};
  for (const [name, field] of shown.fields)
    if (field.readable) fields[name] = { type: enumOf(build, "order_by"), ...inputMeans({ kind: "field", field }) };
  for (const [name, relation] of shown.relations) {
    const target = shownAt(build, relation.target);
    if (target !== undefined && isToOne(relation) && isReadable(target))
      fields[name] = {
        type: inputOf(build, `${target.name}_order_by`),
        ...inputMeans({ kind: "relation", relation, target }),
      };
  }
  return fields;
}

/** A nulls' place that is not said is last where ascending, first where descending. */
export function offerOrder({ types }: Build): void {
  const values = ["asc", "asc_nulls_first", "asc_nulls_last", "desc", "desc_nulls_first", "desc_nulls_last"];
  types.offer(
    "order_by",
    () =>
      new GraphQLEnumType({
        name: "order_by",
        description: "Nulls are last when ascending and first when descending, unless it is said.",
        values: Object.fromEntries(values.map((value) => [value, {}])),
      }),
  );
}

function comparison(build: Build, type: DataType): GraphQLInputObjectType {
  const of = fieldType(build, type);
  const name = of instanceof GraphQLList ? `${of.ofType.name}_array_comparison_exp` : `${of.name}_comparison_exp`;
  build.types.offer(name, () => new GraphQLInputObjectType({ name, fields: () => tests(build, type) }));
  return build.types.take<GraphQLInputObjectType>(name);
}

function compare(operator: Extract<Test, { kind: "compare" }>["operator"], negated = false): Test {
  return { kind: "compare", operator, negated };
}

function tests(build: Build, type: DataType): Fields {
  const of = fieldType(build, type);
  const fields: Fields = {};
  const add = (name: string, test: Test, takes: GraphQLInputFieldConfig["type"] = of): void => {
    const structural = test.kind !== "compare";
    fields[name] = { type: takes, ...inputMeans({ kind: "operator", test }, structural) };
  };
  add("_eq", compare("eq"));
  add("_neq", compare("neq"));
  add("_is_null", { kind: "is-null" }, GraphQLBoolean);
  if (of instanceof GraphQLList) {
    add("_contains", compare("contains"));
    add("_contained_in", compare("containedBy"));
    return fields;
  }
  const many = new GraphQLList(new GraphQLNonNull(leafType(build, type)));
  if (of !== GraphQLBoolean) for (const name of ["gt", "gte", "lt", "lte"] as const) add(`_${name}`, compare(name));
  add("_in", compare("in"), many);
  add("_nin", compare("in", true), many);
  if (of === GraphQLString) {
    for (const name of ["like", "ilike"] as const) {
      add(`_${name}`, compare(name));
      add(`_n${name}`, compare(name, true));
    }
    add("_regex", compare("match"));
    add("_nregex", compare("match", true));
    add("_iregex", compare("imatch"));
    add("_niregex", compare("imatch", true));
  }
  if (of.name === "json") {
    const names = new GraphQLList(new GraphQLNonNull(GraphQLString));
    add("_contains", compare("contains"));
    add("_contained_in", compare("containedBy"));
    add("_has_key", { kind: "has-key" }, GraphQLString);
    add("_has_keys_any", { kind: "has-keys", all: false }, names);
    add("_has_keys_all", { kind: "has-keys", all: true }, names);
  }
  return fields;
}
