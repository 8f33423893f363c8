// A relation into another source, as a question of its own: the rows whose keys are in a list, with the caller's filters
// and order, which stay the source's affair. Limits are of each row's own related rows, and are kept here.

import type {
  Authorized,
  Comparison,
  FieldSelection,
  Query,
  Relation,
  RelationSelection,
  Resource,
} from "../../core/index.ts";
import { isToOne, unsupported } from "../../core/index.ts";
import { all } from "../conditions.ts";
import { aggregates } from "../walk.ts";
import type { Branch, KeyPair } from "./join.ts";
import { keyKindOf } from "../../catalog/index.ts";
import type { Splitter } from "./split.ts";

/** @param here Names of the keys in the rows here, in the order of the relation's pairs. */
export function branchTo(
  selection: RelationSelection,
  relation: Relation,
  from: Resource,
  here: readonly string[],
  splitter: Splitter,
): Branch {
  const { query } = selection;
  const target = resourceAt(splitter, relation);
  if (query.after !== undefined || query.cursor === true || query.aggregatesPage === true)
    throw unsupported(`a page of ${relation.name} by cursor, or an aggregate over one, across sources`);
  const keys: FieldSelection[] = [];
  const conditions: Comparison[] = [];
  const on = relation.on.map((pair, at): KeyPair => {
    const [there, input] = [splitter.name(), splitter.input()];
    keys.push({ kind: "field", as: there, of: { field: pair.to } });
    conditions.push({
      kind: "compare",
      left: { field: pair.to },
      operator: "in",
      right: { kind: "input", index: input },
    });
    const type = target.fields.get(pair.to)?.type.name ?? "other";
    return { here: here[at] ?? "", there, type, kind: kindOf(relation, from, target, pair), input };
  });
  const { limit, offset, count: _count, ...rest } = query;
  const where = all(...conditions, query.where);
  const asked: Query = {
    ...rest,
    select: [...query.select, ...keys],
    ...(where === undefined ? {} : { where }),
    answer: { as: "many", ...(query.answer.stripNulls === true ? { stripNulls: true } : {}) },
    cap: splitter.most + 1,
  };
  const none = noneOf(query);
  return {
    relation: relation.name,
    on,
    one: isToOne(relation) || query.answer.as === "one",
    inner: selection.join === "inner",
    plan: { source: target.source, ...splitter.split(asked as Authorized<Query>, asked, target.source) },
    ...(limit === undefined ? {} : { limit }),
    ...(offset === undefined ? {} : { offset }),
    cap: query.cap ?? splitter.most,
    most: splitter.most,
    ...(none === undefined ? {} : { none }),
  };
}

function resourceAt({ catalog }: Splitter, { target }: Relation): Resource {
  const resource = catalog.resources.get(target);
  if (resource === undefined) throw unsupported(`the resource ${target}`);
  return resource;
}

export function kindOf(
  relation: Relation,
  from: Resource,
  target: Resource,
  pair: { readonly from: string; readonly to: string },
): KeyPair["kind"] {
  const kind = keyKindOf(
    from.fields.get(pair.from)?.type.name ?? "json",
    target.fields.get(pair.to)?.type.name ?? "json",
  );
  if (kind === undefined || relation.through !== undefined || relation.computed !== undefined)
    throw unsupported(`joining two sources by the relation ${relation.name}`);
  return kind;
}

/** Without groups an aggregate answers even where there is no row. */
function noneOf(query: Query): Branch["none"] {
  if (!aggregates(query)) return undefined;
  const members: (readonly [string, 0 | null])[] = [];
  for (const one of query.select) {
    if (one.kind !== "field" || (one.aggregate === undefined && one.of !== undefined)) return undefined;
    members.push([one.as, one.aggregate === undefined || one.aggregate.function === "count" ? 0 : null]);
  }
  return members;
}
