// Requests per second, latency and memory of several servers on one database: all are up, and are asked in turn
// (A B A B …), so that whatever else the machine does meets them alike.

import { agree } from "./agree.ts";
import { load, requestFile } from "./load/load.ts";
import { questionNames, titles } from "./questions.ts";
import { summarize } from "./statistics.ts";
import { authorized } from "./systems.ts";
import { cpuOf, memoryOf } from "./usage.ts";
import type { Database } from "./databases/databases.ts";
import type { Running } from "./processes.ts";
import type { Draw, QuestionName, Request } from "./questions.ts";
import type { Round, Summary } from "./statistics.ts";
import type { System } from "./systems.ts";

export interface Effort {
  readonly rounds: number;
  /** Of one round. */
  readonly seconds: number;
  readonly connections: number;
  readonly warmUp: WarmUp;
  /** Which questions; all when absent. */
  readonly only?: readonly string[];
}

/** Whichever is reached last, but never more than `atMost` seconds. */
export interface WarmUp {
  readonly seconds: number;
  readonly requests: number;
  readonly atMost: number;
}

export interface Row {
  readonly system: string;
  readonly policy: boolean;
  readonly question: QuestionName;
  readonly summary: Summary;
  /** MiB, when the question had been asked. */
  readonly memory: number;
}

export interface Contender {
  readonly system: System;
  /** Whether it has been started with the policy, and is asked with tokens. */
  readonly policy: boolean;
  readonly running: Running;
}

export async function compare(
  contenders: readonly Contender[],
  drawn: readonly Draw[],
  effort: Effort,
  folder: string,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const question of questionNames) {
    if (effort.only !== undefined && !effort.only.includes(question)) continue;
    const asked = contenders.filter(({ system }) => system.questions[question] !== undefined);
    await agree(asked, question, drawn.slice(0, 5));
    const files = asked.map((contender, index) =>
      requestFile(folder, `${index}-${question}`, requestsOf(contender, question, drawn)),
    );
    const rounds = await askInTurn(asked, files, effort);
    for (const [index, { system, policy, running }] of asked.entries()) {
      const summary = summarize(rounds[index] ?? []);
      if (summary.errors > 0)
        throw new Error(`${system.name} failed ${summary.errors} requests of "${titles[question]}".`);
      rows.push({ system: system.name, policy, question, summary, memory: memoryOf(running.pid) });
    }
  }
  return rows;
}

/** @returns The rounds of each contender, in the order of `asked`. */
async function askInTurn(
  asked: readonly Contender[],
  files: readonly string[],
  effort: Effort,
): Promise<readonly (readonly Round[])[]> {
  const { rounds, seconds, connections } = effort;
  const measured: Round[][] = asked.map(() => []);
  for (const [index, { running }] of asked.entries()) await warmUp(running, files[index] ?? "", effort);
  for (let round = 0; round < rounds; round++) {
    for (const [index, { running }] of asked.entries()) {
      const file = files[index] ?? "";
      const before = cpuOf(running.pid);
      const measure = await load({ origin: running.origin, file, connections, seconds });
      measured[index]?.push({ ...measure, cpu: cpuOf(running.pid) - before });
    }
  }
  return measured;
}

async function warmUp({ origin }: Running, file: string, { connections, warmUp: wanted }: Effort): Promise<void> {
  let [requests, spent] = [0, 0];
  while (spent < wanted.atMost && (spent < wanted.seconds || requests < wanted.requests)) {
    const missing = spent === 0 ? 0 : Math.ceil((wanted.requests - requests) / (Math.max(1, requests) / spent));
    const seconds = Math.min(wanted.atMost - spent, Math.max(missing, wanted.seconds - spent));
    requests += (await load({ origin, file, connections, seconds })).requests;
    spent += seconds;
  }
}

export function requestsOf(
  { system, policy }: Pick<Contender, "system" | "policy">,
  question: QuestionName,
  drawn: readonly Draw[],
): readonly Request[] {
  const ask = system.questions[question];
  if (ask === undefined) return [];
  return drawn.map((draw, index) => authorized(ask(draw), policy, index));
}

/** Starts the systems that can serve the database, without and with the policy, and ends them all whatever happens. */
export async function withServers<T>(
  systems: readonly System[],
  database: Database,
  policies: readonly boolean[],
  folder: string,
  work: (contenders: readonly Contender[]) => Promise<T>,
): Promise<T> {
  const contenders: Contender[] = [];
  try {
    for (const policy of policies) {
      for (const system of systems) {
        if (!system.databases.includes(database.kind) || (policy && !system.hasPolicy)) continue;
        contenders.push({ system, policy, running: await system.start(database, policy, folder) });
      }
    }
    return await work(contenders);
  } finally {
    for (const { running } of contenders) await running.stop();
  }
}
