// The members of a select before they become JSON, and how each becomes an output: a value, an aggregate, or an object of
// further members.

import { type FieldSelection, Problem } from "../../../core/index.ts";
import { jsonType, type Output, type Typed } from "./dialect.ts";
import type { Fragment } from "./fragment.ts";
import type { Scope } from "./scope.ts";

export interface Part {
  readonly as: string;
  /** Absent where rows themselves are counted, and of a group. */
  readonly value: Typed | undefined;
  readonly aggregate: FieldSelection["aggregate"];
  /** Of a group. */
  readonly members?: readonly Part[];
  /** The same in every row, so that nothing is grouped by it. */
  readonly constant?: boolean;
}

/** `grouped`: some member of the level is an aggregate. */
export function outputOf(scope: Scope, part: Part, grouped: boolean): Output {
  const { as, aggregate, members } = part;
  if (members !== undefined) return groupOf(scope, as, members, grouped);
  if (aggregate !== undefined) return { as, value: aggregated(scope, part.value, aggregate), aggregate: true };
  const value = part.value ?? scope.dialect.aggregate("count", undefined);
  return { as, value, aggregate: part.constant === true };
}

/** An object of values that are grouped by is computed of each group: its members are what is grouped by, not itself. */
function groupOf(scope: Scope, as: string, members: readonly Part[], grouped: boolean): Output {
  const { dialect } = scope;
  const outputs = members.map((member) => outputOf(scope, member, grouped));
  if (!grouped) return { as, value: built(dialect.group(outputs)), aggregate: false };
  const shown = outputs.map((one) => (one.aggregate ? one : { ...one, value: dialect.groupable(one.value) }));
  const keys = shown.flatMap((one): readonly Fragment[] => (one.aggregate ? (one.keys ?? []) : [one.value.sql]));
  return { as, value: built(dialect.group(shown)), aggregate: true, keys };
}

function built(sql: Fragment): Typed {
  return { sql, type: jsonType, nullable: false, built: true };
}

function aggregated(
  scope: Scope,
  value: Typed | undefined,
  { function: call, distinct, cast: to }: NonNullable<FieldSelection["aggregate"]>,
): Typed {
  const { dialect } = scope;
  const of = value !== undefined && distinct === true ? dialect.groupable(value) : value;
  const result = dialect.aggregate(call, of, distinct);
  return to === undefined ? result : cast(scope, result, to);
}

export function cast(scope: Scope, value: Typed, to: string): Typed {
  const source = scope.catalog.sources.get(scope.resource.source);
  if (source?.castable.has(to) !== true) {
    throw new Problem({ code: "42704", category: "invalid", message: `type "${to}" does not exist` });
  }
  return scope.dialect.cast(value, to);
}

/** Whether the member, or one inside it, is an aggregate. */
export function isAggregate(part: Part): boolean {
  return part.aggregate !== undefined || part.members?.some(isAggregate) === true;
}
