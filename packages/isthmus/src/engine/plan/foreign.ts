// Whether a relation is followed by the server, rather than by the source that its rows come from.

import type { Catalog, Relation, Resource } from "../../core/index.ts";

/** It leads into another source, or its own follows none. */
export function isForeign({ source }: Resource, { target }: Relation, catalog: Catalog): boolean {
  return (
    catalog.resources.get(target)?.source !== source || catalog.sources.get(source)?.capabilities.relations !== true
  );
}
