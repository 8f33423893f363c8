// A place of the answer that another source could not fill: it is written as null, and told beside the answer.

import { isLongDecimal, type PartialFailure, type Problem } from "../../core/index.ts";

export class Failed {
  readonly problem: Problem;

  constructor(problem: Problem) {
    this.problem = problem;
  }

  toJSON(): null {
    return null;
  }
}

/** Places that are told of; an answer whose every row lacks something needs no list of all of them. */
const most = 100;

export function failuresIn(rows: unknown): readonly PartialFailure[] {
  const found: PartialFailure[] = [];
  const visit = (value: unknown, path: readonly (string | number)[]): void => {
    if (found.length === most || typeof value !== "object" || value === null || isLongDecimal(value)) return;
    if (value instanceof Failed) found.push({ path, problem: value.problem });
    else if (Array.isArray(value)) value.forEach((one, at) => visit(one, [...path, at]));
    else for (const [key, one] of Object.entries(value)) visit(one, [...path, key]);
  };
  visit(rows, []);
  return found;
}

/** What another try may mend, or is the other source's own affair. The caller's own faults are refused as a whole. */
export function isPartial({ category, code }: Problem): boolean {
  return category === "unavailable" || category === "timeout" || category === "internal" || code === apiRefused;
}

/** An API has refused a call with a status of its own. */
const apiRefused = "ISTHMUS611";
