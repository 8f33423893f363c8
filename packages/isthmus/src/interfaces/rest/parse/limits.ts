// How much one request may ask of the parser. What is beyond is refused before any work is done on it.

export interface ParserLimits {
  /** Levels of embedding below the top one. Default: 6. */
  readonly depth: number;
  /** Conditions in one statement, at all its levels. Default: 200. */
  readonly conditions: number;
  /** Statements of one batch, or of one nested insert. Default: 100. */
  readonly batch: number;
  /** Items of one `select`, at all its levels. Default: 500. */
  readonly selections: number;
  /** Values of one `in` list. Default: 10,000. */
  readonly list: number;
  /** Characters of path and query. Default: 65,536. */
  readonly url: number;
  /** Nested arrays and objects in a JSON body. Default: 64. */
  readonly bodyDepth: number;
}

export const defaultLimits: ParserLimits = {
  depth: 6,
  conditions: 200,
  batch: 100,
  selections: 500,
  list: 10_000,
  url: 65_536,
  bodyDepth: 64,
};
