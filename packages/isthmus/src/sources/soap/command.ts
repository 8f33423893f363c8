// What `compile` makes of a call: how its message is written, where it goes, and what becomes of the answer. Kept by the
// engine, and executed many times with other values.

import type { Execution } from "../../core/index.ts";
import type { Shape } from "../shared/rows/compile-rows.ts";
import type { BodyBinding, HeaderBinding, SoapBinding } from "./binding.ts";
import type { EnvelopeFrame } from "./envelope.ts";
import type { Types, XmlElement } from "./types.ts";
import type { WriteElement } from "./write.ts";

export interface SoapCommand extends Target {
  /** Name of the operation, for messages and counters. */
  readonly operation: string;
  /** The service's own origin, where its credentials belong. */
  readonly home: string;
  readonly effect: "read" | "write";
  /** Where the values of the arguments are. */
  readonly given: (call: Execution) => (name: string) => unknown;
  readonly answer: AnswerPlan;
  /** Operations that stand in for this one, by name. */
  readonly alternatives: ReadonlyMap<string, Target>;
}

/** How an operation is asked, whoever asks. */
export interface Target {
  readonly binding: SoapBinding;
  readonly origin: string;
  /** With its query. */
  readonly path: string;
  readonly message: MessagePlan;
}

export interface MessagePlan {
  readonly frame: EnvelopeFrame;
  readonly body: readonly (BodyBinding & { readonly write: WriteElement })[];
  readonly headers: readonly (HeaderBinding & { readonly write: WriteElement })[];
}

export interface AnswerPlan {
  readonly types: Types;
  readonly element: XmlElement | undefined;
  readonly path: readonly string[];
  readonly strict: boolean;
  readonly rows: "none" | "one" | "many";
  /** Of rows. */
  readonly shape?: Shape;
  readonly single: boolean;
  /** Of rows: one object is wanted. */
  readonly asOne: boolean;
}
