// A connection of its own for small questions that must not stand in a queue behind the callers' work.

import type { Connection } from "./connect.ts";
import type { Answered, Step } from "./exchange.ts";

export interface Probe {
  /**
   * Rejects when there is no answer within the time. A connection that did not answer is given up; one that is being
   * opened has the time that its own timeout gives it, however often it is asked for.
   */
  ask(steps: readonly Step[], ms: number): Promise<Answered>;
  close(): Promise<void>;
}

export function openProbe(open: () => Promise<Connection>): Probe {
  let line: Promise<Connection> | undefined;
  let opened: Promise<Connection> | undefined;

  async function converse(steps: readonly Step[]): Promise<Answered> {
    const mine = (line ??= open());
    try {
      const connection = await mine;
      opened = mine;
      if (connection.lost) throw new Error("the connection was lost");
      return await connection.run(steps);
    } catch (reason) {
      drop(mine);
      throw reason;
    }
  }

  function drop(gone: Promise<Connection> | undefined): void {
    if (line === gone) line = undefined;
    gone?.then(
      (connection) => connection.destroy(),
      () => {},
    );
  }

  return {
    ask(steps, ms) {
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          if (opened === line) drop(line);
          reject(new Error(`no answer within ${ms} ms`));
        }, ms);
        converse(steps)
          .then(resolve, reject)
          .finally(() => clearTimeout(timer));
      });
    },
    async close() {
      const last = line;
      line = undefined;
      await (await last?.catch(() => undefined))?.end();
    },
  };
}
