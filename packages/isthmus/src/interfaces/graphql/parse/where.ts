// `where` → a condition.

import type { GraphQLInputObjectType } from "graphql";
import type { Condition, DataType, Field, FieldRef } from "../../../core/index.ts";
import { type InputMeaning, inputMeaningOf, type Test } from "../schema/meaning.ts";
import { type Given, isNull, isValueless, itemsOf, now, writtenMembersOf } from "./given.ts";
import { badVariable, tooMuch } from "./problems.ts";
import { addList, addValue, itemsNow } from "./values.ts";
import type { Inputs } from "./work.ts";

/** `undefined` where nothing is asked; members that stand together must all hold. */
export function conditionOf(
  inputs: Inputs,
  type: GraphQLInputObjectType,
  given: Given | undefined,
): Condition | undefined {
  if (given === undefined || isNull(given)) return undefined;
  return all(conditionsOf(inputs, type, given));
}

export function all(conditions: readonly Condition[]): Condition | undefined {
  return conditions.length > 1 ? { kind: "and", of: conditions } : conditions[0];
}

function conditionsOf(inputs: Inputs, type: GraphQLInputObjectType, given: Given): readonly Condition[] {
  const fields = type.getFields();
  return writtenMembersOf(given).flatMap(([name, value]) => {
    const field = fields[name];
    if (field === undefined) return [];
    if (isNull(value) || isValueless(value)) throw nullGiven(name);
    const below = namedInput(field.type);
    return below === undefined ? [] : conditionsOfMember(inputs, type, inputMeaningOf(field), below, value);
  });
}

function conditionsOfMember(
  inputs: Inputs,
  type: GraphQLInputObjectType,
  meaning: InputMeaning,
  below: GraphQLInputObjectType,
  value: Given,
): readonly Condition[] {
  switch (meaning.kind) {
    case "junction":
      return junction(inputs, type, meaning.of, value);
    case "relation": {
      counted(inputs);
      const where = all(conditionsOf(inputs, below, value));
      return [{ kind: "related", relation: meaning.relation.name, ...(where === undefined ? {} : { where }) }];
    }
    case "field":
      return comparisons(inputs, meaning.field, below, value);
    case "operator":
      return [];
  }
}

function junction(
  inputs: Inputs,
  type: GraphQLInputObjectType,
  of: "and" | "or" | "not",
  value: Given,
): readonly Condition[] {
  if (of === "not") {
    counted(inputs);
    const inner = all(conditionsOf(inputs, type, value));
    return [inner === undefined ? { kind: "constant", value: false } : { kind: "not", of: inner }];
  }
  const parts = itemsOf(value).map((item): Condition => {
    counted(inputs);
    return all(conditionsOf(inputs, type, item)) ?? { kind: "constant", value: true };
  });
  if (of === "and") return parts;
  const [only] = parts;
  if (only === undefined) return [{ kind: "constant", value: false }];
  return [parts.length === 1 ? only : { kind: "or", of: parts }];
}

function comparisons(inputs: Inputs, field: Field, type: GraphQLInputObjectType, given: Given): readonly Condition[] {
  const operators = type.getFields();
  return writtenMembersOf(given).flatMap(([name, value]) => {
    const operator = operators[name];
    if (operator === undefined) return [];
    if (isNull(value) || isValueless(value)) throw nullGiven(name);
    const meaning = inputMeaningOf(operator);
    if (meaning.kind !== "operator") return [];
    counted(inputs);
    return [test(inputs, field, meaning.test, value)];
  });
}

function test(inputs: Inputs, field: Field, it: Test, value: Given): Condition {
  const left: FieldRef = { field: field.name };
  switch (it.kind) {
    case "compare": {
      const right =
        it.operator === "in"
          ? addList(inputs, value, field.type)
          : addValue(inputs, value, comparedType(field.type, it));
      const condition: Condition = { kind: "compare", left, operator: it.operator, right };
      return it.negated ? { kind: "not", of: condition } : condition;
    }
    case "is-null":
      return { kind: "is", left, right: now(value) === true ? "null" : "not-null" };
    case "has-key":
      return hasKey(field, now(value));
    case "has-keys": {
      const of = itemsNow(value).map((key) => hasKey(field, key));
      if (it.all) return all(of) ?? { kind: "constant", value: true };
      return of.length === 0 ? { kind: "constant", value: false } : { kind: "or", of };
    }
  }
}

/** Patterns are texts, whatever the field is. */
function comparedType(type: DataType, { operator }: Extract<Test, { kind: "compare" }>): DataType {
  return operator === "like" || operator === "ilike" || operator === "match" || operator === "imatch"
    ? { name: "text", native: "text" }
    : type;
}

function hasKey({ name }: Field, key: unknown): Condition {
  const left: FieldRef = { field: name, path: [{ to: { key: String(key) }, as: "json" }] };
  return { kind: "is", left, right: "not-null" };
}

function counted({ work }: Inputs): void {
  if (work.conditions-- <= 0) throw tooMuch(`An operation may have ${work.limits.conditions} conditions`);
}

/** A condition that vanished with its value would let a change reach every row. */
function nullGiven(name: string): Error {
  return badVariable(`${name} must not be null, nor a variable without a value; null is asked for by _is_null`);
}

function namedInput(type: unknown): GraphQLInputObjectType | undefined {
  let named = type as { readonly ofType?: unknown };
  while (named.ofType !== undefined) named = named.ofType as typeof named;
  return "getFields" in named ? (named as unknown as GraphQLInputObjectType) : undefined;
}
