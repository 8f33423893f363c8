// parse: request + the caller's view of the catalog → what is wanted, as statements. Pure, but for bounded memories of
// documents and plans that do not show from outside.

import type { Catalog, Intent, Question, Request } from "../../core/index.ts";
import type { GraphqlContext } from "./context.ts";
import type { GraphqlSettings } from "./options.ts";
import { compile, type Plan } from "./parse/compile.ts";
import { createMemories, type Document, type Operation } from "./parse/documents.ts";
import type { Variables } from "./parse/given.ts";
import { broughtBy, type Brought } from "./parse/http.ts";
import { persistedTexts } from "./parse/persisted.ts";
import { invalid, needsTransport, notGraphql, tooMuch } from "./parse/problems.ts";
import { coerceVariables } from "./parse/variables.ts";

export type Parse = (request: Request, catalog: Catalog) => Intent<GraphqlContext>;

export function createParser(settings: GraphqlSettings): Parse {
  const memories = createMemories(settings);
  const textOf = persistedTexts(settings.persisted);
  const read = (request: Request, catalog: Catalog): Intent<GraphqlContext> => {
    const brought = broughtBy(request);
    const { document: documentOf, plans } = memories(catalog);
    const document = documentOf(textOf(brought));
    const operation = operationOf(document, brought.operationName);
    suits(operation, brought);
    const { values, shape } = coerceVariables(operation, brought.variables);
    const key = operation.key + shape;
    let plan = plans.get(key);
    if (plan === undefined) {
      plan = compile(document, operation, values, catalog, settings.limits);
      plans.set(key, plan);
    }
    return intentOf(plan, values);
  };
  return (request, catalog) => {
    try {
      return read(request, catalog);
    } catch (thrown) {
      // The stack's end: documents and values are walked by functions that call themselves.
      if (thrown instanceof RangeError) throw tooMuch("The document or its variables are nested too deep");
      throw thrown;
    }
  };
}

function operationOf({ operations }: Document, name: string | undefined): Operation {
  const [first, second] = operations;
  if (name === undefined) {
    if (first === undefined) throw invalid("Must provide an operation.");
    if (second !== undefined) throw invalid("Must provide operation name if query contains multiple operations.");
    return first;
  }
  const named = operations.find(({ node }) => node.name?.value === name);
  if (named === undefined) throw invalid(`Unknown operation named "${name}".`);
  return named;
}

function suits({ node }: Operation, { safe, subscribes }: Brought): void {
  if (node.operation === "subscription" && !subscribes) throw needsTransport();
  if (safe && node.operation !== "query")
    throw notGraphql("By GET only queries are carried out", 405, { allow: "POST" });
}

function intentOf({ questions, context }: Plan, values: Variables): Intent<GraphqlContext> {
  const asked = questions.map(({ statement, recipes }): Question => ({
    statement,
    inputs: recipes.map((recipe) => recipe(values)),
  }));
  // One statement is a transaction by itself.
  if (context.operation === "mutation")
    return { questions: asked, transaction: asked.length > 1 ? "commit" : "none", context };
  return { questions: asked, transaction: "none", partial: true, context };
}
