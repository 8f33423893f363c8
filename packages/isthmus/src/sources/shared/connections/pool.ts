// Connections, each for one piece of work at a time: a bounded number of them, and a bounded queue before them.

import { aborted, poolExhausted, unavailable } from "./problems.ts";

/** What a pool needs of a connection. */
export interface Pooled {
  readonly lost: boolean;
  onLost(listener: () => void): void;
  /** Lets go at once. */
  destroy(): void;
  /** Says goodbye when what is under way has been answered. */
  end(): Promise<void>;
}

export interface PoolOptions<Connection> {
  readonly size: number;
  readonly maxWaiting: number;
  /** Milliseconds. */
  readonly acquireTimeout: number;
  /** Rejects with a Problem. */
  readonly open: () => Promise<Connection>;
}

export interface Pool<Connection> {
  /**
   * `fresh`: a new connection where there is room for one, because one of the others has turned out to be dead.
   * Gives an idle one as it is: no promise is made for it. Throws PGRST003 when none comes free in time, PGRST000 when
   * none can be opened.
   */
  acquire(signal: AbortSignal, fresh?: boolean): Connection | Promise<Connection>;
  /** Only of a connection without an open transaction and with the session's settings as they were at its start. */
  release(connection: Connection): void;
  /** Of any other: it is let go of, and its place is free again. */
  discard(connection: Connection): void;
  close(): Promise<void>;
}

interface Waiter<Connection> {
  readonly give: (connection: Connection) => void;
  readonly fail: (reason: unknown) => void;
  /** `performance.now()` */
  readonly until: number;
}

export function openPool<Connection extends Pooled>(options: PoolOptions<Connection>): Pool<Connection> {
  const all = new Set<Connection>();
  const idle: Connection[] = [];
  const waiting: Waiter<Connection>[] = [];
  let opening = 0;
  let timer: NodeJS.Timeout | undefined;
  let closed: (() => void) | undefined;

  function forget(connection: Connection): void {
    if (!all.delete(connection)) return;
    const at = idle.indexOf(connection);
    if (at >= 0) idle.splice(at, 1);
    settle();
  }

  /** A place has come free: open for whoever waits, or tell `close` that all are gone. */
  function settle(): void {
    if (closed !== undefined && all.size === 0 && opening === 0) return closed();
    if (waiting.length > 0 && all.size + opening < options.size) openFor();
  }

  function openFor(): void {
    opening++;
    options.open().then(
      (connection) => {
        opening--;
        all.add(connection);
        connection.onLost(() => forget(connection));
        if (connection.lost) return forget(connection);
        hand(connection);
      },
      (reason: unknown) => {
        opening--;
        waiting.shift()?.fail(reason);
        settle();
      },
    );
  }

  function hand(connection: Connection): void {
    const waiter = waiting.shift();
    if (waiter !== undefined) return waiter.give(connection);
    if (closed !== undefined) return leave(connection);
    idle.push(connection);
  }

  function leave(connection: Connection): void {
    void connection.end().finally(() => forget(connection));
  }

  /** Waiters stand in the order of their deadlines, so the first one's is enough for a timer. */
  function watchDeadlines(): void {
    if (timer !== undefined) return;
    const [first] = waiting;
    if (first === undefined) return;
    timer = setTimeout(
      () => {
        timer = undefined;
        const now = performance.now();
        while (waiting[0] !== undefined && waiting[0].until <= now) {
          waiting.shift()?.fail(poolExhausted("Timed out acquiring connection from connection pool."));
        }
        watchDeadlines();
      },
      Math.max(1, first.until - performance.now()),
    );
  }

  function wait(signal: AbortSignal): Promise<Connection> {
    if (waiting.length >= options.maxWaiting) {
      throw poolExhausted("Too many statements wait for a database connection already.");
    }
    return new Promise((resolve, reject) => {
      const forgo = () => {
        const at = waiting.indexOf(waiter);
        if (at >= 0) waiting.splice(at, 1);
        reject(aborted(signal));
      };
      const settle = () => signal.removeEventListener("abort", forgo);
      const waiter: Waiter<Connection> = {
        until: performance.now() + options.acquireTimeout,
        give: (connection) => {
          settle();
          resolve(connection);
        },
        fail: (reason) => {
          settle();
          reject(reason as Error);
        },
      };
      signal.addEventListener("abort", forgo, { once: true });
      waiting.push(waiter);
      watchDeadlines();
    });
  }

  return {
    acquire(signal, fresh = false) {
      if (signal.aborted) throw aborted(signal);
      if (closed !== undefined) throw unavailable(new Error("the source was closed"));
      const room = all.size + opening < options.size;
      if (!fresh || !room) {
        const connection = idle.pop();
        if (connection !== undefined) return connection;
      }
      const waiter = wait(signal);
      if (room) openFor();
      return waiter;
    },
    release(connection) {
      if (connection.lost) return forget(connection);
      hand(connection);
    },
    discard(connection) {
      connection.destroy();
      forget(connection);
    },
    async close() {
      clearTimeout(timer);
      const gone = new Promise<void>((resolve) => (closed = resolve));
      for (const connection of idle.splice(0)) leave(connection);
      settle();
      await gone;
    },
  };
}
