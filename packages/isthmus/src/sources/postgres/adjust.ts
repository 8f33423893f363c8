// What an adjustment makes of the value that stands there, by PostgreSQL's own operators.

import type { Adjustment, DataType } from "../../core/index.ts";
import { textType, type Typed } from "../shared/sql/dialect.ts";
import { type Fragment, parameter, raw, sql } from "../shared/sql/fragment.ts";

const integerType: DataType = { name: "integer", native: "integer" };

export function adjust(from: Typed, { operator, value }: Adjustment): Fragment {
  if (operator === "increment") {
    return sql`${from.sql} + CAST(${parameter({ value, as: "scalar", type: from.type })} AS ${raw(from.type.native)})`;
  }
  if (from.type.native === "jsonb") return adjustJson(from.sql, operator, value);
  return sql`CAST((${adjustJson(sql`CAST(${from.sql} AS jsonb)`, operator, value)}) AS ${raw(from.type.native)})`;
}

function adjustJson(
  from: Fragment,
  operator: Exclude<Adjustment["operator"], "increment">,
  value: Adjustment["value"],
): Fragment {
  switch (operator) {
    case "append":
      return sql`${from} || ${json(value)}`;
    case "prepend":
      return sql`${json(value)} || ${from}`;
    case "deleteKey":
      return sql`${from} - CAST(${parameter({ value, as: "text", type: textType })} AS text)`;
    case "deleteElement":
      return sql`${from} - CAST(${parameter({ value, as: "scalar", type: integerType })} AS integer)`;
    case "deleteAtPath":
      return sql`${from} #- CAST(${parameter({ value, as: "list", type: textType })} AS text[])`;
  }
}

function json(value: Adjustment["value"]): Fragment {
  return sql`CAST(${parameter({ value, as: "json" })} AS jsonb)`;
}
