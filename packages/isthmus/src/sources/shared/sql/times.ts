// Dates and times → the one form in which texts compare in the order of time and which databases read as they are:
// `2026-01-31`, `23:59:59.5`, `2026-01-31 23:59:59.5`.

import { Problem } from "../../../core/index.ts";
import { invalidTime } from "./invalid-text.ts";

const date = String.raw`(\d{4})-?(\d{2})-?(\d{2})`;
const time = String.raw`(\d{2}):?(\d{2})(?::?(\d{2})(?:\.(\d{1,9}))?)?`;
const zone = String.raw`\s*(Z|z|[+-]\d{2}(?::?\d{2})?)?`;
const dateForm = new RegExp(`^${date}(?:[T ].*)?$`, "s");
const timeForm = new RegExp(`^${time}${zone}$`);
const timestampForm = new RegExp(`^${date}(?:[Tt ]\\s*${time}${zone})?$`);

/** A time of day behind the date is left out. */
export function toDate(text: string): string {
  const parts = dateForm.exec(text.trim());
  if (parts === null) throw invalidTime("date", text);
  const [, year = "", month = "", day = ""] = parts;
  checkDay(text, year, month, day);
  return `${year}-${month}-${day}`;
}

/** A zone is left out. */
export function toTime(text: string): string {
  const parts = timeForm.exec(text.trim());
  if (parts === null) throw invalidTime("time", text);
  return clock(text, parts[1] ?? "", parts[2] ?? "", parts[3] ?? "00", parts[4]);
}

/** `zoned`: the moment in UTC; otherwise a zone is left out, as PostgreSQL does. */
export function toTimestamp(text: string, zoned: boolean): string {
  const parts = timestampForm.exec(text.trim());
  if (parts === null) throw invalidTime(zoned ? "timestamp with time zone" : "timestamp", text);
  const [, year = "", month = "", day = "", hour = "00", minute = "00", second = "00", fraction, offset] = parts;
  checkDay(text, year, month, day);
  const local = `${year}-${month}-${day} ${clock(text, hour, minute, second, fraction)}`;
  const shift = zoned && offset !== undefined ? minutesOf(offset) : 0;
  if (shift === 0) return local;
  const moved = new Date(Date.parse(`${local.slice(0, 10)}T${local.slice(11, 19)}Z`) - shift * 60_000).toISOString();
  return `${moved.slice(0, 10)} ${moved.slice(11, 19)}${local.slice(19)}`;
}

function clock(text: string, hour: string, minute: string, second: string, fraction: string | undefined): string {
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) throw outOfRange(text);
  const rest = (fraction ?? "").slice(0, 6).replace(/0+$/, "");
  return `${hour}:${minute}:${second}${rest === "" ? "" : `.${rest}`}`;
}

function checkDay(text: string, year: string, month: string, day: string): void {
  const last = new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate();
  if (year === "0000" || Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > last)
    throw outOfRange(text);
}

/** `+02:00` → 120 */
function minutesOf(offset: string): number {
  if (/^z$/i.test(offset)) return 0;
  const digits = offset.slice(1).replace(":", "").padEnd(4, "0");
  const minutes = Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2));
  return offset.startsWith("-") ? -minutes : minutes;
}

function outOfRange(text: string): Problem {
  return new Problem({
    code: "22008",
    category: "invalid",
    message: `date/time field value out of range: "${text.slice(0, 60)}"`,
  });
}
