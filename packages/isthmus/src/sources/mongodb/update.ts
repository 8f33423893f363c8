// Updates: of all documents that meet a condition by one object, or of each by its own.

import { Problem, type Result } from "../../core/index.ts";
import { type Adjust, adjustmentOf } from "./adjust.ts";
import { allOf, always, anyOf, type Bound, isExact, noneOf } from "./bound.ts";
import { bind, fieldsOf } from "./bind.ts";
import { valueOf } from "./comparison.ts";
import type { UpdateCommand, Written } from "./command.ts";
import { defaultOf, type Given, keepsNull, presetValue, rowsIn, storedValue } from "./document.ts";
import { explained } from "./duplicates.ts";
import { checkFailed, nullRefused } from "../shared/refusals.ts";
import { changedMeanwhile } from "./errors.ts";
import { filterOf } from "./filter.ts";
import { holds } from "./holds.ts";
import { identityOf, isNull, type Document, type Native } from "./native.ts";
import type { Reach } from "./reach.ts";
import { fetchAll } from "./rows.ts";
import { isPlain, neededOf, refuse, stillThere, told } from "./written.ts";

/** What is written into a document. */
interface Change {
  readonly set: Readonly<Record<string, Native>>;
  readonly unset: readonly string[];
  /** A field that would become null and may not: refused where there is a document to write it into. */
  readonly refused?: string;
}

/** Documents that get one change. */
interface Step {
  readonly change: Change;
  readonly where: Bound;
  readonly found: readonly Document[];
  /** What a document has to meet, beside being one of these, for the change to be allowed. */
  readonly proven: Bound;
}

/** How often a change that found a document changed meanwhile begins anew, while nothing has been written. */
const mostTries = 10;

export async function update(reach: Reach, command: UpdateCommand): Promise<Result> {
  for (let tries = 1; ; tries++) {
    const result = await attempt(reach, command);
    if (result !== undefined) return result;
    if (tries === mostTries || reach.inTransaction) throw changedMeanwhile();
  }
}

/** `undefined`: a document was changed meanwhile, and nothing has been written. */
async function attempt(reach: Reach, command: UpdateCommand): Promise<Result | undefined> {
  const where = await bind(reach, command.where);
  const check = command.check === undefined ? undefined : await bind(reach, command.check);
  const presets = command.presets.map((preset) => [preset.field, presetValue(reach, preset)] as const);
  const adjust = command.adjust.map((one) => [one.field.name, adjustmentOf(reach, one)] as const);
  const rows = rowsIn(valueOf(reach, command.values));
  const [first] = rows;
  if (
    command.matchBy === undefined &&
    adjust.length === 0 &&
    first !== undefined &&
    check === undefined &&
    isPlain(command) &&
    isExact(where)
  ) {
    const change = changeOf(reach, command, first, presets);
    if (change.refused === undefined)
      return { body: null, rows: await apply(reach, command, filterOf(where), change, []) };
  }
  const needed = [
    ...neededOf(command),
    ...(check === undefined ? [] : fieldsOf(check)),
    ...adjust.map(([name]) => name),
  ];
  const steps: Step[] = [];
  const seen = new Set<string>();
  for (const row of command.matchBy === undefined ? rows.slice(0, 1) : rows) {
    const change = changeOf(reach, command, row, presets);
    const own = allOf([where, matchOf(reach, command, row)]);
    if (!writes(command)) continue;
    const all = await fetchAll(reach, command.collection, own, [...new Set(needed)]);
    // Of two objects that name one record the first changes it.
    const found =
      command.matchBy === undefined ? all : all.filter((document) => isNew(seen, identityOf(document["_id"])));
    if (change.refused !== undefined && found.length > 0) throw nullRefused({ name: command.resource }, change.refused);
    const each =
      adjust.length === 0
        ? [{ change, where: own, found }]
        : found.map((document) => adjusted(change, own, document, adjust));
    for (const step of each) steps.push({ ...step, proven: checked(check, step.change, step.found) });
  }
  refuse(
    reach,
    command,
    steps.reduce((count, step) => count + step.found.length, 0),
  );
  const changed = await carryOut(reach, command, steps);
  if (!changed) return undefined;
  return told(
    reach,
    command,
    steps.flatMap((step) => step.found.map((document) => changedTo(document, step.change))),
  );
}

async function carryOut(reach: Reach, command: UpdateCommand, steps: readonly Step[]): Promise<boolean> {
  let changed = 0;
  for (const { change, where, found, proven } of steps) {
    if (found.length === 0 || isEmpty(change)) continue;
    const filter = { $and: [stillThere(found, where), filterOf(proven)] };
    const count = await apply(reach, command, filter, change, found);
    changed += count;
    if (count >= found.length) continue;
    if (changed === 0) return false;
    // Whoever takes part in no transaction is told how far it went.
    throw changedMeanwhile(reach.inTransaction ? 0 : changed);
  }
  return true;
}

/** One document's own change, on condition that what it starts from still stands. A null stays null. */
function adjusted(
  change: Change,
  where: Bound,
  document: Document,
  adjust: readonly (readonly [string, Adjust | undefined])[],
): Pick<Step, "change" | "where" | "found"> {
  const set: Record<string, Native> = { ...change.set };
  const standing = adjust.map(([name, to]): Bound => {
    const value = document[name];
    if (isNull(value)) return { kind: "null", name };
    set[name] = to === undefined ? null : to(value);
    return { kind: "in", name, values: [value], wanted: true };
  });
  return { change: { ...change, set }, where: allOf([where, ...standing]), found: [document] };
}

function changeOf(
  reach: Reach,
  command: UpdateCommand,
  row: Given,
  presets: readonly (readonly [Written, Native])[],
): Change {
  const set: Record<string, Native> = {};
  const unset: string[] = [];
  let refused: string | undefined;
  const put = (field: Written, value: Native) => {
    const required = !field.nullable || command.key.includes(field.name) || field.name === "_id";
    if (required && isNull(value)) refused ??= field.field;
    if (!isNull(value) || keepsNull(field)) set[field.name] = value;
    else unset.push(field.name);
  };
  for (const field of command.fields) {
    if (command.defaulted.includes(field.field)) put(field, defaultOf(reach, field));
    else if (Object.hasOwn(row, field.field)) put(field, storedValue(reach, field, row[field.field]));
    else if (command.matchBy === undefined) put(field, null);
  }
  for (const [field, value] of presets) put(field, value);
  return { set, unset, ...(refused === undefined ? {} : { refused }) };
}

function isNew(seen: Set<string>, key: string): boolean {
  return !seen.has(key) && seen.add(key).has(key);
}

/** A change of no field changes no document; one of a list's objects that has none of the fields has found its own. */
function writes({ fields, presets, adjust }: UpdateCommand): boolean {
  return fields.length + presets.length + adjust.length > 0;
}

function isEmpty({ set, unset }: Change): boolean {
  return Object.keys(set).length + unset.length === 0;
}

/** The fields of a bulk update by which an object finds its document. */
function matchOf(reach: Reach, { matchBy }: UpdateCommand, row: Given): Bound {
  return allOf(
    (matchBy ?? []).map((field): Bound => {
      const value = storedValue(reach, field, row[field.field]);
      return isNull(value)
        ? { kind: "constant", value: false }
        : { kind: "in", name: field.name, values: [value], wanted: true };
    }),
  );
}

/**
 * Throws 42501 where a document would not meet the check. What is left of the check when the written fields are known is
 * given back: it becomes part of the filter, so that no document that others change meanwhile slips through.
 */
function checked(check: Bound | undefined, change: Change, found: readonly Document[]): Bound {
  if (check === undefined) return always;
  for (const document of found) if (!holds(check, changedTo(document, change))) throw checkFailed();
  const rest = partly(check, change);
  if (isExact(rest)) return rest;
  throw new Problem({
    code: "PGRST127",
    category: "unsupported",
    status: 400,
    message: "Feature not implemented",
    details: "A policy's check of a place inside a document is not available on a MongoDB source",
  });
}

function changedTo(document: Document, { set, unset }: Change): Document {
  if (unset.length === 0) return { ...document, ...set };
  return { ...document, ...set, ...Object.fromEntries(unset.map((name) => [name, null])) };
}

/** The check with what is known of the written fields. */
function partly(check: Bound, change: Change): Bound {
  const isWritten = (name: string) => Object.hasOwn(change.set, name) || change.unset.includes(name);
  switch (check.kind) {
    case "all":
      return allOf(check.of.map((part) => partly(part, change)));
    case "any":
      return anyOf(check.of.map((part) => partly(part, change)));
    case "none":
      return noneOf(partly(check.of, change));
    default: {
      const names = fieldsOf(check);
      if (names.length === 0 || !names.some(isWritten)) return check;
      // A key of several fields, of which only some are written, cannot be told apart.
      if (!names.every(isWritten)) return { kind: "inside", name: names[0] ?? "", steps: [], holds: () => false };
      return { kind: "constant", value: holds(check, changedTo({}, change)) };
    }
  }
}

async function apply(
  reach: Reach,
  command: UpdateCommand,
  filter: Readonly<Record<string, unknown>>,
  change: Change,
  found: readonly Document[],
): Promise<number> {
  if (isEmpty(change)) return 0;
  const { set, unset } = change;
  if (Object.hasOwn(set, "_id")) return rekey(reach, command, filter, change, found);
  const orders = {
    ...(Object.keys(set).length === 0 ? {} : { $set: set }),
    ...(unset.length === 0 ? {} : { $unset: Object.fromEntries(unset.map((name) => [name, ""])) }),
  };
  try {
    return await reach.update(command.collection, filter, orders);
  } catch (thrown) {
    throw await explained(
      reach,
      command,
      thrown,
      found.length === 0 ? [set] : found.map((document) => changedTo(document, change)),
    );
  }
}

/** MongoDB never changes an `_id`; one that stays what it was is no change. */
async function rekey(
  reach: Reach,
  command: UpdateCommand,
  filter: Readonly<Record<string, unknown>>,
  change: Change,
  found: readonly Document[],
): Promise<number> {
  const { _id, ...set } = change.set;
  const other = { $and: [filter, { _id: { $ne: _id } }] };
  if ((await reach.count(command.collection, other)) > 0) {
    throw new Problem({
      code: "PGRST127",
      category: "unsupported",
      status: 400,
      message: "Feature not implemented",
      details: "A change of _id is not available on a MongoDB source",
    });
  }
  const rest = { ...change, set };
  if (isEmpty(rest)) return reach.count(command.collection, filter);
  return apply(reach, command, filter, rest, found);
}
