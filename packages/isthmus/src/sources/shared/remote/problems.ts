// Refusals of questions that would take more of an API than may be taken, rather than answers that are not whole.

import { Problem } from "../../../core/index.ts";

export function tooManyRows(resource: string, most: number): Problem {
  return new Problem({
    code: "ISTHMUS310",
    category: "limited",
    status: 400,
    message: `More than ${most} records of ${resource} would have to be read to answer this`,
    hint: "Filter by what the API itself can filter by, or set a limit without an order",
  });
}

export function tooManyCalls(resource: string, most: number): Problem {
  return new Problem({
    code: "ISTHMUS311",
    category: "limited",
    status: 400,
    message: `More than ${most} records of ${resource} would have to be asked for one by one`,
    hint: "Ask for fewer records",
  });
}

export function endlessPages(resource: string): Problem {
  return new Problem({
    code: "ISTHMUS602",
    category: "unavailable",
    status: 502,
    message: `The API's list of ${resource} cannot be used: its pages lead back to one another, or hold nothing`,
  });
}
