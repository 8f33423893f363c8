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

const differentRequests = 20_000;

export async function compare(
  contenders: readonly Contender[],
  effort: Effort,
  folder: string,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  const drawn = draws(differentRequests);
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
  { rounds, seconds, connections }: Effort,
): Promise<readonly (readonly Measure[])[]> {
  const measured: Measure[][] = asked.map(() => []);
  for (let round = -1; round < rounds; round++) {
    for (const [index, { running }] of asked.entries()) {
      const file = files[index] ?? "";
      const measure = await load({ origin: running.origin, file, connections, seconds: round < 0 ? 1 : seconds });
      // The first round warms up.
      if (round >= 0) measured[index]?.push(measure);
    }
  }
  return measured;
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

function authorized(request: Request, policy: boolean, index: number): Request {
  if (!policy) return request;
  return {
    ...request,
    headers: { ...request.headers, authorization: `Bearer ${tokens[index % tokens.length] ?? ""}` },
  };
}

/** Refuses to measure servers that do not give the same answers. */
async function agree(contenders: readonly Contender[], question: QuestionName, drawn: readonly Draw[]): Promise<void> {
  for (const [index, draw] of drawn.entries()) {
    let first: { readonly name: string; readonly answer: unknown } | undefined;
    for (const { system, policy, running } of contenders) {
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
