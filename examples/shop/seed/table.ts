// What a table of rows is, whatever the database.

export type Cell = string | number | boolean | null;

export interface Table {
  readonly name: string;
  /** Column name and its type in PostgreSQL, in the order of the cells. */
  readonly columns: readonly (readonly [name: string, type: string])[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Seconds since 1970 as the shop's databases write it: UTC, without a zone. */
export function timestamp(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19).replace("T", " ");
}
