// Changes that other processes make to the file. SQLite tells every connection whether another one has committed; asked
// of the writer's, which makes all changes of this server, that is whether somebody else has.

import type { Changed, Subscription } from "../../core/index.ts";

/** Milliseconds between looks, each of which costs microseconds. */
const lookEvery = 250;

export interface Versions {
  /** A number that differs after a commit of anybody but the server's own reader. */
  readonly reader: () => number;
  /** One that differs after a commit of anybody but the writer; rejects when he cannot be asked. Absent: there is no writer. */
  readonly writer?: () => Promise<string>;
}

export interface Changes {
  watch(told: (changed: Changed) => void): Subscription;
  close(): void;
}

export function watchFile({ reader, writer }: Versions): Changes {
  const listeners = new Set<(changed: Changed) => void>();
  let timer: NodeJS.Timeout | undefined;
  let seen: number | undefined;
  let foreign: string | undefined;
  let looking = false;

  async function look(): Promise<void> {
    if (looking) return;
    looking = true;
    try {
      const version = reader();
      if (version === seen) return;
      // Noted ahead of asking the writer: a commit behind this look is found by the next one.
      seen = version;
      const now = await writer?.();
      if (now !== undefined && now === foreign) return;
      foreign = now;
      for (const told of listeners) told("everything");
    } catch {
      // A file or a process that is away for now; what changed meanwhile is found when it is back.
      seen = undefined;
    } finally {
      looking = false;
    }
  }

  function stop(): void {
    clearInterval(timer);
    timer = undefined;
    foreign = undefined;
  }

  return {
    watch(told) {
      listeners.add(told);
      if (timer === undefined) {
        try {
          seen = reader();
        } catch {
          seen = undefined;
        }
        timer = setInterval(() => void look(), lookEvery).unref();
      }
      return {
        ready: Promise.resolve(),
        stop() {
          listeners.delete(told);
          if (listeners.size === 0) stop();
        },
      };
    },
    close() {
      listeners.clear();
      stop();
    },
  };
}
