// What is written into a document, and what is known of a policy's check once the written values are.

import { Problem } from "../../core/index.ts";
import { allOf, anyOf, type Bound, isExact, noneOf } from "./bound.ts";
import { fieldsOf } from "./bind.ts";
import type { UpdateCommand, Written } from "./command.ts";
import { defaultOf, type Given, keepsNull, storedValue } from "./document.ts";
import type { Filter } from "./filter.ts";
import { holds } from "./holds.ts";
import { isNull, type Document, type Native } from "./native.ts";
import type { Reach } from "./reach.ts";

export interface Change {
  readonly set: Readonly<Record<string, Native>>;
  readonly unset: readonly string[];
  /** A field that would become null and may not: refused where there is a document to write it into. */
  readonly refused?: string;
}

/** What one object of the body, and what the policy sets, make of a document. */
export function changeOf(
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

export function isEmpty({ set, unset }: Change): boolean {
  return Object.keys(set).length + unset.length === 0;
}

/** As MongoDB is told. @param increments Stored fields, and what is added to each. */
export function ordersOf({ set, unset }: Change, increments: Readonly<Record<string, Native>> = {}): Filter {
  return {
    ...(Object.keys(set).length === 0 ? {} : { $set: set }),
    ...(unset.length === 0 ? {} : { $unset: Object.fromEntries(unset.map((name) => [name, ""])) }),
    ...(Object.keys(increments).length === 0 ? {} : { $inc: increments }),
  };
}

export function changedTo(document: Document, { set, unset }: Change): Document {
  if (unset.length === 0) return { ...document, ...set };
  return { ...document, ...set, ...Object.fromEntries(unset.map((name) => [name, null])) };
}

/**
 * The check with what is known of the written fields: what a document has to meet, as it stands, to meet the check when it
 * is changed. Where that cannot be told, it is not exact.
 */
export function partly(check: Bound, change: Change): Bound {
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

/** Throws for a check that the database cannot be asked to keep while it writes. */
export function provable(rest: Bound): Bound {
  if (isExact(rest)) return rest;
  throw new Problem({
    code: "PGRST127",
    category: "unsupported",
    status: 400,
    message: "Feature not implemented",
    details: "A policy's check of a place inside a document is not available on a MongoDB source",
  });
}
