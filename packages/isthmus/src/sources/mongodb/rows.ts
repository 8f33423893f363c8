// Rows: documents with what is embedded into them. Related documents of a level are fetched by one query per relation,
// whatever the number of rows, and handed out to their rows here.

import { allOf, type Bound } from "./bound.ts";
import { bind, checkValues, fieldsOf } from "./bind.ts";
import type { Branch, Level, Link } from "./command.ts";
import { filterOf, residualOf, weaken } from "./filter.ts";
import { holds, keyText } from "./holds.ts";
import type { Document, Native } from "./native.ts";
import { bounds, sortRows } from "./order.ts";
import { type Reach, tooMuch } from "./reach.ts";
import type { Row } from "./row.ts";

export async function bareRows(reach: Reach, level: Level, documents: readonly Document[]): Promise<Row[]> {
  if (level.guards.length === 0) return documents.map((document) => ({ document, guards: none, related: none }));
  const guards = await Promise.all(level.guards.map(async (guard) => bind(reach, guard)));
  return documents.map((document) => ({
    document,
    guards: guards.map((guard) => holds(guard, document)),
    related: none,
  }));
}

const none: readonly never[] = [];

/** Fetches what is embedded into the rows, all branches at once. */
export async function grow(reach: Reach, level: Level, rows: readonly Row[]): Promise<void> {
  if (level.branches.length === 0) return;
  if (rows.length === 0) return level.branches.forEach((branch) => checkBranch(reach, branch));
  const grown = await Promise.all(level.branches.map((branch) => relate(reach, branch, rows)));
  rows.forEach((row, at) => {
    row.related = grown.map((lists) => lists[at] ?? none);
  });
}

/** Nothing is asked for rows that are not there; a value that is none of its type is refused all the same. */
function checkBranch(reach: Reach, { level }: Branch): void {
  checkValues(reach, level.where);
  bounds(reach, level);
  for (const branch of level.branches) checkBranch(reach, branch);
}

/** Whether rows can be put in order only when their related ones are known. */
export function ordersByRelated(level: Level): boolean {
  return level.terms.some((term) => term.of.kind === "lifted");
}

/** A list of related rows for each row. */
async function relate(reach: Reach, branch: Branch, rows: readonly Row[]): Promise<readonly (readonly Row[])[]> {
  const { link, level, guard } = branch;
  const names = link.on.map((pair) => pair.from);
  const keys = new Map<string, readonly Native[]>();
  const texts = rows.map((row) => {
    if (guard !== undefined && row.guards[guard] !== true) return undefined;
    const text = keyText(names, row.document);
    if (text !== undefined && !keys.has(text))
      keys.set(
        text,
        names.map((name) => row.document[name]),
      );
    return text;
  });
  if (keys.size === 0) {
    checkBranch(reach, branch);
    return rows.map(() => none);
  }
  const { documents, under } = await fetchRelated(reach, branch, keys);
  let found = await bareRows(reach, level, documents);
  if (ordersByRelated(level)) await grow(reach, level, found);
  found = sortRows(level, found, reach.bson);
  const lists = new Map<string, Row[]>();
  for (const row of found) {
    for (const text of under(row.document)) {
      const list = lists.get(text);
      if (list === undefined) lists.set(text, [row]);
      else list.push(row);
    }
  }
  const { limit, offset } = level.pagesRows ? bounds(reach, level) : { limit: undefined, offset: 0 };
  const most = branch.one && !level.grouped ? Math.min(1, limit ?? 1) : limit;
  const kept = new Set<Row>();
  for (const [text, list] of lists) {
    const page =
      offset === 0 && (most === undefined || list.length <= most)
        ? list
        : list.slice(offset, most === undefined ? undefined : offset + most);
    lists.set(text, page);
    for (const row of page) kept.add(row);
  }
  if (!ordersByRelated(level)) await grow(reach, level, [...kept]);
  return texts.map((text) => (text === undefined ? none : (lists.get(text) ?? none)));
}

interface Related {
  readonly documents: readonly Document[];
  /** The keys of rows here under which a document stands. */
  readonly under: (document: Document) => readonly string[];
}

async function fetchRelated(
  reach: Reach,
  { link, level }: Branch,
  keys: ReadonlyMap<string, readonly Native[]>,
): Promise<Related> {
  const here: Bound = { kind: "keys", names: link.on.map((pair) => pair.to), keys };
  const where = await bind(reach, level.where);
  if (link.through === undefined) {
    const documents = await fetchAll(reach, level.collection, allOf([here, where]), level.fields);
    return { documents, under: (document) => present(keyText(here.names, document)) };
  }
  const { reached, between } = await throughJunction(reach, link, link.through, here);
  const names = link.through.on.map((pair) => pair.to);
  if (reached.size === 0) return { documents: none, under: () => none };
  const there: Bound = { kind: "keys", names, keys: reached };
  const documents = await fetchAll(reach, level.collection, allOf([there, where]), level.fields);
  return { documents, under: (document) => between.get(keyText(names, document) ?? "") ?? none };
}

async function throughJunction(reach: Reach, link: Link, through: NonNullable<Link["through"]>, here: Bound) {
  const names = { back: link.on.map((pair) => pair.to), on: through.on.map((pair) => pair.from) };
  const junctions = await fetchAll(reach, through.collection, allOf([here, await bind(reach, through.where)]), [
    ...names.back,
    ...names.on,
  ]);
  const reached = new Map<string, readonly Native[]>();
  const between = new Map<string, string[]>();
  for (const junction of junctions) {
    const [from, to] = [keyText(names.back, junction), keyText(names.on, junction)];
    if (from === undefined || to === undefined) continue;
    reached.set(
      to,
      names.on.map((name) => junction[name]),
    );
    const list = between.get(to);
    if (list === undefined) between.set(to, [from]);
    else list.push(from);
  }
  return { reached, between };
}

function present(text: string | undefined): readonly string[] {
  return text === undefined ? none : [text];
}

/** All documents that meet the test, as far as they may be held. */
export async function fetchAll(
  reach: Reach,
  collection: string,
  where: Bound,
  fields: readonly string[],
): Promise<readonly Document[]> {
  if (where.kind === "constant" && !where.value) return none;
  const exact = weaken(where);
  const needed = exact === where ? fields : [...new Set([...fields, ...fieldsOf(where)])];
  const limit = reach.memoryRows + 1;
  const documents = await reach.find(collection, filterOf(exact), { fields: needed, limit });
  if (documents.length === limit) throw tooMuch(`A statement about ${collection}`, reach.memoryRows);
  if (exact === where) return documents;
  const left = residualOf(where);
  return documents.filter((document) => holds(left, document));
}
