// The grammar of `and=(…)` and `or=(…)`: trees of conditions, each a field, an operator and a value.

import { element, test } from "./filter.ts";
import { field, fieldName, quoted } from "./names.ts";
import type { Scanner } from "./scanner.ts";
import { attempt, blanks, expect, miss, mismatch, parseAll, take } from "./scanner.ts";
import type { Filter, LogicTree, Placed } from "./syntax.ts";
import { tooMuch } from "./problems.ts";

/** Deeper trees are refused: they would be walked by recursion at every later stage. */
const deepest = 32;

/** `key` is the parameter's name, e.g. `clients.not.or`; `value` the parenthesis behind it. */
export function parseLogic(key: string, value: string): Placed<LogicTree | Filter> {
  const names = parseAll("logic path", key, logicPath);
  const word = names.at(-1) ?? "";
  const negated = names.includes("not");
  const text = `${negated ? "not." : ""}${word}${value}`;
  const it = parseAll("logic tree", text, (s) => tree(s, 0), value);
  return { path: names.slice(0, -1).filter((name) => name !== "not"), it };
}

function logicPath(s: Scanner): readonly string[] {
  const names = [fieldName(s)];
  while (take(s, ".", "delimiter (.)")) names.push(fieldName(s));
  return names;
}

function tree(s: Scanner, depth: number): LogicTree | Filter {
  if (depth > deepest) throw tooMuch(`Conditions may be nested ${deepest} levels deep`);
  const leaf = attempt(s, filterItem);
  if (leaf !== undefined) return leaf;
  const negated = take(s, "not.", "negation operator (not)");
  const kind = junction(s);
  blanks(s);
  expect(s, "(");
  blanks(s);
  const of = [tree(s, depth + 1)];
  for (;;) {
    blanks(s);
    if (!take(s, ",")) break;
    blanks(s);
    of.push(tree(s, depth + 1));
  }
  expect(s, ")");
  blanks(s);
  return { kind, negated, of };
}

function junction(s: Scanner): "and" | "or" {
  if (s.text.startsWith("and", s.at)) {
    s.at += 3;
    return "and";
  }
  if (s.text.startsWith("or", s.at)) {
    s.at += 2;
    return "or";
  }
  miss(s, s.at, "logic operator (and, or)");
  throw mismatch;
}

function filterItem(s: Scanner): Filter {
  const of = field(s);
  expect(s, ".", "delimiter (.)");
  return { kind: "filter", field: of, ...test(s, itemValue), slot: -1 };
}

/** A value in double quotes, a one-dimensional array literal, or everything up to the next comma or parenthesis. */
function itemValue(s: Scanner): string {
  if (s.text[s.at] === '"') {
    const value = attempt(s, quotedItem);
    if (value !== undefined) return value;
  }
  if (s.text[s.at] === "{") {
    const end = s.text.slice(s.at + 1).search(/[{}]/);
    if (end >= 0 && s.text[s.at + 1 + end] === "}") {
      const value = s.text.slice(s.at, s.at + end + 2);
      s.at += value.length;
      return value;
    }
  }
  return element(s);
}

function quotedItem(s: Scanner): string {
  const value = quoted(s);
  const next = s.text[s.at];
  if (next !== undefined && next !== "," && next !== ")") throw mismatch;
  return value;
}
