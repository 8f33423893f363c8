// A worker process as the server sees it: it is asked, one order at a time, and it can be ended at any moment.

import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { Answered, Order, Outcome } from "./protocol.ts";
import type { Access } from "./connect.ts";
import { unavailable } from "./errors.ts";
import type { SqliteSettings } from "./options.ts";

/** `worker.ts` when we run from source, `worker.js` when built. */
const program = fileURLToPath(
  new URL(import.meta.url.endsWith(".ts") ? "./worker.ts" : "./worker.js", import.meta.url),
);

/** The driver's warning that it is new would stand in the log once for each process. */
const engine = ["--disable-warning=ExperimentalWarning"];

interface Waiting {
  readonly resolve: (outcomes: readonly Outcome[]) => void;
  readonly reject: (reason: unknown) => void;
}

let started = 0;

export class WorkerProcess {
  /** No other process of ours has it. */
  readonly number = ++started;
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  /** Resolves when the process is gone; what it had locked is free then. */
  readonly gone: Promise<void>;
  #alive = true;
  #lastId = 0;

  constructor(settings: SqliteSettings, access: Access) {
    // Of the environment, only what a program needs to start: no secrets.
    const { PATH, SystemRoot, TMPDIR } = process.env;
    this.#child = fork(program, [], {
      execArgv: engine,
      serialization: "advanced",
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      env: { ...(PATH && { PATH }), ...(SystemRoot && { SystemRoot }), ...(TMPDIR && { TMPDIR }) },
    });
    this.gone = new Promise((resolve) => {
      const end = (): void => {
        this.#alive = false;
        for (const { reject } of this.#waiting.values()) reject(unavailable("the database's worker process has ended"));
        this.#waiting.clear();
        resolve();
      };
      this.#child.once("exit", end);
      this.#child.once("error", end);
    });
    this.#child.on("message", (answered: Answered) => this.#receive(answered));
    // The worker alone shall not keep the server's process from ending.
    this.#child.unref();
    this.#child.channel?.unref();
    this.opened = this.ask({ kind: "open", settings, access });
    this.opened.then(
      () => (this.ready = true),
      () => {},
    );
  }

  /** It has started and tried to open the file. */
  ready = false;

  /** The outcome of opening the file; later orders wait behind it. */
  readonly opened: Promise<readonly Outcome[]>;

  get alive(): boolean {
    return this.#alive;
  }

  /** Rejects when the process ends before it has answered. */
  ask(order: Order): Promise<readonly Outcome[]> {
    if (!this.#alive) return Promise.reject(unavailable("the database's worker process has ended"));
    const id = ++this.#lastId;
    return new Promise((resolve, reject) => {
      if (this.#waiting.size === 0) this.#child.channel?.ref();
      this.#waiting.set(id, { resolve, reject });
      this.#child.send({ id, order });
    });
  }

  /** The operating system ends it in the midst of whatever it does; the database undoes what was not committed. */
  kill(): void {
    this.#child.ref();
    this.#child.kill("SIGKILL");
  }

  #receive({ id, outcomes }: Answered): void {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (this.#waiting.size === 0) this.#child.channel?.unref();
    waiting?.resolve(outcomes);
  }
}
