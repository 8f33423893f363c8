// A read: which documents, in which order, from which place on; then what is embedded; then the answer's text.

import type { Result } from "../../core/index.ts";
import { allOf, always, type Bound, isExact } from "./bound.ts";
import { bind, fieldsOf } from "./bind.ts";
import type { Level, ReadCommand } from "./command.ts";
import { filterOf, residualOf, weaken } from "./filter.ts";
import { holds } from "./holds.ts";
import type { Document } from "./native.ts";
import { namesOne } from "./names-one.ts";
import {
  behind,
  bounds,
  compareValues,
  cursorOf,
  orderValues,
  partsOf,
  placeBehind,
  sortableTerms,
  sortRows,
} from "./order.ts";
import type { Reach } from "./reach.ts";
import { listWriter, openGroups } from "./render.ts";
import { bareRows, fetchAll, grow, ordersByRelated } from "./rows.ts";
import type { Row } from "./row.ts";

/**
 * `among`: only these documents, as of a write that returns what it wrote. `images`: what they are, and need not be asked:
 * with all fields that the query needs, those of its conditions included.
 */
export async function read(
  reach: Reach,
  command: ReadCommand,
  among: Bound = always,
  images?: readonly Document[],
): Promise<Result> {
  const { level, count } = command;
  const where = allOf([among, await bind(reach, level.where)]);
  if (level.grouped && !level.pagesRows) return groupedRead(reach, command, where);
  const { limit, offset } = bounds(reach, level);
  const wanted = limit === undefined ? undefined : level.cursor ? limit + 1 : limit;
  const asked = { limit: wanted, offset };
  const rows = await (images === undefined
    ? pageOf(reach, level, where, asked)
    : pageInMemory(reach, level, where, asked, images));
  const page = limit !== undefined && rows.length > limit ? rows.slice(0, limit) : rows;
  await grow(reach, level, page);
  const texts = listWriter(level, reach)(page);
  const bounded =
    level.limit !== undefined || level.offset !== undefined || level.after !== undefined || limit === page.length;
  const total =
    count === undefined
      ? undefined
      : level.grouped
        ? texts.length
        : bounded
          ? await countOf(reach, level, where)
          : page.length;
  const last = page.at(-1);
  const cursor = rows.length > page.length && last !== undefined ? cursorOf(level, last, reach.bson) : undefined;
  return {
    ...answered(command, texts),
    ...(total === undefined ? {} : { total }),
    ...(cursor === undefined ? {} : { cursor }),
  };
}

function answered({ one, optional }: ReadCommand, texts: readonly string[]): Result {
  const body = one ? (texts[0] ?? (optional ? "null" : null)) : `[${texts.join(",")}]`;
  return { body, rows: texts.length };
}

interface Page {
  readonly limit: number | undefined;
  readonly offset: number;
}

async function pageOf(reach: Reach, level: Level, where: Bound, page: Page): Promise<readonly Row[]> {
  if (page.limit === 0 || (where.kind === "constant" && !where.value)) return [];
  const after = placeBehind(reach, level);
  if (after === undefined && page.offset === 0 && isExact(where) && namesOne(level.key, where))
    return bareRows(
      reach,
      level,
      await reach.find(level.collection, filterOf(where), { fields: level.fields, limit: 1 }),
    );
  const terms = isExact(where) ? await sortableTerms(reach, level) : undefined;
  const parts = terms && partsOf(terms, after === undefined ? where : allOf([where, behind(terms, after)]));
  if (parts === undefined) return pageInMemory(reach, level, where, page);
  const documents: Document[] = [];
  let { offset } = page;
  for (const [at, part] of parts.entries()) {
    const left = page.limit === undefined ? undefined : page.limit - documents.length;
    if (left === 0) break;
    if (part.where.kind === "constant" && !part.where.value) continue;
    const filter = filterOf(part.where);
    const found = await reach.find(level.collection, filter, {
      fields: level.fields,
      sort: part.sort,
      skip: offset,
      ...(left === undefined ? {} : { limit: left }),
    });
    documents.push(...found);
    if (offset > 0 && at < parts.length - 1)
      offset = found.length > 0 ? 0 : Math.max(0, offset - (await reach.count(level.collection, filter)));
  }
  return bareRows(reach, level, documents);
}

/** What the database cannot order or tell apart is finished here, as far as the documents may be held. */
async function pageInMemory(
  reach: Reach,
  level: Level,
  where: Bound,
  { limit, offset }: Page,
  images?: readonly Document[],
): Promise<readonly Row[]> {
  const fields = [...new Set([...level.fields, ...fieldsOf(where)])];
  const documents =
    images?.filter((document) => holds(where, document)) ?? (await fetchAll(reach, level.collection, where, fields));
  const rows = await bareRows(reach, level, documents);
  if (ordersByRelated(level)) await grow(reach, level, rows);
  const after = placeBehind(reach, level);
  const sorted = sortRows(level, rows, reach.bson);
  const left =
    after === undefined
      ? sorted
      : sorted.filter((row) => compareValues(level.terms, orderValues(level, row, reach.bson), after) > 0);
  return left.slice(offset, limit === undefined ? undefined : offset + limit);
}

async function countOf(reach: Reach, level: Level, where: Bound): Promise<number> {
  if (where.kind === "constant" && !where.value) return 0;
  if (isExact(where)) return reach.count(level.collection, filterOf(where));
  let count = 0;
  const left = residualOf(where);
  await reach.each(level.collection, filterOf(weaken(where)), { fields: fieldsOf(where) }, async (some) => {
    for (const document of some) if (holds(left, document)) count += 1;
  });
  return count;
}

async function groupedRead(reach: Reach, command: ReadCommand, where: Bound): Promise<Result> {
  const { level } = command;
  const groups = openGroups(level, reach);
  const fields = isExact(where) ? level.fields : [...new Set([...level.fields, ...fieldsOf(where)])];
  const left = residualOf(where);
  const nothing = where.kind === "constant" && !where.value;
  if (!nothing) {
    await reach.each(level.collection, filterOf(weaken(where)), { fields }, async (some) => {
      const rows = await bareRows(
        reach,
        level,
        left === always ? some : some.filter((document) => holds(left, document)),
      );
      await grow(reach, level, rows);
      groups.add(rows);
    });
  }
  const texts = groups.texts(bounds(reach, level));
  return { ...answered(command, texts), ...(command.count === undefined ? {} : { total: groups.size() }) };
}
