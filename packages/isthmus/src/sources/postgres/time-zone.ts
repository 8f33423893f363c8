// The time zone a caller asks for: a setting of the statement's own transaction, gone with it.

import type { Prepared, Step } from "./exchange.ts";

const setTimeZone: Prepared = { name: "isthmus_time_zone", text: "select set_config('TimeZone', $1, true)" };

/** Steps behind BEGIN; the database refuses a zone that it does not know (22023). */
export function inTimeZone(timeZone: string | undefined): readonly Step[] {
  return timeZone === undefined ? [] : [{ prepared: setTimeZone, values: [timeZone] }];
}
