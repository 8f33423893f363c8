// A query over records behind a port → how it is carried out: by key, by keys, or by walking a list. Pure. Every condition
// is tried again on what comes back, so that a filter of the source may be looser than ours.

import {
  type Comparison,
  type Condition,
  type Query,
  type Resource,
  unsupported,
  type Value,
} from "../../../core/index.ts";
import { compileRows, type Shape } from "../rows/compile-rows.ts";
import { type Test, testOf } from "../rows/condition.ts";
import type { ListQuestion, RemoteAbilities, RemoteFilter, RemoteOperator } from "./port.ts";

export interface RemotePlan {
  readonly abilities: RemoteAbilities;
  readonly way: Way;
  /** Of the rows that were found. */
  readonly shape: Shape;
  readonly test: Test | undefined;
  /** The list's own end need not be come to: rows ahead of `limit` and `offset` are enough. */
  readonly pageable: boolean;
  /** Rows that fit are all that is asked for, so that no more than the wanted ones need be given. */
  readonly exact: boolean;
  readonly limit?: Value;
  readonly offset?: Value;
  readonly cap: number;
  /** The answer is one object. */
  readonly asOne: boolean;
  /** For messages. */
  readonly resource: string;
}

export type Way =
  | { readonly by: "nothing" }
  /** A value for each of the key's fields. */
  | { readonly by: "key"; readonly values: readonly Value[] }
  | { readonly by: "keys"; readonly list: Value }
  | {
      readonly by: "list";
      readonly filters: readonly (Omit<RemoteFilter, "value"> & { readonly value: Value })[];
      readonly order?: ListQuestion["order"];
    };

/** @throws Problem `unsupported` */
export function compileRemote(
  query: Query,
  resource: Pick<Resource, "name" | "fields">,
  abilities: RemoteAbilities,
): RemotePlan {
  const { where, limit, offset, order = [], count } = query;
  const conjuncts = where === undefined ? [] : conjunctsOf(where);
  const way = wayOf(conjuncts, query, resource, abilities);
  const ordered = order.length === 0 || (way.by === "list" && way.order !== undefined && order.length === 1);
  const pushed = way.by === "list" ? way.filters.length : 0;
  return {
    abilities,
    way,
    shape: compileRows(query, resource.fields),
    test: where === undefined ? undefined : testOf(where, resource.fields),
    pageable: ordered && count === undefined,
    exact: conjuncts.length === pushed,
    ...(limit === undefined ? {} : { limit }),
    ...(offset === undefined ? {} : { offset }),
    cap: query.cap ?? Number.POSITIVE_INFINITY,
    asOne: query.answer.as === "one",
    resource: resource.name,
  };
}

/** Parts that must all hold. */
function conjunctsOf(condition: Condition): readonly Condition[] {
  return condition.kind === "and" ? condition.of.flatMap(conjunctsOf) : [condition];
}

function wayOf(
  conjuncts: readonly Condition[],
  { order = [] }: Query,
  { name }: Pick<Resource, "name">,
  { key, list, one, many, filters, order: sorts }: RemoteAbilities,
): Way {
  if (conjuncts.some((part) => part.kind === "constant" && !part.value)) return { by: "nothing" };
  const plain = conjuncts.flatMap((part) => (part.kind === "compare" && isPlain(part) ? [part] : []));
  const equal = key.map((field) => plain.find((part) => part.left.field === field && part.operator === "eq")?.right);
  if (one && key.length > 0 && !equal.includes(undefined))
    return { by: "key", values: equal.filter((value) => value !== undefined) };
  const [only] = key;
  if (key.length === 1 && (one || many !== undefined)) {
    const listed = plain.find((part) => part.left.field === only && part.operator === "in");
    if (listed !== undefined) return { by: "keys", list: listed.right };
    const [single] = equal;
    if (single !== undefined) return { by: "keys", list: single };
  }
  if (!list)
    throw unsupported(
      `reading ${name} other than by ${key.length === 0 ? "a key" : key.join(" and ")}`,
      "The API has no list of them",
    );
  const pushed = plain.flatMap(({ left, operator, right }) =>
    Object.hasOwn(filters, left.field) && filters[left.field]?.includes(operator as RemoteOperator) === true
      ? [{ field: left.field, operator: operator as RemoteOperator, value: right }]
      : [],
  );
  const [first] = order;
  const sorted =
    first !== undefined &&
    order.length === 1 &&
    first.through === undefined &&
    first.by.path === undefined &&
    first.by.guard === undefined &&
    Object.hasOwn(sorts, first.by.field) &&
    sorts[first.by.field]?.includes(first.direction) === true;
  return {
    by: "list",
    filters: pushed.filter((part, at) => pushed.findIndex((other) => same(part, other)) === at),
    ...(sorted ? { order: { field: first.by.field, direction: first.direction } } : {}),
  };
}

/** Of several conditions of one kind over one field the first goes to the source; the others are tried here. */
function same(a: Omit<RemoteFilter, "value">, b: Omit<RemoteFilter, "value">): boolean {
  return a.field === b.field && a.operator === b.operator;
}

function isPlain({ left, quantifier }: Comparison): boolean {
  return left.path === undefined && left.guard === undefined && quantifier === undefined;
}
