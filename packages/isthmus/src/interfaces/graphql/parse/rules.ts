// The rules a document is validated by: the specification's, without two that cost more than their worth here. Fields that
// cannot be merged are found where they are merged (`collect.ts`), in time linear in what is asked for, and names of types
// are looked up one by one, so that a schema need not be made whole.

import {
  GraphQLError,
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

export function rulesFor(introspection: boolean): readonly ValidationRule[] {
  return introspection ? [...kept, knownTypes] : [noIntrospection, ...kept, knownTypes];
}
