// A condition in words, for people who read policies.

import type { Condition, FieldRef, Operator, Value } from "../core/index.ts";

const symbols: Readonly<Partial<Record<Operator, string>>> = {
  eq: "=",
  neq: "≠",
  gt: ">",
  gte: "≥",
  lt: "<",
  lte: "≤",
  in: "is one of",
  isDistinct: "is distinct from",
  containedBy: "is contained by",
  textSearch: "matches the search",
  textSearchPlain: "matches the search",
  textSearchPhrase: "matches the phrase",
  textSearchWeb: "matches the search",
};

/** Claims stand as `claim(path)`, a caller's own values as `$1`, `$2`, … */
export function conditionText(condition: Condition): string {
  switch (condition.kind) {
    case "and":
    case "or":
      return condition.of.length === 1
        ? conditionText(condition.of[0] as Condition)
        : condition.of.map(inner).join(` ${condition.kind} `);
    case "not":
      return `not ${inner(condition.of)}`;
    case "compare":
      return `${fieldText(condition.left)} ${symbols[condition.operator] ?? condition.operator} ${
        condition.quantifier === undefined ? "" : `${condition.quantifier} of `
      }${valueText(condition.right)}`;
    case "is":
      return `${fieldText(condition.left)} is ${condition.right.replace("-", " ")}`;
    case "related": {
      const parts = [condition.where, condition.guard, condition.throughWhere].filter((one) => one !== undefined);
      const where = parts.length === 0 ? "" : ` where ${parts.map(inner).join(" and ")}`;
      return `there is one of ${condition.relation}${where}`;
    }
    case "constant":
      return condition.value ? "always" : "never";
  }
}

export function valueText(value: Value): string {
  switch (value.kind) {
    case "claim":
      return `claim(${value.path.join(".")})`;
    case "literal":
      return JSON.stringify(value.value);
    case "input":
      return `$${value.index + 1}`;
    case "result":
      return `${value.field} of step ${value.step + 1}`;
  }
}

function inner(condition: Condition): string {
  const text = conditionText(condition);
  return (condition.kind === "and" || condition.kind === "or") && condition.of.length > 1 ? `(${text})` : text;
}

function fieldText({ field, path = [] }: FieldRef): string {
  return field + path.map(({ to, as }) => `${as === "text" ? "->>" : "->"}${"key" in to ? to.key : to.index}`).join("");
}
