// What a source tells of changes that were made past the server: by other programs, in the database itself.

/** How a source knows a resource; see `Resource.native`. */
export interface NativeName {
  readonly schema: string;
  readonly name: string;
}

/** `everything`: any record of the source may have changed, as after a time in which nothing could be heard. */
export type Changed = "everything" | readonly NativeName[];
