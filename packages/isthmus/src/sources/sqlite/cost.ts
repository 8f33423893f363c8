// Where a read runs: in the server's own thread, which is fastest but holds up everybody while it lasts and cannot be
// interrupted, or in a reader process. A command is trusted with the thread by what it has cost, or at first sight
// when its plan can only touch few rows.

import type { SqlCommand } from "../shared/sql/command.ts";
import type { Connection } from "./connect.ts";

export interface Cost {
  place: "here" | "process";
  /** Regular expressions stay out of the server's thread for good. */
  readonly pinned: boolean;
  /** Moving average, in milliseconds in the database. */
  average: number;
  /** Runs in a process since it was last moved there. */
  runs: number;
  /** Runs it must show before it is trusted with the thread (again). */
  trial: number;
  /** Runs here that were quick by the clock, one after the other. */
  quick: number;
  /** What is run in its place: it met bytes in a field of another type. */
  instead: SqlCommand | undefined;
}

/** A plan that can touch at most so many rows is trusted unseen. */
const fewRows = 20_000;
const firstTrial = 3;
/** Quick runs after which the clock is enough. */
const proven = 20;
const longestTrial = 10_000;

export class Costs {
  readonly #costs = new WeakMap<SqlCommand, Cost>();
  readonly #connection: Connection;
  readonly #limit: number;

  /** `limit`: milliseconds a read may take in the server's thread. */
  constructor(connection: Connection, limit: number) {
    this.#connection = connection;
    this.#limit = limit;
  }

  of(command: SqlCommand): Cost {
    let cost = this.#costs.get(command);
    if (cost === undefined) {
      const pinned = command.statement.text.includes("isthmus_regexp(");
      const place =
        !pinned && this.#limit > 0 && mostRows(this.#connection, command.statement.text) <= fewRows
          ? "here"
          : "process";
      cost = { place, pinned, average: 0, runs: 0, trial: firstTrial, quick: 0, instead: undefined };
      this.#costs.set(command, cost);
    }
    return cost;
  }

  /** Known to be heavy, or able to be at the caller's will, as opposed to not known yet. */
  heavy(cost: Cost): boolean {
    return cost.pinned || (cost.runs > 0 && cost.average > this.#limit);
  }

  /**
   * Runs it in the server's thread. The thread's own time counts, since the clock also counts pauses in which others ran;
   * asking for it costs more than many a read, so a read that was quick often enough is measured by the clock, until that
   * finds it slow.
   */
  runHere<T>(cost: Cost, work: () => T): T {
    const usage = cost.quick < proven ? process.threadCpuUsage() : undefined;
    const started = performance.now();
    try {
      return work();
    } finally {
      if (performance.now() - started <= this.#limit) cost.quick++;
      else {
        cost.quick = 0;
        if (usage !== undefined) this.#slow(cost, process.threadCpuUsage(usage));
      }
    }
  }

  #slow(cost: Cost, { user, system }: NodeJS.CpuUsage): void {
    const ms = (user + system) / 1_000;
    if (ms <= this.#limit) return;
    cost.place = "process";
    cost.average = ms;
    cost.runs = 1;
    cost.trial = Math.min(longestTrial, cost.trial * 4);
  }

  ranInProcess(cost: Cost, ms: number): void {
    cost.runs++;
    cost.average = cost.runs === 1 ? ms : cost.average * 0.7 + ms * 0.3;
    if (!cost.pinned && cost.runs >= cost.trial && cost.average < this.#limit / 2) cost.place = "here";
  }
}

/** A rough upper bound: every step of the plan that is not by row id may meet every row of the largest table. */
function mostRows(connection: Connection, text: string): number {
  const { database } = connection;
  const steps = database.prepare(`EXPLAIN QUERY PLAN ${text}`).all() as unknown as { readonly detail: string }[];
  if (steps.some(({ detail }) => detail.startsWith("RECURSIVE"))) return Infinity;
  const loops = steps.filter(
    ({ detail }) => /^(SCAN|SEARCH) /.test(detail) && !/\(rowid=\?\)$|VIRTUAL TABLE|CONSTANT ROW/.test(detail),
  );
  if (loops.length === 0) return 1;
  const largest = Math.max(1, ...tablesOf(connection, text).map((table) => rowsOf(connection, table)));
  return largest ** loops.length;
}

/** Tables whose pages the statement opens, through views and subqueries. */
function tablesOf({ database }: Connection, text: string): string[] {
  const codes = database.prepare(`EXPLAIN ${text}`).all() as unknown as {
    readonly opcode: string;
    readonly p2: number;
    readonly p3: number;
  }[];
  const pages = codes.filter(({ opcode, p3 }) => opcode === "OpenRead" && p3 === 0).map(({ p2 }) => p2);
  const named = database.prepare(
    "SELECT DISTINCT tbl_name AS name FROM sqlite_schema WHERE rootpage IN (SELECT value FROM json_each(?))",
  );
  return named.all(JSON.stringify(pages)).map(({ name }) => String(name));
}

/** At least the number of rows, or more than `fewRows`, without reading them all. */
function rowsOf({ database }: Connection, table: string): number {
  const counted = database
    .prepare(`SELECT count(*) AS rows FROM (SELECT 1 FROM "${table.replaceAll('"', '""')}" LIMIT ${fewRows + 1})`)
    .get();
  return Number(counted?.["rows"] ?? fewRows + 1);
}
