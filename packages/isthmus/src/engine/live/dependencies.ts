// What the answer to a statement depends on: every resource that the authorized statement touches, those that stand in
// policies alone included. Where that cannot be told, as of what a function reads, it depends on the whole source.

import type {
  Authorized,
  Catalog,
  Condition,
  FieldRef,
  Relation,
  RelationSelection,
  Related,
  Statement,
} from "../../core/index.ts";
import { walk, type Level, type Visitor } from "../walk.ts";

export interface Dependencies {
  /** Names of all sources the statement reads. */
  readonly sources: ReadonlySet<string>;
  /** Ids of resources. */
  readonly resources: ReadonlySet<string>;
  /** Names of sources of which any change counts. */
  readonly whole: ReadonlySet<string>;
}

/** @param catalog The whole one: policies may speak of what the caller's view has not got. */
export function dependenciesOf(statements: readonly Authorized<Statement>[], catalog: Catalog): Dependencies {
  const found = new Found(catalog);
  const visitor = visitorInto(found);
  for (const statement of statements) walk(statement, catalog, visitor);
  return found;
}

class Found implements Dependencies {
  readonly catalog: Catalog;
  readonly sources = new Set<string>();
  readonly resources = new Set<string>();
  readonly whole = new Set<string>();

  constructor(catalog: Catalog) {
    this.catalog = catalog;
  }

  resource(id: string): void {
    const source = this.catalog.resources.get(id)?.source;
    if (source === undefined) return;
    this.resources.add(id);
    this.sources.add(source);
  }

  wholeSource(name: string): void {
    this.sources.add(name);
    this.whole.add(name);
  }

  relation({ target, through, computed }: Relation, source: string): void {
    this.resource(target);
    if (through !== undefined) this.resource(through.resource);
    if (computed !== undefined) this.wholeSource(source);
  }

  /** Conditions that `authorize` has set beside what the walk visits. */
  condition(condition: Condition | undefined, at: string): void {
    if (condition === undefined) return;
    switch (condition.kind) {
      case "and":
      case "or":
        for (const part of condition.of) this.condition(part, at);
        return;
      case "not":
        return this.condition(condition.of, at);
      case "compare":
      case "is":
        return this.field(condition.left, at);
      case "related": {
        const resource = this.catalog.resources.get(at);
        const relation = resource?.relations.get(condition.relation);
        if (resource === undefined || relation === undefined) return;
        this.relation(relation, resource.source);
        this.condition(condition.where, relation.target);
        return this.link(condition, relation, at);
      }
      case "constant":
        return;
      default:
        return condition satisfies never;
    }
  }

  field({ field, guard }: FieldRef, at: string): void {
    const resource = this.catalog.resources.get(at);
    if (resource?.fields.get(field)?.computed !== undefined) this.wholeSource(resource.source);
    this.condition(guard, at);
  }

  link({ guard, throughWhere }: Pick<Related, "guard" | "throughWhere">, { through }: Relation, from: string): void {
    this.condition(guard, from);
    if (through !== undefined) this.condition(throughWhere, through.resource);
  }
}

function visitorInto(found: Found): Visitor {
  const link = <L extends Related | RelationSelection>(linked: L, relation: Relation, from: Level): L => {
    found.relation(relation, from.resource.source);
    found.link(linked, relation, from.resource.id);
    return linked;
  };
  return {
    enter: (level) => {
      if (level.governed) found.resource(level.resource.id);
    },
    field: (ref, _use, level) => {
      if (level.governed) found.field(ref, level.resource.id);
      return ref;
    },
    query: (query) => query,
    selection: link,
    related: link,
    mutation: (mutation) => mutation,
    call: (call, operation) => {
      found.wholeSource(operation.source);
      return call;
    },
  };
}
