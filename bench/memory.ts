// Memory over many requests: it may rise while the server warms up, and must then stay where it is.

import { load, requestFile } from "./load/load.ts";
import { questionNames } from "./questions.ts";
import { requestsOf } from "./throughput.ts";
import { memoryOf } from "./usage.ts";
import type { Draw } from "./questions.ts";
import type { Contender, Effort } from "./throughput.ts";

export interface MemoryRow {
  readonly system: string;
  readonly requests: number;
  /** MiB after each tenth of the requests. */
  readonly memory: readonly number[];
}

/** Asks all questions, reads and writes, in turn until `count` requests have been answered. */
export async function measureMemory(
  { system, running }: Contender,
  drawn: readonly Draw[],
  count: number,
  effort: Effort,
  folder: string,
): Promise<MemoryRow> {
  const lists = questionNames.map((name) => requestsOf({ system, policy: false }, name, drawn));
  const mixed = drawn.flatMap((_, index) => lists.flatMap((list) => list[index] ?? []));
  const file = requestFile(folder, `${system.name}-mixed`, mixed);
  const memory: number[] = [];
  let requests = 0;
  while (requests < count) {
    const measure = await load({ origin: running.origin, file, connections: effort.connections, seconds: 1 });
    if (measure.errors > 0)
      throw new Error(`${system.name} failed ${measure.errors} requests while its memory was watched.`);
    requests += measure.requests;
    while (memory.length < Math.min(10, Math.floor((requests / count) * 10))) memory.push(memoryOf(running.pid));
  }
  return { system: system.name, requests, memory };
}
