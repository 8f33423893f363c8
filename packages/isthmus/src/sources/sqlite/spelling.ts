// How a column spells its dates and times, told from what is stored in it. SQLite has no type for them, and every program
// writes its own; texts compare in the order of time only where all of a column are spelled alike.

import type { DataType } from "../../core/index.ts";
import type { Connection } from "./connect.ts";
import { rows } from "./pragmas.ts";

/** Rows looked at from either end of a table. */
const sample = 1_000;
/** Whole numbers from here on are milliseconds since 1970; as seconds they would lie beyond the year 5138. */
const firstMilliseconds = 100_000_000_000;

/** As CURRENT_TIMESTAMP writes: fractions of seconds, where there are any, without noughts at their end. */
export const plain = "YYYY-MM-DD HH:MM:SS";
export const mixed = "mixed";

export interface Column {
  readonly table: string;
  readonly name: string;
  /** SQL of the default, if there is one. */
  readonly fallback: string | undefined;
  readonly rowId: boolean;
  readonly indexed: boolean;
}

/** The type with its spelling; one in the plain form needs no word. A default that spells otherwise than the rows counts too. */
export function spelled(connection: Connection, type: DataType, column: Column): DataType {
  if (!isTime(type)) return type;
  const stored = spellingOf(samples(connection, column), type.name);
  return stored === plain ? type : { ...type, stored };
}

export function isTime({ name }: DataType): boolean {
  return name === "date" || name === "time" || name === "timestamp" || name === "timestamptz";
}

export interface Sample {
  /** SQLite's storage class. */
  readonly kind: string;
  readonly text: string;
}

function samples(connection: Connection, { table, name, fallback, rowId, indexed }: Column): Sample[] {
  const [from, field] = [table, name].map((one) => `"${one.replaceAll('"', '""')}"`) as [string, string];
  const sources = [`SELECT ${field} AS x FROM (SELECT ${field} FROM ${from} LIMIT ${sample})`];
  if (rowId) sources.push(`SELECT ${field} FROM (SELECT ${field} FROM ${from} ORDER BY rowid DESC LIMIT ${sample})`);
  if (indexed) sources.push(`SELECT min(${field}) FROM ${from}`, `SELECT max(${field}) FROM ${from}`);
  if (fallback !== undefined) sources.push(`SELECT (${fallback})`);
  const text = `SELECT DISTINCT typeof(x) AS kind, CAST(x AS TEXT) AS text FROM (${sources.join(" UNION ALL ")}) WHERE x IS NOT NULL`;
  return rows(connection, text).map(({ kind, text: value }) => ({ kind: String(kind), text: String(value) }));
}

const timestampForm = /^\d{4}-\d{2}-\d{2}([ T])\d{2}:\d{2}:\d{2}(?:\.(\d{1,6}))?(Z|\+00:00)?$/;

/** A template such as `YYYY-MM-DDTHH:MM:SS.mmmZ`, `seconds` or `milliseconds` since 1970, or `mixed`. */
export function spellingOf(values: readonly Sample[], name: DataType["name"]): string {
  if (values.length === 0) return plain;
  if (name === "date")
    return values.every(({ kind, text }) => kind === "text" && /^\d{4}-\d{2}-\d{2}$/.test(text)) ? plain : mixed;
  if (name === "time")
    return values.every(({ kind, text }) => kind === "text" && /^\d{2}:\d{2}:\d{2}(\.\d{0,5}[1-9])?$/.test(text))
      ? plain
      : mixed;
  if (values.every(({ kind }) => kind === "integer")) return numbers(values.map(({ text }) => Number(text)));
  const parts = values.map(({ kind, text }) => (kind === "text" ? timestampForm.exec(text) : null));
  const [first] = parts;
  if (first === undefined || !parts.every((one) => one !== null && one[1] === first?.[1] && one[3] === first?.[3]))
    return mixed;
  const fractions = parts.map((one) => one?.[2] ?? "");
  const [length] = fractions.map((one) => one.length);
  const fixed = fractions.every((one) => one.length === length) && (length === 3 || length === 6);
  const [separator, suffix] = [first?.[1] ?? " ", first?.[3] ?? ""];
  const trimmed = suffix === "" ? fractions.every((one) => !one.endsWith("0")) : fractions.every((one) => one === "");
  if (!fixed && !trimmed) return mixed;
  return `YYYY-MM-DD${separator}HH:MM:SS${fixed ? `.${"m".repeat(length ?? 3)}` : ""}${suffix}`;
}

function numbers(values: readonly number[]): string {
  if (values.every((one) => Math.abs(one) < firstMilliseconds)) return "seconds";
  return values.every((one) => Math.abs(one) >= firstMilliseconds || one === 0) ? "milliseconds" : mixed;
}

export interface Template {
  readonly separator: string;
  /** Digits every value has behind the seconds; absent: as many as it needs. */
  readonly digits: number | undefined;
  readonly suffix: string;
}

const templateForm = /^YYYY-MM-DD([ T])HH:MM:SS(?:\.(m+))?(Z|\+00:00)?$/;

/** Undefined: the column's values are no texts, or not all alike. */
export function templateOf(stored: string): Template | undefined {
  const parts = templateForm.exec(stored);
  if (parts === null) return undefined;
  const [, separator = " ", digits, suffix = ""] = parts;
  return { separator, digits: digits?.length ?? (suffix === "" ? undefined : 0), suffix };
}

/** A time in the plain form → as the column spells it, rounded to the digits it has. */
export function spell(time: string, stored: string | undefined): string | number {
  if (stored === undefined || stored === mixed) return time;
  const template = templateOf(stored);
  const digits = template === undefined ? (stored === "seconds" ? 0 : 3) : template.digits;
  if (template !== undefined && digits === undefined) return time.replace(" ", template.separator);
  const [whole = "", fraction = ""] = time.split(".");
  const scale = 10 ** (digits ?? 0);
  const units = Math.round(Number(`0.${fraction || "0"}`) * scale);
  const moment = Date.parse(`${whole.replace(" ", "T")}Z`) + (units === scale ? 1_000 : 0);
  const rest = units === scale ? 0 : units;
  if (template === undefined) return stored === "seconds" ? moment / 1_000 : moment + rest;
  const text = new Date(moment).toISOString().slice(0, 19).replace("T", template.separator);
  return `${text}${digits === 0 ? "" : `.${String(rest).padStart(digits ?? 0, "0")}`}${template.suffix}`;
}

/** Any stored value → the plain form; what is none of the forms stays as it is. */
export function toPlain(value: string | number | bigint, read: (text: string) => string): string | number | bigint {
  if (typeof value === "string") {
    try {
      return read(value);
    } catch {
      return value;
    }
  }
  const milliseconds = Math.abs(Number(value)) < firstMilliseconds ? Number(value) * 1_000 : Number(value);
  const moment = new Date(milliseconds);
  if (Number.isNaN(moment.getTime())) return value;
  const text = moment.toISOString();
  return read(`${text.slice(0, 10)} ${text.slice(11, -1)}`);
}
