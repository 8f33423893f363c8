// All writes, one after another, in one writer process: neither their flushes to the disk nor their length hold up the
// server, and whatever runs too long can be ended. Single writes that wait together are committed together.

import { Problem, type Result } from "../../core/index.ts";
import type { BoundCommand } from "./bound.ts";
import type { Connection } from "./connect.ts";
import { unavailable } from "./errors.ts";
import type { SqliteSettings } from "./options.ts";
import { WorkerProcess } from "./process.ts";
import { receiveProblem, type Outcome } from "./protocol.ts";
import { resultOf } from "./transaction.ts";
import { reasonOf, watch } from "./watch.ts";

/** Most writes in one commit: bounds what one of them can wait for the others. */
const largestGroup = 64;

/** Milliseconds between looks for callers who have left. */
const sweepEvery = 50;

interface Single {
  readonly kind: "single";
  readonly command: BoundCommand;
  readonly signal: AbortSignal;
  /** It was in a group that had to be ended: it is tried alone, so that only the guilty one fails. */
  alone: boolean;
  readonly resolve: (result: Result) => void;
  readonly reject: (reason: unknown) => void;
}

interface Turn {
  readonly kind: "turn";
  readonly signal: AbortSignal;
  readonly reject: (reason: unknown) => void;
  readonly take: () => Promise<void>;
}

export class Writer {
  readonly #settings: SqliteSettings;
  readonly #reader: Connection;
  #worker: WorkerProcess | undefined;
  #queue: (Single | Turn)[] = [];
  #busy = false;
  #closed = false;
  #idle: Promise<void> = Promise.resolve();

  /** `reader`: tells whether the database has changed when a writer process was ended. */
  constructor(settings: SqliteSettings, reader: Connection) {
    this.#settings = settings;
    this.#reader = reader;
  }

  /** Starts the process ahead of its first write. */
  start(): void {
    if (!this.#closed) this.#ready();
  }

  write(command: BoundCommand, signal: AbortSignal): Promise<Result> {
    if (this.#closed) return Promise.reject(unavailable("the database is being closed"));
    return new Promise((resolve, reject) => {
      this.#queue.push({ kind: "single", command, signal, alone: false, resolve, reject });
      this.#pump();
    });
  }

  /** The writer process for the caller alone, as long as `work` runs. */
  exclusively<T>(signal: AbortSignal, work: (worker: WorkerProcess) => Promise<T>): Promise<T> {
    if (this.#closed) return Promise.reject(unavailable("the database is being closed"));
    return new Promise((resolve, reject) => {
      const take = (): Promise<void> =>
        (signal.aborted ? Promise.reject(reasonOf(signal)) : work(this.#ready())).then(resolve, reject);
      this.#queue.push({ kind: "turn", signal, reject, take });
      this.#pump();
    });
  }

  /** A number that differs after every commit of the writer's (or of another process). */
  version(): number {
    const row = this.#reader.prepare("PRAGMA data_version").get() as unknown as readonly number[];
    return row[0] ?? 0;
  }

  /** A text that differs after every commit of anybody else; also when the process is another one than before. */
  async foreignVersion(): Promise<string> {
    return this.exclusively(new AbortController().signal, async (worker) => {
      const { rows } = resultOf(await worker.ask({ kind: "version" }));
      return `${worker.number}:${rows}`;
    });
  }

  /** Waits for the writes that were accepted. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#idle;
    this.#worker?.kill();
    await this.#worker?.gone;
  }

  #pump(): void {
    if (this.#busy) return;
    this.#busy = true;
    this.#idle = this.#drain();
  }

  async #drain(): Promise<void> {
    // Writes of the same turn of the event loop shall go together.
    await Promise.resolve();
    const sweeper = setInterval(() => this.#sweep(), sweepEvery);
    for (let first = this.#queue[0]; first !== undefined; first = this.#queue[0]) {
      if (first.kind === "turn") {
        this.#queue.shift();
        await first.take();
      } else await this.#writeGroup(this.#nextGroup(first));
    }
    clearInterval(sweeper);
    this.#busy = false;
  }

  /** Whoever has left need not wait for his turn to hear of it. */
  #sweep(): void {
    const left = this.#queue.filter(({ signal }) => signal.aborted);
    if (left.length === 0) return;
    this.#queue = this.#queue.filter(({ signal }) => !signal.aborted);
    for (const { reject, signal } of left) reject(reasonOf(signal));
  }

  #nextGroup(first: Single): Single[] {
    let size = 1;
    if (!first.alone) {
      while (size < largestGroup && size < this.#queue.length) {
        const next = this.#queue[size];
        if (next?.kind !== "single" || next.alone) break;
        size++;
      }
    }
    const group = this.#queue.splice(0, size) as Single[];
    return group.filter((single) => {
      if (single.signal.aborted) single.reject(reasonOf(single.signal));
      return !single.signal.aborted;
    });
  }

  async #writeGroup(group: Single[]): Promise<void> {
    if (group.length === 0) return;
    const version = this.version();
    const worker = this.#ready();
    const guard = watch(
      worker,
      this.#settings.statementTimeout,
      group.map(({ signal }) => signal),
    );
    try {
      settle(group, await worker.ask({ kind: "writes", commands: group.map(({ command }) => command) }));
    } catch (thrown) {
      await worker.gone;
      this.#afterTheEnd(group, version, guard.reason(), thrown);
    } finally {
      guard.stop();
    }
  }

  /** The process is gone. Unless the database has changed since, nothing of the group was written. */
  #afterTheEnd(group: readonly Single[], version: number, reason: Problem | undefined, thrown: unknown): void {
    const changed = this.version() !== version;
    const retried: Single[] = [];
    for (const single of group) {
      if (changed) single.reject(outcomeUnknown());
      else if (single.signal.aborted) single.reject(reasonOf(single.signal));
      else if (reason === undefined || group.length === 1) single.reject(reason ?? thrown);
      else {
        single.alone = true;
        retried.push(single);
      }
    }
    this.#queue = [...retried, ...this.#queue];
  }

  #ready(): WorkerProcess {
    if (this.#worker?.alive !== true) this.#worker = new WorkerProcess(this.#settings, "write");
    return this.#worker;
  }
}

function settle(group: readonly Single[], outcomes: readonly Outcome[]): void {
  group.forEach((single, index) => {
    const outcome = outcomes[index];
    if (outcome === undefined) single.reject(unavailable("the database's writer process has not answered"));
    else if ("result" in outcome) single.resolve(outcome.result);
    else single.reject(receiveProblem(outcome.problem));
  });
}

/** A commit was cut off: it may have happened. A keyed request is told the truth when it is repeated. */
export function outcomeUnknown(): Problem {
  return new Problem({
    code: "ISTHMUS503U",
    category: "unavailable",
    message: "The write was cut off while it was being committed: it may have been made, or not",
    hint: "Read what was to be changed before you try again, or send an Idempotency-Key",
    retryAfter: 1,
  });
}
