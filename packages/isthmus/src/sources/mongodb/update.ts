// Updates: of all documents that meet a condition by one object, or of each by its own.

import { Problem, type Result } from "../../core/index.ts";
import { allOf, always, anyOf, type Bound, isExact, noneOf } from "./bound.ts";
import { bind, fieldsOf, valueOf } from "./bind.ts";
import type { Preset, UpdateCommand, Written } from "./command.ts";
import { checkNull, defaultOf, type Given, keepsNull, presetValue, rowsIn, storedValue } from "./document.ts";
import { explained } from "./duplicates.ts";
import { changedMeanwhile, checkFailed } from "./errors.ts";
import { filterOf } from "./filter.ts";
import { holds } from "./holds.ts";
import { isNull, type Document, type Native } from "./native.ts";
import type { Reach } from "./reach.ts";
import { fetchAll } from "./rows.ts";
import { isPlain, neededOf, refuse, stillThere, told } from "./write.ts";

/** What is written into a document. */
interface Change {
  readonly set: Readonly<Record<string, Native>>;
  readonly unset: readonly string[];
  readonly increments: Readonly<Record<string, Native>>;
  /** Of the increments: those of fields that are known not to be null. */
  readonly counted?: readonly string[];
}

/** Documents that get one change. */
interface Step {
  readonly change: Change;
  readonly where: Bound;
  readonly found: readonly Document[];
  /** What a document has to meet, beside being one of these, for the change to be allowed. */
  readonly proven: Bound;
}

export async function update(reach: Reach, command: UpdateCommand): Promise<Result> {
  const where = await bind(reach, command.where);
  const check = command.check === undefined ? undefined : await bind(reach, command.check);
  const asked = rowsIn(valueOf(reach, command.values));
  const presets = command.presets.map((preset) => [preset.field, presetValue(reach, preset)] as const);
  const changes = asked.map((row) => ({
    change: changeOf(reach, command, row, presets),
    where: allOf([where, matchOf(reach, command, row)]),
  }));
  const [only] = changes;
  if (
    command.matchBy === undefined &&
    only !== undefined &&
    check === undefined &&
    isPlain(command) &&
    isExact(where)
  ) {
    return { body: null, rows: await apply(reach, command, filterOf(only.where), only.change, []) };
  }
  const steps: Step[] = [];
  for (const { change, where: own } of command.matchBy === undefined ? changes.slice(0, 1) : changes) {
    const needed = [...new Set([...neededOf(command), ...(check === undefined ? [] : fieldsOf(check))])];
    const found = isEmpty(change) ? [] : await fetchAll(reach, command.collection, own, needed);
    steps.push({ change, where: own, found, proven: checked(check, change, found) });
  }
  const found = steps.flatMap((step) => step.found);
  refuse(reach, command, new Set(found).size);
  let changed = 0;
  for (const step of steps) {
    if (step.found.length === 0) continue;
    const filter = { $and: [stillThere(step.found, step.where), filterOf(step.proven)] };
    const count = await apply(reach, command, filter, step.change, step.found);
    changed += count;
    // Whoever takes part in no transaction is told how far it went.
    if (count < step.found.length) throw changedMeanwhile(reach.inTransaction ? 0 : changed);
  }
  return told(
    reach,
    command,
    steps.flatMap((step) => step.found.map((document) => changedTo(document, step.change))),
  );
}

function changeOf(
  reach: Reach,
  command: UpdateCommand,
  row: Given,
  presets: readonly (readonly [Written, Native])[],
): Change {
  const set: Record<string, Native> = {};
  const unset: string[] = [];
  const put = (field: Written, value: Native) => {
    const required = command.key.includes(field.name) || field.name === "_id";
    checkNull(command.resource, required ? { ...field, nullable: false } : field, value);
    if (!isNull(value) || keepsNull(field)) set[field.name] = value;
    else unset.push(field.name);
  };
  for (const field of command.fields) {
    if (command.defaulted.includes(field.field)) put(field, defaultOf(reach, field));
    else if (Object.hasOwn(row, field.field)) put(field, storedValue(reach, field, row[field.field]));
    else if (command.matchBy === undefined) put(field, null);
  }
  for (const [field, value] of presets) put(field, value);
  const increments = Object.fromEntries(command.increments.map((one) => [one.field.name, incrementOf(reach, one)]));
  return { set, unset, increments };
}

function incrementOf(reach: Reach, preset: Preset): Native {
  const value = presetValue(reach, preset);
  if (!isNull(value)) return value;
  throw new Problem({ code: "22004", category: "invalid", message: "a number cannot grow by null" });
}

function isEmpty({ set, unset, increments }: Change): boolean {
  return Object.keys(set).length + unset.length + Object.keys(increments).length === 0;
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
  const { set, unset, increments } = change;
  if (Object.hasOwn(set, "_id")) return rekey(reach, command, filter, change, found);
  const nullable = Object.keys(increments).find((name) => !change.counted?.includes(name));
  if (nullable !== undefined) return applyApart(reach, command, filter, change, found, nullable);
  const orders = {
    ...(Object.keys(set).length === 0 ? {} : { $set: set }),
    ...(unset.length === 0 ? {} : { $unset: Object.fromEntries(unset.map((name) => [name, ""])) }),
    ...(Object.keys(increments).length === 0 ? {} : { $inc: increments }),
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

/** A null that grows stays null, which MongoDB would refuse: those documents get the rest of the change. */
async function applyApart(
  reach: Reach,
  command: UpdateCommand,
  filter: Readonly<Record<string, unknown>>,
  change: Change,
  found: readonly Document[],
  name: string,
): Promise<number> {
  const { [name]: _, ...others } = change.increments;
  const growing = { ...change, counted: [...(change.counted ?? []), name] };
  const grown = await apply(reach, command, { $and: [filter, { [name]: { $ne: null } }] }, growing, found);
  const rest = { ...change, increments: others };
  const absent = { $and: [filter, { [name]: { $eq: null } }] };
  return (
    grown +
    (isEmpty(rest) ? await reach.count(command.collection, absent) : await apply(reach, command, absent, rest, found))
  );
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
