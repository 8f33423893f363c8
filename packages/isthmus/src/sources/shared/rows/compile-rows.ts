// What a caller wants of the rows an API answers: which fields, which rows, in which order, how many. Done in memory, over
// one answer; what would need more of the API than that answer is refused.

import {
  type Execution,
  type Field,
  type Order,
  type Query,
  type Selection,
  unsupported,
  type Value,
  wholeCount,
} from "../../../core/index.ts";
import { valueOf } from "../value-of.ts";
import { compare, readerOf, testOf } from "./condition.ts";
import type { Row } from "./path.ts";

export interface Shaped {
  readonly rows: readonly Row[];
  /** In all, when it was asked for. */
  readonly total?: number;
}

export type Shape = (rows: readonly Row[], call: Execution) => Shaped;

/** @throws Problem `unsupported` */
export function compileRows(query: Query, fields: ReadonlyMap<string, Field>): Shape {
  if (query.after !== undefined || query.cursor === true) throw unsupported("a cursor over an API's answer");
  const pick = picker(query.select, query.answer.stripNulls === true, fields);
  const test = query.where === undefined ? undefined : testOf(query.where, fields);
  const sort = query.order === undefined || query.order.length === 0 ? undefined : sorter(query.order, fields);
  return (rows, call) => {
    const fitting = test === undefined ? rows : rows.filter((row) => test(row, call) === true);
    const ordered = sort === undefined ? fitting : fitting.toSorted((a, b) => sort(a, b, call));
    const from = countOf(query.offset, call) ?? 0;
    const most = Math.min(
      countOf(query.limit, call) ?? Number.POSITIVE_INFINITY,
      query.cap ?? Number.POSITIVE_INFINITY,
    );
    const page = from === 0 && ordered.length <= most ? ordered : ordered.slice(from, from + most);
    return {
      rows: page.map((row) => pick(row, call)),
      ...(query.count === undefined ? {} : { total: fitting.length }),
    };
  };
}

type Fields = ReadonlyMap<string, Field>;
type Pick = (row: Row, call: Execution) => Row;

function picker(select: readonly Selection[], stripNulls: boolean, fields: Fields): Pick {
  const members = select.map((one) => [asOf(one), memberOf(one, stripNulls, fields)] as const);
  return (row, call) => {
    const picked: [string, unknown][] = [];
    for (const [name, read] of members) {
      const value = read(row, call) ?? null;
      if (value !== null || !stripNulls) picked.push([name, value]);
    }
    return Object.fromEntries(picked);
  };
}

function asOf(selection: Selection): string {
  return selection.as;
}

function memberOf(selection: Selection, stripNulls: boolean, fields: Fields): (row: Row, call: Execution) => unknown {
  switch (selection.kind) {
    case "field":
      if (selection.aggregate !== undefined || selection.of === undefined)
        throw unsupported("an aggregate over an API's answer");
      if (selection.cast !== undefined) throw unsupported("a cast of an API's answer");
      return readerOf(selection.of, fields);
    case "group":
      return picker(selection.select, stripNulls, fields);
    case "constant":
      return () => selection.value;
    case "relation":
      throw unsupported("a relation from an API's answer");
    case "cursor":
      throw unsupported("a cursor over an API's answer");
    default:
      return selection satisfies never;
  }
}

function sorter(order: readonly Order[], fields: Fields): (a: Row, b: Row, call: Execution) => number {
  const keys = order.map(({ by, direction, nulls, through }) => {
    if (through !== undefined) throw unsupported("an order by a related row of an API's answer");
    const up = direction === "asc";
    return {
      read: readerOf(by, fields),
      sign: up ? 1 : -1,
      nullSign: (nulls ?? (up ? "last" : "first")) === "last" ? 1 : -1,
    };
  });
  return (a, b, call) => {
    for (const { read, sign, nullSign } of keys) {
      const [x, y] = [read(a, call) ?? null, read(b, call) ?? null];
      if (x === null || y === null) {
        if (x !== y) return x === null ? nullSign : -nullSign;
        continue;
      }
      const difference = compare(x, y);
      if (difference !== 0) return difference * sign;
    }
    return 0;
  };
}

/** Of a limit or an offset. */
export function countOf(value: Value | undefined, call: Execution): number | undefined {
  return value === undefined ? undefined : wholeCount(valueOf(value, call));
}
