// The short lane: a few connections that many short reads share, each sent without waiting for the answers before it.
// Nothing here may wait for long, so the server stops whatever takes longer than `shortest`; it is then run elsewhere.

import { type Chain, type Chained, createChain } from "../../core/index.ts";
import type { Connection } from "./connect.ts";
import { LostConnection } from "../shared/connections/lost-connection.ts";
import { aborted } from "../shared/connections/problems.ts";
import type { Answered, Step } from "./exchange.ts";

/** Milliseconds after which the server stops a statement of this lane, or its wait for a lock. */
export const shortest = 50;
/** Milliseconds between looks at what is under way. */
const lookEvery = 50;
/** Milliseconds after which a line that answers nothing at all is given up, and what was on it is run elsewhere. */
const silence = 500;

export interface Served {
  readonly answered: Answered;
  /** Milliseconds for which the line worked on this statement alone, its wait behind others left out. */
  readonly cost: number;
}

export interface Pipeline {
  /**
   * Only for reads. Rejects with a LostConnection when the line broke, whatever had become of the statement, and when it
   * is not open yet.
   */
  run(steps: readonly Step[], signal: AbortSignal): Promise<Served>;
  /** Resolves when the database answers on a line of this lane, which is opened for that if need be. */
  ping(step: Step, signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
}

interface Line {
  opening: Promise<Connection>;
  connection: Connection | undefined;
  readonly underWay: Chain<Entry>;
  lastAnswer: number;
}

interface Entry extends Chained<Entry> {
  readonly since: number;
  readonly signal: AbortSignal;
  readonly fail: (reason: unknown) => void;
}

export function openPipeline(lines: number, open: () => Promise<Connection>): Pipeline {
  const all: (Line | undefined)[] = Array.from({ length: lines });
  let timer: NodeJS.Timeout | undefined;

  function newLine(at: number): Line {
    const line: Line = { opening: open(), connection: undefined, underWay: createChain(), lastAnswer: 0 };
    const drop = () => {
      if (all[at] === line) all[at] = undefined;
      for (const entry of line.underWay) {
        entry.fail(new LostConnection(true, undefined));
        line.underWay.delete(entry);
      }
    };
    line.opening.then((connection) => {
      line.connection = connection;
      connection.onLost(drop);
      if (connection.lost) drop();
    }, drop);
    all[at] = line;
    return line;
  }

  /** The line with the fewest statements under way; a line that is not open yet counts as empty. */
  function best(): Line {
    let chosen: Line | undefined;
    for (let at = 0; at < all.length; at++) {
      const line = all[at];
      if (line === undefined) return newLine(at);
      if (chosen === undefined || line.underWay.size < chosen.underWay.size) chosen = line;
    }
    return chosen ?? newLine(0);
  }

  /** One timer for all statements, rather than a listener on each one's signal. */
  function look(): void {
    const now = performance.now();
    let busy = false;
    for (const line of all) {
      if (line === undefined) continue;
      const { first } = line.underWay;
      if (first === undefined) continue;
      busy = true;
      for (const entry of line.underWay) if (entry.signal.aborted) entry.fail(aborted(entry.signal));
      if (now - Math.max(first.since, line.lastAnswer) > silence) line.connection?.destroy();
    }
    timer = busy ? setTimeout(look, lookEvery).unref() : undefined;
  }

  function send(line: Line, connection: Connection, steps: readonly Step[], signal: AbortSignal): Promise<Served> {
    return new Promise((resolve, fail) => {
      const entry: Entry = {
        since: performance.now(),
        signal,
        fail,
        previous: undefined,
        next: undefined,
        chained: false,
      };
      line.underWay.add(entry);
      timer ??= setTimeout(look, lookEvery).unref();
      connection.send(
        steps,
        (answered) => {
          const now = performance.now();
          const cost = now - Math.max(entry.since, line.lastAnswer);
          line.lastAnswer = now;
          line.underWay.delete(entry);
          resolve({ answered, cost });
        },
        (reason) => {
          line.lastAnswer = performance.now();
          line.underWay.delete(entry);
          fail(reason);
        },
      );
    });
  }

  return {
    run(steps, signal) {
      const line = best();
      const { connection } = line;
      return connection === undefined
        ? Promise.reject(new LostConnection(false, undefined))
        : send(line, connection, steps, signal);
    },
    async ping(step, signal) {
      const line = best();
      const left = new Promise<never>((_resolve, reject) => {
        signal.addEventListener("abort", () => reject(aborted(signal)), { once: true });
      });
      await Promise.race([line.opening.then((connection) => send(line, connection, [step], signal)), left]);
    },
    async close() {
      clearTimeout(timer);
      const open = all.filter((line) => line !== undefined);
      await Promise.all(open.map(async (line) => (await line.opening.catch(() => undefined))?.end()));
    },
  };
}
