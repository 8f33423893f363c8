// What types are called in casts, by the names that PostgreSQL's and MySQL's users know.

import type { DataType } from "../../../core/index.ts";

export const castKinds: Readonly<Record<string, DataType["name"]>> = {
  smallint: "integer",
  int2: "integer",
  integer: "integer",
  int: "integer",
  int4: "integer",
  bigint: "bigint",
  int8: "bigint",
  numeric: "decimal",
  decimal: "decimal",
  real: "float",
  float4: "float",
  float8: "float",
  float: "float",
  double: "float",
  "double precision": "float",
  boolean: "boolean",
  bool: "boolean",
  json: "json",
  jsonb: "json",
  date: "date",
  time: "time",
  timestamp: "timestamp",
  datetime: "timestamp",
};
