// The MongoDB source: what it is, what it can do, and how its parts are put together.

import { capabilities, Problem, type Record, type Source } from "../../core/index.ts";
import { explainedTls } from "../shared/tls/connection.ts";
import type { MongoCommand } from "./command.ts";
import { compile } from "./compile.ts";
import { type Abilities, abilitiesOf, connect, type Connection } from "./connect.ts";
import { problemOf } from "./errors.ts";
import { execute, needsTransaction } from "./execute.ts";
import { introspect } from "./introspect.ts";
import { type MongodbOptions, mongodbOptions } from "./options.ts";
import { excessOf } from "./privileges.ts";
import { reachOf } from "./reach.ts";
import { isLost, repeated, transact } from "./transaction.ts";
import { loadBson } from "./values.ts";

const reading = {
  relations: true,
  aggregates: true,
  jsonPaths: true,
  casts: true,
  regularExpressions: true,
  exactCount: true,
  // The exact count stands in for one that is only planned.
  plannedCount: true,
};
const writing = { insert: true, update: true, delete: true, upsert: true };

/** Milliseconds for the first look at the server; one that is down is asked again by the first statement. */
const firstLook = 2_000;

/**
 * Opens the source; where the server does not answer, one that is down until it does, and that has no transactions until
 * it is opened again. Throws a ZodError when the options are wrong.
 */
export async function openMongodb(
  name: string,
  options: MongodbOptions,
  record: Record,
): Promise<Source<MongoCommand>> {
  const settings = mongodbOptions.parse(options);
  const [bson, connection] = await Promise.all([loadBson(), connect(settings)]);
  const found = await lookAt(connection, name, record);
  const abilities = found ?? { transactions: false, decimal128: true };
  const known = { bson, memoryRows: settings.memoryRows, decimal128: abilities.decimal128 };
  return {
    name,
    kind: "mongodb",
    capabilities: capabilities({
      ...reading,
      ...(settings.readOnly ? {} : { ...writing, transactions: abilities.transactions }),
    }),
    introspect: async (signal) => {
      try {
        return await introspect(connection.db, settings, found ?? (await abilitiesOf(connection, signal)), signal);
      } catch (thrown) {
        throw problemOf(thrown, signal);
      }
    },
    compile: (statement, catalog) => compile(statement, catalog, settings),
    execute: (command, call) => {
      if (!abilities.transactions || settings.readOnly || !needsTransaction(command))
        return execute(command, reachOf(connection.db, settings, known, call), !settings.readOnly);
      const how = { ...call, readOnly: false, end: "commit" as const };
      return repeated(call.signal, () =>
        transact(connection, how, (session) =>
          execute(command, reachOf(connection.db, settings, known, call, session), true),
        ),
      );
    },
    transaction: (how, work) => {
      if (!abilities.transactions) return Promise.reject(noTransactions());
      const mayWrite = !settings.readOnly && !how.readOnly;
      return repeated(how.signal, (attempt) =>
        transact(connection, how, (session) =>
          work(async (command, call) => {
            try {
              return await execute(command, reachOf(connection.db, settings, known, call, session), mayWrite);
            } catch (thrown) {
              attempt.lost ||= isLost(thrown);
              throw thrown;
            }
          }),
        ),
      );
    },
    examine: async (_roles, signal, need) => {
      const nothing = { faults: [], advice: [] };
      if (need === undefined) return nothing;
      await connection.opened();
      // Servers that do not know the question have no roles to speak of.
      const status = await connection.db
        .admin()
        .command({ connectionStatus: 1 }, { signal })
        .catch(() => undefined);
      if (status === undefined) return nothing;
      return { ...nothing, excess: excessOf(status, connection.db.databaseName, need) };
    },
    ping: async (signal) => {
      try {
        await connection.opened();
        await connection.db.command({ ping: 1 }, { signal });
      } catch (thrown) {
        throw problemOf(thrown);
      }
    },
    close: () => connection.client.close(),
  };
}

async function lookAt(connection: Connection, name: string, record: Record): Promise<Abilities | undefined> {
  try {
    return await abilitiesOf(connection, AbortSignal.timeout(firstLook));
  } catch (thrown) {
    const explained = explainedTls(thrown);
    const reason = explained instanceof Error ? explained.message : String(explained);
    record({ kind: "warning", message: `${name}: the database does not answer yet: ${reason}` });
    return undefined;
  }
}

function noTransactions(): Problem {
  return new Problem({
    code: "PGRST127",
    category: "unsupported",
    status: 400,
    message: "Feature not implemented",
    details: "Several statements in one transaction are not available: this MongoDB is no replica set",
    hint: "Run it as a replica set, of one member if need be, or send the statements one by one.",
  });
}
