// What REST's `parse` tells its `render` about a request, through the engine, which does not look at it.

export interface RestContext {
  readonly action:
    | "read"
    | "insert"
    | "put"
    | "update"
    | "delete"
    | "call"
    | "batch"
    /** `GET /`: the OpenAPI document of the caller's view. */
    | "document"
    /** `OPTIONS`: which methods are allowed. */
    | "options";
  readonly namespace: string;
  /** Several namespaces are served, so `Content-Profile` is answered. */
  readonly profiled: boolean;
  /** Resource or operation id. */
  readonly target?: string;
  readonly head: boolean;
  readonly media: Media;
  readonly preferences: Preferences;
  /** `Preference-Applied`, in the order of the dialect; absent when nothing was applied. */
  readonly applied?: string;
  /** Asked-for page of the top level. */
  readonly offset: number;
  readonly limit?: number;
  /** The `after=`/keyset form of paging was used. */
  readonly keyset: boolean;
  /** Path and query of this request for `Link: …; rel="next"`, without its `after`. */
  readonly nextPath?: string;
  /** Names of the selected top-level columns in order, for CSV's header. */
  readonly columns?: readonly string[];
  /** Of an insert: fields whose values make the `Location`. */
  readonly located?: readonly string[];
  readonly upsert?: boolean;
  /** A function that returns a single scalar or nothing. */
  readonly scalar?: boolean;
  readonly returnsVoid?: boolean;
  readonly allow?: readonly string[];
  readonly ifNoneMatch?: readonly string[];
  /** A name that only the deprecated spelling of PostgREST < 16 gives; answered as a `Warning` header. */
  readonly warning?: string;
  /** The context this one was filled from, the same object for all requests of one shape; absent where this is it. */
  readonly shape?: RestContext;
  /** Of a nested insert: which of the results is that of its (first) root row; the last one is what the caller sees. Default: 0. */
  readonly written?: number;
  /** Of a batch: one context per operation, and how many statements each takes. */
  readonly parts?: readonly { readonly context: RestContext; readonly statements: number }[];
}

export interface Media {
  readonly kind: "json" | "object" | "csv" | "text" | "bytes" | "xml" | "openapi" | "geojson" | "plan" | "custom";
  /** As it goes into `Content-Type`, e.g. `application/json; charset=utf-8`. */
  readonly type: string;
  readonly stripNulls: boolean;
}

export interface Preferences {
  readonly return: "minimal" | "headers-only" | "representation";
  readonly count?: "exact" | "planned" | "estimated";
  readonly resolution?: "merge-duplicates" | "ignore-duplicates";
  readonly missing: "null" | "default";
  readonly handling: "lenient" | "strict";
  readonly tx: "commit" | "rollback";
  readonly maxAffected?: number;
  readonly timezone?: string;
}
