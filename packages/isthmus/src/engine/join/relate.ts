// The related rows of another source for the rows of a level: asked for by their keys, each key once, and handed out.

import type { InputValue, Value } from "../../core/index.ts";
import { claimAt, toProblem, wholeCount } from "../../core/index.ts";
import type { Branch } from "../plan/join.ts";
import { Failed, isPartial } from "./failed.ts";
import { canHold, keyText } from "./keys.ts";
import { tooManyRows } from "./problems.ts";
import { withInputs } from "./inputs.ts";
import { count, type Row, type Run } from "./run.ts";

/** Keys in one question. */
const chunk = 1_000;
const nothing: readonly never[] = [];

/** A list for each row; a failure of the other source stands in place of all of them. */
export async function relate(
  branch: Branch,
  rows: readonly Row[],
  run: Run,
  inputs: readonly InputValue[],
): Promise<readonly (readonly Row[] | Failed)[]> {
  const keys = rows.map((row) => keyOf(branch, row, "here"));
  const offset = countOf(branch.offset, inputs, run) ?? 0;
  const limit = Math.min(countOf(branch.limit, inputs, run) ?? branch.cap, branch.cap, branch.one ? 1 : branch.cap);
  let lists: ReadonlyMap<string, readonly Row[]>;
  try {
    lists = await fetch(branch, rows, keys, run, inputs);
  } catch (thrown) {
    const problem = toProblem(run.signal.aborted && !run.call.signal.aborted ? (run.signal.reason ?? thrown) : thrown);
    if (run.call.signal.aborted || branch.inner || !isPartial(problem)) throw problem;
    run.failed = true;
    const failed = new Failed(problem);
    // A row without a key has no related row, whether anybody can be asked or not.
    return keys.map((key) => (key === undefined ? nothing : failed));
  }
  const none = branch.none === undefined ? nothing : [Object.fromEntries(branch.none)];
  return keys.map((key) => {
    const list = (key === undefined ? undefined : lists.get(key)) ?? none;
    return offset === 0 && list.length <= limit ? list : list.slice(offset, offset + limit);
  });
}

/** By key, in the order in which the source has answered them. */
async function fetch(
  branch: Branch,
  rows: readonly Row[],
  keys: readonly (string | undefined)[],
  run: Run,
  inputs: readonly InputValue[],
): Promise<ReadonlyMap<string, readonly Row[]>> {
  const distinct = new Map<string, readonly string[]>();
  keys.forEach((key, at) => {
    const row = rows[at];
    if (key === undefined || row === undefined || distinct.has(key)) return;
    const values = branch.on.map(({ here, kind }) => keyText(row[here], kind) ?? "");
    if (branch.on.every(({ type }, index) => canHold(type, values[index] ?? ""))) distinct.set(key, values);
  });
  const lists = new Map<string, Row[]>();
  let fetched = 0;
  const asked = [...distinct.values()];
  for (let from = 0; from < asked.length; from += chunk) {
    const part = asked.slice(from, from + chunk);
    const given = branch.on.map(
      ({ input }, at) => [input, [...new Set(part.map((values) => values[at] ?? ""))]] as const,
    );
    const found = await run.ask(branch.plan, withInputs(inputs, given));
    fetched += found.length;
    if (fetched > branch.most) throw tooManyRows(branch.relation, branch.most);
    count(run, found, branch.most);
    for (const row of found) handOut(branch, row, lists);
  }
  return lists;
}

function handOut(branch: Branch, row: Row, lists: Map<string, Row[]>): void {
  const key = keyOf(branch, row, "there");
  if (key === undefined) return;
  const names = new Set(branch.on.map(({ there }) => there));
  const shown = Object.fromEntries(Object.entries(row).filter(([name]) => !names.has(name)));
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [shown]);
  else list.push(shown);
}

/** Undefined where a part of it is null: nothing is equal to that. */
function keyOf({ on }: Branch, row: Row, side: "here" | "there"): string | undefined {
  const [only] = on;
  if (on.length === 1 && only !== undefined) return keyText(row[only[side]], only.kind);
  const parts = on.map((pair) => keyText(row[pair[side]], pair.kind));
  return parts.includes(undefined) ? undefined : JSON.stringify(parts);
}

function countOf(value: Value | undefined, inputs: readonly InputValue[], { call }: Run): number | undefined {
  return value === undefined ? undefined : wholeCount(givenBy(value, inputs, call));
}

function givenBy(value: Value, inputs: readonly InputValue[], { principal, results }: Run["call"]): unknown {
  switch (value.kind) {
    case "input":
      return inputs[value.index];
    case "literal":
      return value.value;
    case "claim":
      return claimAt(principal, value.path);
    case "result":
      return results[value.step]?.[value.field];
    default:
      return value satisfies never;
  }
}
