// The checker of lost and doubled writes, after Jepsen's set checker: what was acknowledged must be there, and what was
// written under one key must be there at most once.

import type { Answer } from "./serve.ts";

export interface Attempt {
  readonly mark: string;
  /** Of the last try. */
  readonly answer: Answer;
}

export interface Verdict {
  /** Acknowledged, and not there. */
  readonly lost: readonly string[];
  /** There more than once. */
  readonly doubled: readonly string[];
  /** Said not to have been done, and there. */
  readonly phantom: readonly string[];
  /** There, and nobody tried to write it. */
  readonly unasked: readonly string[];
  readonly acknowledged: number;
  readonly unknown: number;
}

/** Codes by which an answer says that it does not know; every other error says that nothing was done. */
const doubts: ReadonlySet<string> = new Set(["ISTHMUS503U", "ISTHMUS212", "08007", "ISTHMUS504", "57014"]);

export function judge(attempts: readonly Attempt[], present: readonly string[]): Verdict {
  const counts = new Map<string, number>();
  for (const mark of present) counts.set(mark, (counts.get(mark) ?? 0) + 1);
  const doubtful = ({ answer }: Attempt): boolean => answer.status === 0 || doubts.has(answer.code ?? "");
  const acknowledged = attempts.filter(({ answer }) => answer.status >= 200 && answer.status < 300);
  const refused = attempts.filter((attempt) => attempt.answer.status >= 400 && !doubtful(attempt));
  const tried = new Set(attempts.map(({ mark }) => mark));
  const marks = (some: readonly Attempt[]): readonly string[] => some.map(({ mark }) => mark);
  return {
    lost: marks(acknowledged).filter((mark) => !counts.has(mark)),
    doubled: [...counts].filter(([, count]) => count > 1).map(([mark]) => mark),
    phantom: marks(refused).filter((mark) => counts.has(mark)),
    unasked: [...counts.keys()].filter((mark) => !tried.has(mark)),
    acknowledged: acknowledged.length,
    unknown: attempts.filter(doubtful).length,
  };
}

export const spotless = { lost: [], doubled: [], phantom: [], unasked: [] } as const;
