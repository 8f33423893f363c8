// Finds the relation an embedded resource stands for: by the target's name, a foreign key's name or a column's name,
// made unambiguous by a hint. Names are those of the caller's view.

import { Problem } from "../../../core/index.ts";
import type { Catalog, FieldPair, Relation, Resource } from "../../../core/index.ts";
import { nearest } from "./similarity.ts";

interface Candidate {
  readonly relation: Relation;
  readonly target: Resource;
}

export interface Origin {
  readonly name: string;
  readonly namespace: string;
  readonly relations: ReadonlyMap<string, Relation>;
  /** Id; absent of rows that are no resource. */
  readonly id?: string;
}

/** Throws PGRST200 where there is none, PGRST201 where there are several. */
export function findRelation(catalog: Catalog, origin: Origin, name: string, hint: string | undefined): Candidate {
  const candidates = candidatesOf(catalog, origin);
  let found = candidates.filter((candidate) => matches(catalog, origin, candidate, name, hint));
  if (found.length === 0 && hint === undefined) {
    // Relations of the configuration have a name of their own, and it may be the only way to tell them apart.
    found = candidates.filter(({ relation }) => relation.name === name);
  }
  const [only] = found;
  if (only === undefined) throw noRelation(catalog, origin, candidates, name, hint);
  if (found.length > 1) throw ambiguous(catalog, origin, found, name);
  return only;
}

function candidatesOf(catalog: Catalog, origin: Origin): readonly Candidate[] {
  const candidates: Candidate[] = [];
  for (const relation of origin.relations.values()) {
    const target = catalog.resources.get(relation.target);
    if (target !== undefined) candidates.push({ relation, target });
  }
  return candidates;
}

function matches(
  catalog: Catalog,
  origin: Origin,
  { relation, target }: Candidate,
  name: string,
  hint: string | undefined,
): boolean {
  if (relation.computed !== undefined) return relation.computed.function === name;
  if (target.id === origin.id) return matchesSelf(relation, target, name, hint);
  const isView = target.kind === "view" || target.kind === "materialized-view";
  if (hint === undefined) {
    if (target.name === name) return true;
    return (
      !isView &&
      relation.cardinality !== "many-to-many" &&
      (relation.constraint === name || onlyPair(relation)?.from === name)
    );
  }
  if (target.name !== name) return false;
  if (relation.through !== undefined) return resourceName(catalog, relation.through.resource) === hint;
  const pair = onlyPair(relation);
  return relation.constraint === hint || pair?.from === hint || pair?.to === hint;
}

/** A key that leads back into its own resource has two relations: the table's name means the children, the column's the parent. */
function matchesSelf(relation: Relation, target: Resource, name: string, hint: string | undefined): boolean {
  if (relation.cardinality === "one-to-many") {
    return target.name === name && (hint === undefined || onlyPair(relation)?.to === hint);
  }
  return relation.cardinality === "many-to-one" && hint === undefined && onlyPair(relation)?.from === name;
}

function onlyPair(relation: Relation): FieldPair | undefined {
  return relation.through === undefined && relation.on.length === 1 ? relation.on[0] : undefined;
}

function resourceName(catalog: Catalog, id: string): string {
  return catalog.resources.get(id)?.name ?? id.slice(id.lastIndexOf(".") + 1);
}

function noRelation(
  catalog: Catalog,
  origin: Origin,
  candidates: readonly Candidate[],
  name: string,
  hint: string | undefined,
): Problem {
  return new Problem({
    code: "PGRST200",
    category: "invalid",
    message: `Could not find a relationship between '${origin.name}' and '${name}' in the schema cache`,
    details:
      `Searched for a foreign key relationship between '${origin.name}' and '${name}'` +
      `${hint === undefined ? "" : ` using the hint '${hint}'`} in the schema '${origin.namespace}', but no matches were found.`,
    hint: nearHint(catalog, origin, candidates, name),
  });
}

function nearHint(catalog: Catalog, origin: Origin, candidates: readonly Candidate[], name: string): string | null {
  if (candidates.length > 0) {
    const names = candidates.map(({ target }) => target.name);
    const near = names.includes(name) ? undefined : nearest(name, names, 0.33);
    return near === undefined ? null : `Perhaps you meant '${near}' instead of '${name}'.`;
  }
  const parents: string[] = [];
  for (const resource of catalog.resources.values()) {
    if (resource.namespace === origin.namespace && resource.relations.size > 0) parents.push(resource.name);
  }
  const near = nearest(origin.name, parents, 0.33);
  return near === undefined ? null : `Perhaps you meant '${near}' instead of '${origin.name}'.`;
}

function ambiguous(catalog: Catalog, origin: Origin, found: readonly Candidate[], name: string): Problem {
  const choices = found.map(({ relation, target }) => {
    const by = relation.through === undefined ? relation.constraint : resourceName(catalog, relation.through.resource);
    return `'${target.name}!${by}'`;
  });
  return new Problem({
    code: "PGRST201",
    category: "invalid",
    status: 300,
    message: `Could not embed because more than one relationship was found for '${origin.name}' and '${name}'`,
    details: found.map((candidate) => described(catalog, origin, candidate)),
    hint: `Try changing '${name}' to one of the following: ${choices.join(", ")}. Find the desired relationship in the 'details' key.`,
  });
}

function described(catalog: Catalog, origin: Origin, { relation, target }: Candidate): object {
  const list = (names: readonly string[]): string => `(${names.join(", ")})`;
  const { through } = relation;
  const relationship =
    through === undefined
      ? `${relation.constraint} using ${origin.name}${list(relation.on.map(({ from }) => from))}` +
        ` and ${target.name}${list(relation.on.map(({ to }) => to))}`
      : `${resourceName(catalog, through.resource)} using ${relation.constraint}${list(relation.on.map(({ to }) => to))}` +
        ` and ${through.constraint}${list(through.on.map(({ from }) => from))}`;
  return { cardinality: relation.cardinality, embedding: `${origin.name} with ${target.name}`, relationship };
}
