// What the GraphQL interface can be told, and the limits its parser holds documents to.

export interface GraphqlOptions {
  /** Whether `__schema` and `__type` are answered. Default: true. */
  readonly introspection?: boolean;
  /** Whether errors name what may have been meant; only what the caller may see is ever named. Default: true. */
  readonly suggestions?: boolean;
  readonly persisted?: PersistedOptions;
  readonly limits?: Partial<GraphqlLimits>;
}

export interface PersistedOptions {
  /** Documents by the hexadecimal SHA-256 of their text. */
  readonly documents?: ReadonlyMap<string, string>;
  /** Nothing but `documents` is carried out. Default: false. */
  readonly only?: boolean;
  /** SHA-256 of a text, in hexadecimal digits. With it, callers may have the server remember documents by their hash. */
  readonly hash?: (text: string) => string;
}

/** Each refuses what exceeds it before anything is asked of a source. */
export interface GraphqlLimits {
  /** Tokens of a document. Default: 10,000. */
  readonly tokens: number;
  /** Levels of fields. Default: 15. */
  readonly depth: number;
  /** Aliases, with fragments written out. Default: 500. */
  readonly aliases: number;
  /** Fields at the root of an operation. Default: 50. */
  readonly rootFields: number;
  /** A field costs 1, and what is below a list ten times what it costs once. Default: 50,000. */
  readonly cost: number;
  /** Conditions in one operation. Default: 200. */
  readonly conditions: number;
  /** Statements of one mutation, rows inside rows among them. Default: 100. */
  readonly batch: number;
}

export interface GraphqlSettings {
  readonly introspection: boolean;
  readonly suggestions: boolean;
  readonly persisted: PersistedOptions;
  readonly limits: GraphqlLimits;
}

const defaults: GraphqlLimits = {
  tokens: 10_000,
  depth: 15,
  aliases: 500,
  rootFields: 50,
  cost: 50_000,
  conditions: 200,
  batch: 100,
};

/** Fills in the defaults. Throws a RangeError naming the limit that is no whole number, or below 1. */
export function graphqlSettings(options: GraphqlOptions = {}): GraphqlSettings {
  const limits = { ...defaults, ...options.limits };
  for (const [name, value] of Object.entries(limits)) {
    if (!Number.isSafeInteger(value) || value < 1)
      throw new RangeError(`limits.${name} must be a whole number of at least 1, and is ${value}`);
  }
  return {
    introspection: options.introspection ?? true,
    suggestions: options.suggestions ?? true,
    persisted: options.persisted ?? {},
    limits,
  };
}
