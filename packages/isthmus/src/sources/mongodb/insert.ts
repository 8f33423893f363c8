// Inserts and upserts.

import type { Result } from "../../core/index.ts";
import { asRead, wroteAll } from "./as-read.ts";
import type { Bound } from "./bound.ts";
import { bind, fieldsOf as namesOf } from "./bind.ts";
import { valueOf } from "./comparison.ts";
import type { InsertCommand, Written } from "./command.ts";
import { checkNull, defaultOf, type Given, keepsNull, presetValue, rowsIn, storedValue } from "./document.ts";
import { explained } from "./duplicates.ts";
import { checkFailed, repeatedRow } from "../shared/refusals.ts";
import { changedMeanwhile, Duplicate } from "./errors.ts";
import { bothOf, type Filter, filterOf } from "./filter.ts";
import { holds, keyText } from "./holds.ts";
import { compare, isNull, type Document, type Native } from "./native.ts";
import { type Reach, tooMuch } from "./reach.ts";
import { among, refuse, told } from "./written.ts";

type Draft = Record<string, Native>;

export async function insert(reach: Reach, command: InsertCommand): Promise<Result> {
  const rows = rowsIn(valueOf(reach, command.rows));
  if (rows.length > reach.memoryRows) throw tooMuch("An insert of so many rows", reach.memoryRows);
  const drafts = documentsOf(reach, command, rows);
  const check = command.check === undefined ? undefined : await bind(reach, command.check);
  if (command.conflict !== undefined) return upsert(reach, command, command.conflict, drafts, check);
  for (const draft of drafts) if (check !== undefined && !holds(check, draft)) throw checkFailed();
  refuse(reach, command, drafts.length);
  await insertAll(reach, command, drafts);
  return told(reach, command, drafts);
}

function documentsOf(reach: Reach, command: InsertCommand, rows: readonly Given[]): Draft[] {
  const presets = command.presets.map((preset) => [preset.field, presetValue(reach, preset)] as const);
  const given = new Set([...command.fields.map((field) => field.name), ...presets.map(([field]) => field.name)]);
  const absent = command.all.filter((field) => !given.has(field.name));
  return rows.map((row) => {
    const draft: Draft = {};
    const set = (field: Written, value: Native) => {
      if (!isNull(value) || (keepsNull(field) && field.name !== "_id")) draft[field.name] = value;
    };
    for (const field of command.fields) {
      const named = Object.hasOwn(row, field.field);
      set(
        field,
        named ? storedValue(reach, field, row[field.field]) : command.defaults ? defaultOf(reach, field) : null,
      );
    }
    for (const [field, value] of presets) set(field, value);
    for (const field of absent) if (field.default !== undefined) set(field, defaultOf(reach, field));
    for (const field of command.all) {
      const generated = field.name === "_id" && field.type.native.startsWith("objectId");
      if (draft[field.name] === undefined && generated) draft["_id"] = new reach.bson.ObjectId();
      else
        checkNull(
          command.resource,
          { ...field, nullable: field.nullable && field.name !== "_id" },
          requiredOf(field, draft),
        );
    }
    if (draft["_id"] === undefined) draft["_id"] = new reach.bson.ObjectId();
    return draft;
  });
}

/** A field that has a default may be left out, and not be null: PostgreSQL would not take it either. */
function requiredOf(field: Written, draft: Draft): Native {
  return draft[field.name] ?? null;
}

/**
 * Several documents are not written as one, but in a transaction: where one is refused, those ahead of it are taken back.
 * Others may have seen them meanwhile.
 */
async function insertAll(reach: Reach, command: InsertCommand, drafts: readonly Draft[]): Promise<void> {
  if (drafts.length === 0) return;
  try {
    await reach.insert(command.collection, drafts);
  } catch (thrown) {
    const why = await explained(reach, command, thrown, atFault(thrown, drafts));
    if (drafts.length > 1 && !reach.inTransaction) await takeBack(reach, command, thrown, drafts);
    throw why;
  }
}

/** The one that was refused where the server tells which; else those that have not been written. */
function atFault(thrown: unknown, drafts: readonly Draft[]): readonly Draft[] {
  if (!(thrown instanceof Duplicate)) return drafts;
  return thrown.at === undefined ? drafts.slice(thrown.inserted) : drafts.slice(thrown.at, thrown.at + 1);
}

/** Only what this insert has written: a document of the same key that was there before is somebody else's. */
async function takeBack(
  reach: Reach,
  command: InsertCommand,
  thrown: unknown,
  drafts: readonly Draft[],
): Promise<void> {
  const inserted = thrown instanceof Duplicate ? thrown.inserted : insertedIn(thrown);
  if (inserted > 0) await reach.remove(command.collection, filterOf(among(drafts.slice(0, inserted))));
}

function insertedIn(thrown: unknown): number {
  const cause =
    thrown instanceof Error ? (thrown.cause as { readonly insertedCount?: unknown } | undefined) : undefined;
  return typeof cause?.insertedCount === "number" ? cause.insertedCount : 0;
}

// ---- upserts

interface Merge {
  readonly draft: Draft;
  readonly standing: Document;
}

async function upsert(
  reach: Reach,
  command: InsertCommand,
  conflict: NonNullable<InsertCommand["conflict"]>,
  drafts: readonly Draft[],
  check: Bound | undefined,
): Promise<Result> {
  const target = conflict.target.map((field) => field.name);
  const standing = await standingOf(reach, command, target, drafts);
  const fresh: Draft[] = [];
  const merges: Merge[] = [];
  const where = await bind(reach, conflict.where);
  const first = new Set<string>();
  for (const draft of drafts) {
    const key = keyText(target, draft);
    const there = key === undefined ? undefined : standing.get(key);
    if (key !== undefined && first.has(key)) {
      if (conflict.action === "ignore") continue;
      throw repeatedRow();
    }
    if (key !== undefined) first.add(key);
    if (there === undefined) fresh.push(draft);
    else if (conflict.action === "merge" && holds(where, there)) merges.push({ draft, standing: there });
  }
  const merged = merges.map(({ draft, standing: there }) => ({ there, set: pick(draft, conflict.fields, command) }));
  for (const draft of fresh) if (check !== undefined && !holds(check, draft)) throw checkFailed();
  for (const { there, set } of merged)
    if (check !== undefined && !holds(check, { ...there, ...set })) throw checkFailed();
  refuse(reach, command, fresh.length + merged.length);
  await insertAll(reach, command, fresh);
  await mergeAll(reach, command, merged, where, check);
  const written = [...fresh, ...merged.map(({ there, set }) => ({ ...there, ...set }))];
  return { ...(await told(reach, command, written)), inserted: fresh.length };
}

/** The documents that stand where the drafts would go. */
async function standingOf(
  reach: Reach,
  command: InsertCommand,
  names: readonly string[],
  drafts: readonly Draft[],
): Promise<Map<string, Document>> {
  const keys = new Map<string, readonly Native[]>();
  for (const draft of drafts) {
    const text = keyText(names, draft);
    if (text !== undefined)
      keys.set(
        text,
        names.map((name) => draft[name]),
      );
  }
  const named = filterOf({ kind: "keys", names, keys });
  const found =
    keys.size === 0 ? [] : await reach.find(command.collection, bothOf([rangeOf(reach, names, keys), named]));
  return new Map(found.map((document) => [keyText(names, document) ?? "", document]));
}

/**
 * FerretDB compares each document with each of the keys, but for those that are out of reach of them all. By an index
 * there is nothing to be gained, and a collection's collation could have another order.
 */
function rangeOf(
  { decimal128 }: Reach,
  [name, another]: readonly string[],
  keys: ReadonlyMap<string, readonly Native[]>,
): Filter {
  if (decimal128 || name === undefined || another !== undefined) return {};
  const values = Array.from(keys.values(), ([value]) => value);
  const [first] = values;
  if (typeof first !== "string" && typeof first !== "number" && typeof first !== "bigint") return {};
  if (values.some((value) => compare(value, first) === undefined)) return {};
  const extreme = (sign: 1 | -1) =>
    values.reduce((best, value) => ((compare(value, best) ?? 0) * sign > 0 ? value : best), first as Native);
  return { [name]: { $gte: extreme(-1), $lte: extreme(1) } };
}

function pick(draft: Draft, fields: readonly string[], command: InsertCommand): Draft {
  const given = new Set(
    [...command.fields, ...command.presets.map((preset) => preset.field)].map((field) => field.name),
  );
  return Object.fromEntries(
    fields.filter((name) => given.has(name) && name !== "_id").map((name) => [name, draft[name] ?? null]),
  );
}

interface Merged {
  readonly there: Document;
  readonly set: Draft;
}

/** Each on condition that what the check and the condition were tried on still stands. */
async function mergeAll(
  reach: Reach,
  command: InsertCommand,
  merged: readonly Merged[],
  where: Bound,
  check: Bound | undefined,
): Promise<void> {
  const written = merged.filter(({ set }) => Object.keys(set).length > 0);
  if (written.length === 0) return;
  const looked = check === undefined ? [] : namesOf(check);
  const all = written.map(({ there, set }) => ({
    filter: asRead(
      reach,
      there,
      where,
      looked.filter((name) => !Object.hasOwn(set, name)),
    ),
    change: { $set: set },
  }));
  try {
    const count = await reach.updates(command.collection, all);
    if (!wroteAll(reach, count, all.length)) throw changedMeanwhile();
  } catch (thrown) {
    const at = thrown instanceof Duplicate ? thrown.at : undefined;
    const met = (at === undefined ? undefined : written[at]) ?? written[0];
    throw await explained(reach, command, thrown, met === undefined ? [] : [{ ...met.there, ...met.set }]);
  }
}
