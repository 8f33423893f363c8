// Which fields may be changed by starting from what stands there.

import { type Adjustment, type DataType, Problem } from "../../core/index.ts";

/** Throws 42804 for a field of another type than the adjustment is for. */
export function checkAdjustable(
  resource: string,
  { field, operator }: Pick<Adjustment, "operator" | "field">,
  type: DataType,
): void {
  const numbers = ["smallint", "integer", "bigint", "decimal", "float"];
  if (operator === "increment" ? numbers.includes(type.name) : type.name === "json") return;
  throw new Problem({
    code: "42804",
    category: "invalid",
    message: `column ${resource}.${field} is of type ${type.native}, which "${operator}" cannot change`,
    hint: operator === "increment" ? "It adds to numbers" : "It changes JSON",
  });
}
