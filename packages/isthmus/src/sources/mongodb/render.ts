// Rows as JSON text. What a level's members need is worked out once; a row is then written from left to right.

import type { Level, Member } from "./command.ts";
import { type Accumulator, accumulatorFor } from "./aggregate.ts";
import { jsonOf } from "./json.ts";
import { identityOf } from "./native.ts";
import { bounds, compareValues, cursorOf, orderValues } from "./order.ts";
import { type Reach, tooMuch } from "./reach.ts";
import { type Row, valueIn } from "./row.ts";
import { keepDigits } from "./texts.ts";

export type Write = (row: Row) => string;

/** The text of one row's object. */
export function rowWriter(level: Level, reach: Reach): Write {
  const write = objectWriter(level, level.members, reach);
  return level.stripNulls ? (row) => withoutNulls(write(row)) : write;
}

function objectWriter(level: Level, members: readonly Member[], reach: Reach): Write {
  const parts = members.map((member, at) => ({
    name: `${at === 0 ? "{" : ","}${JSON.stringify(member.as)}:`,
    write: memberWriter(level, member, reach),
  }));
  if (parts.length === 0) return () => "{}";
  return (row) => {
    let text = "";
    for (const { name, write } of parts) text += name + write(row);
    return `${text}}`;
  };
}

function memberWriter(level: Level, member: Member, reach: Reach): Write {
  switch (member.kind) {
    case "value": {
      const { of, type } = member;
      return (row) => jsonOf(valueIn(row, of, reach.bson), type);
    }
    case "group":
      return objectWriter(level, member.members, reach);
    case "constant": {
      const text = JSON.stringify(member.value);
      return () => text;
    }
    case "cursor":
      return (row) => JSON.stringify(cursorOf(level, row, reach.bson));
    case "branch":
      return branchWriter(level, member.branch, reach);
    case "lifted":
    case "listed":
      return spreadWriter(level, member, reach);
  }
}

function branchWriter(level: Level, index: number, reach: Reach): Write {
  const branch = level.branches[index];
  if (branch === undefined) return () => "null";
  const write = listWriter(branch.level, reach);
  return (row) => {
    const texts = write(row.related[index] ?? []);
    return branch.one ? (texts[0] ?? "null") : `[${texts.join(",")}]`;
  };
}

function spreadWriter(level: Level, member: Extract<Member, { kind: "lifted" | "listed" }>, reach: Reach): Write {
  const branch = level.branches[member.branch];
  if (branch === undefined) return () => "null";
  const write = memberWriter(branch.level, member.of, reach);
  return (row) => {
    const below = row.related[member.branch] ?? [];
    const [first] = below;
    if (member.kind === "lifted") return first === undefined ? "null" : write(first);
    return `[${below.map(write).join(",")}]`;
  };
}

/** The texts of all rows of a level, or of its groups. `limit` and `offset` are of groups. */
export function listWriter(level: Level, reach: Reach): (rows: readonly Row[]) => readonly string[] {
  if (!level.grouped) {
    const write = rowWriter(level, reach);
    return (rows) => rows.map(write);
  }
  return (rows) => {
    const groups = openGroups(level, reach);
    groups.add(rows);
    return groups.texts(level.pagesRows ? undefined : bounds(reach, level));
  };
}

function withoutNulls(text: string): string {
  return JSON.stringify(
    JSON.parse(text, function (this: unknown, key: string, value: unknown, context?: { readonly source?: string }) {
      return value === null && !Array.isArray(this) && key !== "" ? undefined : keepDigits(key, value, context);
    }),
  );
}

// ---- groups

interface Page {
  readonly limit: number | undefined;
  readonly offset: number;
}

interface Group {
  /** Any row of it; absent where there is none at all. */
  readonly row: Row | undefined;
  readonly accumulators: readonly Accumulator[];
}

export interface Groups {
  add(rows: readonly Row[]): void;
  size(): number;
  /** In their order, from the offset on, as many as the limit says. */
  texts(page?: Page): readonly string[];
}

type Aggregated = Extract<Member, { kind: "value" }> & Required<Pick<Extract<Member, { kind: "value" }>, "aggregate">>;

export function openGroups(level: Level, reach: Reach): Groups {
  const flat = level.members.flatMap(flatten);
  const aggregated = flat.filter(
    (member): member is Aggregated => member.kind === "value" && member.aggregate !== undefined,
  );
  const keys = flat
    .filter((member) => member.kind !== "constant" && !(member.kind === "value" && member.aggregate !== undefined))
    .map((member) => identityWriter(level, member, reach));
  const open = (row: Row | undefined): Group => ({ row, accumulators: aggregated.map(accumulatorFor) });
  const groups = new Map<string, Group>();
  if (keys.length === 0) groups.set("", open(undefined));
  return {
    add(rows) {
      for (const row of rows) {
        const key = keys.length === 0 ? "" : JSON.stringify(keys.map((write) => write(row)));
        let group = groups.get(key);
        if (group === undefined) {
          if (groups.size >= reach.memoryRows) throw tooMuch("An aggregate by so many groups", reach.memoryRows);
          groups.set(key, (group = open(row)));
        }
        group.accumulators.forEach((one, at) => {
          const member = aggregated[at];
          if (member !== undefined) one.add(valueIn(row, member.of, reach.bson));
        });
      }
    },
    size: () => groups.size,
    texts(page = { limit: undefined, offset: 0 }) {
      const sorted = sortGroups(level, [...groups.values()], reach);
      const end = page.limit === undefined ? undefined : page.offset + page.limit;
      const write = groupWriter(level, level.members, aggregated, reach);
      const texts = sorted.slice(page.offset, end).map(write);
      return level.stripNulls ? texts.map(withoutNulls) : texts;
    },
  };
}

function flatten(member: Member): readonly Member[] {
  return member.kind === "group" ? member.members.flatMap(flatten) : [member];
}

function identityWriter(level: Level, member: Member, reach: Reach): Write {
  if (member.kind !== "value") return memberWriter(level, member, reach);
  return (row) => identityOf(valueIn(row, member.of, reach.bson));
}

function sortGroups(level: Level, groups: Group[], reach: Reach): readonly Group[] {
  if (level.terms.length === 0 || groups.length < 2) return groups;
  return groups
    .map((group) => ({ group, values: group.row === undefined ? [] : orderValues(level, group.row, reach.bson) }))
    .sort((a, b) => compareValues(level.terms, a.values, b.values))
    .map(({ group }) => group);
}

function groupWriter(
  level: Level,
  members: readonly Member[],
  aggregated: readonly Aggregated[],
  reach: Reach,
): (group: Group) => string {
  const parts = members.map((member): ((group: Group) => string) => {
    if (member.kind === "group") return groupWriter(level, member.members, aggregated, reach);
    const at = aggregated.indexOf(member as Aggregated);
    if (at >= 0) return (group) => group.accumulators[at]?.json(reach.bson) ?? "null";
    const write = memberWriter(level, member, reach);
    return (group) => (group.row === undefined && member.kind !== "constant" ? "null" : write(group.row as Row)); // a constant looks at no row
  });
  return (group) => `{${parts.map((write, at) => `${JSON.stringify(members[at]?.as)}:${write(group)}`).join(",")}}`;
}
