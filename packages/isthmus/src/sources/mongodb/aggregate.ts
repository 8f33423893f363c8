// Aggregates, computed while documents stream by: every server can do that, and no digit is lost.

import type { DataType } from "../../core/index.ts";
import { cast, castType } from "./casts.ts";
import type { AggregateCall } from "./command.ts";
import { addDecimals, type Decimal, decimalText, divideDecimal } from "../shared/decimal.ts";
import { jsonOf } from "./json.ts";
import { compare, decimalOf, identityOf, isNull, type Native } from "./native.ts";
import type { Bson } from "./values.ts";

export interface Accumulator {
  /** Nulls are left out, as in SQL. */
  add(value: Native): void;
  json(bson: Bson): string;
}

export function accumulatorFor({
  aggregate,
  type,
}: {
  readonly aggregate: AggregateCall;
  readonly type: DataType;
}): Accumulator {
  const { distinct } = aggregate;
  const seen = new Set<string>();
  const state =
    aggregate.function === "sum" || aggregate.function === "avg"
      ? adding(aggregate.function, type)
      : choosing(aggregate.function, type);
  return {
    add(value) {
      if (isNull(value)) return;
      if (distinct) {
        const identity = identityOf(value);
        if (seen.has(identity)) return;
        seen.add(identity);
      }
      state.add(value);
    },
    json(bson) {
      const { value, type: own } = state.result();
      if (isNull(value)) return "null";
      if (aggregate.cast === undefined)
        return typeof value === "object" && "digits" in value ? decimalText(value as Decimal) : jsonOf(value, own);
      const plain =
        typeof value === "object" && "digits" in value
          ? bson.Decimal128.fromStringWithRounding(decimalText(value as Decimal))
          : value;
      const to = castType(aggregate.cast);
      return jsonOf(cast(plain, own, to, bson), to);
    },
  };
}

interface State {
  add(value: Native): void;
  /** A decimal stands as its digits. */
  result(): { readonly value: Native; readonly type: DataType };
}

const bigint: DataType = { name: "bigint", native: "bigint" };
const numeric: DataType = { name: "decimal", native: "numeric" };

function choosing(call: string, type: DataType): State {
  let count = 0;
  let chosen: Native = null;
  return {
    add(value) {
      count += 1;
      if (call === "count") return;
      const order = isNull(chosen) ? undefined : compare(value, chosen);
      if (order === undefined ? isNull(chosen) : call === "min" ? order < 0 : order > 0) chosen = value;
    },
    result: () => (call === "count" ? { value: count, type: bigint } : { value: chosen, type }),
  };
}

function adding(call: "sum" | "avg", type: DataType): State {
  let count = 0n;
  let sum: Decimal = { digits: 0n, scale: 0 };
  let float = 0;
  // A double that is not finite is in no sum of decimals.
  const isFloat = type.name === "float";
  return {
    add(value) {
      count += 1n;
      if (isFloat) float += Number(value);
      else sum = addDecimals(sum, decimalOf(value) ?? { digits: 0n, scale: 0 });
    },
    result() {
      if (count === 0n) return { value: null, type };
      if (isFloat) return { value: call === "sum" ? float : float / Number(count), type };
      return { value: call === "sum" ? sum : divideDecimal(sum, count), type: numeric };
    },
  };
}
