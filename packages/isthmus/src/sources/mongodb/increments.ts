// Increments that MongoDB itself can carry out, with the very sum that would be worked out here: `$inc`, on condition that
// the field holds a number of its kind and the sum stays in the field's range. Others are worked out here (adjust.ts).

import type { DataType } from "../../core/index.ts";
import type { AdjustmentTo } from "./command.ts";
import { storedType, valueOf } from "./comparison.ts";
import { addDecimals, type Decimal, decimalText } from "../shared/decimal.ts";
import type { Filter } from "./filter.ts";
import { decimalOf, isNull, type Native } from "./native.ts";
import type { Reach } from "./reach.ts";
import { toNative } from "./values.ts";

export interface Increment {
  readonly name: string;
  readonly by: Native;
  /** Documents of which the sum is known to be right; any other is to be looked at. */
  readonly within: Filter;
}

const largest: Readonly<Record<string, bigint>> = {
  smallint: 32_767n,
  integer: 2_147_483_647n,
  bigint: 9_223_372_036_854_775_807n,
};

/** `undefined`: not by MongoDB, or not with the same digits. Throws 22P02 and 22003 for what cannot be added. */
export function incrementOf(reach: Reach, { field, operator, value }: AdjustmentTo): Increment | undefined {
  const given = valueOf(reach, value);
  if (operator !== "increment" || isNull(given)) return undefined;
  const stored = storedType(reach, field.type);
  const by = toNative(given, stored, reach.bson);
  const range = rangeOf(reach, stored, by);
  return range && { name: field.name, by, within: { [field.name]: range } };
}

function rangeOf(reach: Reach, type: DataType, by: Native): Filter | undefined {
  const most = largest[type.name];
  if (most !== undefined) return wholeRange(most, BigInt(by as number | bigint));
  // Half of the largest double, to be far from where a sum is infinite.
  const half = Number.MAX_VALUE / 2;
  if (type.name === "float")
    return Math.abs(Number(by)) <= half
      ? { $type: "double", $gte: new reach.bson.Double(-half), $lte: new reach.bson.Double(half) }
      : undefined;
  return type.name === "decimal" ? decimalRange(reach, type, decimalOf(by)) : undefined;
}

function wholeRange(most: bigint, by: bigint): Filter {
  const least = -most - 1n;
  return {
    $type: ["int", "long"],
    ...(by < 0n ? { $gte: least - by } : { $lte: most - by }),
  };
}

/** A sum that would have to be rounded to the field's scale is not MongoDB's to make, nor one in doubles. */
function decimalRange(reach: Reach, type: DataType, by: Decimal | undefined): Filter | undefined {
  const { precision, scale, stored } = type;
  if (by === undefined || precision === undefined || scale === undefined) return undefined;
  if (stored === "double" || precision > 34 || !fits(by, scale)) return undefined;
  const most = { digits: 10n ** BigInt(precision) - 1n, scale };
  const bound = (at: Decimal) =>
    reach.bson.Decimal128.fromString(decimalText(addDecimals(at, { ...by, digits: -by.digits })));
  const wholly = { digits: -most.digits, scale };
  return {
    $type: ["decimal", "int", "long"],
    ...(by.digits < 0n ? { $gte: bound(wholly) } : { $lte: bound(most) }),
  };
}

function fits({ digits, scale }: Decimal, into: number): boolean {
  return scale <= into || digits % 10n ** BigInt(scale - into) === 0n;
}
