// Subscribers who ask the same and may see the same: one execution answers them all. At most one is running and one is
// waiting, however many changes come in; an answer is sent to those alone who have not got it yet.

import type { Interface, Intent, QuestionOutcome, Reply, Request } from "../../core/index.ts";
import { Problem, toProblem } from "../../core/index.ts";
import { isPassing } from "./ask.ts";
import type { Dependencies } from "./dependencies.ts";
import type { LiveLimits } from "./limits.ts";

export interface Member {
  /** Hash of the last answer that was sent. */
  seen: string | undefined;
  next(reply: Reply, seen: string): void;
  fail(problem: Problem): void;
}

/** Requests that are alike are answered in the same bytes. */
export interface Voice {
  readonly interface: Interface;
  readonly intent: Intent;
  readonly request: Request;
  readonly members: Set<Member>;
}

export interface Cohort {
  readonly key: string;
  readonly dependencies: Dependencies;
  /** By the text of the request. */
  readonly voices: Map<string, Voice>;
  /** Something it depends on has changed. */
  changed(): void;
  /** Somebody has joined who has no answer yet. */
  joined(): void;
  /** Ends what is running; nothing is sent any more. */
  close(): void;
}

export interface CohortOptions {
  readonly key: string;
  readonly dependencies: Dependencies;
  readonly limits: LiveLimits;
  readonly hash: (text: string) => string;
  /** Asks the questions; ended by the signal. */
  readonly execute: (signal: AbortSignal) => Promise<readonly QuestionOutcome[]>;
  readonly render: (voice: Voice, outcomes: readonly QuestionOutcome[]) => Reply;
}

export function createCohort(options: CohortOptions): Cohort {
  const { limits } = options;
  const voices = new Map<string, Voice>();
  const closing = new AbortController();
  let running = false;
  let again = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pause = limits.firstPause;

  function later(ms: number): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      void ask();
    }, ms);
  }

  async function ask(): Promise<void> {
    running = true;
    again = false;
    try {
      const outcomes = await options.execute(closing.signal);
      pause = limits.firstPause;
      if (!closing.signal.aborted) deliver(outcomes);
    } catch (thrown) {
      if (!closing.signal.aborted) failed(toProblem(thrown));
    } finally {
      running = false;
      if (again && !closing.signal.aborted) later(limits.settle);
    }
  }

  function deliver(outcomes: readonly QuestionOutcome[]): void {
    const seen = options.hash(JSON.stringify(outcomes.map(essence)));
    for (const voice of voices.values()) {
      let reply: Reply | undefined;
      for (const member of voice.members) {
        if (member.seen === seen) continue;
        try {
          reply ??= options.render(voice, outcomes);
        } catch (thrown) {
          const problem = toProblem(thrown);
          for (const one of voice.members) one.fail(problem);
          break;
        }
        member.next(reply, seen);
      }
    }
  }

  /** Those who wait for their first answer are told; the others keep what they have while the source is away. */
  function failed(problem: Problem): void {
    const passing = isPassing(problem);
    let waiting = false;
    for (const { members } of voices.values())
      for (const member of members) {
        if (passing && member.seen !== undefined) waiting = true;
        else member.fail(problem);
      }
    if (!waiting) return;
    // A part of the pause is left to chance, so that not all come back in the same moment.
    later(pause * (0.75 + Math.random() / 4));
    pause = Math.min(pause * 2, limits.longestPause);
  }

  return {
    key: options.key,
    dependencies: options.dependencies,
    voices,
    changed() {
      if (running) again = true;
      else later(limits.settle);
    },
    joined() {
      if (running) again = true;
      else {
        clearTimeout(timer);
        timer = undefined;
        later(0);
      }
    },
    close() {
      clearTimeout(timer);
      closing.abort(left());
    },
  };
}

/** What an answer is made of. */
function essence(outcome: QuestionOutcome): unknown {
  if (outcome instanceof Problem) return [outcome.code, outcome.message, outcome.details];
  const { body, rows, total, cursor, headers, status } = outcome;
  return [body, rows, total, cursor, headers, status];
}

function left(): Problem {
  return new Problem({
    code: "ISTHMUS499",
    category: "timeout",
    status: 499,
    message: "Nobody waits for the answer any more",
  });
}
