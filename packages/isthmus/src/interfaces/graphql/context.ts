// What GraphQL's `parse` tells its `render` about a request, through the engine, which does not look at it.

export interface GraphqlContext {
  readonly operation: "query" | "mutation" | "subscription";
  /** The members of `data`, in their order. */
  readonly entries: readonly Entry[];
}

/** One field of the root: its name in the answer, and what its value is put together of. */
export interface Entry {
  readonly key: string;
  readonly pieces: readonly Piece[];
  /** Numbers of the questions it hangs on. */
  readonly questions: readonly number[];
}

/** JSON text that is always the same, or something of a question's result. */
export type Piece =
  | string
  /** The answer itself; `none` stands where there is none. */
  | { readonly take: "body"; readonly question: number; readonly none: string }
  /** Rows affected by all of these together. */
  | { readonly take: "rows"; readonly questions: readonly number[] }
  /** Whether there is a further page. */
  | { readonly take: "further"; readonly question: number }
  /** The cursor of the first or the last row of an answer whose rows have it under the name `as`. */
  | { readonly take: "first-cursor" | "last-cursor"; readonly question: number; readonly as: string };
