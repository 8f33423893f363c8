// An operation with the shape of its variables → a plan: the questions it asks, how their inputs are taken from any
// request of the shape, and what the answer is put together of.

import type { GraphQLObjectType, OperationTypeNode } from "graphql";
import type { Catalog } from "../../../core/index.ts";
import type { Entry, GraphqlContext, Piece } from "../context.ts";
import type { GraphqlLimits } from "../options.ts";
import { meaningOf, type RootKind } from "../schema/meaning.ts";
import type { Shown } from "../schema/names.ts";
import type { Field } from "./arguments.ts";
import { callRoot } from "./call.ts";
import { deleteByKeyRoot, deleteRoot, updateByKeyRoot, updateManyRoot, updateRoot } from "./changes.ts";
import { collect, type Collected, fieldOf } from "./collect.ts";
import type { Document, Operation } from "./documents.ts";
import type { Variables } from "./given.ts";
import { insertOneRoot, insertRoot } from "./insert.ts";
import { introspect } from "./introspect.ts";
import { joined } from "./pieces.ts";
import { invalid } from "./problems.ts";
import { aggregateRoot, byKeyRoot, connectionRoot, listRoot } from "./reads.ts";
import type { Asked, Work } from "./work.ts";

export interface Plan {
  readonly questions: readonly Asked[];
  readonly context: GraphqlContext;
}

type Root = (work: Work, one: Collected, field: Field, shown: Shown) => readonly Piece[];

const roots: Readonly<Record<RootKind, Root>> = {
  list: listRoot,
  "by-pk": byKeyRoot,
  "list-aggregate": aggregateRoot,
  connection: connectionRoot,
  insert: insertRoot,
  "insert-one": insertOneRoot,
  update: updateRoot,
  "update-by-pk": updateByKeyRoot,
  "update-many": updateManyRoot,
  delete: deleteRoot,
  "delete-by-pk": deleteByKeyRoot,
};

export function compile(
  document: Document,
  { node }: Operation,
  variables: Variables,
  catalog: Catalog,
  limits: GraphqlLimits,
): Plan {
  const { schema, fragments } = document;
  const work: Work = { catalog, schema, fragments, variables, limits, questions: [], conditions: limits.conditions };
  const type = rootType(document, node.operation);
  const entries = collect(work, [node.selectionSet]).map((one): Entry => {
    const first = work.questions.length;
    const pieces = rootPieces(work, document, node, type, one);
    const questions = work.questions.slice(first).map((_, index) => first + index);
    return { key: one.key, pieces: joined(pieces), questions };
  });
  // A root's name alone decides what kind of operation it is; a subscription asks what the query would.
  return { questions: work.questions, context: { operation: node.operation, entries } };
}

function rootType({ schema }: Document, operation: OperationTypeNode): GraphQLObjectType {
  const type = schema.getRootType(operation);
  if (type === undefined) throw invalid(`The ${operation} operation is not supported by the schema.`);
  return type;
}

function rootPieces(
  work: Work,
  document: Document,
  node: Operation["node"],
  type: GraphQLObjectType,
  one: Collected,
): readonly Piece[] {
  if (one.name === "__typename") return [JSON.stringify(type.name)];
  if (one.name === "__schema" || one.name === "__type")
    return [introspect(document, node, one.nodes, one.key, work.variables)];
  const field = fieldOf(type, one);
  const meaning = meaningOf(field);
  if (meaning.kind === "nothing") return ["null"];
  if (meaning.kind === "call") return callRoot(work, one, field, meaning.operation, meaning.overload);
  if (!("shown" in meaning)) throw invalid(`Cannot query field "${one.name}" here.`, one.nodes);
  return roots[meaning.kind](work, one, field, meaning.shown);
}
