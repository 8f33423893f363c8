// Objects of the answer that are no row: their members are put together here, not by the database.

import type { GraphQLObjectType, SelectionSetNode } from "graphql";
import type { Piece } from "../context.ts";
import type { Field } from "./arguments.ts";
import { collect, type Collected, fieldOf } from "./collect.ts";
import type { Work } from "./work.ts";

/** The pieces of `{"key":…,…}`; `member` gives those of a value. */
export function objectPieces(
  work: Work,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
  member: (one: Collected, field: Field) => readonly Piece[],
): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const one of collect(work, sets)) {
    pieces.push(`${pieces.length === 0 ? "{" : ","}${JSON.stringify(one.key)}:`);
    if (one.name === "__typename") pieces.push(JSON.stringify(type.name));
    else pieces.push(...member(one, fieldOf(type, one)));
  }
  pieces.push(pieces.length === 0 ? "{}" : "}");
  return joined(pieces);
}

/** Texts that stand beside each other as one. */
export function joined(pieces: readonly Piece[]): readonly Piece[] {
  const found: Piece[] = [];
  for (const piece of pieces) {
    const last = found.at(-1);
    if (typeof piece === "string" && typeof last === "string") found[found.length - 1] = last + piece;
    else found.push(piece);
  }
  return found;
}
