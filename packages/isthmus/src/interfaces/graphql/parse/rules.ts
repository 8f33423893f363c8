// The rules a document is validated by: the specification's, without two that cost more than their worth here. Fields that
// cannot be merged are found where they are merged (`collect.ts`), in time linear in what is asked for, and names of types
// are looked up one by one, so that a schema need not be made whole.

import {
  getNamedType,
  GraphQLError,
  isInputObjectType,
  Kind,
  KnownTypeNamesRule,
  OverlappingFieldsCanBeMergedRule,
  specifiedRules,
  type ValidationRule,
} from "graphql";

const kept = specifiedRules.filter((rule) => rule !== OverlappingFieldsCanBeMergedRule && rule !== KnownTypeNamesRule);

const knownTypes: ValidationRule = (context) => ({
  NamedType(node) {
    const name = node.name.value;
    if (context.getSchema().getType(name) === undefined)
      context.reportError(new GraphQLError(`Unknown type "${name}".`, { nodes: node }));
  },
});

/** `__schema` and `__type` are refused alike, whatever they are asked for. */
const noIntrospection: ValidationRule = (context) => ({
  Field: {
    enter(node) {
      if (node.name.value !== "__schema" && node.name.value !== "__type") return undefined;
      context.reportError(new GraphQLError("GraphQL introspection is switched off", { nodes: node }));
      return false;
    },
  },
});

/** What users of Hasura know and the statements have no word for: told by what does the same. */
const instead: Readonly<Record<string, string>> = {
  distinct_on:
    "distinct_on is not offered: count distinct values by `_aggregate { aggregate { count(columns, distinct: true) } }`, or make a view of the rows",
  last: "last is not offered: turn order_by round, and take the first",
  before: "before is not offered: turn order_by round, and go on after the cursor of that order",
};

const orderByAggregate = "An order by an aggregate is not offered: make a view that computes it, or a computed field";

const departures: ValidationRule = (context) => ({
  Argument({ name, value }) {
    const argument = context.getArgument();
    if (argument === undefined || argument === null) {
      const words = Object.hasOwn(instead, name.value) ? instead[name.value] : undefined;
      if (words !== undefined) context.reportError(new GraphQLError(words, { nodes: name }));
      return;
    }
    if (name.value !== "order_by") return;
    const type = getNamedType(argument.type);
    const items = value.kind === Kind.LIST ? value.values : [value];
    for (const item of items)
      for (const { name: by } of item.kind === Kind.OBJECT ? item.fields : [])
        if (by.value.endsWith("_aggregate") && isInputObjectType(type) && type.getFields()[by.value] === undefined)
          context.reportError(new GraphQLError(orderByAggregate, { nodes: by }));
  },
});

export function rulesFor(introspection: boolean): readonly ValidationRule[] {
  const all = [departures, ...kept, knownTypes];
  return introspection ? all : [noIntrospection, ...all];
}
