// What `compile` makes of a statement: the text that is sent, where the values of its variables are, and what becomes of the
// answer. Kept by the engine, and executed many times with other values.

import type { Execution } from "../../core/index.ts";
import type { ShapePlan } from "../shared/api/shaped.ts";
import type { Schema } from "../shared/api/schema.ts";
import type { Check } from "../shared/api/validate.ts";
import type { RemotePlan } from "../shared/remote/compile-remote.ts";
import type { GraphBinding, ResourceBinding } from "./binding.ts";
import type { GraphField, GraphTypes } from "./schema-types.ts";

export interface GraphCommand {
  /** Name of the operation, for messages and counters. */
  readonly operation: string;
  readonly effect: "read" | "write";
  readonly address: Address;
  /** The document; every value in it is a variable. */
  readonly text: string;
  readonly arguments: readonly ArgumentPlan[];
  /** Where the values of the arguments are. */
  readonly given: (call: Execution) => (name: string) => unknown;
  readonly shared: Readonly<Record<string, Schema>>;
  readonly answer: AnswerPlan;
  /** Operations that stand in for this one, by name. */
  readonly alternatives: ReadonlyMap<string, Pick<GraphCommand, "text" | "arguments">>;
}

/** A query over a resource. */
export interface RowsCommand {
  readonly effect: "read";
  readonly address: Address;
  /** Of the resource, for messages and counters. */
  readonly operation: string;
  readonly plan: RemotePlan;
  readonly binding: ResourceBinding;
  /** What of each record is asked for, with its braces. */
  readonly selection: string;
}

export type Command = GraphCommand | RowsCommand;

export interface Address {
  readonly origin: string;
  /** With its query. */
  readonly path: string;
}

export interface ArgumentPlan {
  /** What the caller calls it. */
  readonly argument: string;
  /** The variable. */
  readonly name: string;
  readonly required: boolean;
  readonly schema: Schema;
  readonly check: Check;
}

export interface AnswerPlan extends ShapePlan {
  readonly field: GraphField;
  readonly kind: GraphBinding["kind"];
  /** Present where answers are held to the schema. */
  readonly types?: GraphTypes;
}
