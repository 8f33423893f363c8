// What a level of a question is about (a resource, or the rows a function returns), and what is gathered while it is
// resolved.

import type { Catalog, Field, Operation, Resource } from "../../../core/index.ts";
import type { Origin } from "./find-relation.ts";
import type { Inputs } from "./inputs.ts";
import type { ParserLimits } from "./limits.ts";

export interface Rows extends Origin {
  /** Goes into `Query.resource`: the resource's id, or the operation's whose rows are no resource. */
  readonly subject: string;
  /** How PostgreSQL would name the table in its messages. */
  readonly label: string;
  readonly source: string;
  readonly fields: ReadonlyMap<string, Field>;
  readonly key: readonly string[];
}

export interface Work {
  readonly catalog: Catalog;
  readonly limits: ParserLimits;
  readonly inputs: Inputs;
  /** Conditions that may still be added. */
  conditions: number;
}

export function rowsOf(resource: Resource, label: string = resource.name): Rows {
  const { id, name, namespace, relations, source, fields, key } = resource;
  return { id, subject: id, name, namespace, relations, label, source, fields, key };
}

/** Rows of named parts that are no resource. */
export function rowsOfOperation(operation: Operation): Rows {
  return {
    subject: operation.id,
    name: operation.name,
    namespace: operation.namespace,
    relations: new Map(),
    label: operation.name,
    source: operation.source,
    fields: operation.returns.fields ?? new Map(),
    key: [],
  };
}
