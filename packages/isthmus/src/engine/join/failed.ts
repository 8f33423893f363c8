// A place of the answer that another source could not fill: it is written as null, and told beside the answer.

import { type Catalog, isLongDecimal, type PartialFailure, Problem } from "../../core/index.ts";
import { withhold } from "../withhold.ts";

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

/** @param catalog What the caller may see: nothing else is spoken of. */
export function failuresIn(rows: unknown, catalog: Catalog): readonly PartialFailure[] {
  const told = new Map<Problem, Problem>();
  const telling = (problem: Problem): Problem => {
    const known = told.get(problem) ?? publicly(problem, catalog);
    told.set(problem, known);
    return known;
  };
  const found: PartialFailure[] = [];
  const visit = (value: unknown, path: readonly (string | number)[]): void => {
    if (found.length === most || typeof value !== "object" || value === null || isLongDecimal(value)) return;
    if (value instanceof Failed) found.push({ path, problem: telling(value.problem) });
    else if (Array.isArray(value)) value.forEach((one, at) => visit(one, [...path, at]));
    else for (const [key, one] of Object.entries(value)) visit(one, [...path, key]);
  };
  visit(rows, []);
  return found;
}

/** What a source says in details is for those who ask it themselves. */
function publicly(problem: Problem, catalog: Catalog): Problem {
  const { code, category, message, retryAfter } = withhold(problem, catalog);
  return new Problem({
    code,
    category,
    message,
    ...(retryAfter === undefined ? {} : { retryAfter }),
    cause: problem.cause ?? problem,
  });
}

/** What another try may mend, or is the other source's own affair. The caller's own faults are refused as a whole. */
export function isPartial({ category, code }: Problem): boolean {
  return category === "unavailable" || category === "timeout" || category === "internal" || code === apiRefused;
}

/** An API has refused a call with a status of its own. */
const apiRefused = "ISTHMUS611";
