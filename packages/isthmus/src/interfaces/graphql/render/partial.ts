// Errors of fields that are null because another source could not be asked: one for each place, as the specification has it.

import type { Result } from "../../../core/index.ts";
import type { Entry, Piece } from "../context.ts";
import { errorOf } from "../errors.ts";

const none: readonly never[] = [];

export function partialErrors({ key, pieces, questions }: Entry, results: readonly Result[]): readonly object[] {
  if (questions.every((question) => results[question]?.partial === undefined)) return none;
  return pieces.flatMap((piece, at) => {
    if (typeof piece === "string" || piece.take !== "body") return none;
    const partial = results[piece.question]?.partial ?? none;
    const place = partial.length === 0 ? none : placeOf(pieces.slice(0, at));
    return partial.map(({ path, problem }) => errorOf(problem, [key, ...place, ...path]));
  });
}

/** The names under which a piece stands, in the objects that the texts ahead of it have opened. */
function placeOf(before: readonly Piece[]): readonly string[] {
  const text = before.map((piece) => (typeof piece === "string" ? piece : "0")).join("");
  const open: string[] = [];
  let name = "";
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/g)) {
    if (token === "{") open.push(name);
    else if (token === "}") open.pop();
    else name = JSON.parse(token) as string;
  }
  return open.length === 0 ? none : [...open.slice(1), name];
}
