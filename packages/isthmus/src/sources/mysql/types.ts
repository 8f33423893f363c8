// How the source spells types: a column's type as information_schema prints it, its character set's collation behind it.

import type { DataType } from "../../core/index.ts";

/** Bits of the integer types, by their names here and in other databases' words. */
const bits: Readonly<Record<string, bigint>> = { tinyint: 8n, smallint: 16n, mediumint: 24n, int: 32n, bigint: 64n };
const byName: Readonly<Partial<Record<DataType["name"], bigint>>> = { smallint: 16n, integer: 32n, bigint: 64n };

/** The least and the greatest value of an integer type. */
export function integerRange({ name, native }: DataType): readonly [bigint, bigint] {
  const word = /^[a-z]+/.exec(native)?.[0] ?? "";
  if (word === "bit") return [0n, (1n << BigInt(/\d+/.exec(native)?.[0] ?? "1")) - 1n];
  const size = (Object.hasOwn(bits, word) ? bits[word] : undefined) ?? byName[name] ?? 64n;
  if (isUnsigned(native)) return [0n, (1n << size) - 1n];
  return [-(1n << (size - 1n)), (1n << (size - 1n)) - 1n];
}

export function isUnsigned(native: string): boolean {
  return / (unsigned|zerofill)/.test(native);
}

/** The collation of a text column; undefined of texts that are no column's. */
export function collationOf({ native }: DataType): string | undefined {
  return / COLLATE (\w+)$/.exec(native)?.[1];
}

/** Equal texts of the collation are the same text, byte by byte. */
export function isExact(collation: string | undefined): boolean {
  return collation === "utf8mb4_nopad_bin" || collation === "utf8mb4_0900_bin";
}

/** Whether texts of the collation are not kept as utf8mb4. */
export function isForeign(collation: string | undefined): boolean {
  return collation !== undefined && !collation.startsWith("utf8mb4");
}

/** Digits behind the seconds' point, as the column is declared. */
export function fractionOf({ native }: DataType): number | undefined {
  const found = /^(?:datetime|timestamp|time)(?:\((\d)\))?$/.exec(native);
  return found === null ? undefined : Number(found[1] ?? 0);
}
