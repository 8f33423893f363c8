// All that was read from the database's own catalogs, with what is looked up often put into maps.

import type { ColumnFact } from "./columns.ts";
import type { ConstraintFact, IndexFact } from "./constraints.ts";
import type { FunctionFact } from "./functions.ts";
import type { RelationFact } from "./relations.ts";
import { readRepresentations, type RepresentationFact } from "./representations.ts";
import type { TypeFact } from "./types.ts";
import type { Origins } from "./views.ts";
import { typeReader, type TypeReader } from "./data-types.ts";

export interface RawFacts {
  readonly relations: readonly RelationFact[];
  readonly columns: readonly ColumnFact[];
  readonly types: readonly TypeFact[];
  readonly constraints: readonly ConstraintFact[];
  readonly indexes: readonly IndexFact[];
  readonly origins: ReadonlyMap<number, Origins>;
  readonly functions: readonly FunctionFact[];
  readonly representations: readonly RepresentationFact[];
}

export interface Facts {
  readonly schemas: readonly string[];
  readonly relations: readonly RelationFact[];
  readonly relation: ReadonlyMap<number, RelationFact>;
  readonly relationByRowType: ReadonlyMap<number, RelationFact>;
  readonly columns: ReadonlyMap<number, readonly ColumnFact[]>;
  readonly constraints: ReadonlyMap<number, readonly ConstraintFact[]>;
  readonly indexes: ReadonlyMap<number, readonly IndexFact[]>;
  readonly foreignKeys: readonly ConstraintFact[];
  readonly origins: ReadonlyMap<number, Origins>;
  readonly functions: readonly FunctionFact[];
  readonly types: TypeReader;
}

export function arrange(schemas: readonly string[], raw: RawFacts): Facts {
  const columns = Map.groupBy(raw.columns, (column) => column.relation);
  return {
    schemas,
    relations: raw.relations,
    relation: new Map(raw.relations.map((relation) => [relation.id, relation])),
    relationByRowType: new Map(raw.relations.map((relation) => [relation.rowType, relation])),
    columns,
    constraints: Map.groupBy(raw.constraints, (constraint) => constraint.relation),
    indexes: Map.groupBy(raw.indexes, (index) => index.relation),
    foreignKeys: raw.constraints.filter((constraint) => constraint.kind === "f"),
    origins: raw.origins,
    functions: raw.functions,
    types: typeReader(raw.types, columns, readRepresentations(raw.representations)),
  };
}

export function columnName(facts: Facts, relation: number, number: number): string | undefined {
  return facts.columns.get(relation)?.find((column) => column.number === number)?.name;
}
