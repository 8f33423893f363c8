// What an adjustment makes of the value that stands there. SQLite lets whole numbers overflow into floats, adds decimals as
// floats and joins no JSON, so functions of ours do it as PostgreSQL does.

import type { Adjustment, DataType } from "../../core/index.ts";
import { textType, type Typed } from "../shared/sql/dialect.ts";
import { type Fragment, parameter, raw, sql } from "../shared/sql/fragment.ts";

const integerType: DataType = { name: "integer", native: "integer" };

export function adjust(from: Typed, { operator, value }: Adjustment): Fragment {
  if (operator === "increment") {
    const { name, precision, scale } = from.type;
    const digits = raw(precision === undefined ? "NULL, NULL" : `${Math.trunc(precision)}, ${Math.trunc(scale ?? 0)}`);
    const by = parameter({ value, as: "scalar", type: from.type });
    return sql`isthmus_increment(${from.sql}, ${by}, ${raw(`'${name}'`)}, ${digits})`;
  }
  return sql`isthmus_adjust(${raw(`'${operator}'`)}, json(${from.sql}), ${given(operator, value)})`;
}

function given(operator: Exclude<Adjustment["operator"], "increment">, value: Adjustment["value"]): Fragment {
  switch (operator) {
    case "append":
    case "prepend":
      return sql`json(${parameter({ value, as: "json" })})`;
    case "deleteKey":
      return parameter({ value, as: "text", type: textType });
    case "deleteElement":
      return parameter({ value, as: "scalar", type: integerType });
    case "deleteAtPath":
      return parameter({ value, as: "list", type: textType });
  }
}
