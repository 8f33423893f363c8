// The grammar of `order=`: fields, or fields of an embedded to-one resource, with direction and place of nulls.

import { field, fieldName } from "./names.ts";
import type { Scanner } from "./scanner.ts";
import { attempt, blanks, expect, miss, missEnd, mismatch, parseAll, take } from "./scanner.ts";
import { tooMuch } from "./problems.ts";
import type { FieldName, OrderTerm } from "./syntax.ts";

/** Of one `order`. More tell no rows apart, and databases refuse some thousands. */
const mostTerms = 100;

export function parseOrder(text: string): readonly OrderTerm[] {
  return parseAll("order", text, (s) => {
    const terms = [term(s)];
    while (take(s, ",")) {
      if (terms.length === mostTerms) throw tooMuch(`One order may have ${mostTerms} terms`);
      terms.push(term(s));
    }
    return terms;
  });
}

function term(s: Scanner): OrderTerm {
  blanks(s);
  const parsed = attempt(s, relatedTerm) ?? directed(s, field(s));
  blanks(s);
  return parsed;
}

function relatedTerm(s: Scanner): OrderTerm {
  const through = fieldName(s);
  if (s.text[s.at] !== "(") throw mismatch;
  s.at++;
  const of = field(s);
  expect(s, ")");
  return { ...directed(s, of), through };
}

function directed(s: Scanner, of: FieldName): OrderTerm {
  const direction = word(s, [".asc", ".desc"]);
  const nulls = word(s, [".nullsfirst", ".nullslast"]);
  if (s.at < s.text.length && s.text[s.at] !== ",") {
    if (direction === undefined && nulls === undefined) missWords(s, ["asc", "desc", "nullsfirst", "nullslast"]);
    else if (nulls === undefined) missWords(s, ["nullsfirst", "nullslast"]);
    miss(s, s.at, '","');
    missEnd(s);
    throw mismatch;
  }
  return {
    field: of,
    direction: direction === ".desc" ? "desc" : "asc",
    ...(nulls === undefined ? {} : { nulls: nulls === ".nullsfirst" ? "first" : "last" }),
  };
}

function word<W extends string>(s: Scanner, words: readonly W[]): W | undefined {
  const found = words.find((candidate) => s.text.startsWith(candidate, s.at));
  if (found !== undefined) s.at += found.length;
  return found;
}

/** Behind a point only these words may stand; without one, the point itself is what is missing. */
function missWords(s: Scanner, words: readonly string[]): void {
  if (s.text[s.at] !== ".") {
    miss(s, s.at, "delimiter (.)");
    return;
  }
  const start = s.at;
  s.at++;
  for (const candidate of words) take(s, candidate);
  s.at = start;
}
