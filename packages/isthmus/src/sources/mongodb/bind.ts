// Tests get the values of one call. A condition on related documents is answered by asking for their keys first: one
// query per relation, whatever the number of documents here.

import { allOf, always, anyOf, type Bound, noneOf } from "./bound.ts";
import type { Link, Test } from "./command.ts";
import { absentAt, comparison } from "./comparison.ts";
import { filterOf, residualOf, weaken } from "./filter.ts";
import { holds, keyText } from "./holds.ts";
import type { Native } from "./native.ts";
import { type Reach, tooMuch } from "./reach.ts";

/** Asks nothing where the test looks at no related documents; then the answer is there at once. */
export function bind(reach: Reach, test: Test | undefined): Bound | Promise<Bound> {
  if (test === undefined) return always;
  return isPlain(test) ? bindPlain(reach, test) : bindRelated(reach, test);
}

function isPlain(test: Test): boolean {
  if (test.kind === "related") return false;
  if (test.kind === "none") return isPlain(test.of);
  return test.kind === "all" || test.kind === "any" ? test.of.every(isPlain) : true;
}

function bindPlain(reach: Reach, test: Test): Bound {
  switch (test.kind) {
    case "constant":
      return test;
    case "all":
      return allOf(test.of.map((part) => bindPlain(reach, part)));
    case "any":
      return anyOf(test.of.map((part) => bindPlain(reach, part)));
    case "none":
      return noneOf(bindPlain(reach, test.of));
    case "null":
      return absentAt(test.at);
    case "compare":
      return comparison(reach, test);
    case "related":
      throw new Error("a related test is not plain");
  }
}

/** Refuses a value that is none of its type, of a test that there turned out to be no reason to ask. */
export function checkValues(reach: Reach, test: Test | undefined): void {
  switch (test?.kind) {
    case "all":
    case "any":
      for (const part of test.of) checkValues(reach, part);
      return;
    case "none":
      return checkValues(reach, test.of);
    case "compare":
      comparison(reach, test);
      return;
    case "related":
      checkValues(reach, test.where);
      return checkValues(reach, test.link.through?.where);
    default:
      return;
  }
}

async function bindRelated(reach: Reach, test: Test): Promise<Bound> {
  switch (test.kind) {
    case "all":
    case "any": {
      const parts = await Promise.all(test.of.map(async (part) => bind(reach, part)));
      return test.kind === "all" ? allOf(parts) : anyOf(parts);
    }
    case "none":
      return noneOf(await bind(reach, test.of));
    case "related":
      return keysHere(reach, test.link, await bind(reach, test.where));
    default:
      return bindPlain(reach, test);
  }
}

// ---- related documents

/** The keys of documents here that lead to a related one that meets the test. */
async function keysHere(reach: Reach, link: Link, where: Bound): Promise<Bound> {
  const names = link.on.map((pair) => pair.from);
  const there = link.on.map((pair) => pair.to);
  if (link.through === undefined) {
    return { kind: "keys", names, keys: await keysOf(reach, link.collection, there, where) };
  }
  const { collection, on, where: through } = link.through;
  const reached = await keysOf(
    reach,
    link.collection,
    on.map((pair) => pair.to),
    where,
  );
  const between = allOf([
    { kind: "keys", names: on.map((pair) => pair.from), keys: reached },
    await bind(reach, through),
  ]);
  return { kind: "keys", names, keys: await keysOf(reach, collection, there, between) };
}

/** The different values of some fields among the documents that meet the test; those with a null are no keys. */
async function keysOf(
  reach: Reach,
  collection: string,
  names: readonly string[],
  where: Bound,
): Promise<ReadonlyMap<string, readonly Native[]>> {
  const keys = new Map<string, readonly Native[]>();
  if (where.kind === "constant" && !where.value) return keys;
  const fields = [...new Set([...names, ...fieldsOf(where)])];
  const left = residualOf(where);
  await reach.each(collection, filterOf(weaken(where)), { fields }, async (some) => {
    for (const document of some) {
      const text = keyText(names, document);
      if (text === undefined || !holds(left, document)) continue;
      keys.set(
        text,
        names.map((name) => document[name]),
      );
      if (keys.size > reach.memoryRows) throw tooMuch("A condition on related records", reach.memoryRows);
    }
  });
  return keys;
}

/** Stored fields a bound test looks at. */
export function fieldsOf(of: Bound): readonly string[] {
  switch (of.kind) {
    case "constant":
      return [];
    case "all":
    case "any":
      return of.of.flatMap(fieldsOf);
    case "none":
      return fieldsOf(of.of);
    case "keys":
      return of.names;
    default:
      return [of.name];
  }
}
