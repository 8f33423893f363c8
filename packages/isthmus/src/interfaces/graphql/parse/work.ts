// What the compilation of one operation carries along: the schema, the variables of the request it is made from, and the
// questions as they come about.

import type { FragmentDefinitionNode } from "graphql";
import type { Catalog, InputValue, Statement, Value } from "../../../core/index.ts";
import type { Piece } from "../context.ts";
import type { GraphqlLimits } from "../options.ts";
import type { LazySchema } from "../schema/lazy-schema.ts";
import type { Shown } from "../schema/names.ts";
import type { Variables } from "./given.ts";
import { tooMuch } from "./problems.ts";

/** How an input is taken from a request's variables. */
export type Recipe = (variables: Variables) => InputValue;

export interface Asked {
  readonly statement: Statement;
  readonly recipes: readonly Recipe[];
}

export interface Work {
  readonly catalog: Catalog;
  readonly schema: LazySchema;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly variables: Variables;
  readonly limits: GraphqlLimits;
  readonly questions: Asked[];
  /** Conditions that may still be made. */
  conditions: number;
}

/** The inputs of one statement. */
export interface Inputs {
  readonly work: Work;
  readonly recipes: Recipe[];
}

export function inputsOf(work: Work): Inputs {
  return { work, recipes: [] };
}

export function addInput({ recipes }: Inputs, recipe: Recipe): Value {
  return { kind: "input", index: recipes.push(recipe) - 1 };
}

/** Adds a question; gives its number. */
export function ask(work: Work, statement: Statement, { recipes }: Inputs): number {
  if (work.questions.length >= work.limits.batch)
    throw tooMuch(`An operation may be carried out in ${work.limits.batch} statements`);
  return work.questions.push({ statement, recipes }) - 1;
}

export function body(question: number, none = "null"): Piece {
  return { take: "body", question, none };
}

/** Where a selection stands. */
export interface Level {
  readonly shown: Shown;
}
