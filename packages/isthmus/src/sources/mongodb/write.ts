// Changes. A document is changed atomically and several are not, but in a transaction: so everything that can refuse a
// change is found out ahead of it, and what was proven of a document is part of the filter that changes it.

import type { Result } from "../../core/index.ts";
import { always, type Bound, isExact } from "./bound.ts";
import { bind, valueOf } from "./bind.ts";
import type { DeleteCommand, WriteCommand } from "./command.ts";
import { notSingle, tooManyAffected } from "./errors.ts";
import { filterOf } from "./filter.ts";
import { insert } from "./insert.ts";
import { textOf } from "./json.ts";
import type { Document, Native } from "./native.ts";
import { read } from "./read.ts";
import type { Reach } from "./reach.ts";
import { fetchAll } from "./rows.ts";
import { update } from "./update.ts";
import { toCount } from "./values.ts";

export async function write(reach: Reach, command: WriteCommand): Promise<Result> {
  switch (command.kind) {
    case "insert":
      return insert(reach, command);
    case "update":
      return update(reach, command);
    case "delete":
      return remove(reach, command);
  }
}

async function remove(reach: Reach, command: DeleteCommand): Promise<Result> {
  const where = await bind(reach, command.where);
  if (where.kind === "constant" && !where.value) return told(reach, command, []);
  if (isPlain(command) && isExact(where))
    return { body: null, rows: await reach.remove(command.collection, filterOf(where)) };
  const found = await fetchAll(reach, command.collection, where, neededOf(command));
  refuse(reach, command, found.length);
  // What is deleted can be answered only before it is gone.
  const result = await told(reach, command, found);
  if (found.length > 0) await reach.remove(command.collection, stillThere(found, where));
  return result;
}

/** These documents, as far as the database itself can tell that they still meet the test. */
export function stillThere(found: readonly Document[], where: Bound): Readonly<Record<string, unknown>> {
  const ids = filterOf(among(found));
  return where === always ? ids : { $and: [ids, filterOf(where)] };
}

/** Nothing but the number of documents is asked for, and nothing can refuse them. */
export function isPlain(command: WriteCommand): boolean {
  const { returning, locate, maxAffected, single } = command;
  return returning === undefined && locate === undefined && maxAffected === undefined && !single;
}

/** Stored fields that are needed of documents that will be changed. */
export function neededOf(command: WriteCommand): readonly string[] {
  return [...new Set(["_id", ...(command.locate ?? []).map((at) => at.name)])];
}

export function among(documents: readonly Document[]): Bound {
  const values = documents.map((document) => document["_id"]);
  return { kind: "in", name: "_id", values, wanted: true };
}

/** Throws PGRST124 and PGRST116, ahead of the change. */
export function refuse(reach: Reach, { maxAffected, single }: WriteCommand, affected: number): void {
  const most = maxAffected === undefined ? undefined : toCount(valueOf(reach, maxAffected));
  if (most !== undefined && affected > most) throw tooManyAffected(affected);
  if (single && affected !== 1) throw notSingle(affected);
}

/** What is answered of documents that stand in the database. */
export async function told(reach: Reach, command: WriteCommand, documents: readonly Document[]): Promise<Result> {
  const { returning, locate } = command;
  const [first] = documents;
  const located = locate?.map((at): string | null => {
    const value: Native = first?.[at.name];
    return value === null || value === undefined ? null : textOf(value, at.type);
  });
  const result: Result =
    returning === undefined
      ? { body: null, rows: documents.length }
      : await read(reach, returning, documents.length === 0 ? { kind: "constant", value: false } : among(documents));
  return located === undefined || first === undefined ? result : { ...result, located };
}
