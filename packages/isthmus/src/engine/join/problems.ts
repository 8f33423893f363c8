// Refusals of joins that would take more, or longer, than may be.

import { Problem } from "../../core/index.ts";

export function tooManyKeys(relation: string, most: number): Problem {
  return new Problem({
    code: "ISTHMUS300",
    category: "limited",
    status: 400,
    message: `A condition over ${relation} is met by more than ${most} records of another source`,
    hint: "Make the condition narrower, or raise limits.joined in the configuration",
  });
}

export function tooManyRows(relation: string, most: number): Problem {
  return new Problem({
    code: "ISTHMUS301",
    category: "limited",
    status: 400,
    message: `The records of ${relation} in another source are more than ${most}`,
    hint: "Ask for fewer records, or raise limits.joined in the configuration",
  });
}

export function tooManyInAll(most: number): Problem {
  return new Problem({
    code: "ISTHMUS301",
    category: "limited",
    status: 400,
    message: `The records of all relations into other sources together are more than ${most}`,
    hint: "Ask for fewer records or relations, or raise limits.joined in the configuration",
  });
}

/** Of the time a request has, others get a part: what is left is needed to answer without them. */
export function tooLate(): Problem {
  return new Problem({ code: "ISTHMUS302", category: "timeout", message: "Another source did not answer in time" });
}
