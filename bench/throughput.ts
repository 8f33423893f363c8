// Requests per second, latency and memory of several servers on one database: all are up, and are asked in turn
// (A B A B …), so that whatever else the machine does meets them alike.

import { isDeepStrictEqual } from "node:util";
import { load, requestFile } from "./load/load.ts";
import { memoryOf } from "./processes.ts";
import { draws, questionNames, titles } from "./questions.ts";
import { summarize } from "./statistics.ts";
import { tokens } from "./systems.ts";
import type { Database } from "./databases.ts";
import type { Measure } from "./load/load.ts";
import type { Running } from "./processes.ts";
import type { Draw, QuestionName, Request } from "./questions.ts";
import type { Summary } from "./statistics.ts";
import type { System } from "./systems.ts";

export interface Effort {
  readonly rounds: number;
  /** Of one round. */
  readonly seconds: number;
  readonly connections: number;
  /** Which questions; all when absent. */
  readonly only?: readonly string[];
}

export interface Row {
  readonly system: string;
  readonly question: QuestionName;
  readonly summary: Summary;
  /** MiB, when the question had been asked. */
  readonly memory: number;
}

export interface Contender {
  readonly system: System;
  readonly running: Running;
}

const differentRequests = 20_000;

export async function compare(
  contenders: readonly Contender[],
  policy: boolean,
  effort: Effort,
  folder: string,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const drawn = draws(differentRequests);
  for (const question of questionNames) {
    if (effort.only !== undefined && !effort.only.includes(question)) continue;
    const asked = contenders
      .filter(({ system }) => system.questions[question] !== undefined)
      .map((contender) => ({
        ...contender,
        file: requestFile(
          folder,
          `${contender.system.name}-${question}`,
          requestsOf(contender.system, question, drawn, policy),
        ),
      }));
    await agree(asked, question, drawn.slice(0, 5), policy);
    const rounds = new Map<string, Measure[]>(asked.map(({ system }) => [system.name, []]));
    for (let round = -1; round < effort.rounds; round++) {
      for (const { system, running, file } of asked) {
        const { seconds, connections } = effort;
        const measure = await load({ origin: running.origin, file, connections, seconds: round < 0 ? 1 : seconds });
        // The first round warms up.
        if (round >= 0) rounds.get(system.name)?.push(measure);
      }
    }
    for (const { system, running } of asked) {
      const summary = summarize(rounds.get(system.name) ?? []);
      if (summary.errors > 0)
        throw new Error(`${system.name} failed ${summary.errors} requests of "${titles[question]}".`);
      rows.push({ system: system.name, question, summary, memory: memoryOf(running.pid) });
    }
  }
  return rows;
}

export function requestsOf(
  system: System,
  question: QuestionName,
  drawn: readonly Draw[],
  policy: boolean,
): readonly Request[] {
  const ask = system.questions[question];
  if (ask === undefined) return [];
  return drawn.map((draw, index) => authorized(ask(draw), policy, index));
}

export function authorized(request: Request, policy: boolean, index: number): Request {
  if (!policy) return request;
  return {
    ...request,
    headers: { ...request.headers, authorization: `Bearer ${tokens[index % tokens.length] ?? ""}` },
  };
}

/** Refuses to measure servers that do not give the same answers. */
async function agree(
  contenders: readonly Contender[],
  question: QuestionName,
  drawn: readonly Draw[],
  policy: boolean,
): Promise<void> {
  for (const [index, draw] of drawn.entries()) {
    let first: { readonly name: string; readonly answer: unknown } | undefined;
    for (const { system, running } of contenders) {
      const request = system.questions[question]?.(draw);
      if (request === undefined) continue;
      const answer = await answerTo(running, authorized(request, policy, index), system.name);
      const comparable = writes.has(question) ? undefined : inOrder(system.read?.(answer) ?? answer);
      if (first !== undefined && !isDeepStrictEqual(first.answer, comparable)) {
        const [a, b] = [first.answer, comparable].map((value) => JSON.stringify(value)?.slice(0, 500));
        throw new Error(`"${titles[question]}" is answered differently.\n${first.name}: ${a}\n${system.name}: ${b}`);
      }
      first ??= { name: system.name, answer: comparable };
    }
  }
}

const writes: ReadonlySet<QuestionName> = new Set(["insert", "update"]);

interface Item {
  readonly product?: { readonly id: number };
}

/** Nobody has asked for an order of the items, so each server gives them in its own. */
function inOrder(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(inOrder);
  if (typeof answer !== "object" || answer === null || !("items" in answer)) return answer;
  const items = answer.items as readonly Item[];
  return { ...answer, items: items.toSorted((a, b) => (a.product?.id ?? 0) - (b.product?.id ?? 0)) };
}

async function answerTo(
  running: Running,
  { method, path, headers = {}, body }: Request,
  name: string,
): Promise<unknown> {
  const response = await fetch(`${running.origin}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${name} answered ${response.status} to ${method} ${path}: ${text.slice(0, 500)}`);
  return text === "" ? undefined : JSON.parse(text);
}

/** Starts the systems that can serve the database, and ends them all whatever happens. */
export async function withServers<T>(
  systems: readonly System[],
  database: Database,
  policy: boolean,
  folder: string,
  work: (contenders: readonly Contender[]) => Promise<T>,
): Promise<T> {
  const contenders: Contender[] = [];
  try {
    for (const system of systems) {
      if (!system.databases.includes(database.kind) || (policy && !system.hasPolicy)) continue;
      contenders.push({ system, running: await system.start(database, policy, folder) });
    }
    return await work(contenders);
  } finally {
    for (const { running } of contenders) await running.stop();
  }
}
