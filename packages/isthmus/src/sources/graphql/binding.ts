// How a field of the API is asked: what `introspect` writes into the lock, and `compile` reads back. Plain JSON.

import type { Schema } from "../shared/api/schema.ts";
import type { RemoteAbilities, RemoteOperator } from "../shared/remote/port.ts";
import type { GraphField } from "./schema-types.ts";

export interface GraphBinding {
  readonly kind: "query" | "mutation";
  /** Name of the root field. */
  readonly field: string;
  readonly arguments: readonly ArgumentBinding[];
  readonly answer: GraphField;
}

export interface ArgumentBinding {
  /** What the caller calls it. */
  readonly argument: string;
  /** What the API calls it. */
  readonly name: string;
  /** As the schema writes it: `[ID!]!`. */
  readonly written: string;
  readonly required: boolean;
  readonly schema: Schema;
}

/** How records of a type are read. */
export interface ResourceBinding {
  readonly type: string;
  readonly abilities: RemoteAbilities;
  readonly list?: ListBinding;
  readonly get?: {
    readonly field: string;
    /** In the order of the key's fields. */
    readonly arguments: readonly Pick<ArgumentBinding, "name" | "written">[];
  };
}

export interface ListBinding {
  readonly field: string;
  /** Lists of lists, or pages of lists: where the rows are. */
  readonly rows: "list" | "nodes" | "edges";
  /** By field of the record, by operator: the argument that keeps those. */
  readonly filters: Readonly<
    Record<string, { readonly [operator in RemoteOperator]?: Pick<ArgumentBinding, "name" | "written"> }>
  >;
  readonly page?: PageBinding;
}

/** `cursor`: as Relay has it. */
export type PageBinding =
  | {
      readonly kind: "cursor";
      readonly size: string;
      readonly cursor: string;
      readonly cursorWritten: string;
      readonly most: number;
    }
  | { readonly kind: "offset"; readonly size: string; readonly offset: string; readonly most: number };
