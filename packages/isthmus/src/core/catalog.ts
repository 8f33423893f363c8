// The catalog: everything that can be asked for, resolved and frozen at boot. A principal's view of it is again a Catalog.

import type { Capabilities } from "./capabilities.ts";
import type { FieldSchema, ParameterSchema } from "./schema.ts";
import type { DataType } from "./data-type.ts";

export interface Catalog {
  readonly sources: ReadonlyMap<string, SourceFacts>;
  /** Names by which an interface may address parts of the catalog (REST: profile headers); the first is the default. */
  readonly namespaces: readonly string[];
  /** By id. */
  readonly resources: ReadonlyMap<string, Resource>;
  /** By id; overloads of one name stand together, in the order of the source. */
  readonly operations: ReadonlyMap<string, readonly Operation[]>;
}

export interface SourceFacts {
  readonly name: string;
  readonly kind: string;
  readonly capabilities: Capabilities;
  readonly castable: ReadonlySet<string>;
  readonly textSearchConfigurations: ReadonlySet<string>;
  /** See `SourceSchema.definitions`. */
  readonly definitions?: Readonly<Record<string, unknown>>;
}

export interface Resource {
  /** `name` in the default namespace, `namespace.name` elsewhere; unique in the catalog. */
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly source: string;
  /** How the source knows it. */
  readonly native: { readonly schema: string; readonly name: string };
  readonly kind: "table" | "view" | "materialized-view" | "foreign-table";
  readonly description?: string;
  /** In the order of the source. */
  readonly fields: ReadonlyMap<string, Field>;
  readonly key: readonly string[];
  readonly unique: readonly (readonly string[])[];
  readonly indexes: readonly (readonly string[])[];
  /** By relation name, unique within the resource. */
  readonly relations: ReadonlyMap<string, Relation>;
  readonly insertable: boolean;
  readonly updatable: boolean;
  readonly deletable: boolean;
  /** In a principal's view: whether some read policy of his allows aggregates. Absent in the whole catalog: it is so. */
  readonly aggregatable?: boolean;
  /** Writing it may change other resources of its source in ways the relations do not tell. Default: false. */
  readonly triggers?: boolean;
  readonly textSearch?: { readonly table: string; readonly fields: readonly string[] };
  /** See `ResourceSchema.binding`. */
  readonly binding?: unknown;
}

/** In a principal's view `writable` also says what the principal may write. */
export interface Field extends FieldSchema {
  /** The principal may read it; always true in the whole catalog. A field that may only be written is not readable. */
  readonly readable: boolean;
  readonly insertable: boolean;
  readonly updatable: boolean;
}

export type Cardinality = "many-to-one" | "one-to-one" | "one-to-many" | "many-to-many";

export interface Relation {
  readonly name: string;
  /** Id of the resource it leads to. */
  readonly target: string;
  readonly cardinality: Cardinality;
  /** Name of the foreign key (many-to-many: of the one that points here). */
  readonly constraint: string;
  /** The foreign key lies in this resource; tells the two sides of a one-to-one apart. */
  readonly owning: boolean;
  /** Pairs of fields that are equal: here → target; of many-to-many: here → junction. Empty for a computed relation. */
  readonly on: readonly FieldPair[];
  readonly through?: {
    /** Id of the junction resource. */
    readonly resource: string;
    /** Name of the junction's foreign key to the target. */
    readonly constraint: string;
    /** Pairs of fields that are equal: junction → target. */
    readonly on: readonly FieldPair[];
  };
  readonly computed?: { readonly schema: string; readonly function: string };
}

export interface FieldPair {
  readonly from: string;
  readonly to: string;
}

export interface Operation {
  readonly id: string;
  readonly name: string;
  readonly namespace: string;
  readonly source: string;
  readonly native: { readonly schema: string; readonly name: string };
  readonly description?: string;
  readonly parameters: readonly ParameterSchema[];
  readonly effect: "read" | "write";
  readonly wholeBody?: "json" | "text" | "bytes" | "xml";
  /** See `OperationSchema.binding`. */
  readonly binding?: unknown;
  /** See `OperationSchema`. */
  readonly access?: readonly string[];
  readonly lenient?: boolean;
  readonly resumable?: boolean;
  readonly returns: {
    readonly many: boolean;
    readonly shape: "void" | "scalar" | "row" | "resource";
    readonly type?: DataType;
    /** Of `row`. */
    readonly fields?: ReadonlyMap<string, Field>;
    /** Of `resource`: its id. */
    readonly resource?: string;
  };
}

/** Whether following the relation from one row gives at most one row. */
export function isToOne(relation: Relation): boolean {
  return relation.cardinality === "many-to-one" || relation.cardinality === "one-to-one";
}

/** The relation is followed by the server: it leads into another source, or its own follows none. Its rows may be missing. */
export function isForeign(
  { source }: Pick<Resource, "source">,
  { target }: Relation,
  catalog: Pick<Catalog, "resources" | "sources">,
): boolean {
  return (
    catalog.resources.get(target)?.source !== source || catalog.sources.get(source)?.capabilities.relations !== true
  );
}

/** Finds a resource by the namespace and name under which an interface was asked for it. */
export function findResource(catalog: Catalog, namespace: string, name: string): Resource | undefined {
  return catalog.resources.get(idOf(catalog, namespace, name));
}

export function findOperations(catalog: Catalog, namespace: string, name: string): readonly Operation[] {
  return catalog.operations.get(idOf(catalog, namespace, name)) ?? [];
}

/** Id under which the catalog keeps a name of a namespace: bare in the default one, qualified in the others. */
export function idOf(catalog: Pick<Catalog, "namespaces">, namespace: string, name: string): string {
  return namespace === catalog.namespaces[0] ? name : `${namespace}.${name}`;
}
