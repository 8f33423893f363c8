// Documents: read, measured, validated, and kept by their text for each view, since the next request mostly brings the
// same one. Bounded in number, and in what a single one may hold.

import {
  type DocumentNode,
  type FragmentDefinitionNode,
  GraphQLError,
  type GraphQLInputType,
  Kind,
  type OperationDefinitionNode,
  parse,
  typeFromAST,
  validate,
  visit,
} from "graphql";
import { LRUCache } from "lru-cache";
import type { Catalog } from "../../../core/index.ts";
import type { GraphqlSettings } from "../options.ts";
import { schemaOf } from "../schema.ts";
import type { LazySchema } from "../schema/lazy-schema.ts";
import { type Coerce, coercerOf } from "./coerce.ts";
import type { Plan } from "./compile.ts";
import { constantOf } from "./given.ts";
import { measure } from "./measure.ts";
import { invalidDocument, syntaxProblem, tooMuch } from "./problems.ts";
import { rulesFor } from "./rules.ts";

/** Documents of one view that are kept, and the longest that is, in characters. */
const mostDocuments = 1_000;
const longestKept = 50_000;
/** Plans of one operation: one for each shape of its variables. */
const mostPlans = 50;
/** More errors than a person reads would only cost time. */
const mostErrors = 10;

export interface Document {
  readonly node: DocumentNode;
  readonly schema: LazySchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly operations: readonly Operation[];
}

export interface Operation {
  readonly node: OperationDefinitionNode;
  readonly variables: readonly VariableReader[];
  /** By the shape of the variables. */
  readonly plans: LRUCache<string, Plan>;
  /** What it asks of the schema itself hangs on every variable's value. */
  readonly introspects: boolean;
}

export interface VariableReader {
  readonly name: string;
  readonly type: string;
  readonly required: boolean;
  readonly coerce: Coerce;
  /** Its value is part of the plan. */
  readonly structural: boolean;
  /** Absent where there is none. */
  readonly fallback?: unknown;
}

export type Documents = (catalog: Catalog, text: string) => Document;

export function createDocuments(settings: GraphqlSettings): Documents {
  const views = new WeakMap<Catalog, LRUCache<string, Document>>();
  const rules = rulesFor(settings.introspection);
  return (catalog, text) => {
    let kept = views.get(catalog);
    if (kept === undefined) views.set(catalog, (kept = new LRUCache({ max: mostDocuments })));
    const known = kept.get(text);
    if (known !== undefined) return known;
    const document = read(catalog, text, settings, rules);
    if (text.length <= longestKept) kept.set(text, document);
    return document;
  };
}

function read(catalog: Catalog, text: string, settings: GraphqlSettings, rules: ReturnType<typeof rulesFor>): Document {
  const node = parsed(text, settings.limits.tokens);
  const schema = schemaOf(catalog);
  measure(node, schema, settings.limits);
  const errors = validate(schema, node, rules, { maxErrors: mostErrors, hideSuggestions: !settings.suggestions });
  if (errors.length > 0) throw invalidDocument(errors);
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: Operation[] = [];
  const structural = structuralVariables(node);
  for (const definition of node.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    else if (definition.kind === Kind.OPERATION_DEFINITION)
      operations.push(operationOf(definition, schema, structural));
  }
  return { node, schema, fragments, operations };
}

function parsed(text: string, tokens: number): DocumentNode {
  try {
    return parse(text, { maxTokens: tokens, allowEmptySelectionSets: false });
  } catch (error) {
    if (error instanceof GraphQLError) {
      if (error.message.includes("tokens")) throw tooMuch(`The document has more than ${tokens} tokens`);
      throw syntaxProblem(error);
    }
    throw error;
  }
}

/** Variables that say where to look rather than what to compare with: places inside of JSON. */
function structuralVariables(node: DocumentNode): ReadonlySet<string> {
  const found = new Set<string>();
  visit(node, {
    Argument({ name, value }) {
      if (name.value === "path" && value.kind === Kind.VARIABLE) found.add(value.name.value);
    },
  });
  return found;
}

function operationOf(node: OperationDefinitionNode, schema: LazySchema, structural: ReadonlySet<string>): Operation {
  const variables = (node.variableDefinitions ?? []).map(
    ({ variable, type: written, defaultValue }): VariableReader => {
      const type = typeFromAST(schema, written) as GraphQLInputType;
      const name = variable.name.value;
      return {
        name,
        type: String(type),
        required: written.kind === Kind.NON_NULL_TYPE && defaultValue === undefined,
        coerce: coercerOf(type),
        structural: structural.has(name),
        ...(defaultValue === undefined ? {} : { fallback: constantOf(defaultValue) }),
      };
    },
  );
  return { node, variables, plans: new LRUCache({ max: mostPlans }), introspects: asksForSchema(node) };
}

function asksForSchema(node: OperationDefinitionNode): boolean {
  let found = false;
  visit(node, {
    FragmentSpread() {
      // What a fragment holds is not looked at here: a plan too many is no harm.
      found ||= node.selectionSet.selections.some(({ kind }) => kind === Kind.FRAGMENT_SPREAD);
    },
    Field({ name: { value } }) {
      found ||= value === "__schema" || value === "__type";
    },
  });
  return found && (node.variableDefinitions?.length ?? 0) > 0;
}
