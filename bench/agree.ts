// Whether servers give the same answers: only then are they measured.

import { isDeepStrictEqual } from "node:util";
import { titles } from "./questions.ts";
import { authorized } from "./systems.ts";
import type { Running } from "./processes.ts";
import type { Draw, QuestionName, Request } from "./questions.ts";
import type { Contender } from "./throughput.ts";

/** Refuses to measure servers that do not give the same answers. */
export async function agree(
  contenders: readonly Contender[],
  question: QuestionName,
  drawn: readonly Draw[],
): Promise<void> {
  for (const [index, draw] of drawn.entries()) {
    let first: { readonly name: string; readonly answer: unknown } | undefined;
    for (const { system, policy, running } of contenders) {
      const request = system.questions[question]?.(draw);
      if (request === undefined) continue;
      const answer = await answerTo(running, authorized(request, policy, index), system.name);
      const read = answer === undefined ? undefined : (system.read?.(answer) ?? answer);
      const comparable = writes.has(question) ? undefined : plain(read);
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
  readonly product?: { readonly id: number | string };
}

/** Nobody has asked for an order of the items, or for a spelling of times, so each server has its own. */
function plain(answer: unknown): unknown {
  if (Array.isArray(answer)) return answer.map(plain);
  if (typeof answer !== "object" || answer === null || !("created_at" in answer)) return answer;
  const created_at = String(answer.created_at).slice(0, 19).replace(" ", "T");
  if (!("items" in answer)) return { ...answer, created_at };
  const items = (answer.items as readonly Item[]).toSorted((a, b) => compare(a.product?.id ?? 0, b.product?.id ?? 0));
  return { ...answer, created_at, items };
}

function compare(a: number | string, b: number | string): number {
  return a < b ? -1 : a > b ? 1 : 0;
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
