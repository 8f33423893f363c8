// Changes of documents.

import type { Catalog, Delete, Insert, Mutation, Resource, Update, Value } from "../../core/index.ts";
import type { Preset, ReadCommand, Test, WriteCommand, Written } from "./command.ts";
import { isAlways, placeOf, resourceOf, type Scope, testOf, unknown } from "./compile-condition.ts";
import { checkAdjustable } from "./adjustable.ts";
import { keyOf, levelOf, namesIn } from "./compile-level.ts";
import { asksForOne, isRelated } from "./names-one.ts";
import { type Naming, storedName } from "./options.ts";

export function compileWrite(mutation: Mutation, catalog: Catalog, naming: Naming): WriteCommand {
  const scope: Scope = { catalog, naming, resource: resourceOf(catalog, mutation.resource) };
  const { resource } = scope;
  const common = {
    resource: resource.name,
    collection: resource.native.name,
    key: keyOf(scope),
    unique: [resource.key, ...resource.unique]
      .filter((set) => set.length > 0)
      .map((set) => set.map((field) => ({ from: field, to: storedName(naming, resource.native.name, field) }))),
    ...(mutation.returning === undefined ? {} : { returning: returningOf(scope, mutation.returning) }),
    ...(mutation.maxAffected === undefined ? {} : { maxAffected: mutation.maxAffected }),
    single: mutation.single === true,
    ...(mutation.locate === undefined ? {} : { locate: mutation.locate.map((field) => placeOf(scope, { field })) }),
  };
  switch (mutation.kind) {
    case "insert":
      return { ...common, kind: "insert", ...insertOf(scope, mutation) };
    case "update":
      return { ...common, kind: "update", ...updateOf(scope, mutation) };
    case "delete": {
      const where = whereOf(scope, mutation);
      return { ...common, kind: "delete", ...where, alone: asksForOne(common.key, where.where) };
    }
  }
}

function returningOf(scope: Scope, query: NonNullable<Insert["returning"]>): ReadCommand {
  return {
    kind: "read",
    level: levelOf(scope, query),
    one: query.answer.as === "one",
    optional: query.answer.optional === true,
    ...(query.count === undefined ? {} : { count: query.count }),
  };
}

function insertOf(scope: Scope, insert: Insert) {
  const { conflict, check } = insert;
  const presets = presetsOf(scope, insert.presets);
  const preset = new Set(presets.map((one) => one.field.name));
  const checked = check === undefined ? undefined : testOf(scope, check);
  return {
    fields: insert.fields.map((field) => writtenOf(scope, field)).filter((field) => !preset.has(field.name)),
    rows: insert.rows,
    alone: insert.one === true && conflict === undefined,
    presets,
    all: allOf(scope.resource).map((field) => writtenOf(scope, field)),
    defaults: insert.missing === "default",
    ...(checked === undefined || isAlways(checked) ? {} : { check: checked }),
    ...(conflict === undefined
      ? {}
      : {
          conflict: {
            target: conflict.target.map((field) => writtenOf(scope, field)),
            // Where there is nothing to write, a merge leaves what stands.
            action: (conflict.fields ?? insert.fields).length === 0 ? ("ignore" as const) : conflict.action,
            ...whereOf(scope, conflict),
            fields: (conflict.fields ?? insert.fields)
              .filter((field) => !conflict.target.includes(field))
              .map((field) => writtenOf(scope, field).name),
          },
        }),
  };
}

function updateOf(scope: Scope, update: Update) {
  const presets = presetsOf(scope, update.presets);
  const match = update.matchBy?.map((field) => writtenOf(scope, field));
  const matched = new Set(match?.map((field) => field.name));
  const preset = new Set(presets.map((one) => one.field.name));
  const fields = update.fields
    .map((field) => writtenOf(scope, field))
    .filter((field) => !preset.has(field.name) && !matched.has(field.name));
  const adjust = (update.adjust ?? []).map(({ field, operator, value }) => {
    const written = writtenOf(scope, field);
    checkAdjustable(scope.resource.name, { field, operator }, written.type);
    return { field: written, operator, value };
  });
  const changed = new Set([...fields, ...[...presets, ...adjust].map((one) => one.field)].map((one) => one.name));
  const where = whereOf(scope, update);
  const check = update.check === undefined ? undefined : neededCheck(testOf(scope, update.check), where.where, changed);
  return {
    fields,
    values: update.values,
    presets,
    defaulted: update.defaulted ?? [],
    ...(match === undefined ? {} : { matchBy: match }),
    adjust,
    alone: match === undefined && asksForOne(keyOf(scope), where.where) && (check === undefined || !isRelated(check)),
    ...where,
    ...(check === undefined ? {} : { check }),
  };
}

/** A check that is part of what found the rows, and of fields that stay as they are, holds by itself. */
function neededCheck(check: Test, where: Test | undefined, changed: ReadonlySet<string>): Test | undefined {
  if (isAlways(check)) return undefined;
  if (where === undefined || namesIn(check).some((name) => changed.has(name))) return check;
  const met = new Set((where.kind === "all" ? where.of : [where]).map((part) => JSON.stringify(part)));
  const parts = check.kind === "all" ? check.of : [check];
  return parts.every((part) => met.has(JSON.stringify(part))) ? undefined : check;
}

function whereOf(scope: Scope, { where }: Pick<Delete, "where">): { readonly where?: Test } {
  if (where === undefined) return {};
  const test = testOf(scope, where);
  return isAlways(test) ? {} : { where: test };
}

function allOf(resource: Resource): string[] {
  return [...resource.fields.values()].filter((field) => field.generated === "never").map((field) => field.name);
}

function presetsOf(
  scope: Scope,
  presets: readonly { readonly field: string; readonly value: Value }[] | undefined,
): Preset[] {
  return (presets ?? []).map(({ field, value }) => ({ field: writtenOf(scope, field), value }));
}

function writtenOf({ resource, naming }: Scope, field: string): Written {
  const found = resource.fields.get(field) ?? unknown(`field ${field} of ${resource.id}`);
  return {
    field,
    name: storedName(naming, resource.native.name, field),
    type: found.type,
    // What the source fills by itself, without a default that is known, may be left out.
    nullable: found.nullable || (found.hasDefault && found.default === undefined),
    ...(found.default === undefined ? {} : { default: JSON.parse(found.default) as string | number | boolean }),
  };
}
