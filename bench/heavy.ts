// A long question on one connection, short ones on the others: does the long one hold them up?

import { load, requestFile } from "./load/load.ts";
import { median } from "./statistics.ts";
import { requestsOf } from "./throughput.ts";
import type { Running } from "./processes.ts";
import type { Draw } from "./questions.ts";
import type { Contender, Effort } from "./throughput.ts";

export interface HeavyRow {
  readonly system: string;
  /** Of reads by key, in milliseconds. */
  readonly alone: { readonly perSecond: number; readonly p99: number };
  readonly beside: { readonly perSecond: number; readonly p99: number };
  /** How long the long question took, in milliseconds, by itself and beside the short ones. */
  readonly heavyAlone: number;
  readonly heavyBeside: number;
}

export async function measureHeavy(
  contenders: readonly Contender[],
  drawn: readonly Draw[],
  effort: Effort,
  folder: string,
): Promise<readonly HeavyRow[]> {
  const rows: HeavyRow[] = [];
  for (const { system, running } of contenders) {
    if (system.questions.heavy === undefined || system.questions.byKey === undefined) continue;
    const file = requestFile(folder, `${system.name}-light`, requestsOf({ system, policy: false }, "byKey", drawn));
    const once = (): ReturnType<typeof load> =>
      load({ origin: running.origin, file, connections: effort.connections - 1, seconds: effort.seconds });
    const path = system.questions.heavy.path;
    const heavyAlone = await timed(running, path);
    const [alone, beside, heavy]: [Measured[], Measured[], number[]] = [[], [], []];
    for (let round = 0; round < effort.rounds; round++) {
      alone.push(rated(await once()));
      const stop = new AbortController();
      const loop = askUntil(running, path, stop.signal, heavy);
      beside.push(rated(await once()));
      stop.abort();
      await loop;
    }
    rows.push({
      system: system.name,
      alone: middle(alone),
      beside: middle(beside),
      heavyAlone,
      heavyBeside: median(heavy),
    });
  }
  return rows;
}

interface Measured {
  readonly perSecond: number;
  readonly p99: number;
}

function rated({ requests, seconds, p99 }: Awaited<ReturnType<typeof load>>): Measured {
  return { perSecond: requests / seconds, p99 };
}

function middle(rounds: readonly Measured[]): Measured {
  return { perSecond: median(rounds.map(({ perSecond }) => perSecond)), p99: median(rounds.map(({ p99 }) => p99)) };
}

async function askUntil(running: Running, path: string, signal: AbortSignal, times: number[]): Promise<void> {
  while (!signal.aborted) times.push(await timed(running, path));
}

async function timed(running: Running, path: string): Promise<number> {
  const began = performance.now();
  const response = await fetch(`${running.origin}${path}`);
  const text = await response.text();
  if (!response.ok) throw new Error(`The long question was answered ${response.status}: ${text.slice(0, 500)}`);
  return performance.now() - began;
}
