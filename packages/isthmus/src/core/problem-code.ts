// What is tabled of a code. Codes are never reused; the reference page is generated from the tables beside this file.
// SQLSTATEs are the databases' own and are not tabled.

import type { ProblemCategory } from "./problem.ts";

export interface ProblemCode {
  readonly category: ProblemCategory;
  /** Where it is not the category's own. */
  readonly status?: number;
  readonly meaning: string;
  readonly remedy: string;
}
