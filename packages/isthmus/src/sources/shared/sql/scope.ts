// Where an expression stands: which row it reads, under which alias, and with which catalog and dialect.

import type { Catalog, Field, Relation, Resource } from "../../../core/index.ts";
import { Problem } from "../../../core/index.ts";
import type { Dialect, Place, Typed } from "./dialect.ts";
import { sql, raw } from "./fragment.ts";

export interface Scope extends Place {
  readonly catalog: Catalog;
  /** A fresh alias, unique in the statement. */
  readonly alias: string;
  readonly fresh: () => string;
}

export function openScope(dialect: Dialect, catalog: Catalog, resource: Resource): Scope {
  let count = 0;
  const fresh = () => `t${count++}`;
  return { dialect, catalog, resource, fresh, alias: fresh() };
}

/** The scope of a row of another resource, within the same statement. */
export function within(scope: Scope, resource: Resource): Scope {
  const { dialect, catalog, fresh } = scope;
  return { dialect, catalog, resource, fresh, alias: fresh() };
}

export function resourceOf(catalog: Catalog, id: string): Resource {
  return catalog.resources.get(id) ?? unknown(`the resource ${id}`);
}

export function fieldOf(resource: Resource, name: string): Field {
  return resource.fields.get(name) ?? unknown(`the field ${name} of ${resource.id}`);
}

export function relationOf(resource: Resource, name: string): Relation {
  return resource.relations.get(name) ?? unknown(`the relation ${name} of ${resource.id}`);
}

/** A statement that was authorized names nothing the catalog has not; one that does comes from an older catalog. */
function unknown(what: string): never {
  throw new Problem({ code: "ISTHMUS404", category: "missing", message: `There is no ${what.slice(4)}` });
}

/** A column of the row, or a computed one. */
export function column(scope: Scope, name: string): Typed {
  const field = fieldOf(scope.resource, name);
  if (field.computed !== undefined) {
    return { sql: scope.dialect.call(field.computed, scope), type: field.type, nullable: true };
  }
  return {
    sql: sql`${raw(scope.alias)}.${scope.dialect.quote(field.name)}`,
    type: field.type,
    nullable: field.nullable,
  };
}
