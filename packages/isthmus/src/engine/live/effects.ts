// What a write may have changed besides the records it names, by what the catalog knows: views over them, records that
// foreign keys change along, and where there are triggers anything in the source. Rather too much than too little.

import type { Catalog, Changed, Resource, Statement } from "../../core/index.ts";

export interface Touched {
  readonly source: string;
  /** Ids; `everything`: any resource of the source. */
  readonly resources: ReadonlySet<string> | "everything";
}

export interface Effects {
  /** Undefined: the statement changes nothing. */
  ofStatement(statement: Statement): Touched | undefined;
  /** Of what a source has told. */
  ofChanged(source: string, changed: Changed): Touched;
}

export function createEffects(catalog: Catalog): Effects {
  const referencing = referencesOf(catalog);
  const views = Map.groupBy(
    [...catalog.resources.values()].filter(({ kind }) => kind !== "table"),
    ({ source }) => source,
  );
  const kept = new Map<string, Touched>();

  /** `spreads`: rows are changed or taken away, on which others may hang. */
  function ofResource(resource: Resource, spreads: boolean): Touched {
    const key = `${spreads ? "!" : ""}${resource.id}`;
    let touched = kept.get(key);
    if (touched === undefined)
      kept.set(key, (touched = { source: resource.source, resources: reached(resource, spreads) }));
    return touched;
  }

  function reached(start: Resource, spreads: boolean): Touched["resources"] {
    const found = new Set([start]);
    if (spreads) for (const one of found) for (const other of referencing.get(one.id) ?? []) found.add(other);
    // What a write to a view ends in is for the database to know.
    for (const { kind, triggers } of found) if (kind !== "table" || triggers === true) return "everything";
    for (const view of views.get(start.source) ?? []) found.add(view);
    return new Set([...found].map(({ id }) => id));
  }

  return {
    ofStatement(statement) {
      switch (statement.kind) {
        case "query":
          return undefined;
        case "call": {
          const operation = catalog.operations.get(statement.operation)?.[statement.overload];
          if (operation === undefined || statement.readOnly) return undefined;
          return { source: operation.source, resources: "everything" };
        }
        case "insert":
        case "update":
        case "delete": {
          const resource = catalog.resources.get(statement.resource);
          const adds = statement.kind === "insert" && statement.conflict?.action !== "merge";
          return resource && ofResource(resource, !adds);
        }
        default:
          return statement satisfies never;
      }
    },
    ofChanged(source, changed) {
      if (changed === "everything") return { source, resources: "everything" };
      const found = new Set((views.get(source) ?? []).map(({ id }) => id));
      for (const { schema, name } of changed) {
        const resource = byNative(catalog, source, schema, name);
        // What is not served itself may be what a view shows; views are in it already.
        if (resource === undefined) continue;
        const { resources } = ofResource(resource, true);
        if (resources === "everything") return { source, resources };
        for (const id of resources) found.add(id);
      }
      return { source, resources: found };
    },
  };
}

/** By the id of a resource: those of its source whose foreign keys point at it. */
function referencesOf({ resources }: Catalog): ReadonlyMap<string, ReadonlySet<Resource>> {
  const found = new Map<string, Set<Resource>>();
  for (const resource of resources.values())
    for (const { owning, computed, target } of resource.relations.values()) {
      if (!owning || computed !== undefined || resources.get(target)?.source !== resource.source) continue;
      const known = found.get(target);
      if (known === undefined) found.set(target, new Set([resource]));
      else known.add(resource);
    }
  return found;
}

function byNative({ resources }: Catalog, source: string, schema: string, name: string): Resource | undefined {
  for (const resource of resources.values())
    if (resource.source === source && resource.native.name === name && resource.native.schema === schema)
      return resource;
  return undefined;
}
