// Days and months of a time zone: in which one a moment lies, and when that ends.

import type { Period } from "./meter.ts";

/** @throws RangeError where the time zone is not known. The number of a day is its date, e.g. 20261122. */
export function createCalendar(every: "day" | "month", timeZone: string): (now: number) => Period {
  const format = new Intl.DateTimeFormat("en-CA", {
    timeZone,
    hourCycle: "h23",
    ...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" },
  });
  const partsAt = (time: number): readonly [number, number, number, number, number, number] => {
    const parts = Object.fromEntries(format.formatToParts(time).map(({ type, value }) => [type, Number(value)]));
    const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
    return [year, month, day, hour, minute, second];
  };
  /** How far the zone's clocks are ahead. */
  const offsetAt = (time: number): number => {
    const [year, month, day, hour, minute, second] = partsAt(time);
    return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(time / 1_000) * 1_000;
  };
  let known: (Period & { readonly from: number }) | undefined;
  return (now) => {
    if (known !== undefined && now >= known.from && now < known.end) return known;
    const [year, month, day] = partsAt(now);
    const beginning = (y: number, m: number, d: number): number => {
      const local = Date.UTC(y, m, d);
      // The clocks may be put forward or back between now and then.
      const guess = local - offsetAt(local);
      return local - offsetAt(guess);
    };
    const monthly = every === "month";
    known = {
      id: year * 10_000 + month * 100 + (monthly ? 0 : day),
      from: beginning(year, month - 1, monthly ? 1 : day),
      end: monthly ? beginning(year, month, 1) : beginning(year, month - 1, day + 1),
    };
    return known;
  };
}
