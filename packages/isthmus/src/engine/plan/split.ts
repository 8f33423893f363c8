// Splits what a statement shows: the part of its own source, with the keys that a join needs, and the relations that lead
// into others, each of which is a question of its own.

import type {
  Authorized,
  Catalog,
  FieldSelection,
  Query,
  Relation,
  RelationSelection,
  Resource,
  Selection,
  Statement,
} from "../../core/index.ts";
import { isForeign, isToOne, membersOf, unsupported } from "../../core/index.ts";
import { aggregates } from "../walk.ts";
import { createAsking, type Asking } from "./ask-first.ts";
import { branchTo } from "./branch.ts";
import type { Branch, Join, JoinLevel, JoinMember } from "./join.ts";
import { inputsOf, namesWithin } from "./inputs.ts";
import { reaches } from "./reaches.ts";

export interface Splitter {
  /** The statement's own part, and what has to be joined to it; the statement itself where there is nothing. */
  split(
    statement: Statement,
    query: Query | undefined,
    source: string,
  ): { readonly statement: Authorized<Statement>; readonly join?: Join };
  /** An input, and a name in rows, that nobody else has. */
  input(): number;
  name(): string;
  readonly catalog: Catalog;
  /** See `Branch.most`. */
  readonly most: number;
}

export function createSplitter(whole: Statement, catalog: Catalog, most: number): Splitter {
  let nextInput: number | undefined;
  let nextName = 0;
  let taken: ReadonlySet<string> | undefined;
  const splitter: Splitter = {
    catalog,
    most,
    input: () => {
      const input = nextInput ?? inputsOf(whole);
      nextInput = input + 1;
      return input;
    },
    name: () => {
      taken ??= namesWithin(whole);
      let name = `~${nextName++}`;
      while (taken.has(name)) name = `~${nextName++}`;
      return name;
    },
    split(statement, query, source) {
      if (!reaches(statement, catalog)) return { statement: statement as Authorized<Statement> };
      const asking = createAsking(splitter);
      const found = query === undefined ? undefined : splitQuery(query, source, splitter, asking);
      const own = withQuery(statement, found?.query, asking);
      const join = { first: asking.first, ...(found?.level === undefined ? {} : { level: found.level }) };
      return { statement: own as Authorized<Statement>, join };
    },
  };
  return splitter;
}

function withQuery(statement: Statement, query: Query | undefined, asking: Asking): Statement {
  switch (statement.kind) {
    case "query":
      return query ?? statement;
    case "call":
      return query === undefined ? statement : { ...statement, query };
    default:
      return asking.ofMutation(query === undefined ? statement : { ...statement, returning: query });
  }
}

interface Part {
  readonly query: Query;
  /** Absent where nothing below is to be completed. */
  readonly level?: JoinLevel;
}

/** What is found at one level on the way through its selections. */
interface Draft {
  readonly keys: FieldSelection[];
  readonly branches: Branch[];
  /** Conditions that joins put on the level's rows. */
  readonly where: NonNullable<Query["where"]>[];
  changed: boolean;
}

function splitQuery(query: Query, source: string, splitter: Splitter, asking: Asking): Part {
  const resource = splitter.catalog.resources.get(query.resource);
  // Rows of a function that belong to no resource lead nowhere.
  if (resource === undefined) return { query };
  const draft: Draft = { keys: [], branches: [], where: [], changed: false };
  const own = asking.ofQuery(query);
  const walk = walkSelect(query, own.select, resource, source, draft, splitter, asking, false);
  const where = asking.all(own.where, draft.where);
  const rewritten: Query = {
    ...own,
    select: [...walk.select, ...draft.keys],
    ...(where === undefined ? {} : { where }),
  };
  refuseOrderThrough(query, resource, splitter.catalog);
  if (!draft.changed) return { query: rewritten };
  const stripNulls = query.answer.stripNulls === true;
  return { query: rewritten, level: { members: walk.members, branches: draft.branches, stripNulls } };
}

interface Walked {
  readonly select: readonly Selection[];
  readonly members: readonly JoinMember[];
}

function walkSelect(
  query: Query,
  select: readonly Selection[],
  resource: Resource,
  source: string,
  draft: Draft,
  splitter: Splitter,
  asking: Asking,
  grouped: boolean,
): Walked {
  const kept: Selection[] = [];
  const members: JoinMember[] = [];
  for (const selection of select) {
    switch (selection.kind) {
      case "field":
      case "constant":
      case "cursor":
        kept.push(selection);
        members.push({ kind: "own", as: selection.as });
        break;
      case "group": {
        const inner = walkSelect(query, selection.select, resource, source, draft, splitter, asking, true);
        kept.push({ ...selection, select: inner.select });
        members.push({ kind: "group", as: selection.as, members: inner.members });
        break;
      }
      case "relation": {
        const relation = resource.relations.get(selection.relation);
        if (relation === undefined) throw unsupported(`the relation ${selection.relation}`);
        if (isForeign(resource, relation, splitter.catalog)) {
          members.push(...foreign(query, selection, relation, resource, draft, splitter, asking));
          break;
        }
        const walked = local(selection, relation, resource.id, source, draft, splitter, asking, grouped);
        kept.push(walked.selection);
        members.push(...walked.members);
        break;
      }
      default:
        selection satisfies never;
    }
  }
  return { select: kept, members };
}

function foreign(
  query: Query,
  selection: RelationSelection,
  relation: Relation,
  resource: Resource,
  draft: Draft,
  splitter: Splitter,
  asking: Asking,
): readonly JoinMember[] {
  if (aggregates(query)) throw unsupported(`an aggregate beside the relation ${relation.name} into another source`);
  if (selection.join === "inner") draft.where.push(asking.existing(selection, relation, resource));
  if (selection.hidden === true) return [];
  draft.changed = true;
  const on = relation.on.map(({ from }) => {
    const as = splitter.name();
    const of = {
      field: from,
      ...(selection.guard === undefined ? {} : { guard: asking.condition(selection.guard, resource.id) }),
    };
    draft.keys.push({ kind: "field", as, of });
    return as;
  });
  const branch = branchTo(selection, relation, resource, on, splitter);
  const at = draft.branches.push(branch) - 1;
  if (!selection.spread) return [{ kind: "branch", as: selection.as, branch: at }];
  if (!branch.one) throw unsupported(`spreading the related rows of ${relation.name} from another source`);
  return [{ kind: "lifted", names: namesOf(selection.query.select), branch: at }];
}

function local(
  selection: RelationSelection,
  relation: Relation,
  at: string,
  source: string,
  draft: Draft,
  splitter: Splitter,
  asking: Asking,
  grouped: boolean,
): { readonly selection: RelationSelection; readonly members: readonly JoinMember[] } {
  const part = splitQuery(selection.query, source, splitter, asking);
  const rewritten = { ...asking.ofSelection(selection, relation, at), query: part.query };
  const { level } = part;
  if (selection.hidden === true && !selection.spread) return { selection: rewritten, members: [] };
  if (level === undefined) {
    const names = selection.spread ? namesOf(selection.query.select) : [selection.as];
    return { selection: rewritten, members: names.map((as) => ({ kind: "own", as })) };
  }
  draft.changed = true;
  if (!selection.spread) return { selection: rewritten, members: [{ kind: "level", as: selection.as, level }] };
  // What is lifted into this level brings its keys along; of lists of lists nobody could say which belongs to which.
  if (!isToOne(relation) || grouped) throw unsupported(`spreading ${relation.name} with what is joined to it`);
  const offset = draft.branches.length;
  draft.branches.push(...level.branches);
  return { selection: rewritten, members: level.members.map((member) => moved(member, offset)) };
}

function moved(member: JoinMember, by: number): JoinMember {
  return member.kind === "branch" || member.kind === "lifted" ? { ...member, branch: member.branch + by } : member;
}

/** The names that a select has in the answer, those of what it lifts included. */
export function namesOf(select: readonly Selection[]): readonly string[] {
  return select.flatMap((one) => {
    if (one.kind !== "relation") return [one.as];
    if (one.spread) return namesOf(one.query.select);
    return one.hidden === true ? [] : [one.as];
  });
}

function refuseOrderThrough({ order = [], select }: Query, resource: Resource, catalog: Catalog): void {
  for (const { through } of order) {
    const found = membersOf(select).find((one) => one.kind === "relation" && one.as === through);
    const relation = found?.kind === "relation" ? resource.relations.get(found.relation) : undefined;
    if (relation !== undefined && isForeign(resource, relation, catalog))
      throw unsupported(
        `ordering by a row of ${relation.target}, which lies in another source,`,
        "Order by a field of the same source",
      );
  }
}
