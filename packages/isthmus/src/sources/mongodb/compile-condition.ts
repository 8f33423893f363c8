// Conditions become tests with two outcomes. Constants are folded, so that what can never hold asks nothing.

import {
  isToOne,
  Problem,
  type Catalog,
  type Comparison,
  type Condition,
  type FieldRef,
  type Related,
  type RelationSelection,
  type Resource,
} from "../../core/index.ts";
import type { Link, Place, Test } from "./command.ts";
import { type Naming, storedName } from "./options.ts";

/** Where a condition stands. */
export interface Scope {
  readonly catalog: Catalog;
  readonly naming: Naming;
  readonly resource: Resource;
}

export const always: Test = { kind: "constant", value: true };
export const never: Test = { kind: "constant", value: false };

export function resourceOf(catalog: Catalog, id: string): Resource {
  return catalog.resources.get(id) ?? unknown(`resource ${id}`);
}

/** A statement that was authorized names nothing the catalog has not; one that does comes from an older catalog. */
export function unknown(what: string): never {
  throw new Problem({ code: "ISTHMUS404", category: "missing", message: `There is no ${what}` });
}

export function unsupported(what: string): Problem {
  return new Problem({
    code: "PGRST127",
    category: "unsupported",
    status: 400,
    message: "Feature not implemented",
    details: `${what} is not available on a MongoDB source`,
  });
}

export function placeOf({ resource, naming }: Scope, { field, path }: Pick<FieldRef, "field" | "path">): Place {
  const found = resource.fields.get(field) ?? unknown(`field ${field} of ${resource.id}`);
  const name = storedName(naming, resource.native.name, field);
  const place = { name, type: found.type, nullable: found.nullable };
  if (path === undefined || path.length === 0) return place;
  return { ...place, nullable: true, steps: path };
}

export function linkOf(scope: Scope, by: Pick<Related | RelationSelection, "relation" | "throughWhere">): Link {
  const { catalog, naming, resource } = scope;
  const relation = resource.relations.get(by.relation) ?? unknown(`relation ${by.relation} of ${resource.id}`);
  const target = resourceOf(catalog, relation.target);
  const pairs = (here: Resource, there: Resource, on: typeof relation.on) =>
    on.map(({ from, to }) => ({
      from: storedName(naming, here.native.name, from),
      to: storedName(naming, there.native.name, to),
    }));
  if (relation.computed !== undefined) throw unsupported("A relation by a function");
  if (relation.through === undefined) {
    return { collection: target.native.name, on: pairs(resource, target, relation.on), toOne: isToOne(relation) };
  }
  const between = resourceOf(catalog, relation.through.resource);
  const where = by.throughWhere && testOf({ ...scope, resource: between }, by.throughWhere);
  return {
    collection: target.native.name,
    on: pairs(resource, between, relation.on),
    through: {
      collection: between.native.name,
      on: pairs(between, target, relation.through.on),
      ...(where === undefined || isAlways(where) ? {} : { where }),
    },
    toOne: isToOne(relation),
  };
}

/** What makes the condition true, or, where `wanted` is false, what makes it false. */
export function testOf(scope: Scope, of: Condition, wanted = true): Test {
  switch (of.kind) {
    case "constant":
      return of.value === wanted ? always : never;
    case "and":
    case "or": {
      const parts = of.of.map((part) => testOf(scope, part, wanted));
      return (of.kind === "and") === wanted ? all(parts) : any(parts);
    }
    case "not":
      return testOf(scope, of.of, !wanted);
    case "compare":
      return guarded(scope, of.left, comparison(scope, of, wanted));
    case "is":
      return not(isTest(scope, of.left, of.right), wanted);
    case "related":
      return not(relatedTest(scope, of), wanted);
  }
}

function isTest(scope: Scope, left: FieldRef, right: Extract<Condition, { kind: "is" }>["right"]): Test {
  const at = placeOf(scope, left);
  if (right === "true" || right === "false") {
    if (at.type.name !== "boolean" || at.steps !== undefined) {
      throw new Problem({
        code: "42804",
        category: "invalid",
        message: `argument of IS ${right.toUpperCase()} must be type boolean, not type ${at.type.native}`,
      });
    }
    const value = { kind: "literal" as const, value: right === "true" };
    return guarded(scope, left, { kind: "compare", at, operator: "eq", value, wanted: true });
  }
  const absent: Test = { kind: "null", at };
  const isNull = left.guard === undefined ? absent : any([not(testOf(scope, left.guard), false), absent]);
  return not(isNull, right !== "not-null");
}

export function relatedTest(scope: Scope, of: Related): Test {
  const link = linkOf(scope, of);
  const there: Scope = { ...scope, resource: targetOf(scope, of.relation) };
  const where = of.where === undefined ? always : testOf(there, of.where);
  return related(scope, link, where, of.guard);
}

/** At least one related document meets the test, for rows where the guard holds. */
export function related(scope: Scope, link: Link, where: Test, guard: Condition | undefined): Test {
  if (isNever(where)) return never;
  const test: Test = { kind: "related", link, ...(isAlways(where) ? {} : { where }) };
  return guard === undefined ? test : all([testOf(scope, guard), test]);
}

export function targetOf({ catalog, resource }: Scope, relation: string): Resource {
  const found = resource.relations.get(relation) ?? unknown(`relation ${relation} of ${resource.id}`);
  return resourceOf(catalog, found.target);
}

const refused: ReadonlySet<string> = new Set([
  "contains",
  "containedBy",
  "overlaps",
  "strictlyLeft",
  "strictlyRight",
  "notExtendsRight",
  "notExtendsLeft",
  "adjacent",
  "textSearch",
  "textSearchPlain",
  "textSearchPhrase",
  "textSearchWeb",
]);
export const patterns: ReadonlySet<string> = new Set(["like", "ilike", "match", "imatch"]);
const orderings: ReadonlySet<string> = new Set(["gt", "gte", "lt", "lte"]);

function comparison(scope: Scope, of: Comparison, wanted: boolean): Test {
  const { operator, right, quantifier } = of;
  if (refused.has(operator)) throw unsupported(`The operator ${operator}`);
  const at = placeOf(scope, of.left);
  const type = typeAt(at);
  const isText = type.name === "text" || type.name === "enum";
  if ((patterns.has(operator) && !isText) || (orderings.has(operator) && type.name === "json")) {
    throw new Problem({
      code: "42883",
      category: "invalid",
      message: `operator does not exist: ${type.native} ${operator}`,
      hint: "Compare a place inside it as text (->>), or a field of another type.",
    });
  }
  return { kind: "compare", at, operator, value: right, wanted, ...(quantifier === undefined ? {} : { quantifier }) };
}

/** The type of what stands at the place: inside a document it is text or JSON, as the last arrow says. */
export function typeAt(at: Place): Place["type"] {
  const last = at.steps?.at(-1);
  if (last === undefined) return at.type;
  return last.as === "text" ? { name: "text", native: "text" } : { name: "json", native: "json" };
}

/** Where a guard does not hold the field is null, and a comparison with it neither true nor false. */
function guarded(scope: Scope, ref: FieldRef, test: Test): Test {
  return ref.guard === undefined ? test : all([testOf(scope, ref.guard), test]);
}

// ---- folding

export function isNever(test: Test | undefined): boolean {
  return test?.kind === "constant" && !test.value;
}

export function isAlways(test: Test | undefined): boolean {
  return test?.kind === "constant" && test.value;
}

/** The test itself, or that it does not hold. */
export function not(test: Test, wanted: boolean): Test {
  if (wanted) return test;
  if (test.kind === "constant") return test.value ? never : always;
  return test.kind === "none" ? test.of : { kind: "none", of: test };
}

export function all(tests: readonly (Test | undefined)[]): Test {
  return junction("all", tests);
}

export function any(tests: readonly (Test | undefined)[]): Test {
  return junction("any", tests);
}

function junction(kind: "all" | "any", tests: readonly (Test | undefined)[]): Test {
  const neutral = kind === "all";
  const kept: Test[] = [];
  for (const test of tests) {
    if (test === undefined) continue;
    if (test.kind === "constant") {
      if (test.value !== neutral) return test;
    } else if (test.kind === kind) kept.push(...test.of);
    else kept.push(test);
  }
  const [first] = kept;
  if (first === undefined) return neutral ? always : never;
  return kept.length === 1 ? first : { kind, of: kept };
}
