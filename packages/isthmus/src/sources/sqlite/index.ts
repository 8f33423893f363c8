// SQLite as a source: one file, opened by the server's own reader and by worker processes.

import { capabilities, type Need, Problem, type Record, type Source } from "../../core/index.ts";
import type { SqlCommand } from "../shared/sql/command.ts";
import { watchFile } from "./changes.ts";
import { compile } from "./compile.ts";
import { outcomeOf } from "./commits.ts";
import { connect, type Connection } from "./connect.ts";
import { Costs } from "./cost.ts";
import { problemOf, readOnly } from "./errors.ts";
import { execute, executeNow, type Executor } from "./execute.ts";
import { createIndex } from "./indexes.ts";
import { introspect } from "./introspect.ts";
import { type Known, openLater } from "./late.ts";
import { migrate } from "./migrate.ts";
import { readOptions, type SqliteSettings } from "./options.ts";
import { Readers } from "./readers.ts";
import { tookPlace, transact } from "./transaction.ts";
import { outcomeUnknown, Writer } from "./writer.ts";

export type { SqliteOptions } from "./options.ts";

const reading = {
  relations: true,
  aggregates: true,
  jsonPaths: true,
  casts: true,
  regularExpressions: true,
  fullText: true,
  exactCount: true,
  // The exact count stands in for one that is only planned: SQLite keeps no statistics of rows.
  plannedCount: true,
};
const writing = { insert: true, update: true, delete: true, upsert: true, transactions: true };

/**
 * Opens the file, applies the migrations, and gives the source; where the file is not there, or cannot be opened, a source
 * that is down until it can. Throws a Problem: options that are not valid (`ISTHMUS_CONFIG`), a file that is no database
 * or damaged (XX001), a migration that fails or was edited after it had been applied (`ISTHMUS_MIGRATION`).
 */
export async function openSqlite(name: string, options: unknown, record: Record): Promise<Source<SqlCommand>> {
  const settings = readOptions(name, options);
  const known = {
    name,
    kind: "sqlite",
    capabilities: capabilities(settings.readOnly ? reading : { ...reading, ...writing }),
    compile,
    indexes: { create: createIndex },
  };
  const openNow = async (): Promise<Source<SqlCommand>> => sourceOver(known, settings, await open(settings, record));
  try {
    return await openNow();
  } catch (thrown) {
    if (!(thrown instanceof Problem) || thrown.code !== "58P01") throw thrown;
    return openLater(known, settings, thrown, record, openNow);
  }
}

function sourceOver(known: Known, settings: SqliteSettings, connection: Connection): Source<SqlCommand> {
  const writer = new Writer(settings, connection);
  const readers = new Readers(settings);
  const executor: Executor = { connection, readers, writer, costs: new Costs(connection, settings.inlineLimit) };
  const changes = watchFile({
    reader: () => writer.version(),
    ...(settings.readOnly ? {} : { writer: () => writer.foreignVersion() }),
  });
  return {
    ...known,
    watch: changes.watch,
    introspect: async () => guarded(() => introspect(connection, settings.readOnly)),
    execute: (command, call) =>
      command.kind !== "read" && settings.readOnly ? Promise.reject(readOnly()) : execute(executor, command, call),
    executeNow: (command, call) => executeNow(executor, command, call),
    transaction: (how, work) => {
      const ground = {
        statementTimeout: settings.statementTimeout,
        version: () => writer.version(),
        unknown: outcomeUnknown,
      };
      if (!how.readOnly) {
        if (settings.readOnly) return Promise.reject(readOnly());
        return writer.exclusively(how.signal, (worker) => transact({ ...ground, worker, write: true }, how, work));
      }
      return readers.hold(how.signal, (worker) => transact({ ...ground, worker, write: false }, how, work));
    },
    examine: async (_roles, _signal, need) => ({ faults: [], advice: [], excess: excessOf(settings, need) }),
    outcome: (token, signal) => {
      if (settings.readOnly) return Promise.resolve("unknown" as const);
      return outcomeOf(token, Date.now(), () =>
        writer.exclusively(signal, (worker) => tookPlace(worker, settings.statementTimeout, token, signal)),
      );
    },
    ping: async () => {
      warmUp(settings, readers, writer);
      guarded(() => connection.prepare("SELECT count(*) FROM sqlite_schema").get());
    },
    close: async () => {
      changes.close();
      await Promise.all([writer.close(), readers.close()]);
      guarded(() => checkpoint(connection, settings));
      connection.close();
    },
  };
}

function excessOf({ readOnly, migrations, file }: SqliteSettings, need: Need | undefined): readonly string[] {
  const writes = need === undefined || need.unforeseen || need.tables.some((table) => table.writes.length > 0);
  if (readOnly || migrations !== undefined || writes) return [];
  return [`no role writes anything, and "${file}" is opened for writing: sqlite({ file: "${file}", readOnly: true })`];
}

/** Whoever asks for a sign of life will ask for more: starting a process is not to be the first request's burden. */
function warmUp({ readOnly }: SqliteSettings, readers: Readers, writer: Writer): void {
  readers.start();
  if (!readOnly) writer.start();
}

async function open(settings: SqliteSettings, record: Record): Promise<Connection> {
  try {
    if (settings.migrations !== undefined && !settings.readOnly) await migrate(settings, settings.migrations, record);
    return await connect(settings, "read", { busyTimeout: 0 });
  } catch (thrown) {
    throw problemOf(thrown);
  }
}

/** Everything into the one file, which can then be copied as it is; another process that holds it open keeps its log. */
function checkpoint({ database }: Connection, settings: SqliteSettings): void {
  if (settings.readOnly) return;
  database.exec("PRAGMA query_only = OFF");
  database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
}

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw problemOf(thrown);
  }
}
