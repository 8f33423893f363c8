// Values that callers write, looked at ahead of the database: every field of every row that is wrong is named at once.
// Only resources that `validate` names are looked at; of these, all fields.

import type {
  Catalog,
  Field,
  FieldCheck,
  Insert,
  MessagesConfiguration,
  InputValue,
  Resource,
  Statement,
  Update,
  ValidateConfiguration,
} from "../../core/index.ts";
import { Problem } from "../../core/index.ts";
import { readJson } from "../../core/exact-json.ts";
import { type CheckValue, compileCheck, type Fault } from "./check-value.ts";
import { type Say, speaker } from "./texts.ts";

export interface Validation {
  /** What has to be looked at of the values of a statement; undefined: nothing. `own`: the resource as its caller sees it. */
  of(statement: Statement, own: Catalog): CheckInputs | undefined;
}

/** @throws Problem ISTHMUS756. `language`: the header `Accept-Language`. */
export type CheckInputs = (inputs: readonly InputValue[], language: string | undefined) => void;

export interface ValidationFault {
  readonly path: string;
  readonly message: string;
}

interface Checked {
  readonly field: Field;
  readonly check: FieldCheck;
  readonly wrong: CheckValue;
}

/** Faults that are listed; a body of a million wrong rows is not answered in full. */
const mostListed = 100;
const deepest = 100;

export function createValidation(
  configured: ValidateConfiguration,
  messages: MessagesConfiguration,
  catalog: Catalog,
): { readonly validation: Validation | undefined; readonly faults: readonly ValidationFault[] } {
  const faults: ValidationFault[] = [];
  const resources = new Map<string, Map<string, Checked>>();
  for (const [place, check] of Object.entries(configured)) {
    const dot = place.lastIndexOf(".");
    const resource = catalog.resources.get(place.slice(0, dot));
    const field = resource?.fields.get(place.slice(dot + 1));
    if (resource === undefined || field === undefined) {
      faults.push({
        path: `validate.${place}`,
        message: resource === undefined ? "there is no such resource" : "there is no such field",
      });
      continue;
    }
    let checks = resources.get(resource.id);
    if (checks === undefined) resources.set(resource.id, (checks = everyField(resource)));
    try {
      checks.set(field.name, { field, check, wrong: compileCheck(field, check) });
    } catch (thrown) {
      faults.push({ path: `validate.${place}`, message: thrown instanceof Error ? thrown.message : String(thrown) });
    }
  }
  if (resources.size === 0) return { validation: undefined, faults };
  return {
    faults,
    validation: {
      of(statement, own) {
        if (statement.kind !== "insert" && statement.kind !== "update") return undefined;
        const checks = resources.get(statement.resource);
        const given = statement.kind === "insert" ? statement.rows : statement.values;
        if (checks === undefined || given.kind !== "input") return undefined;
        const needed = statement.kind === "insert" ? neededOf(statement, checks, own) : [];
        return (inputs, language) => {
          const text = inputs[given.index];
          if (typeof text === "string") look(text, statement, checks, needed, speaker(messages, language));
        };
      },
    },
  };
}

function everyField(resource: Resource): Map<string, Checked> {
  const checks = new Map<string, Checked>();
  for (const field of resource.fields.values())
    if (field.computed === undefined && field.generated === "never")
      checks.set(field.name, { field, check: {}, wrong: compileCheck(field, {}) });
  return checks;
}

/** Fields that the caller has to give, as far as they are his to give. */
function neededOf(statement: Insert, checks: ReadonlyMap<string, Checked>, own: Catalog): readonly string[] {
  const seen = own.resources.get(statement.resource);
  const preset = new Set(statement.presets?.map(({ field }) => field));
  return [...checks.values()].flatMap(({ field, check }) => {
    const mine = seen?.fields.get(field.name)?.insertable === true && !preset.has(field.name);
    const named = statement.fields.includes(field.name) && statement.missing === "null";
    const empty = check.required === true || (!field.nullable && (!field.hasDefault || named));
    return mine && empty ? [field.name] : [];
  });
}

interface Wrong extends Fault {
  readonly row: number;
  readonly field: string;
}

function look(
  text: string,
  statement: Insert | Update,
  checks: ReadonlyMap<string, Checked>,
  needed: readonly string[],
  say: Say,
): void {
  const rows = rowsIn(text);
  const found: Wrong[] = [];
  let count = 0;
  rows.forEach((row, at) => {
    if (typeof row !== "object" || row === null || Array.isArray(row)) return;
    for (const wrong of wrongIn(row as Readonly<Record<string, unknown>>, statement, checks, needed)) {
      count += 1;
      if (found.length < mostListed) found.push({ row: at + 1, ...wrong });
    }
  });
  if (count === 0) return;
  const several = rows.length > 1;
  const details = found.map(({ row, field, code, values }) => {
    const label = say(`${statement.resource}.${field}`, {});
    const named = label === `${statement.resource}.${field}` ? field.replaceAll("_", " ") : label;
    const own = code === "required" ? undefined : checks.get(field)?.check.message;
    const message = say(own ?? code, { ...values, field: named });
    return { ...(several ? { row } : {}), field, code, message, ...(values === undefined ? {} : { values }) };
  });
  throw new Problem({
    code: "ISTHMUS756",
    category: "invalid",
    message: details.length === 1 ? (details[0]?.message ?? "") : say("wrong", { count }),
    details,
  });
}

/** What is no JSON is refused by who reads it next, in his own words. */
function rowsIn(text: string): readonly unknown[] {
  try {
    const read = readJson(text, { deepest });
    return Array.isArray(read) ? read : [read];
  } catch {
    return [];
  }
}

function* wrongIn(
  row: Readonly<Record<string, unknown>>,
  statement: Insert | Update,
  checks: ReadonlyMap<string, Checked>,
  needed: readonly string[],
): Generator<Omit<Wrong, "row">> {
  for (const name of needed)
    if (!Object.hasOwn(row, name) || row[name] === null) yield { field: name, code: "required" };
  for (const name of statement.fields) {
    const checked = checks.get(name);
    if (checked === undefined || !Object.hasOwn(row, name)) continue;
    const value = row[name];
    if (value === null) {
      if (!needed.includes(name) && (!checked.field.nullable || checked.check.required === true))
        yield { field: name, code: "required" };
      continue;
    }
    const fault = checked.wrong(value);
    if (fault !== undefined) yield { field: name, ...fault };
  }
}
