// POST, PUT, PATCH and DELETE of a resource: one statement each.

import type { Delete, Insert, Query, Resource, Statement, Update, Value } from "../../../core/index.ts";
import type { RestContext } from "../context.ts";
import { oneObject } from "./body.ts";
import type { Parsed } from "./facts.ts";
import { contextOf } from "./facts.ts";
import { addInput } from "./inputs.ts";
import { appliedOf, heeded, refuseUnknown } from "./preferences.ts";
import { putFilters, putKey, unknownColumn, generatedColumn, unknownWrittenColumn } from "./problems.ts";
import { guardOf } from "./precondition.ts";
import { wholePage } from "./range.ts";
import { resolveQuery } from "./resolve-query.ts";
import { rowsOf } from "./rows.ts";
import { legacyNames } from "./tree.ts";
import { columnsOf } from "./top-query.ts";
import type { Write } from "./write-request.ts";
import { whereOf } from "./write-request.ts";
import { bulkMatch } from "./bulk-update.ts";

export function parseWrite(write: Write): Parsed {
  const statement = statementOf(write);
  refuseUnknown(write.facts.asked);
  const returning = "returning" in statement ? statement.returning : undefined;
  const guarded = write.action !== "insert" && write.facts.request.headers["if-match"] !== undefined;
  return {
    statement,
    inputs: write.work.inputs,
    context: writeContext(write, returning),
    top: wholePage,
    ...(guarded ? { guard: guardOf(write) } : {}),
  };
}

export function writeContext(write: Write, returning: Query | undefined): RestContext {
  const { facts, action, parameters, resource, media, root } = write;
  const keyed = resource.key.length > 0 || parameters.onConflict !== undefined;
  const applied = appliedOf(heeded(facts.asked, facts.catalog.sources.get(resource.source)), action, keyed);
  const warning = legacyNames(root);
  return {
    ...contextOf(facts, action),
    target: resource.id,
    media,
    ...(applied === undefined ? {} : { applied }),
    ...(warning === undefined ? {} : { warning }),
    ...(action === "insert" && facts.asked.return === "headers-only" && resource.key.length > 0
      ? { located: resource.key }
      : {}),
    ...(action === "put" || conflictOf(write) !== undefined ? { upsert: true } : {}),
    ...(returning !== undefined && media.kind === "csv" ? { columns: columnsOf(returning) } : {}),
  };
}

function statementOf(write: Write): Statement {
  switch (write.action) {
    case "insert":
      return insertOf(write, insertedFields(write));
    case "put":
      return putOf(write);
    case "update":
      return updateOf(write);
    case "delete":
      return deleteOf(write);
  }
}

function insertOf(write: Write, fields: readonly string[]): Insert {
  const { work, body, facts, resource } = write;
  const conflict = conflictOf(write);
  const located = facts.asked.return === "headers-only" && resource.key.length > 0;
  return {
    kind: "insert",
    resource: resource.id,
    fields,
    rows: addInput(work.inputs, body?.text ?? "[]", { from: "body" }),
    ...(body?.many === false ? { one: true } : {}),
    missing: facts.asked.missing ?? "null",
    ...(conflict === undefined ? {} : { conflict }),
    ...(located ? { locate: resource.key } : {}),
    ...changeOf(write),
  };
}

/** What the caller gives: the keys of his rows, or the columns he names. Throws PGRST204 for an unknown one. */
export function fieldsOf({ parameters, body, resource }: Write): readonly string[] {
  const names = [...(parameters.columns ?? body?.keys ?? [])].sort();
  for (const name of names) writable(resource, name);
  return names;
}

/** What one object has not is left to the database, where defaults are wanted. */
function insertedFields(write: Write): readonly string[] {
  const given = fieldsOf(write);
  const [only] = write.body?.objects ?? [];
  if (write.facts.asked.missing !== "default" || write.body?.many !== false || only === undefined) return given;
  return given.filter((name) => Object.hasOwn(only, name));
}

export function writable(resource: Resource, name: string): void {
  const field = resource.fields.get(name);
  if (field === undefined || field.computed !== undefined) throw unknownWrittenColumn(resource.name, name);
  if (field.generated === "always") throw generatedColumn(name);
}

function conflictOf({ action, facts, parameters, resource }: Write): Insert["conflict"] {
  const { resolution } = facts.asked;
  const target = parameters.onConflict ?? resource.key;
  if (action !== "insert" || resolution === undefined || target.length === 0) return undefined;
  for (const name of target) if (!resource.fields.has(name)) throw unknownColumn(resource.name, name);
  return { target, action: resolution === "merge-duplicates" ? "merge" : "ignore" };
}

/** PUT names one row by its whole key, and brings all of it. */
function putOf(write: Write): Insert {
  const { parameters, resource, body } = write;
  const { key } = resource;
  const named = new Set(parameters.filterKeys);
  const wanted = new Map<string, string>();
  for (const { path, it } of parameters.filters) {
    const { operation } = it;
    if (path.length > 0) continue;
    const equal = operation.kind === "compare" && operation.operator === "eq" && operation.quantifier === undefined;
    if (!equal || it.negated) throw putFilters();
    wanted.set(it.field.name, operation.value);
  }
  const whole = key.length > 0 && named.size === key.length && key.every((name) => named.has(name));
  if (!whole || parameters.logic.length > 0) throw putFilters();
  for (const row of body?.objects ?? []) {
    for (const [name, value] of wanted) if (!Object.hasOwn(row, name) || !sameValue(row[name], value)) throw putKey();
  }
  if (body?.objects.length !== 1) throw putKey();
  const fields = [...body.keys];
  for (const name of fields) writable(resource, name);
  return { ...insertOf(write, fields), conflict: { target: key, action: "merge" } };
}

/** The address is text; the body has JSON's types. */
function sameValue(value: unknown, text: string): boolean {
  if (typeof value === "number") return text.trim() !== "" && Number(text) === value;
  return typeof value === "string" || typeof value === "boolean" ? String(value) === text : false;
}

function updateOf(write: Write): Update {
  const { work, body, resource } = write;
  const given = fieldsOf(write);
  const matchBy = bulkMatch(write);
  const fields = given.filter((name) => matchBy?.includes(name) !== true);
  const text = body === undefined ? "{}" : matchBy === undefined ? oneObject(body) : body.text;
  const values = addInput(work.inputs, text, { from: "body" });
  const [only] = body?.objects ?? [];
  const defaulted =
    write.facts.asked.missing !== "default" || matchBy !== undefined || only === undefined
      ? []
      : fields.filter((name) => !Object.hasOwn(only, name));
  const where = whereOf(write);
  return {
    kind: "update",
    resource: resource.id,
    fields,
    values,
    ...(defaulted.length === 0 ? {} : { defaulted }),
    ...(matchBy === undefined ? {} : { matchBy }),
    ...(where === undefined ? {} : { where }),
    ...affectedOf(write),
    ...changeOf(write),
  };
}

function deleteOf(write: Write): Delete {
  const where = whereOf(write);
  return {
    kind: "delete",
    resource: write.resource.id,
    ...(where === undefined ? {} : { where }),
    ...affectedOf(write),
    ...changeOf(write),
  };
}

function affectedOf({ work, facts: { asked } }: Write): { readonly maxAffected?: Value } {
  if (asked.handling !== "strict" || asked.maxAffected === undefined) return {};
  return { maxAffected: addInput(work.inputs, asked.maxAffected) };
}

function changeOf(write: Write): { readonly returning?: Query; readonly single?: boolean } {
  const returning = returningOf(write);
  return {
    ...(write.media.kind === "object" ? { single: true } : {}),
    ...(returning === undefined ? {} : { returning }),
  };
}

export function returningOf({ facts, work, resource, root, media }: Write): Query | undefined {
  if (facts.asked.return !== "representation") return undefined;
  return resolveQuery(work, rowsOf(resource), root, {
    as: media.kind === "object" ? "one" : "many",
    ...(media.stripNulls ? { stripNulls: true } : {}),
  });
}
