// Adding to a stored number as PostgreSQL adds: whole numbers within their type, decimals exactly and to their scale.

import { Problem, type DataType } from "../../core/index.ts";
import type { Native } from "./bound.ts";
import { invalidText } from "../shared/sql/invalid-text.ts";
import { toScalar } from "./values.ts";

/** `precision` and `scale`: of a decimal that has them. Throws 22003 for what the type cannot hold; null stays null. */
export function isthmusIncrement(stored: Native, by: Native, name: Native, precision: Native, scale: Native): Native {
  if (stored === null || by === null) return null;
  if (name === "float") return sumOfFloats(stored, by);
  if (name === "decimal") {
    return sumOfDecimals(
      String(stored),
      String(by),
      precision === null ? undefined : [Number(precision), Number(scale)],
    );
  }
  const type = { name, native: name } as DataType; // one of the three names of whole numbers: see adjust.ts
  return toScalar(String(whole(stored, type) + whole(by, type)), type);
}

function whole(value: Native, type: DataType): bigint {
  return BigInt(toScalar(typeof value === "bigint" ? String(value) : value, type) as number | bigint);
}

function sumOfFloats(stored: Native, by: Native): number {
  const sum = Number(stored) + Number(by);
  if (Number.isFinite(sum)) return sum;
  throw outOfRange("double precision");
}

interface Decimal {
  readonly units: bigint;
  /** Digits behind the point. */
  readonly scale: number;
}

/** More than any number needs that is written without an exponent; one of 400 digits is no amount of anything. */
const mostDigits = 400;

function sumOfDecimals(stored: string, by: string, digits: readonly [number, number] | undefined): Native {
  const [a, b] = [decimalOf(stored), decimalOf(by)];
  const scale = Math.max(a.scale, b.scale);
  const sum = { units: scaled(a, scale) + scaled(b, scale), scale };
  const kept = digits === undefined ? sum : rounded(sum, digits[1]);
  if (digits !== undefined && abs(kept.units) >= 10n ** BigInt(digits[0]))
    throw outOfRange(`numeric(${digits.join(",")})`);
  return toScalar(textOf(kept), { name: "decimal", native: "numeric", scale: kept.scale });
}

function decimalOf(text: string): Decimal {
  const parts = /^\s*([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,3}))?\s*$/.exec(text);
  const [, sign = "", before = "", behind = "", exponent = "0"] = parts ?? [];
  if (before.length + behind.length === 0) throw invalidText("numeric", text);
  const scale = behind.length - Number(exponent);
  if (before.length + behind.length > mostDigits || Math.abs(scale) > mostDigits) throw outOfRange("numeric");
  const units = BigInt(`${sign === "-" ? "-" : ""}${before}${behind}`);
  return scale < 0 ? { units: units * 10n ** BigInt(-scale), scale: 0 } : { units, scale };
}

function scaled({ units, scale }: Decimal, to: number): bigint {
  return units * 10n ** BigInt(to - scale);
}

/** Halves away from nought. */
function rounded(value: Decimal, scale: number): Decimal {
  if (value.scale <= scale) return { units: scaled(value, scale), scale };
  const part = 10n ** BigInt(value.scale - scale);
  const half = value.units < 0n ? -part / 2n : part / 2n;
  return { units: (value.units + half) / part, scale };
}

function abs(value: bigint): bigint {
  return value < 0n ? -value : value;
}

function textOf({ units, scale }: Decimal): string {
  const digits = String(abs(units)).padStart(scale + 1, "0");
  const point = digits.length - scale;
  const text = scale === 0 ? digits : `${digits.slice(0, point)}.${digits.slice(point)}`;
  return units < 0n ? `-${text}` : text;
}

function outOfRange(type: string): Problem {
  return new Problem({ code: "22003", category: "invalid", message: `the sum is out of range for type ${type}` });
}
