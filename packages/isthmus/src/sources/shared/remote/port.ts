// What a source of other people's records gives, so that they can be asked like any: a page of a list, one record, several
// by their keys. A source over an API implements this port; what the API cannot do is done in memory.

import type { Execution } from "../../../core/index.ts";
import type { PageMark } from "../pages/next-page.ts";
import type { Row } from "../rows/path.ts";

export interface RemotePort {
  /** Absent: there is no list. */
  readonly list?: (asked: ListQuestion, call: Execution) => Promise<RemotePage>;
  /** By the values of the key's fields, in their order. Undefined: there is none. Absent: records cannot be asked for one by one. */
  readonly one?: (key: readonly unknown[], call: Execution) => Promise<Fetched | undefined>;
  /** Several at once, in any order, of those that are there. */
  readonly many?: (keys: readonly string[], call: Execution) => Promise<RemotePage>;
}

export interface ListQuestion {
  /** What the source itself filters by. */
  readonly filters: readonly RemoteFilter[];
  readonly order?: { readonly field: string; readonly direction: "asc" | "desc" };
  /** Rows that are wanted; the source may give more or fewer. */
  readonly wanted?: number;
  readonly page?: PageMark;
}

export interface RemoteFilter {
  readonly field: string;
  readonly operator: RemoteOperator;
  /** Of `in`: a list. */
  readonly value: unknown;
}

export type RemoteOperator = "eq" | "in" | "gt" | "gte" | "lt" | "lte";

export interface Fetched {
  readonly row: Row;
  /** It is no answer of the API's own making, but what stands in for one. */
  readonly fallback?: string;
}

export interface RemotePage {
  readonly rows: readonly Row[];
  /** Absent: this was the last one. */
  readonly next?: PageMark;
  readonly fallback?: string;
}

/** Rows, however they were come by. */
export type Found = Pick<RemotePage, "rows" | "fallback">;

/** What a port can, as data: it decides how a question is carried out. */
export interface RemoteAbilities {
  /** Fields that together tell records apart; empty where none do. */
  readonly key: readonly string[];
  readonly list: boolean;
  readonly one: boolean;
  /** Keys in one call of `many`. */
  readonly many?: number;
  /** By field. */
  readonly filters: Readonly<Record<string, readonly RemoteOperator[]>>;
  readonly order: Readonly<Record<string, readonly ("asc" | "desc")[]>>;
  /** Records that may be read for one answer. */
  readonly scan: number;
  /** Calls of `one` for one answer. */
  readonly calls: number;
}
