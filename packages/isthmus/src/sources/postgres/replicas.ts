// Reads on streaming replicas: which commands may go there, and what becomes of a read that a replica cannot answer.

import {
  Problem,
  type Execution,
  type PolicyReach,
  type Positions,
  type Record,
  type Result,
} from "../../core/index.ts";
import { openRotation, type Rotation } from "../shared/replicas.ts";
import type { SqlCommand } from "../shared/sql/command.ts";
import type { Connection } from "./connect.ts";
import type { Executor } from "./execute.ts";
import { execute } from "./execute.ts";
import type { PostgresSettings } from "./options.ts";
import {
  parsePosition,
  type Position,
  printPosition,
  readPrimary,
  readReplica,
  whereIsPrimary,
  whereIsReplica,
  whichCluster,
} from "./position.ts";
import { openProbe, type Probe } from "./probe.ts";

export interface ReplicaServer {
  readonly executor: Executor;
  /** Opens a connection for questions about its health. */
  readonly open: () => Promise<Connection>;
  readonly close: () => Promise<void>;
}

export interface Replicas {
  start(): void;
  /** Undefined: the primary has to do it. */
  read(command: SqlCommand, call: Execution): Promise<Result | undefined>;
  close(): Promise<void>;
}

/** A replica that has not replayed a change of a table yet, or must drop old rows that the read looks at, is no fault. */
const notOnReplicas: ReadonlySet<string> = new Set(["40001", "42P01", "42703", "42883", "42704", "3F000"]);
/** It writes (a function in a view), or asks for what a standby has not got: it will never run there. */
const neverOnReplicas: ReadonlySet<string> = new Set(["25006", "55000", "0A000"]);

/** Whether a read under such policies may be answered by a replica at all. */
export function isReplicable(settings: PostgresSettings, reach: PolicyReach | undefined): boolean {
  if (settings.replicas.length === 0 || reach === undefined) return false;
  if (settings.replicaPolicies === "allow") return true;
  return reach === "none" || (reach === "own" && settings.replicaPolicies === "own");
}

export function openReplicas(
  name: string,
  settings: PostgresSettings,
  primary: () => Promise<Connection>,
  servers: readonly ReplicaServer[],
  record: Record,
): Replicas {
  // A look may take this long, twice, and still be in time.
  const patience = settings.maxLag / 4;
  const main = openProbe(primary);
  const probes = servers.map((server) => openProbe(server.open));
  const rotation: Rotation<Executor, Position> = openRotation({
    replicas: servers.map(({ executor }, index) => ({
      name: `${name}/replica-${index + 1}`,
      server: executor,
      position: () => positionOf(probes[index] as Probe, main, patience),
    })),
    primary: async () => readPrimary(await main.ask([whereIsPrimary], patience)),
    covers: (has, wanted) => has >= wanted,
    maxLag: settings.maxLag,
    checkEvery: settings.replicaCheck,
    withoutPrimary: settings.readsWithoutPrimary,
    isGone,
    record,
  });
  const unfit = new WeakSet<SqlCommand>();
  return {
    start: rotation.start,
    async read(command, call) {
      if (command.replica !== true || call.newest === true || unfit.has(command)) return undefined;
      const wanted = wantedOf(call.positions?.after(name));
      if (wanted === undefined) return undefined;
      try {
        return await rotation.read(wanted, (executor) => execute(executor, command, call));
      } catch (reason) {
        if (call.signal.aborted || !(reason instanceof Problem)) throw reason;
        if (neverOnReplicas.has(reason.code)) unfit.add(command);
        else if (!isGone(reason) && !notOnReplicas.has(reason.code) && reason.code !== "PGRST003") throw reason;
        return undefined;
      }
    },
    async close() {
      rotation.close();
      await Promise.all([main.close(), ...probes.map((probe) => probe.close()), ...servers.map((one) => one.close())]);
    },
  };
}

function isGone(reason: unknown): boolean {
  return reason instanceof Problem && reason.category === "unavailable";
}

/** Undefined: he holds something that is no position, which only the primary is sure to have reached. */
function wantedOf(tokens: readonly string[] | undefined): readonly Position[] | undefined {
  if (tokens === undefined || tokens.length === 0) return nothing;
  const positions = tokens.map(parsePosition);
  return positions.includes(undefined) ? undefined : (positions as Position[]);
}

const nothing: readonly never[] = [];

/** A standby of another cluster, or the primary's own address, has a log of its own whose positions mean nothing here. */
async function positionOf(probe: Probe, main: Probe, patience: number): Promise<Position> {
  const position = readReplica(await probe.ask([whereIsReplica], patience));
  const [theirs, ours] = await Promise.all([clusterOf(probe, patience), clusterOf(main, patience)]);
  if (theirs !== undefined && ours !== undefined && theirs !== ours)
    throw new Error("it is a standby of another cluster");
  return position;
}

const clusters = new WeakMap<Probe, string>();

/** Undefined where the database will not tell. */
async function clusterOf(probe: Probe, patience: number): Promise<string | undefined> {
  const known = clusters.get(probe);
  if (known !== undefined) return known;
  const answered = await probe.ask([whichCluster], patience).catch(() => undefined);
  const found = answered?.rows[0]?.[0] ?? undefined;
  if (found !== undefined) clusters.set(probe, found);
  return found;
}

/** What every change is followed by, so that its caller may read it on a replica that has it; `*` where the database will not tell. */
export function positioning(name: string): NonNullable<Executor["mark"]> {
  return async (connection, positions: Positions) => {
    const position = await connection.run([whereIsPrimary]).then(
      (answered) => printPosition(readPrimary(answered)),
      () => "*",
    );
    return () => positions.wrote(name, position);
  };
}
