// The grammar of `select=`: fields with aliases, casts, JSON paths and aggregates; embedded resources, nested or spread.

import { field, fieldName, identifier } from "./names.ts";
import type { Scanner } from "./scanner.ts";
import { attempt, blanks, expect, miss, missEnd, mismatch, parseAll, take } from "./scanner.ts";
import type { AggregateFunction, SelectField, SelectItem, SelectRelation } from "./syntax.ts";
import { tooMuch } from "./problems.ts";
import type { ParserLimits } from "./limits.ts";

interface Budget {
  readonly limits: ParserLimits;
  left: number;
}

export function parseSelect(text: string, limits: ParserLimits): readonly SelectItem[] {
  const budget = { limits, left: limits.selections };
  return parseAll("select parameter", text, (s) => items(s, budget, 0));
}

function items(s: Scanner, budget: Budget, depth: number): readonly SelectItem[] {
  // One more than is served: the depth of what the catalog resolves is refused there, with the name it is about.
  if (depth > budget.limits.depth + 1) throw tooMuch(`Resources may be embedded ${budget.limits.depth} levels deep`);
  const start = s.at;
  const first = item(s, budget, depth, true);
  if (first === undefined) {
    s.at = start;
    return [];
  }
  const all = [first];
  for (;;) {
    blanks(s);
    if (!take(s, ",")) return all;
    blanks(s);
    const next = item(s, budget, depth, false);
    if (next !== undefined) all.push(next);
  }
}

/** `undefined`: there is no item here at all, which only an empty list may have. */
function item(s: Scanner, budget: Budget, depth: number, first: boolean): SelectItem | undefined {
  if (budget.left-- <= 0) throw tooMuch(`One select may have ${budget.limits.selections} items`);
  const head = attempt(s, relationHead);
  if (head !== undefined) {
    expect(s, "(");
    const of = items(s, budget, depth + 1);
    expect(s, ")");
    return { ...head, of };
  }
  blanks(s);
  if (first && (s.at === s.text.length || s.text[s.at] === ")")) return undefined;
  return attempt(s, star) ?? attempt(s, countOfRows) ?? fieldItem(s);
}

/** What stands before the parenthesis of an embedded resource. */
function relationHead(s: Scanner): Omit<SelectRelation, "of"> {
  blanks(s);
  const spread = take(s, "...");
  const alias = spread ? undefined : attempt(s, aliasBefore);
  const target = fieldName(s);
  if (target === "count" && !spread) throw mismatch;
  const first = embedParameter(s);
  const second = first === undefined ? undefined : embedParameter(s);
  if (s.text[s.at] !== "(") {
    miss(s, s.at, '"("');
    throw mismatch;
  }
  const hint = first?.hint ?? second?.hint;
  return {
    kind: "relation",
    target,
    join: first?.join ?? second?.join ?? "left",
    spread,
    ...(alias === undefined ? {} : { alias }),
    ...(hint === undefined ? {} : { hint }),
  };
}

function embedParameter(s: Scanner): { readonly hint?: string; readonly join?: "left" | "inner" } | undefined {
  if (s.text[s.at] !== "!") return undefined;
  s.at++;
  // The words are taken even where a longer name begins with them, as the dialect does; a constraint is then quoted.
  if (s.text.startsWith("left", s.at) && !goesOn(s, 4)) return joinOf(s, "left");
  if (s.text.startsWith("inner", s.at) && !goesOn(s, 5)) return joinOf(s, "inner");
  return { hint: fieldName(s) };
}

function joinOf(s: Scanner, join: "left" | "inner"): { readonly join: "left" | "inner" } {
  s.at += join.length;
  return { join };
}

function goesOn(s: Scanner, length: number): boolean {
  const next = s.text[s.at + length];
  return next !== undefined && next !== "(" && next !== "!" && next !== " ";
}

function aliasBefore(s: Scanner): string {
  const alias = fieldName(s);
  if (s.text[s.at] !== ":" || s.text[s.at + 1] === ":") throw mismatch;
  s.at++;
  return alias;
}

function star(s: Scanner): SelectField {
  expect(s, "*", "");
  ends(s);
  return { kind: "field", field: { name: "*", path: [] } };
}

function countOfRows(s: Scanner): SelectField {
  const alias = attempt(s, aliasBefore);
  if (!s.text.startsWith("count()", s.at)) throw mismatch;
  s.at += "count()".length;
  const aggregateCast = take(s, "::") ? identifier(s) : undefined;
  ends(s);
  return {
    kind: "field",
    field: { name: "*", path: [] },
    aggregate: "count",
    ...(alias === undefined ? {} : { alias }),
    ...(aggregateCast === undefined ? {} : { aggregateCast }),
  };
}

function fieldItem(s: Scanner): SelectField {
  const alias = attempt(s, aliasBefore);
  const of = field(s);
  const cast = take(s, "::") ? identifier(s) : undefined;
  const aggregate = attempt(s, aggregateBehind);
  const aggregateCast = aggregate !== undefined && take(s, "::") ? identifier(s) : undefined;
  ends(s);
  return {
    kind: "field",
    field: of,
    ...(alias === undefined ? {} : { alias }),
    ...(cast === undefined ? {} : { cast }),
    ...(aggregate === undefined ? {} : { aggregate }),
    ...(aggregateCast === undefined ? {} : { aggregateCast }),
  };
}

const aggregates: readonly AggregateFunction[] = ["sum", "avg", "count", "max", "min"];

function aggregateBehind(s: Scanner): AggregateFunction {
  expect(s, ".");
  for (const name of aggregates) {
    if (!take(s, name)) continue;
    expect(s, "()");
    return name;
  }
  throw mismatch;
}

function ends(s: Scanner): void {
  const next = s.text[s.at];
  if (next === undefined || next === "," || next === ")") return;
  miss(s, s.at, '")"');
  miss(s, s.at, '","');
  missEnd(s);
  throw mismatch;
}
