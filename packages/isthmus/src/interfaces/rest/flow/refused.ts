// What an import or an export cannot be asked for.

import { Problem } from "../../../core/index.ts";

export function notThis(message: string, hint: string | null = null, status = 400): Problem {
  return new Problem({ code: "ISTHMUS140", category: "invalid", status, message, hint });
}

/** Throws ISTHMUS140 for a parameter that stands in the way of rows that follow one another. */
export function refuseParameter(key: string, taken: string): never {
  throw notThis(`'${key.slice(0, 64)}' is no parameter here`, `There are ${taken}`);
}
