// How a user's function says no.

export interface RefusalFields {
  /** For programs: letters, digits, `_`, `-` and `.`. Default: ISTHMUS653. */
  readonly code?: string;
  /** For people. */
  readonly message: string;
  /** Of HTTP, from 400 to 599. Default: 400. */
  readonly status?: number;
  readonly details?: unknown;
  readonly hint?: string;
  /** Seconds after which another try may succeed. */
  readonly retryAfter?: number;
}

/**
 * What a function throws so that its caller is told; of anything else that is thrown he learns only that it failed.
 *
 * @example throw refuse({ code: "SOLD_OUT", message: "There are only 2 left", status: 409 });
 */
export function refuse({ message, ...fields }: RefusalFields): Error {
  const refusal = new Error(message);
  refusal.name = "Refusal";
  return Object.assign(refusal, fields, { [Symbol.for("isthmus.refusal")]: true });
}
