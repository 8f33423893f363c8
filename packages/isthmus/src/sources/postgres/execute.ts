// Connection + command + signal → result. Short reads go down the shared pipeline, the rest over a connection of its own.

import type { Execution, Positions, Principal, RequestFacts, Result } from "../../core/index.ts";
import { attend, attendTo } from "../shared/connections/attend.ts";
import { LostConnection } from "../shared/connections/lost-connection.ts";
import type { Pool } from "../shared/connections/pool.ts";
import { aborted, interrupted, outcomeUnknown } from "../shared/connections/problems.ts";
import type { SqlCommand } from "../shared/sql/command.ts";
import { resultOf, withSaid } from "./answers.ts";
import type { Connection } from "./connect.ts";
import { isDatabaseFailure } from "./errors.ts";
import type { Answered, Step } from "./exchange.ts";
import { guessStep, readGuess } from "./guess.ts";
import type { Lanes } from "./lanes.ts";
import type { Pipeline } from "./pipeline.ts";
import { mayRaceAgain, standBack } from "./races.ts";
import { beginRead, beginWrite, commit, resetSession, statementOf, whatWasSaid } from "./statements.ts";
import { inTimeZone } from "./time-zone.ts";

export interface Executor {
  readonly pool: Pool<Connection>;
  /** Absent: every statement has a connection of its own. */
  readonly pipeline: Pipeline | undefined;
  readonly lanes: Lanes;
  /** Steps ahead of each statement, in its transaction. */
  readonly identify: (principal: Principal, request: RequestFacts | undefined) => readonly Step[];
  /** The database says things about the reply by `response.headers` and `response.status`, whatever is asked. */
  readonly outspoken: boolean;
  /** Errors of the database → Problems; whatever else was thrown comes back as it is. */
  readonly explain: (failure: unknown) => unknown;
  /** Throws while the database is known to be down. */
  readonly available: () => void;
  /** Where there are replicas: asks, behind a change on its connection, for its position. What it gives tells the caller. */
  readonly mark?: (connection: Connection, positions: Positions) => Promise<() => void>;
}

const nothing: Answered = { rows: [], tag: "" };
/** The server stopped the statement (57014) or its wait for a lock (55P03). */
const tooSlow: ReadonlySet<string> = new Set(["57014", "55P03"]);
/** The connection was ended by the server before it did anything with the statement, or undid it. */
const ended: ReadonlySet<string> = new Set(["57P01", "57P05", "08P01", "25P03"]);

export async function execute(executor: Executor, command: SqlCommand, call: Execution): Promise<Result> {
  if (call.signal.aborted) throw aborted(call.signal);
  executor.available();
  const step = statementOf(command, call);
  const { pipeline, lanes } = executor;
  const short = command.kind === "read" && command.guess === undefined && call.timeZone === undefined;
  if (pipeline !== undefined && short && lanes.shares(command)) {
    const result = await share(pipeline, lanes, command, step, call, executor);
    if (result !== undefined) return result;
  }
  return alone(executor, command, step, call);
}

/** Undefined: the lane was no place for it, or broke; a read may be run again. */
async function share(
  pipeline: Pipeline,
  lanes: Lanes,
  command: SqlCommand,
  step: Step,
  call: Execution,
  { explain }: Executor,
): Promise<Result | undefined> {
  try {
    const { answered, cost } = await pipeline.run([step], call.signal);
    lanes.note(command, cost);
    return resultOf(command, answered);
  } catch (reason) {
    if (reason instanceof LostConnection) return undefined;
    if (isDatabaseFailure(reason)) {
      if (ended.has(reason.code ?? "")) return undefined;
      if (tooSlow.has(reason.code ?? "")) {
        lanes.expel(command);
        return undefined;
      }
    }
    throw explain(reason);
  }
}

async function alone(executor: Executor, command: SqlCommand, step: Step, call: Execution): Promise<Result> {
  const changes = command.kind !== "read" && command.readOnly !== true;
  let stale = false;
  for (let races = 0; ;) {
    const acquired = executor.pool.acquire(call.signal, stale);
    const connection = acquired instanceof Promise ? await acquired : acquired;
    try {
      return await converse(executor, connection, command, step, call, changes);
    } catch (reason) {
      if (wasLost(reason)) {
        if (changes) throw lossOfChange(reason);
        if (stale || call.signal.aborted) throw interrupted(reason);
        stale = true;
      } else if (mayRaceAgain(reason, races)) {
        await standBack(reason, races, call.signal).catch(() => {});
        if (call.signal.aborted) throw aborted(call.signal);
        races++;
      } else throw executor.explain(reason);
    }
  }
}

export function wasLost(reason: unknown): boolean {
  return (
    reason instanceof LostConnection ||
    (isDatabaseFailure(reason) && (ended.has(reason.code ?? "") || reason.code === "57P02"))
  );
}

/** A server that ends a session says so before it commits anything; a server that crashed may have committed. */
function lossOfChange(reason: unknown): Error {
  const done = isDatabaseFailure(reason) ? reason.code === "57P02" : reason instanceof LostConnection && reason.sent;
  return done ? outcomeUnknown(reason) : interrupted(reason);
}

async function converse(
  executor: Executor,
  connection: Connection,
  command: SqlCommand,
  step: Step,
  call: Execution,
  changes: boolean,
): Promise<Result> {
  let spoiled = false;
  const spoil = () => (spoiled = true);
  try {
    const start = performance.now();
    const identity = identityOf(executor, call);
    const transacts = identity.length > 0 || command.readOnly === true;
    const outspoken = executor.outspoken && transacts && command.kind !== "call";
    const { guess } = command;
    const behind = outspoken ? [[whatWasSaid], [commit]] : [[commit]];
    const ask = (one: Step) =>
      attendTo(
        connection,
        framed(connection, [[changes ? beginWrite : beginRead, ...identity, one], ...behind]),
        call.signal,
        changes,
        spoil,
      );
    const asking = transacts ? ask(step) : single(connection, step, call.signal, changes, spoil);
    const marking = changes && call.positions && executor.mark?.(connection, call.positions);
    const [counted, said] = await asking;
    if (marking !== undefined && marking !== false) (await marking)();
    if (command.kind === "read") executor.lanes.note(command, performance.now() - start);
    const answer = resultOf(command, counted);
    const result = outspoken ? withSaid(answer, said) : answer;
    if (guess === undefined || (guess.from !== undefined && (result.total ?? 0) <= guess.from)) return result;
    const further = guessStep(guess, call);
    const [guessed] = await (transacts ? ask(further) : single(connection, further, call.signal, changes, spoil));
    return { ...result, total: readGuess(guessed, result.total) };
  } finally {
    giveBack(executor.pool, connection, command.kind === "call", spoiled);
  }
}

function identityOf({ identify }: Executor, { timeZone, principal, request }: Execution): readonly Step[] {
  const identity = identify(principal, request);
  // A role may have an isolation of its own, which can only be set ahead of everything else.
  return timeZone === undefined ? identity : [...identity, ...inTimeZone(timeZone)];
}

function single(
  connection: Connection,
  step: Step,
  signal: AbortSignal,
  changes: boolean,
  spoil: () => void,
): Promise<readonly [Answered]> {
  return attend(
    connection,
    (done, failed) => connection.send([step], (answered) => done([answered]), failed),
    signal,
    changes,
    spoil,
  );
}

/** A function may leave settings, locks and temporary tables behind, so its session is cleaned before the next statement. */
export function giveBack(pool: Pool<Connection>, connection: Connection, called: boolean, spoiled: boolean): void {
  if (spoiled || !connection.idle()) return pool.discard(connection);
  if (!called) return pool.release(connection);
  connection.run(resetSession).then(
    () => pool.release(connection),
    () => pool.discard(connection),
  );
}

/** The exchanges of one transaction, all sent at once; what each of them has answered. */
async function framed(
  connection: Connection,
  exchanges: readonly (readonly Step[])[],
): Promise<readonly [Answered, ...Answered[]]> {
  const settled = await Promise.allSettled(exchanges.map((steps) => connection.run(steps)));
  // The first failure is the reason of those behind it.
  const [first = nothing, ...rest] = settled.map((one) => {
    if (one.status === "rejected") throw one.reason;
    return one.value;
  });
  return [first, ...rest];
}
