// What a user's functions are written with.

import type { Principal } from "../../core/index.ts";
import type { AccessTo, TransactionLimits, TransactionOn } from "./access-types.ts";
import type { CatalogTypes } from "./typed.ts";

/** Zod 4, or another schema with the Standard Schema interface; see https://standardschema.dev. */
interface StandardSchema {
  readonly "~standard": { readonly types?: { readonly input: unknown; readonly output: unknown } | undefined };
}

/** A JSON Schema (2020-12). */
type JsonSchema = { readonly [keyword: string]: unknown };

type Schema = StandardSchema | JsonSchema;
type Types<S> = S extends StandardSchema ? NonNullable<S["~standard"]["types"]> : never;
/** What `run` is given: the schema's output, with its defaults. */
type Taken<S> = S extends StandardSchema
  ? Types<S>["output"]
  : S extends undefined
    ? {}
    : Readonly<Record<string, unknown>>;
/** What `run` returns: what the schema takes. */
type Returned<S> = S extends StandardSchema ? Types<S>["input"] : unknown;

export interface FunctionContext<C extends CatalogTypes, Input> {
  readonly input: Input;
  /** As whoever called: his policies hold. */
  readonly caller: AccessTo<C>;
  /** The same as `caller.call`. */
  readonly call: AccessTo<C>["call"];
  /** As the system, for whom no policy holds. @param reason Stands in the log. */
  asSystem(reason: string): AccessTo<C>;
  /**
   * What is done through `tx` is done as a whole, or not at all: it is undone when `work` throws, when a statement in it
   * fails, when it takes too long, and when the caller leaves. Inside of it, change nothing by another way.
   */
  transaction<T>(work: (tx: TransactionOn<C>) => Promise<T>, limits?: TransactionLimits): Promise<T>;
  readonly principal: Principal;
  /** Aborted when the deadline passes or the caller leaves. */
  readonly signal: AbortSignal;
  /** When the answer is given up, in milliseconds since 1970. */
  readonly deadline: number;
  /** Lines of the server's log, with the request's id. */
  readonly log: { readonly [level in "debug" | "info" | "warn" | "error"]: Say };
  readonly requestId: string;
  /** The caller's `Idempotency-Key`. */
  readonly idempotencyKey?: string;
}

type Say = (message: string, details?: Readonly<Record<string, unknown>>) => void;

export interface FunctionDefinition<
  C extends CatalogTypes,
  I extends Schema | undefined,
  O extends Schema | undefined,
> {
  /** Default: the file's name without its ending. */
  readonly name?: string;
  /** Stands in the API's documents. */
  readonly description?: string;
  /** An object with named fields. Default: it takes nothing. */
  readonly input?: I;
  /** What is not in it is not answered. Default: nothing is. */
  readonly output?: O;
  /** `read`: it changes nothing, and may be called by GET and asked as a query. Default: `write`. */
  readonly effect?: "read" | "write";
  /** Roles that may call it. Default: those that the configuration names. */
  readonly access?: readonly string[];
  /**
   * It may be begun again under the same `idempotencyKey` after it was cut off, and takes up what it had done. Default:
   * false, and who repeats a request that was cut off is told that its outcome is not known.
   */
  readonly resumable?: boolean;
  run(context: FunctionContext<C, Taken<I>>): Promise<Returned<O>> | Returned<O>;
}

/**
 * An operation of the catalog, carried out by your own code: `/rpc/name` in REST, a mutation or query in GraphQL.
 *
 * @example
 * // functions/double.ts
 * import { defineFunction, z } from "isthmus";
 *
 * export default defineFunction({
 *   input: z.object({ number: z.number() }),
 *   output: z.number(),
 *   effect: "read",
 *   access: ["anonymous"],
 *   run: ({ input }) => 2 * input.number,
 * });
 *
 * @example With the types that `isthmus types` writes, what it reads and writes is checked while it is typed.
 * export default defineFunction<Catalog>()({ … });
 */
export function defineFunction<C extends CatalogTypes>(): <
  const I extends Schema | undefined = undefined,
  const O extends Schema | undefined = undefined,
>(
  definition: FunctionDefinition<C, I, O>,
) => FunctionDefinition<C, I, O>;
export function defineFunction<
  const I extends Schema | undefined = undefined,
  const O extends Schema | undefined = undefined,
>(definition: FunctionDefinition<CatalogTypes, I, O>): FunctionDefinition<CatalogTypes, I, O>;
export function defineFunction(definition?: unknown): unknown {
  return definition ?? ((given: unknown) => given);
}
