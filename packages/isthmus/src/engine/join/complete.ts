// Puts what other sources have into the rows of an answer, level by level: one question for all rows of a level.

import type { InputValue } from "../../core/index.ts";
import type { Branch, JoinLevel, JoinMember } from "../plan/join.ts";
import { Failed } from "./failed.ts";
import { relate } from "./relate.ts";
import type { Row, Run } from "./run.ts";

type Member = readonly [name: string, value: unknown];
/** What belongs to each of the rows, in their order. */
type Below = ReadonlyMap<JoinMember, readonly unknown[]>;

/** Undefined in place of rows that an inner join leaves out. */
export async function completeRows(
  level: JoinLevel,
  rows: readonly Row[],
  run: Run,
  inputs: readonly InputValue[],
): Promise<readonly (Row | undefined)[]> {
  if (rows.length === 0) return rows;
  const [lists, below] = await Promise.all([
    Promise.all(level.branches.map((branch) => relate(branch, rows, run, inputs))),
    completeBelow(level.members, rows, run, inputs),
  ]);
  const isLeftOut = (at: number): boolean =>
    level.branches.some(({ inner }, index) => {
      const found = lists[index]?.[at];
      return inner && (found === undefined || (!(found instanceof Failed) && found.length === 0));
    });
  return rows.map((row, at) => {
    if (isLeftOut(at)) return undefined;
    const members = level.members.flatMap((member) => membersOf(member, row, at, level, lists, below));
    return Object.fromEntries(level.stripNulls ? members.filter(([, value]) => value !== null) : members);
  });
}

type Lists = readonly (readonly (readonly Row[] | Failed)[])[];

function membersOf(
  member: JoinMember,
  row: Row,
  at: number,
  level: JoinLevel,
  lists: Lists,
  below: Below,
): readonly Member[] {
  switch (member.kind) {
    case "own":
      // What the source has left out, as nulls that are stripped, stays left out.
      return Object.hasOwn(row, member.as) ? [[member.as, row[member.as]]] : [];
    case "level":
      return [[member.as, below.get(member)?.[at] ?? null]];
    case "group": {
      const inner = (row[member.as] ?? {}) as Row;
      const members = member.members.flatMap((one) =>
        membersOf(one, one.kind === "own" || one.kind === "group" ? inner : row, at, level, lists, below),
      );
      return [[member.as, Object.fromEntries(members)]];
    }
    case "branch": {
      const branch = level.branches[member.branch];
      const found = lists[member.branch]?.[at] ?? [];
      return branch === undefined ? [] : [[member.as, valueOf(branch, found)]];
    }
    case "lifted": {
      const found = lists[member.branch]?.[at] ?? [];
      return member.names.map((name) => [name, found instanceof Failed ? found : (found[0]?.[name] ?? null)]);
    }
    default:
      return member satisfies never;
  }
}

function valueOf({ one }: Branch, found: readonly Row[] | Failed): unknown {
  if (found instanceof Failed) return found;
  return one ? (found[0] ?? null) : found;
}

/** The related rows of the same source, those of all rows together, with what is to be put into them. */
async function completeBelow(
  members: readonly JoinMember[],
  rows: readonly Row[],
  run: Run,
  inputs: readonly InputValue[],
): Promise<Below> {
  const found = new Map<JoinMember, readonly unknown[]>();
  const nested = nestedOf(members, []);
  await Promise.all(
    nested.map(async ({ member, within }) => {
      const values = rows.map((row) => at(row, within)[member.as]);
      const flat = values.flatMap((value) => (Array.isArray(value) ? (value as Row[]) : isRow(value) ? [value] : []));
      const completed = await completeRows(member.level, flat, run, inputs);
      let next = 0;
      found.set(
        member,
        values.map((value) => {
          if (Array.isArray(value))
            return completed.slice(next, (next += value.length)).filter((one) => one !== undefined);
          return isRow(value) ? (completed[next++] ?? null) : value;
        }),
      );
    }),
  );
  return found;
}

interface Nested {
  readonly member: Extract<JoinMember, { kind: "level" }>;
  /** The groups it stands in. */
  readonly within: readonly string[];
}

function nestedOf(members: readonly JoinMember[], within: readonly string[]): readonly Nested[] {
  return members.flatMap((member) => {
    if (member.kind === "level") return [{ member, within }];
    return member.kind === "group" ? nestedOf(member.members, [...within, member.as]) : [];
  });
}

function at(row: Row, within: readonly string[]): Row {
  return within.reduce<Row>((value, name) => (value[name] ?? {}) as Row, row);
}

function isRow(value: unknown): value is Row {
  return typeof value === "object" && value !== null;
}
