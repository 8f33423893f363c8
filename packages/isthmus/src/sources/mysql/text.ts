// Statements as MySQL takes them: a `?` for every place of a parameter, and as many parameters.

import type { Parameter, SqlText } from "../shared/sql/command.ts";
import { type Fragment, render } from "../shared/sql/fragment.ts";
import { mark } from "./dialect.ts";

/** `mark` stands around a parameter's number, and nowhere else. */
export function positional({ text, parameters }: SqlText): SqlText {
  const pieces = text.split(mark);
  const placed: Parameter[] = [];
  const made = pieces.map((piece, index) => {
    if (index % 2 === 0) return piece;
    const parameter = parameters[Number(piece) - 1];
    if (parameter === undefined) throw new Error(`there is no parameter ${piece}`);
    placed.push(parameter);
    return "?";
  });
  return { text: made.join(""), parameters: placed };
}

export function textOf(fragment: Fragment): SqlText {
  return positional(render(fragment, (position) => `${mark}${position}${mark}`));
}
