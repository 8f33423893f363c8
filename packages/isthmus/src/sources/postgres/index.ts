// The PostgreSQL source: what it is, what it can do, and how its parts are put together.

import { capabilities, type Record, type Source } from "../../core/index.ts";
import { attendTo } from "../shared/connections/attend.ts";
import { watchAvailability } from "../shared/connections/availability.ts";
import { openPool, type Pool } from "../shared/connections/pool.ts";
import { unavailable } from "../shared/connections/problems.ts";
import type { SqlCommand } from "../shared/sql/command.ts";
import { identifying } from "./authority.ts";
import { compile } from "./compile.ts";
import { connect, type Connection, type Limits } from "./connect.ts";
import { explainWith } from "./errors.ts";
import { execute, type Executor } from "./execute.ts";
import { examine } from "./examine.ts";
import { createIndex, planOf } from "./indexes.ts";
import { introspect } from "./introspect.ts";
import { excess } from "./privileges.ts";
import { changeTriggers, watchChanges } from "./changes.ts";
import { keepLanes } from "./lanes.ts";
import { openListener } from "./listen.ts";
import { postgresOptions, settingsOf, type PostgresOptions, type PostgresSettings } from "./options.ts";
import { openPipeline, shortest, type Pipeline } from "./pipeline.ts";
import { isReplicable, openReplicas, positioning, type ReplicaServer } from "./replicas.ts";
import { keepRoleSettings, type RoleSettingsBook } from "./role-settings.ts";
import { beginRead, ping, rollback } from "./statements.ts";
import { outcomeOf, transact } from "./transaction.ts";

/** Connections of the shared lane. */
const lines = 2;
/** Milliseconds a look at the database's catalogs may take, in all. */
const introspectTimeout = 60_000;

/**
 * Opens no connection yet: the server starts even while the database is down.
 * Throws a ZodError when the options are wrong.
 */
export function openPostgres(name: string, options: PostgresOptions, record: Record): Source<SqlCommand> {
  const settings = postgresOptions.parse(options);
  const availability = watchAvailability(name, record, async () => {
    await (await open({ statementTimeout: settings.statementTimeout })).end();
  });
  const open = (limits: Limits) => availability.opening(() => connect(settings, limits));
  const ofRoles = settings.authority === "database" ? keepRoleSettings() : undefined;
  const pool = openPool({
    size: settings.pool,
    maxWaiting: settings.maxWaiting,
    acquireTimeout: settings.acquireTimeout,
    open: () => knowingRoles(ofRoles, open({ statementTimeout: settings.statementTimeout })),
  });
  const pipeline = settings.pipeline && settings.authority === "isthmus" ? openShared(settings, open) : undefined;
  const witness = openPipeline(1, () => open({ statementTimeout: settings.statementTimeout }));
  const listener = openListener(
    () => open({ statementTimeout: settings.statementTimeout }),
    (message) => record({ kind: "warning", message: `${name}: ${message}` }),
  );
  const replicated = settings.replicas.length > 0;
  const executor: Executor = {
    pool,
    pipeline,
    lanes: keepLanes(),
    identify: identifying(settings, ofRoles),
    outspoken: settings.authority === "database",
    explain: explainWith(settings.authority),
    available: availability.require,
    ...(replicated ? { mark: positioning(name) } : {}),
  };
  const replicas = replicated
    ? openReplicas(
        name,
        settings,
        () => open({ statementTimeout: settings.replicaCheck }),
        settings.replicas.map((one) => openReplicaServer(settingsOf(one, settings), ofRoles)),
        record,
      )
    : undefined;
  const looking = <T>(work: (connection: Connection) => Promise<T>, signal: AbortSignal): Promise<T> =>
    lookWith(() => open({ statementTimeout: settings.statementTimeout }), work, signal);
  return {
    name,
    kind: "postgres",
    capabilities: capabilities(able),
    introspect: (signal) =>
      introspectWith(() => open({ statementTimeout: introspectTimeout }), settings, ofRoles, signal),
    ...(replicas === undefined ? { compile } : { replicated: true, compile: compileFor(settings) }),
    execute:
      replicas === undefined
        ? (command, call) => execute(executor, command, call)
        : async (command, call) => (await replicas.read(command, call)) ?? execute(executor, command, call),
    transaction: (given, work) => transact(executor, witness, given, work),
    outcome: (token, signal) => outcomeOf(executor, token, signal),
    ...(settings.listen ? { listen: listener.subscribe } : {}),
    watch: (told) => watchChanges(listener, told),
    changeTriggers,
    personal: settings.authority === "database",
    examine: (roles, signal, need) =>
      looking(async (connection) => {
        const nothing = { faults: [], advice: [] };
        const found = settings.authority === "database" ? await examine(connection, settings, roles) : nothing;
        return need === undefined ? found : { ...found, excess: await excess(connection, settings, need) };
      }, signal),
    indexes: {
      create: createIndex,
      plan: (command, signal) => looking((connection) => planOf(connection, command), signal),
    },
    ping(signal) {
      replicas?.start();
      return answerPing(pool, pipeline, signal);
    },
    async close() {
      availability.close();
      await Promise.all([pool.close(), pipeline?.close(), witness.close(), listener.close(), replicas?.close()]);
    },
  };
}

const able = {
  insert: true,
  update: true,
  delete: true,
  upsert: true,
  transactions: true,
  relations: true,
  aggregates: true,
  jsonPaths: true,
  casts: true,
  regularExpressions: true,
  fullText: true,
  arrays: true,
  ranges: true,
  functions: true,
  exactCount: true,
  plannedCount: true,
  timeZones: true,
} as const;

/** Nobody is served before it is known which settings his role has. */
async function knowingRoles(ofRoles: RoleSettingsBook | undefined, opening: Promise<Connection>): Promise<Connection> {
  const connection = await opening;
  if (ofRoles === undefined || ofRoles.loaded) return connection;
  try {
    await ofRoles.load(connection);
    return connection;
  } catch (reason) {
    connection.destroy();
    throw unavailable(reason);
  }
}

/** A replica has a pool and lanes of its own; whether it is up is told by the rotation it is part of. */
function openReplicaServer(settings: PostgresSettings, ofRoles: RoleSettingsBook | undefined): ReplicaServer {
  const open = (limits: Limits) =>
    connect(settings, limits).catch((reason: unknown) => {
      throw unavailable(reason);
    });
  const pool = openPool({
    size: settings.pool,
    maxWaiting: settings.maxWaiting,
    acquireTimeout: settings.acquireTimeout,
    open: () => knowingRoles(ofRoles, open({ statementTimeout: settings.statementTimeout })),
  });
  const pipeline = settings.pipeline && settings.authority === "isthmus" ? openShared(settings, open) : undefined;
  return {
    executor: {
      pool,
      pipeline,
      lanes: keepLanes(),
      identify: identifying(settings, ofRoles),
      outspoken: settings.authority === "database",
      explain: explainWith(settings.authority),
      available: () => {},
    },
    open: () => open({ statementTimeout: settings.replicaCheck }),
    close: async () => void (await Promise.all([pool.close(), pipeline?.close()])),
  };
}

function compileFor(settings: PostgresSettings): Source<SqlCommand>["compile"] {
  return (statement, catalog, reach) => {
    const command = compile(statement, catalog);
    return statement.kind === "query" && isReplicable(settings, reach) ? { ...command, replica: true } : command;
  };
}

function openShared(settings: PostgresSettings, open: (limits: Limits) => Promise<Connection>): Pipeline {
  const limit = Math.min(shortest, settings.statementTimeout);
  return openPipeline(lines, () => open({ statementTimeout: limit, lockTimeout: limit }));
}

/** Over a connection of its own, in one snapshot, with an empty search path so that every name is printed in full. */
async function introspectWith(
  open: () => Promise<Connection>,
  settings: PostgresSettings,
  ofRoles: RoleSettingsBook | undefined,
  signal: AbortSignal,
) {
  const connection = await open();
  const step = (text: string, values: readonly string[] = []) => ({ prepared: { name: "", text }, values });
  const ask = async (text: string, values: readonly string[]) =>
    (await connection.run([step(text, values)])).rows[0]?.[0] ?? null;
  const work = async () => {
    await connection.run([step("begin isolation level repeatable read read only"), step("set local search_path = ''")]);
    const schema = await introspect(ask, settings);
    await connection.run([rollback]);
    await ofRoles?.load(connection);
    return schema;
  };
  try {
    return await attendTo(connection, work(), signal, false, () => {});
  } catch (reason) {
    throw explainWith("isthmus")(reason);
  } finally {
    connection.destroy();
  }
}

/** Over a connection of its own, which is let go of whatever has become of it. */
async function lookWith<T>(
  open: () => Promise<Connection>,
  work: (connection: Connection) => Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  const connection = await open();
  try {
    return await attendTo(connection, work(connection), signal, false, () => {});
  } finally {
    connection.destroy();
  }
}

/** A full pool says nothing about the database, so the shared lane is asked where there is one. */
async function answerPing(pool: Pool<Connection>, pipeline: Pipeline | undefined, signal: AbortSignal): Promise<void> {
  if (pipeline !== undefined) {
    await pipeline.ping(ping, signal).catch((reason: unknown) => {
      throw unavailable(reason);
    });
    return;
  }
  const connection = await pool.acquire(signal);
  try {
    await attendTo(connection, connection.run([beginRead, ping]), signal, false, () => {});
    await connection.run([rollback]);
    pool.release(connection);
  } catch (reason) {
    pool.discard(connection);
    throw unavailable(reason);
  }
}
