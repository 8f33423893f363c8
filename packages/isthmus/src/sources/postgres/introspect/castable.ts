// The types a caller may cast to: PostgreSQL's own scalar ones by every usual spelling, and the exposed schemas' own.

import type { TypeFact } from "./types.ts";

const scalars: readonly string[] = `
  smallint, int2, integer, int, int4, bigint, int8, numeric, decimal, real, float4, float8, double precision,
  float, money, boolean, bool, text, varchar, character varying, char, character, bpchar, name, uuid, bytea,
  xml, date, time, timetz, time without time zone, time with time zone, interval, timestamp, timestamptz,
  timestamp without time zone, timestamp with time zone, json, jsonb, inet, cidr, macaddr, macaddr8, bit,
  varbit, bit varying, tsvector, tsquery, int4range, int8range, numrange, daterange, tsrange, tstzrange, point,
  line, lseg, box, path, polygon, circle`
  .split(",")
  .map((name) => name.trim());

/** Types that read the system's own catalogs (`regclass`, `regrole` …) would answer whether a name exists; they stay out. */
export function readCastable(schemas: readonly string[], types: readonly TypeFact[]): readonly string[] {
  const names = new Set(scalars.flatMap((name) => [name, `${name}[]`]));
  for (const type of types) {
    // PostgreSQL's own names of arrays, such as `_int4`.
    if (type.schema === "pg_catalog" && type.name.startsWith("_") && scalars.includes(type.name.slice(1)))
      names.add(type.name);
    if ((type.kind !== "e" && type.kind !== "d") || !schemas.includes(type.schema)) continue;
    names.add(type.native).add(`${type.native}[]`);
    if (/^[a-z_][a-z0-9_]*$/.test(type.name)) names.add(type.name);
  }
  return [...names];
}
