// What the server and its worker processes say to each other.

import { type Mentions, Problem, type Result } from "../../core/index.ts";
import type { BoundCommand } from "./bound.ts";
import type { SqliteSettings } from "./options.ts";

export type Order =
  | { readonly kind: "open"; readonly settings: SqliteSettings; readonly access: "read" | "write" }
  /** One read, outside of a transaction. */
  | { readonly kind: "read"; readonly command: BoundCommand }
  /** Writes that know nothing of each other: one transaction, one commit, each with its own outcome. */
  | { readonly kind: "writes"; readonly commands: readonly BoundCommand[] }
  | { readonly kind: "begin"; readonly write: boolean }
  /** One command inside the transaction. */
  | { readonly kind: "step"; readonly command: BoundCommand }
  /** Leaves a token inside the transaction. */
  | { readonly kind: "pledge"; readonly token: string }
  | { readonly kind: "end"; readonly commit: boolean }
  /** Outside of any: whether the transaction that left this token took place, as the number of rows. */
  | { readonly kind: "outcome"; readonly token: string }
  /** A number that differs after a commit of any other process or connection, as the number of rows. */
  | { readonly kind: "version" };

export interface Asked {
  readonly id: number;
  readonly order: Order;
}

export interface Answered {
  readonly id: number;
  readonly outcomes: readonly Outcome[];
}

/** `ms`: time in the database. */
export type Outcome =
  | { readonly result: Result; readonly ms: number }
  | { readonly problem: SentProblem; readonly ms: number };

/** A Problem as plain data; of its cause, the text. */
export interface SentProblem {
  readonly code: string;
  readonly category: Problem["category"];
  readonly message: string;
  readonly details: unknown;
  readonly hint: string | null;
  readonly retryAfter?: number;
  readonly mentions?: Mentions;
  readonly status?: number;
  readonly cause?: string;
}

export function sendProblem(problem: Problem): SentProblem {
  const { code, category, message, details, hint, retryAfter, status, mentions, cause } = problem;
  return {
    ...{ code, category, message, details, hint },
    ...(retryAfter === undefined ? {} : { retryAfter }),
    ...(mentions === undefined ? {} : { mentions }),
    ...(status === undefined ? {} : { status }),
    ...(cause === undefined
      ? {}
      : { cause: cause instanceof Error ? (cause.stack ?? cause.message) : JSON.stringify(cause) }),
  };
}

export function receiveProblem(sent: SentProblem): Problem {
  return new Problem(sent);
}
