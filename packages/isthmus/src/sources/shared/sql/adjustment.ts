// Changes that start from what stands in a field: which fields they are for, and the value each leads to.

import { type Adjustment, type DataType, type Field, Problem, type Update } from "../../../core/index.ts";
import type { Fragment } from "./fragment.ts";
import { column, fieldOf, type Scope } from "./scope.ts";

const numbers: ReadonlySet<DataType["name"]> = new Set(["smallint", "integer", "bigint", "decimal", "float"]);

/** Throws 42804 for a field of another type than the adjustment is for. */
export function adjustedValues(
  scope: Scope,
  { adjust = [] }: Pick<Update, "adjust">,
): readonly { readonly field: Field; readonly value: Fragment }[] {
  return adjust.map((adjustment) => {
    const field = fieldOf(scope.resource, adjustment.field);
    if (!isFor(adjustment, field.type)) throw otherType(adjustment, scope, field);
    return { field, value: scope.dialect.adjust(column(scope, field.name), adjustment) };
  });
}

function isFor({ operator }: Adjustment, { name }: DataType): boolean {
  return operator === "increment" ? numbers.has(name) : name === "json";
}

function otherType({ operator }: Adjustment, { resource }: Scope, { name, type }: Field): Problem {
  return new Problem({
    code: "42804",
    category: "invalid",
    message: `column ${resource.name}.${name} is of type ${type.native}, which "${operator}" cannot change`,
    hint: operator === "increment" ? "It adds to numbers" : "It changes JSON",
  });
}
