// What was asked and took its time, by shape: how often, and how long. Bounded, and without any value of a caller's.

import type { Authorized, Intent, Statement } from "../core/index.ts";
import type { Prepare } from "./prepare.ts";
import type { View } from "./view.ts";

export interface AskedShape {
  readonly source: string;
  /** As the interface asked it, and with what the policies have put in. */
  readonly asked: Statement;
  readonly authorized: Authorized<Statement>;
  readonly count: number;
  /** Milliseconds in all, and of the slowest. */
  readonly ms: number;
  readonly worst: number;
}

export interface Shapes {
  /** Called for every request; does nothing for one whose `execute` stage was quick. */
  note(intent: Intent, view: View, prepare: Prepare, stages: readonly (readonly [stage: string, ms: number])[]): void;
  /** What was noted since the last time. */
  take(): readonly AskedShape[];
}

/** Milliseconds: what is quicker needs no index, or has it. */
const quick = 2;
const mostShapes = 500;

export function createShapes(): Shapes {
  let noted = new Map<Statement, { -readonly [K in keyof AskedShape]: AskedShape[K] }>();
  return {
    note(intent, view, prepare, stages) {
      const ms = executing(stages);
      const [only] = intent.questions;
      // Of several questions nobody knows which one took the time.
      if (ms < quick || only === undefined || intent.questions.length > 1 || only.statement.kind === "call") return;
      const { source, statement, joined } = prepare(only.statement, view);
      // Of several sources nobody knows either.
      if (joined !== undefined) return;
      const known = noted.get(statement);
      if (known !== undefined) {
        known.count++;
        known.ms += ms;
        known.worst = Math.max(known.worst, ms);
      } else if (noted.size < mostShapes)
        noted.set(statement, {
          source: source.name,
          asked: only.statement,
          authorized: statement,
          count: 1,
          ms,
          worst: ms,
        });
    },
    take() {
      const taken = [...noted.values()];
      noted = new Map();
      return taken;
    },
  };
}

function executing(stages: readonly (readonly [stage: string, ms: number])[]): number {
  for (const [stage, ms] of stages) if (stage === "execute") return ms;
  return 0;
}
