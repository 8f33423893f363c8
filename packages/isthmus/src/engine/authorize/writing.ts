// How a principal's write grants govern a change: fields, rows within reach, presets, checks.

import type { Delete, Insert, InsertPolicy, Mutation, ReadPolicy, Update, UpdatePolicy } from "../../core/index.ts";
import { permissionDenied, Problem, unsupported } from "../../core/index.ts";
import { all, any } from "../conditions.ts";
import type { Grants, View } from "../view.ts";
import type { Level } from "../walk.ts";
import { grantsOf, guardOfAll, isReadable, readFilter } from "./reading.ts";

/** The read grants that count; absent where the change neither compares fields of the rows it changes nor returns them. */
type Reading = readonly ReadPolicy[] | undefined;

export function governMutation<M extends Mutation>(mutation: M, level: Level, reading: Reading, view: View): M;
export function governMutation(mutation: Mutation, level: Level, reading: Reading, view: View): Mutation {
  const grants = grantsOf(view, level);
  const { locate, ...change } = mutation;
  // The address of a written row is told only to those who may read all of it.
  const told = locate?.every((name) => isReadable(name, grants.read)) === true ? { ...change, locate } : change;
  switch (told.kind) {
    case "insert":
      return governInsert(told, level, grants);
    case "update":
      return governUpdate(told, level, grants, reading);
    case "delete":
      return governDelete(told, level, grants, reading);
    default:
      return told satisfies never;
  }
}

function governInsert(insert: Insert, level: Level, grants: Grants): Insert {
  const written = [...insert.fields, ...(insert.presets ?? []).map((preset) => preset.field)];
  const granted = covering(grants.insert, written, level);
  const check = any(granted.map((grant) => grant.check));
  const presets = [...(insert.presets ?? []), ...(granted[0]?.presets ?? [])];
  const common: Insert = {
    ...insert,
    ...(presets.length === 0 ? {} : { presets }),
    ...(check === undefined ? {} : { check }),
  };
  return insert.conflict?.action === "merge" ? governMerge(common, insert.conflict, granted, level, grants) : common;
}

/** An insert that may turn into an update needs both rights, over the same fields, and leaves rows out of reach alone. */
function governMerge(
  insert: Insert,
  conflict: NonNullable<Insert["conflict"]>,
  inserting: readonly InsertPolicy[],
  level: Level,
  grants: Grants,
): Insert {
  const presets = inserting[0]?.presets ?? [];
  const merged = (conflict.fields ?? insert.fields).filter((name) => !conflict.target.includes(name));
  const granted = covering(grants.update, merged, level);
  if (!samePresets(granted[0]?.presets ?? [], presets))
    throw unsupported(`merging into ${level.resource.name} where inserting and updating set different fields`);
  // What the caller's condition compares tells of the row that is there, so that it must be one he may see.
  const seen = conflict.where && readFilter(grants.read);
  const reach = any(granted.map((grant) => grant.where));
  const where = all(reach, guardOfAll(conflict.target, grants.read), seen, conflict.where);
  const check = all(insert.check, any(granted.map((grant) => grant.check)));
  const fields = [...merged, ...presets.map((preset) => preset.field)].filter(
    (name) => !conflict.target.includes(name),
  );
  return {
    ...insert,
    conflict: { ...conflict, fields, ...(where === undefined ? {} : { where }) },
    ...(check === undefined ? {} : { check }),
  };
}

function governUpdate(update: Update, level: Level, grants: Grants, reading: Reading): Update {
  const adjusted = (update.adjust ?? []).map((adjustment) => adjustment.field);
  const granted = covering(
    grants.update,
    [...update.fields, ...(update.presets ?? []).map((preset) => preset.field)]
      .filter((name) => update.matchBy?.includes(name) !== true)
      .concat(adjusted),
    level,
  );
  // Rows are matched by the one and changed from what stands in the other, so only where both may be seen.
  const seen = [...(update.matchBy ?? []), ...adjusted];
  const found = reading && all(readFilter(reading), guardOfAll(seen, reading));
  const where = all(any(granted.map((grant) => grant.where)), found, update.where);
  const check = any(granted.map((grant) => grant.check));
  const presets = [...(update.presets ?? []), ...(granted[0]?.presets ?? [])];
  const others = [...update.fields, ...(update.matchBy ?? []), ...presets.map((preset) => preset.field)];
  refuseTwice(adjusted, others, level);
  return {
    ...update,
    ...(where === undefined ? {} : { where }),
    ...(check === undefined ? {} : { check }),
    ...(presets.length === 0 ? {} : { presets }),
  };
}

/** Which of two values would count cannot be told. */
function refuseTwice(adjusted: readonly string[], others: readonly string[], level: Level): void {
  const twice = adjusted.find((name, index) => others.includes(name) || adjusted.indexOf(name) !== index);
  if (twice === undefined) return;
  throw new Problem({
    code: "42601",
    category: "invalid",
    message: `multiple assignments to same column "${twice}"`,
    details: `An update of ${level.resource.name} either sets a field or changes what stands there, and once`,
  });
}

function governDelete(statement: Delete, level: Level, grants: Grants, reading: Reading): Delete {
  if (grants.delete.length === 0) throw permissionDenied(level.resource);
  const where = all(any(grants.delete.map((grant) => grant.where)), reading && readFilter(reading), statement.where);
  return { ...statement, ...(where === undefined ? {} : { where }) };
}

/**
 * The grants under which all these fields may be written. Rows and checks of several add up; where they set fields
 * differently, the first in the order of the configuration decides alone, so that presets and checks are never mixed.
 */
function covering<G extends InsertPolicy | UpdatePolicy>(
  grants: readonly G[],
  fields: readonly string[],
  level: Level,
): readonly G[] {
  if (grants.length === 0) throw permissionDenied(level.resource);
  const granted = grants.filter((grant) => fields.every((name) => grant.fields.has(name)));
  const [first] = granted;
  if (first === undefined) {
    const denied = fields.filter((name) => !grants.some((grant) => grant.fields.has(name)));
    throw new Problem({
      code: "42501",
      category: "forbidden",
      message: `permission denied for table ${level.resource.name}`,
      details:
        denied.length > 0
          ? `These fields may not be written: ${denied.join(", ")}`
          : "These fields may not be written together",
    });
  }
  return granted.filter((grant) => samePresets(grant.presets, first.presets));
}

function samePresets(a: InsertPolicy["presets"], b: InsertPolicy["presets"]): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
