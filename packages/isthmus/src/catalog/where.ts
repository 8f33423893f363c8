// A policy's `where`, as its user writes it, becomes a Condition over the catalog; whatever does not fit is a fault.

import type {
  Catalog,
  Comparison,
  Condition,
  FieldRef,
  Operator,
  PolicyValue,
  Resource,
  Tests,
  Value,
  Where,
} from "../core/index.ts";

export type Report = (path: string, message: string) => void;

const operators: Readonly<Record<keyof Tests, Operator>> = {
  eq: "eq",
  neq: "neq",
  gt: "gt",
  gte: "gte",
  lt: "lt",
  lte: "lte",
  like: "like",
  ilike: "ilike",
  in: "in",
};

const junctions = new Set(["and", "or", "not"]);

/**
 * @param path Where in the configuration this stands, for `report`.
 * @returns The condition; where something is wrong it is reported, and that part is `false` (never left out).
 */
export function toCondition(
  where: Where,
  resource: Resource,
  catalog: Catalog,
  path: string,
  report: Report,
): Condition {
  const parts = Object.entries(where).flatMap(([key, value]) =>
    value === undefined ? [] : [toPart(key, value, resource, catalog, `${path}.${key}`, report)],
  );
  const [only] = parts;
  if (only === undefined) {
    report(path, "expected at least one condition; leave `where` out to mean every row");
    return { kind: "constant", value: false };
  }
  return parts.length === 1 ? only : { kind: "and", of: parts };
}

function toPart(
  key: string,
  value: unknown,
  resource: Resource,
  catalog: Catalog,
  path: string,
  report: Report,
): Condition {
  if (junctions.has(key)) return toJunction(key, value, resource, catalog, path, report);
  if (resource.fields.has(key)) return toTests(key, value, path, report);
  const relation = resource.relations.get(key);
  const target = relation && catalog.resources.get(relation.target);
  if (relation === undefined || target === undefined) {
    report(
      path,
      `"${resource.id}" has no field or relation "${key}"${nearest(key, [...resource.fields.keys(), ...resource.relations.keys()])}`,
    );
    return { kind: "constant", value: false };
  }
  if (!isPlainObject(value) || isValue(value)) {
    report(path, `"${key}" is a relation; expected an object with conditions on "${target.id}"`);
    return { kind: "constant", value: false };
  }
  return Object.keys(value).length === 0
    ? { kind: "related", relation: key }
    : { kind: "related", relation: key, where: toCondition(value as Where, target, catalog, path, report) };
}

function toJunction(
  key: string,
  value: unknown,
  resource: Resource,
  catalog: Catalog,
  path: string,
  report: Report,
): Condition {
  if (key === "not") {
    if (isPlainObject(value)) return { kind: "not", of: toCondition(value as Where, resource, catalog, path, report) };
    report(path, "expected an object with conditions");
    return { kind: "constant", value: false };
  }
  if (!Array.isArray(value) || value.length === 0) {
    report(path, "expected a list with at least one object of conditions");
    return { kind: "constant", value: false };
  }
  const of = value.map((item: Where, index) => toCondition(item, resource, catalog, `${path}[${index}]`, report));
  return { kind: key === "and" ? "and" : "or", of };
}

function toTests(field: string, value: unknown, path: string, report: Report): Condition {
  const left: FieldRef = { field };
  if (value === null) return { kind: "is", left, right: "null" };
  if (isPolicyValue(value)) return compare(left, "eq", toValue(value));
  if (!isPlainObject(value) || Object.keys(value).length === 0) {
    report(path, `expected a value, a claim, or tests like { gt: 5 }; found ${JSON.stringify(value)}`);
    return { kind: "constant", value: false };
  }
  const tests = Object.entries(value).map(([name, right]) => toTest(left, name, right, `${path}.${name}`, report));
  const [only] = tests;
  return tests.length === 1 && only !== undefined ? only : { kind: "and", of: tests };
}

function toTest(left: FieldRef, name: string, right: unknown, path: string, report: Report): Condition {
  if (!Object.hasOwn(operators, name)) {
    report(path, `there is no test "${name}"; expected one of ${Object.keys(operators).join(", ")}`);
    return { kind: "constant", value: false };
  }
  const operator = operators[name as keyof Tests];
  if (
    operator === "in" &&
    Array.isArray(right) &&
    right.every((item) => typeof item === "string" || typeof item === "number" || typeof item === "boolean")
  ) {
    return right.length === 0
      ? { kind: "constant", value: false }
      : compare(left, "in", { kind: "literal", value: right });
  }
  if (right === null && (operator === "eq" || operator === "neq")) {
    return { kind: "is", left, right: operator === "eq" ? "null" : "not-null" };
  }
  if (isPolicyValue(right) && right !== null && (operator !== "in" || isValue(right)))
    return compare(left, operator, toValue(right));
  report(
    path,
    operator === "in"
      ? "expected a list of values or a claim"
      : `expected a value or a claim; found ${JSON.stringify(right)}`,
  );
  return { kind: "constant", value: false };
}

function compare(left: FieldRef, operator: Operator, right: Value): Comparison {
  return { kind: "compare", left, operator, right };
}

/** A configured value as a statement's value. */
export function toValue(value: PolicyValue): Value {
  return typeof value === "object" && value !== null ? value : { kind: "literal", value };
}

export function isPolicyValue(value: unknown): value is PolicyValue {
  return (
    value === null ||
    typeof value === "string" ||
    typeof value === "number" ||
    typeof value === "boolean" ||
    isValue(value)
  );
}

function isValue(value: unknown): value is Extract<Value, { kind: "claim" }> {
  return isPlainObject(value) && value["kind"] === "claim" && Array.isArray(value["path"]);
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** `; did you mean "…"?` for the closest of the names, or nothing when none is close. */
export function nearest(name: string, names: Iterable<string>): string {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(name.length / 3)) + 1;
  for (const candidate of names) {
    const distance = editDistance(name, candidate, least);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best === undefined ? "" : `; did you mean "${best}"?`;
}

/** Levenshtein distance, given up at `limit`. */
function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? limit;
}
