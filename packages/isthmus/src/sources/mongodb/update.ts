// Updates: of all documents that meet a condition by one object, or of each by its own. What MongoDB can be told of goes
// as one command (at-once.ts); of the rest the documents are read, and changed on condition that they still are as read.

import { Problem, type Result } from "../../core/index.ts";
import { type Adjust, adjustmentOf } from "./adjust.ts";
import { asRead, unlessChanged, wroteAll } from "./as-read.ts";
import { atOnce } from "./at-once.ts";
import { allOf, always, type Bound, isExact } from "./bound.ts";
import { bind, fieldsOf } from "./bind.ts";
import { type Change, changedTo, changeOf, isEmpty, ordersOf, partly, provable } from "./change.ts";
import { valueOf } from "./comparison.ts";
import type { UpdateCommand, Written } from "./command.ts";
import { type Given, presetValue, rowsIn, storedValue } from "./document.ts";
import { explained } from "./duplicates.ts";
import { checkFailed, nullRefused } from "../shared/refusals.ts";
import { Duplicate } from "./errors.ts";
import { bothOf, type Filter, filterOf } from "./filter.ts";
import { holds, keyText } from "./holds.ts";
import { incrementOf } from "./increments.ts";
import { identityOf, isNull, type Document, type Native } from "./native.ts";
import type { Reach } from "./reach.ts";
import { fetchAll } from "./rows.ts";
import { neededOf, refuse, stillThere, told } from "./written.ts";

/** Documents that get one change, and the filter by which they are still what they were. */
interface Step {
  readonly change: Change;
  readonly found: readonly Document[];
  readonly filter: Filter;
}

interface Bounded {
  readonly where: Bound;
  readonly check: Bound | undefined;
  readonly presets: readonly (readonly [Written, Native])[];
  readonly adjust: readonly (readonly [string, Adjust | undefined])[];
  readonly rows: readonly Given[];
}

export async function update(reach: Reach, command: UpdateCommand): Promise<Result> {
  return unlessChanged(reach, () => attempt(reach, command));
}

async function attempt(reach: Reach, command: UpdateCommand): Promise<Result | undefined> {
  const given: Bounded = {
    where: await bind(reach, command.where),
    check: command.check === undefined ? undefined : await bind(reach, command.check),
    presets: command.presets.map((preset) => [preset.field, presetValue(reach, preset)] as const),
    adjust: command.adjust.map((one) => [one.field.name, adjustmentOf(reach, one)] as const),
    rows: rowsIn(valueOf(reach, command.values)),
  };
  const [first] = given.rows;
  if (command.matchBy === undefined && first !== undefined) {
    const increments = command.adjust.map((one) => incrementOf(reach, one)).filter((one) => one !== undefined);
    const change = changeOf(reach, command, first, given.presets);
    if (increments.length === given.adjust.length) {
      const result = await atOnce(reach, command, { ...given, change, increments });
      if (result !== undefined) return result;
    }
  }
  const steps = writes(command) ? await stepsOf(reach, command, given) : [];
  const found = steps.flatMap((step) => step.found);
  refuse(reach, command, found.length);
  if (!(await carryOut(reach, command, steps))) return undefined;
  return told(
    reach,
    command,
    steps.flatMap((step) => step.found.map((document) => changedTo(document, step.change))),
  );
}

async function stepsOf(reach: Reach, command: UpdateCommand, given: Bounded): Promise<readonly Step[]> {
  const { where, check, presets, adjust, rows } = given;
  const { matchBy } = command;
  const changes = (matchBy === undefined ? rows.slice(0, 1) : rows).map((row) =>
    changeOf(reach, command, row, presets),
  );
  const fields = new Set([
    ...neededOf(command),
    ...(check === undefined ? [] : fieldsOf(check)),
    ...adjust.map(([name]) => name),
    ...(matchBy ?? []).map(({ name }) => name),
  ]);
  const found =
    matchBy === undefined
      ? [await fetchAll(reach, command.collection, where, [...fields])]
      : await matching(reach, command, where, rows, [...fields]);
  return changes.flatMap((change, at) => {
    const documents = found[at] ?? [];
    if (documents.length === 0) return [];
    if (change.refused !== undefined) throw nullRefused({ name: command.resource }, change.refused);
    // Documents that get the same change, and of which the database itself can tell that they are what they were.
    const together = adjust.length === 0 && isExact(where);
    return (together ? [documents] : documents.map((document) => [document])).map((some) =>
      stepOf(reach, given, change, some, together),
    );
  });
}

function stepOf(
  reach: Reach,
  { where, check, adjust }: Bounded,
  change: Change,
  found: readonly Document[],
  together: boolean,
): Step {
  const [document] = found;
  const whole = adjust.length === 0 || document === undefined ? change : adjusted(change, document, adjust);
  const still =
    together || document === undefined
      ? stillThere(found, where)
      : asRead(
          reach,
          document,
          where,
          adjust.map(([name]) => name),
        );
  const proven = checked(check, whole, found);
  return {
    change: withoutId(whole, found),
    found,
    filter: bothOf([still, ...(proven === always ? [] : [filterOf(proven)])]),
  };
}

/** For each object of the body the documents it names. Of two objects that name one document the first changes it. */
async function matching(
  reach: Reach,
  command: UpdateCommand,
  where: Bound,
  rows: readonly Given[],
  fields: readonly string[],
): Promise<readonly (readonly Document[])[]> {
  const matchBy = command.matchBy ?? [];
  const names = matchBy.map(({ name }) => name);
  const keys = new Map<string, readonly Native[]>();
  const texts = rows.map((row) => {
    const values = matchBy.map((field) => storedValue(reach, field, row[field.field]));
    const text = keyText(names, Object.fromEntries(names.map((name, at) => [name, values[at]])));
    if (text !== undefined) keys.set(text, values);
    return text;
  });
  if (keys.size === 0) return [];
  const named = allOf([where, { kind: "keys", names, keys }]);
  const left = new Map<string, Document[]>();
  for (const document of await fetchAll(reach, command.collection, named, fields)) {
    const text = keyText(names, document);
    if (text === undefined) continue;
    const list = left.get(text);
    if (list === undefined) left.set(text, [document]);
    else list.push(document);
  }
  return texts.map((text) => {
    const mine = left.get(text ?? "") ?? [];
    left.delete(text ?? "");
    return mine;
  });
}

async function carryOut(reach: Reach, command: UpdateCommand, steps: readonly Step[]): Promise<boolean> {
  const written = steps.filter(({ change }) => !isEmpty(change));
  const [first] = written;
  if (first === undefined) return true;
  const wanted = written.reduce((count, { found }) => count + found.length, 0);
  try {
    const all = written.map(({ filter, change }) => ({ filter, change: ordersOf(change) }));
    const isOne = written.length === 1;
    const count = isOne
      ? await reach.update(command.collection, first.filter, ordersOf(first.change))
      : await reach.updates(command.collection, all);
    return wroteAll(reach, count, wanted);
  } catch (thrown) {
    const at = thrown instanceof Duplicate ? thrown.at : undefined;
    const met = (at === undefined ? undefined : written[at]) ?? first;
    const documents = met.found.map((document) => changedTo(document, met.change));
    throw await explained(reach, command, thrown, documents);
  }
}

/** One document's own change. A null stays null. */
function adjusted(
  change: Change,
  document: Document,
  adjust: readonly (readonly [string, Adjust | undefined])[],
): Change {
  const set: Record<string, Native> = { ...change.set };
  for (const [name, to] of adjust) {
    const value = document[name];
    if (!isNull(value)) set[name] = to === undefined ? null : to(value);
  }
  return { ...change, set };
}

/** A change of no field changes no document; one of a list's objects that has none of the fields has found its own. */
function writes({ fields, presets, adjust }: UpdateCommand): boolean {
  return fields.length + presets.length + adjust.length > 0;
}

/**
 * Throws 42501 where a document would not meet the check. What is left of the check when the written fields are known is
 * given back: it becomes part of the filter, so that no document that others change meanwhile slips through.
 */
function checked(check: Bound | undefined, change: Change, found: readonly Document[]): Bound {
  if (check === undefined) return always;
  for (const document of found) if (!holds(check, changedTo(document, change))) throw checkFailed();
  return provable(partly(check, change));
}

/** MongoDB never changes an `_id`; one that stays what it was is no change. */
function withoutId(change: Change, found: readonly Document[]): Change {
  if (!Object.hasOwn(change.set, "_id")) return change;
  const { _id, ...set } = change.set;
  if (found.every((document) => identityOf(document["_id"]) === identityOf(_id))) return { ...change, set };
  throw new Problem({
    code: "PGRST127",
    category: "unsupported",
    status: 400,
    message: "Feature not implemented",
    details: "A change of _id is not available on a MongoDB source",
  });
}
