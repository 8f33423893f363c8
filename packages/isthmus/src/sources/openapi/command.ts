// What `compile` makes of a call: where each argument comes from and goes to, how it is checked, and what becomes of the
// answer. Kept by the engine, and executed many times with other values.

import type { DataType, Execution } from "../../core/index.ts";
import type { OperationBinding, ResourceBinding } from "./binding.ts";
import type { RemotePlan } from "../shared/remote/compile-remote.ts";
import type { Shape } from "../shared/rows/compile-rows.ts";
import type { Schema } from "../shared/api/schema.ts";
import type { Check } from "../shared/api/validate.ts";

export interface ApiCommand {
  /** Name of the operation, for messages and counters. */
  readonly operation: string;
  readonly binding: OperationBinding;
  readonly address: Address;
  /** The API's own origin, where its credentials belong. */
  readonly home: string | undefined;
  readonly effect: "read" | "write";
  readonly arguments: readonly ArgumentPlan[];
  /** Where the values of the arguments are. */
  readonly given: (call: Execution) => (name: string) => unknown;
  readonly shared: Readonly<Record<string, Schema>>;
  readonly answer: AnswerPlan;
  /** Operations that stand in for this one, by name. */
  readonly alternatives: ReadonlyMap<string, Alternative>;
}

/** A query over a resource: the calls it may need, without their values. */
export interface RowsCommand {
  readonly effect: "read";
  readonly plan: RemotePlan;
  readonly binding: ResourceBinding;
  readonly home: string | undefined;
  readonly list?: ApiCommand;
  readonly get?: ApiCommand;
  readonly batch?: ApiCommand;
}

export type Command = ApiCommand | RowsCommand;

export interface Address {
  readonly origin: string;
  /** Path below which the API is: empty, or beginning with a slash. */
  readonly prefix: string;
}

export interface Alternative {
  readonly binding: OperationBinding;
  readonly address: Address;
}

export interface ArgumentPlan {
  readonly name: string;
  readonly required: boolean;
  readonly schema: Schema;
  readonly check: Check;
}

export interface AnswerPlan {
  readonly kind: OperationBinding["answer"]["kind"];
  readonly rows: "none" | "one" | "many";
  /** Of rows. */
  readonly shape?: Shape;
  readonly single: boolean;
  /** Of rows: one object is wanted. */
  readonly asOne: boolean;
  readonly type?: DataType;
  /** Present where answers are held to their schema. */
  readonly check?: Check;
}
