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
  type ValueNode,
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

/** Characters of all documents of one view that are kept. What is made of one takes some forty times as many bytes. */
const mostKept = 1_000_000;
/** Plans of one view, one for each shape of an operation's variables, and the characters of all of them. */
const mostPlans = 2_000;
const largestPlans = 50_000_000;
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
  /** Tells it from all others of its view. */
  readonly key: string;
  readonly variables: readonly VariableReader[];
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
  /** It stands inside of an input object; rows there are rows of other rows, and each becomes a statement. */
  readonly inner: boolean;
  /** Makes the default anew, since values are changed as they are coerced; absent where there is none. */
  readonly fallback?: () => unknown;
}

/** What is remembered for one view. */
export interface Memory {
  /** Reads the document, if it is not known. @throws Problem */
  document(text: string): Document;
  /** By an operation's key and the shape of its variables. */
  readonly plans: LRUCache<string, Plan>;
}

export function createMemories(settings: GraphqlSettings): (catalog: Catalog) => Memory {
  const views = new WeakMap<Catalog, Memory>();
  const rules = rulesFor(settings.introspection);
  return (catalog) => {
    let memory = views.get(catalog);
    if (memory === undefined) views.set(catalog, (memory = memoryOf(catalog, settings, rules)));
    return memory;
  };
}

function memoryOf(catalog: Catalog, settings: GraphqlSettings, rules: ReturnType<typeof rulesFor>): Memory {
  const documents = new LRUCache<string, Document>({
    maxSize: mostKept,
    sizeCalculation: (_, text) => text.length + 1,
  });
  let read = 0;
  return {
    document: (text) => {
      let document = documents.get(text);
      if (document === undefined) {
        document = readDocument(catalog, text, settings, rules, `${(read += 1)}`);
        documents.set(text, document);
      }
      return document;
    },
    plans: new LRUCache({
      max: mostPlans,
      maxSize: largestPlans,
      sizeCalculation: (plan, key) => key.length + JSON.stringify(plan).length,
    }),
  };
}

function readDocument(
  catalog: Catalog,
  text: string,
  settings: GraphqlSettings,
  rules: ReturnType<typeof rulesFor>,
  key: string,
): Document {
  const node = parsed(text, settings.limits.tokens);
  const schema = schemaOf(catalog);
  measure(node, schema, settings.limits);
  const hideSuggestions = !settings.suggestions || isLarge(schema);
  const errors = validate(schema, node, rules, { maxErrors: mostErrors, hideSuggestions });
  if (errors.length > 0) throw invalidDocument(errors);
  const fragments = new Map<string, FragmentDefinitionNode>();
  const operations: Operation[] = [];
  const places = placesOfVariables(node);
  for (const definition of node.definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
    else if (definition.kind === Kind.OPERATION_DEFINITION)
      operations.push(operationOf(definition, `${key}.${operations.length} `, schema, places));
  }
  return { node, schema, fragments, operations };
}

/** A name is compared with every other for a suggestion; of thousands that takes longer than an answer. */
function isLarge(schema: LazySchema): boolean {
  return Object.keys(schema.getQueryType().getFields()).length > mostSuggested;
}

const mostSuggested = 500;

/** Characters for each token that is allowed: without it one name could be as long as a request's body. */
const perToken = 20;

function parsed(text: string, tokens: number): DocumentNode {
  if (text.length > tokens * perToken)
    throw tooMuch(
      `The document has ${text.length} characters; ${tokens * perToken} are allowed. Values belong in its variables`,
    );
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

interface Places {
  /** Variables that say where to look rather than what to compare with: places inside of JSON. */
  readonly structural: ReadonlySet<string>;
  /** Variables inside of input objects. */
  readonly inner: ReadonlySet<string>;
}

const keysOfJson: ReadonlySet<string> = new Set(["_has_key", "_has_keys_any", "_has_keys_all"]);

function placesOfVariables(node: DocumentNode): Places {
  const structural = new Set<string>();
  const inner = new Set<string>();
  visit(node, {
    Argument({ name, value }) {
      if (name.value === "path") addVariables(value, structural);
    },
    ObjectField({ name, value }) {
      addVariables(value, inner);
      if (keysOfJson.has(name.value)) addVariables(value, structural);
    },
  });
  return { structural, inner };
}

function addVariables(value: ValueNode, found: Set<string>): void {
  if (value.kind === Kind.VARIABLE) found.add(value.name.value);
  else if (value.kind === Kind.LIST) for (const one of value.values) addVariables(one, found);
}

function operationOf(
  node: OperationDefinitionNode,
  key: string,
  schema: LazySchema,
  { structural, inner }: Places,
): Operation {
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
        inner: inner.has(name),
        ...(defaultValue === undefined ? {} : { fallback: () => constantOf(defaultValue) }),
      };
    },
  );
  return { node, key, variables, introspects: asksForSchema(node) };
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
