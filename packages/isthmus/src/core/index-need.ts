// An index that what was asked would need, free of any database's spelling.

export interface IndexNeed {
  /** How the source knows the resource. */
  readonly native: { readonly schema: string; readonly name: string };
  readonly fields: readonly IndexedField[];
  /**
   * `order`: equality, ranges and sorting; `prefix`: patterns that begin with text; `pattern`: patterns anywhere in the text;
   * `contains`: members of JSON, arrays and ranges.
   */
  readonly method: "order" | "prefix" | "pattern" | "contains";
}

export interface IndexedField {
  readonly name: string;
  /** Default: ascending, nulls last. */
  readonly direction?: "asc" | "desc";
  readonly nulls?: "first" | "last";
}

/** How the source would carry a command out, whatever its values. */
export interface PlanFacts {
  /** In the planner's own unit. */
  readonly cost: number;
  /** Tables that are read from end to end. */
  readonly scans: readonly {
    readonly schema: string;
    readonly name: string;
    readonly cost: number;
    /** Rows of the table, and those the planner expects to be left. */
    readonly of: number;
    readonly rows: number;
  }[];
}
