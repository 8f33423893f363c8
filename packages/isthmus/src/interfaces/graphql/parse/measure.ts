// What a document would cost, told in time linear in its length, before anything is made of it: every fragment is looked
// at once, and what is spread a million times is multiplied.

import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  getNamedType,
  type GraphQLOutputType,
  isIntrospectionType,
  isObjectType,
  isListType,
  isNonNullType,
  Kind,
  type SelectionSetNode,
} from "graphql";
import type { GraphqlLimits } from "../options.ts";
import type { LazySchema } from "../schema/lazy-schema.ts";
import { tooMuch } from "./problems.ts";

interface Size {
  readonly depth: number;
  readonly aliases: number;
  readonly cost: number;
  /** Fields of this level. */
  readonly fields: number;
  /** What is asked of the schema itself, for each of its types. */
  readonly schema: number;
}

const nothing: Size = { depth: 0, aliases: 0, cost: 0, fields: 0, schema: 0 };

/** Rows that are reckoned with in every list. */
const rowsInList = 10;

/** How many there are of each, in a schema of ours; `types` and `directives` are what is reckoned by. */
const inSchema: Readonly<Record<string, number>> = { fields: 8, inputFields: 8, args: 2, enumValues: 4 };

/** What tools ask comes to some 1,300. A schema is answered in one go, and may have thousands of types. */
const mostOfSchema = 2_000;

/** Throws ISTHMUS136 for a document of which some operation exceeds a limit. */
export function measure(document: DocumentNode, schema: LazySchema, limits: GraphqlLimits): void {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const known = new Map<string, Size>();

  function ofFragment(name: string): Size {
    const size = known.get(name);
    if (size !== undefined) return size;
    const fragment = fragments.get(name);
    if (fragment === undefined) return nothing;
    // One that leads to itself is refused by the validation.
    known.set(name, nothing);
    const found = ofSet(fragment.selectionSet, schema.getType(fragment.typeCondition.name.value));
    known.set(name, found);
    return found;
  }

  function ofSet({ selections }: SelectionSetNode, type: unknown): Size {
    let { depth, aliases, cost, fields, schema: ofSchema } = nothing;
    for (const selection of selections) {
      const size =
        selection.kind === Kind.FRAGMENT_SPREAD
          ? ofFragment(selection.name.value)
          : selection.kind === Kind.INLINE_FRAGMENT
            ? ofSet(selection.selectionSet, type)
            : ofField(selection, type);
      depth = Math.max(depth, size.depth);
      aliases += size.aliases;
      cost += size.cost;
      fields += size.fields;
      ofSchema += size.schema;
    }
    return { depth, aliases, cost, fields, schema: ofSchema };
  }

  function ofField({ name: { value: name }, alias, selectionSet: set }: FieldNode, parent: unknown): Size {
    const type = typeOf(parent, name) ?? schemaType(name);
    const below = set === undefined ? nothing : ofSet(set, type === undefined ? undefined : getNamedType(type));
    const rows = type !== undefined && isList(type) ? rowsInList : 1;
    const own = { depth: below.depth + 1, aliases: below.aliases + Number(alias !== undefined), fields: 1 };
    if (type === undefined || !isOfSchema(parent, type))
      return { ...own, cost: 1 + rows * below.cost, schema: below.schema };
    return { ...own, cost: 1 + below.cost, schema: 1 + (inSchema[name] ?? 1) * below.schema };
  }

  /** The fields of the root that lead to the schema are those of no type. */
  function schemaType(field: string): GraphQLOutputType | undefined {
    const type = field === "__schema" ? "__Schema" : field === "__type" ? "__Type" : undefined;
    return type === undefined ? undefined : (schema.getType(type) as GraphQLOutputType | undefined);
  }

  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const size = ofSet(definition.selectionSet, schema.getRootType(definition.operation));
    if (size.depth > limits.depth)
      throw tooMuch(`The document is ${size.depth} levels deep; ${limits.depth} are allowed`);
    if (size.fields > limits.rootFields)
      throw tooMuch(`The operation has ${size.fields} fields at its root; ${limits.rootFields} are allowed`);
    if (size.aliases > limits.aliases)
      throw tooMuch(`The operation has ${size.aliases} aliases; ${limits.aliases} are allowed`);
    if (size.schema > mostOfSchema)
      throw tooMuch(
        `The operation asks ${size.schema} things of every type of the schema; ${mostOfSchema} are allowed`,
      );
    if (size.cost > limits.cost) throw tooMuch(`The operation costs ${size.cost}; ${limits.cost} are allowed`);
  }
}

function isOfSchema(parent: unknown, type: GraphQLOutputType): boolean {
  return isIntrospectionType(getNamedType(type)) || (isObjectType(parent) && isIntrospectionType(parent));
}

function typeOf(parent: unknown, field: string): GraphQLOutputType | undefined {
  return isObjectType(parent) ? parent.getFields()[field]?.type : undefined;
}

function isList(type: GraphQLOutputType): boolean {
  return isListType(isNonNullType(type) ? type.ofType : type);
}
