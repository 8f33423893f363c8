// Refusals in the log: a line each, but only so many in a minute. Whoever is refused a million times must not fill the
// disk; what was left out is counted, and told at the minute's end.

import type { Logger } from "pino";
import type { Refusal } from "../../core/index.ts";

/** Lines in a minute: of all, and of one caller for one reason. */
const most = 600;
const mostAlike = 10;
const span = 60_000;

export function createRefusalLog(logger: Logger, now: () => number = Date.now): (refusal: Refusal) => void {
  let until = 0;
  let written = 0;
  let alike = new Map<string, number>();
  let left = new Map<string, number>();

  function turn(time: number): void {
    if (left.size > 0) logger.warn({ refusals: Object.fromEntries(left) }, "more requests were refused");
    [until, written, alike, left] = [time + span, 0, new Map(), new Map()];
  }

  return (refusal) => {
    const time = now();
    if (time >= until) turn(time);
    const { id, principal, address, code, status, reason, target } = refusal;
    const key = `${code}\0${principal}\0${address ?? ""}`;
    const times = (alike.get(key) ?? 0) + 1;
    if (written < most && times <= mostAlike) {
      alike.set(key, times);
      written += 1;
      logger.warn({ id: id === "" ? undefined : id, principal, address, code, status, target, reason }, "refused");
    } else left.set(code, (left.get(code) ?? 0) + 1);
  };
}
