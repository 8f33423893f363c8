// What a source can do, as data: a closed record whose flags default to false. What is declared must work (the source
// suite runs it); what is not declared must answer `unsupported`.

export interface Capabilities {
  readonly insert: boolean;
  readonly update: boolean;
  readonly delete: boolean;
  readonly upsert: boolean;
  readonly transactions: boolean;
  readonly relations: boolean;
  readonly aggregates: boolean;
  readonly jsonPaths: boolean;
  readonly casts: boolean;
  /** `like` with any/all, `in` lists need no flag: every source has them. */
  readonly regularExpressions: boolean;
  readonly fullText: boolean;
  readonly arrays: boolean;
  readonly ranges: boolean;
  readonly functions: boolean;
  /** An exact count beside a page of rows. */
  readonly exactCount: boolean;
  /** A count guessed from the planner's statistics. */
  readonly plannedCount: boolean;
  /** Reads and shows timestamps in the time zone that the caller names. */
  readonly timeZones: boolean;
  /** Shows how a statement would be executed. */
  readonly explain: boolean;
}

const none: Capabilities = {
  insert: false,
  update: false,
  delete: false,
  upsert: false,
  transactions: false,
  relations: false,
  aggregates: false,
  jsonPaths: false,
  casts: false,
  regularExpressions: false,
  fullText: false,
  arrays: false,
  ranges: false,
  functions: false,
  exactCount: false,
  plannedCount: false,
  timeZones: false,
  explain: false,
};

/** What is left of them without some. */
export function withoutCapabilities(can: Capabilities, unable: readonly (keyof Capabilities)[] = []): Capabilities {
  return unable.length === 0 ? can : { ...can, ...Object.fromEntries(unable.map((one) => [one, false])) };
}

/** Capabilities with the given flags set and all others off. */
export function capabilities(flags: Partial<Capabilities>): Capabilities {
  return { ...none, ...flags };
}
