// What one call may ask of the database: everything goes through here, with the call's time limit, its signal and its
// transaction.

import type { ClientSession, Db, Document as BsonDocument } from "mongodb";
import { Problem, type Execution } from "../../core/index.ts";
import { problemOf, timedOut } from "./errors.ts";
import type { Filter } from "./filter.ts";
import type { Document, Native } from "./native.ts";
import type { MongodbSettings } from "./options.ts";
import type { Bson } from "./values.ts";

export interface Finding {
  /** Stored fields; all where absent. */
  readonly fields?: readonly string[];
  readonly sort?: readonly (readonly [string, 1 | -1])[];
  readonly skip?: number;
  readonly limit?: number;
}

/** One document's own change. */
export interface Updating {
  readonly filter: Filter;
  readonly change: Filter;
}

export interface Reach {
  readonly bson: Bson;
  readonly call: Execution;
  readonly memoryRows: number;
  /** The server knows Decimal128, lists in lists and projections of what it changes: FerretDB does not. */
  readonly decimal128: boolean;
  readonly inTransaction: boolean;
  find(collection: string, filter: Filter, how?: Finding): Promise<readonly Document[]>;
  /** Every document, in pieces, of which only one at a time is held. */
  each(
    collection: string,
    filter: Filter,
    how: Finding,
    take: (some: readonly Document[]) => Promise<void>,
  ): Promise<void>;
  count(collection: string, filter: Filter): Promise<number>;
  insert(collection: string, documents: readonly Record<string, Native>[]): Promise<void>;
  /** How many documents were found, of which each was changed in one go. */
  update(collection: string, filter: Filter, change: Filter): Promise<number>;
  /** The same of a filter that finds one document at most; the driver sends it again where the connection was lost. */
  updateOne(collection: string, filter: Filter, change: Filter): Promise<number>;
  /** The document as this change has left it. @param fields Those that are needed; there may be more. */
  change(collection: string, filter: Filter, change: Filter, fields: readonly string[]): Promise<Document | undefined>;
  /** One after the other, in few messages; ends at the first that fails. How many documents were found. */
  updates(collection: string, all: readonly Updating[]): Promise<number>;
  remove(collection: string, filter: Filter): Promise<number>;
  /** By filters that find one document at most. */
  removals(collection: string, filters: readonly Filter[]): Promise<number>;
}

type Known = Pick<Reach, "bson" | "memoryRows" | "decimal128">;

const piece = 1_000;
/** Changes of one message; each message has the statement's time for itself. */
const bulk = 200;

export function reachOf(
  db: Db,
  settings: Pick<MongodbSettings, "statementTimeout">,
  known: Known,
  call: Execution,
  session?: ClientSession,
): Reach {
  const common = () => {
    if (call.signal.aborted) throw call.signal.reason instanceof Problem ? call.signal.reason : timedOut();
    const left = Math.ceil(call.deadline - performance.now());
    if (left <= 0) throw timedOut();
    return { maxTimeMS: Math.min(settings.statementTimeout, left), ...(session === undefined ? {} : { session }) };
  };
  const inTurn = session === undefined ? <T>(work: () => Promise<T>) => work() : oneAfterTheOther();
  /** `ahead`, `matched`: of several messages, how many changes went out before, and what they found. */
  const guarded = async <T>(work: () => Promise<T>, ahead = 0, matched = 0): Promise<T> => {
    try {
      return await inTurn(work);
    } catch (thrown) {
      throw problemOf(thrown, call.signal, ahead, matched);
    }
  };
  // FerretDB keeps open what a change of one document has not read, and stands still after a hundred in one command. The
  // driver sends changes of one again where the connection was lost, which MongoDB then knows for the same.
  const standsStill = !known.decimal128;
  const cursorOf = (collection: string, filter: Filter, { fields, sort, skip, limit }: Finding, batchSize: number) =>
    db.collection<BsonDocument>(collection).find(filter, {
      ...common(),
      signal: call.signal,
      batchSize,
      ...(fields === undefined ? {} : { projection: projectionOf(fields) }),
      ...(sort === undefined || sort.length === 0 ? {} : { sort: new Map(sort) }),
      ...(skip === undefined || skip === 0 ? {} : { skip }),
      ...(limit === undefined ? {} : { limit }),
      // The server keeps no cursor for a document that there is only one of.
      ...(limit === 1 ? { singleBatch: true } : {}),
    });
  return {
    ...known,
    call,
    inTransaction: session !== undefined,
    find: (collection, filter, how = {}) =>
      guarded(async () => {
        if (how.limit === 0) return [];
        return cursorOf(collection, filter, how, Math.min(how.limit ?? 10_000, 10_000)).toArray();
      }),
    async each(collection, filter, how, take) {
      const cursor = await guarded(async () => cursorOf(collection, filter, how, piece));
      try {
        for (;;) {
          const some = await guarded(() => nextOf(cursor));
          if (some.length > 0) await take(some);
          if (some.length < piece) return;
        }
      } finally {
        await guarded(() => cursor.close());
      }
    },
    count: (collection, filter) =>
      guarded(() => db.collection(collection).countDocuments(filter, { ...common(), signal: call.signal })),
    insert: (collection, documents) =>
      guarded(async () => {
        await db.collection(collection).insertMany(documents as BsonDocument[], { ...common(), ordered: true });
      }),
    update: (collection, filter, change) =>
      guarded(async () => (await db.collection(collection).updateMany(filter, change, common())).matchedCount),
    updateOne: (collection, filter, change) =>
      guarded(async () => (await db.collection(collection).updateOne(filter, change, common())).matchedCount),
    change: (collection, filter, change, fields) =>
      guarded(async () => {
        const projection = known.decimal128 ? { projection: projectionOf(fields) } : {};
        const how = { ...common(), ...projection, returnDocument: "after" as const };
        return (await db.collection<BsonDocument>(collection).findOneAndUpdate(filter, change, how)) ?? undefined;
      }),
    async updates(collection, all) {
      let matched = 0;
      for (let at = 0; at < all.length; at += bulk) {
        const each = all
          .slice(at, at + bulk)
          .map(({ filter, change: update }) =>
            standsStill ? { updateMany: { filter, update } } : { updateOne: { filter, update } },
          );
        const written = await guarded(
          async () => db.collection(collection).bulkWrite(each, { ...common(), ordered: true }),
          at,
          matched,
        );
        matched += written.matchedCount;
      }
      return matched;
    },
    remove: (collection, filter) =>
      guarded(async () => (await db.collection(collection).deleteMany(filter, common())).deletedCount),
    removals: (collection, filters) =>
      guarded(async () => {
        const each = filters.map((filter) => (standsStill ? { deleteMany: { filter } } : { deleteOne: { filter } }));
        return (await db.collection(collection).bulkWrite(each, { ...common(), ordered: true })).deletedCount;
      }),
  };
}

/** A transaction takes one question at a time. */
function oneAfterTheOther(): <T>(work: () => Promise<T>) => Promise<T> {
  let before: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = before.then(work, work);
    before = mine;
    return mine;
  };
}

/** As many documents as are held at a time; fewer are the last. */
async function nextOf(cursor: { next(): Promise<Document | null> }): Promise<Document[]> {
  const some: Document[] = [];
  while (some.length < piece) {
    const document = await cursor.next();
    if (document === null) break;
    some.push(document);
  }
  return some;
}

function projectionOf(fields: readonly string[]): Record<string, 0 | 1> {
  const projection: Record<string, 0 | 1> = { _id: fields.includes("_id") ? 1 : 0 };
  for (const field of fields) projection[field] = 1;
  // Without any field MongoDB would give all of them.
  return fields.length === 0 ? { _id: 1 } : projection;
}

/** More would have to be held in the server's memory than it may. */
export function tooMuch(what: string, most: number): Problem {
  return new Problem({
    code: "ISTHMUS110",
    category: "invalid",
    message: `${what} needs more than ${most} documents in the server's memory`,
    hint: "Narrow the filter, or raise memoryRows of the source.",
  });
}
