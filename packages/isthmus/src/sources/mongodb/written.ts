// What all changes have in common: which documents, whether so many may be changed, and what is answered of them.

import { notOneRow, type Result } from "../../core/index.ts";
import { type Bound, hasExpression, never } from "./bound.ts";
import { bind, fieldsOf } from "./bind.ts";
import { valueOf } from "./comparison.ts";
import type { WriteCommand } from "./command.ts";
import { tooManyAffected } from "../shared/refusals.ts";
import { bothOf, filterOf, weaken } from "./filter.ts";
import { textOf } from "./json.ts";
import type { Document, Native } from "./native.ts";
import { read } from "./read.ts";
import type { Reach } from "./reach.ts";
import { toCount } from "./values.ts";

/** These documents, as far as the database itself can tell that they still meet the test. */
export function stillThere(found: readonly Document[], where: Bound): Readonly<Record<string, unknown>> {
  return bothOf([filterOf(among(found)), filterOf(weaken(where))]);
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
  if (single && affected !== 1) throw notOneRow(affected);
}

/**
 * Fields to ask for of a document while it is changed, so that its answer can be made of that: nobody else's later change
 * is then told as this one's. `undefined`: the answer has to be asked for.
 */
export async function imageFields(reach: Reach, command: WriteCommand): Promise<readonly string[] | undefined> {
  const { returning } = command;
  if (returning === undefined) return neededOf(command);
  const { level, count } = returning;
  if (count !== undefined || level.grouped) return undefined;
  const where = await bind(reach, level.where);
  const guards = await Promise.all(level.guards.map(async (guard) => bind(reach, guard)));
  if ([where, ...guards].some(hasExpression)) return undefined;
  return [...new Set([...neededOf(command), ...level.fields, ...fieldsOf(where), ...guards.flatMap(fieldsOf)])];
}

/** What is answered of documents that stand in the database. `images`: they are as `imageFields` asked for them. */
export async function told(
  reach: Reach,
  command: WriteCommand,
  documents: readonly Document[],
  images = false,
): Promise<Result> {
  const { returning, locate } = command;
  const [first] = documents;
  const located = locate?.map((at): string | null => {
    const value: Native = first?.[at.name];
    return value === null || value === undefined ? null : textOf(value, at.type);
  });
  const result: Result =
    returning === undefined
      ? { body: null, rows: documents.length }
      : await read(
          reach,
          returning,
          documents.length === 0 ? never : among(documents),
          images && documents.length > 0 ? documents : undefined,
        );
  return located === undefined || first === undefined ? result : { ...result, located };
}
