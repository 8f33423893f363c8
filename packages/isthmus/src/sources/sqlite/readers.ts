// The reader processes, for reads that would hold up the server. Reads known to be heavy never take the last of
// several processes, so that a read nobody knows yet need not wait behind them.

import { unavailable } from "./errors.ts";
import type { SqliteSettings } from "./options.ts";
import { WorkerProcess } from "./process.ts";
import { reasonOf, watch } from "./watch.ts";
import type { BoundCommand } from "./bound.ts";
import type { Outcome } from "./protocol.ts";

interface Waiting {
  readonly heavy: boolean;
  readonly take: (worker: WorkerProcess) => void;
  readonly refuse: (reason: unknown) => void;
}

export class Readers {
  readonly #settings: SqliteSettings;
  readonly #idle: WorkerProcess[] = [];
  readonly #all = new Set<WorkerProcess>();
  readonly #waiting = new Set<Waiting>();
  readonly #heavy = new Set<WorkerProcess>();
  #closed = false;

  constructor(settings: SqliteSettings) {
    this.#settings = settings;
  }

  /** Starts the first process, if there is none, ahead of its first read. */
  start(): void {
    if (this.#closed || this.#all.size > 0) return;
    const worker = this.#take();
    if (worker !== undefined) this.#idle.push(worker);
  }

  /** Rejects as soon as the caller leaves; the worker is freed, or ended and replaced, behind his back. */
  async read(command: BoundCommand, heavy: boolean, signal: AbortSignal): Promise<Outcome> {
    const worker = await this.acquire(heavy, signal);
    const guard = watch(worker, this.#settings.statementTimeout, [signal]);
    const work = worker.ask({ kind: "read", command }).then(
      ([outcome]) => outcome ?? Promise.reject(unavailable("the database's worker process has not answered")),
      async (thrown: unknown) => {
        await worker.gone;
        throw guard.reason() ?? thrown;
      },
    );
    const free = (): void => {
      guard.stop();
      this.release(worker);
    };
    work.then(free, free);
    return orLeave(work, signal);
  }

  /** A process for the caller alone, as long as `work` runs. */
  async hold<T>(signal: AbortSignal, work: (worker: WorkerProcess) => Promise<T>): Promise<T> {
    const worker = await this.acquire(true, signal);
    try {
      return await work(worker);
    } finally {
      this.release(worker);
    }
  }

  /** A process for the caller alone, until it is released. */
  acquire(heavy: boolean, signal: AbortSignal): Promise<WorkerProcess> {
    if (this.#closed) return Promise.reject(unavailable("the database is being closed"));
    if (signal.aborted) return Promise.reject(reasonOf(signal));
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        if (this.#waiting.delete(waiting)) reject(reasonOf(signal));
      };
      const waiting: Waiting = {
        heavy,
        take: (worker) => {
          signal.removeEventListener("abort", leave);
          resolve(worker);
        },
        refuse: reject,
      };
      signal.addEventListener("abort", leave, { once: true });
      this.#waiting.add(waiting);
      this.#dispatch();
    });
  }

  release(worker: WorkerProcess): void {
    this.#heavy.delete(worker);
    if (worker.alive && !this.#closed) this.#idle.push(worker);
    else this.#discard(worker);
    this.#dispatch();
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const waiting of this.#waiting) waiting.refuse(unavailable("the database is being closed"));
    this.#waiting.clear();
    const all = [...this.#all];
    for (const worker of all) worker.kill();
    await Promise.all(all.map((worker) => worker.gone));
  }

  /** Serves who waits, in order, as long as there are processes for them. */
  #dispatch(): void {
    for (const waiting of this.#waiting) {
      if (waiting.heavy && this.#heavy.size >= Math.max(1, this.#settings.workers - 1)) continue;
      const worker = this.#take();
      if (worker === undefined) return;
      this.#waiting.delete(waiting);
      if (waiting.heavy) this.#heavy.add(worker);
      waiting.take(worker);
    }
  }

  #take(): WorkerProcess | undefined {
    for (let worker = this.#idle.pop(); worker !== undefined; worker = this.#idle.pop()) {
      if (worker.alive) return worker;
      this.#discard(worker);
    }
    if (this.#all.size >= this.#settings.workers) return undefined;
    const worker = new WorkerProcess(this.#settings, "read");
    this.#all.add(worker);
    return worker;
  }

  #discard(worker: WorkerProcess): void {
    worker.kill();
    this.#all.delete(worker);
  }
}

/** The work's outcome, or a rejection as soon as the signal is aborted. */
export function orLeave<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(reasonOf(signal));
    if (signal.aborted) leave();
    else signal.addEventListener("abort", leave, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
  });
}
