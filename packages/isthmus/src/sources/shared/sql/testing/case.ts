// What a question of the tests is, and words that many of them use.

import type { InputValue, Mutation, Query } from "../../../../core/index.ts";
import { query } from "./fixture.ts";

/** A question to the shop of `fixture.ts`, with the one answer that every SQL database has to give. */
export interface ReadCase {
  readonly name: string;
  readonly query: Query;
  readonly inputs?: readonly InputValue[];
  readonly body: unknown;
  readonly total?: number;
  readonly cursor?: unknown;
}

/** A change of the shop, with what every SQL database has to answer and to hold afterwards. */
export interface WriteCase {
  readonly name: string;
  readonly change: Mutation;
  readonly inputs: readonly InputValue[];
  /** The answer row, its texts of JSON as values; or the start of the error's text. */
  readonly answer?: Readonly<Record<string, unknown>>;
  readonly refused?: string;
  /** What is there afterwards. */
  readonly then?: { readonly query: Query; readonly body: unknown };
}

export const ids = (...values: readonly number[]) => values.map((id) => ({ id }));
export const desc = (name: string) => ({ by: { field: name }, direction: "desc" }) as const;
export const asc = (name: string) => ({ by: { field: name }, direction: "asc" }) as const;
export const byId = { order: [asc("id")] } as const;

/** Ids of a resource under a condition. */
export function where(resource: string, condition: NonNullable<Query["where"]>): Query {
  return query(resource, ["id"], { where: condition, ...byId });
}

/** `->>age` */
export const age = { path: [{ to: { key: "age" }, as: "text" }] } as const;

export const json = (value: unknown) => JSON.stringify(value);
export const products = (body: unknown, more: Partial<Query> = {}) => ({
  query: query("products", ["id", "name", "price"], { ...byId, ...more }),
  body,
});
export const unchanged = products([
  { id: 1, name: "pen", price: 1.5 },
  { id: 2, name: "ink", price: 3 },
  { id: 3, name: "pad", price: null },
]);
