// The refusal of a value that is none of its field's type, worded alike by every database that does not refuse it itself.

import { Problem } from "../../../core/index.ts";

export function invalidText(type: string, value: string): Problem {
  return new Problem({
    code: "22P02",
    category: "invalid",
    message: `invalid input syntax for type ${type}: "${shown(value)}"`,
  });
}

/** Of dates and times, of which PostgreSQL has a code of their own. */
export function invalidTime(type: string, value: string): Problem {
  return new Problem({
    code: "22007",
    category: "invalid",
    message: `invalid input syntax for type ${type}: "${shown(value)}"`,
  });
}

function shown(value: string): string {
  return value.length > 200 ? `${value.slice(0, 200)}…` : value;
}
