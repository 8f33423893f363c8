// The values a write's JSON body gives: of one object each member is a parameter; of a list, JSON_TABLE makes rows.

import type { DataType, Field, Resource, Value } from "../../core/index.ts";
import type { RequiredFields } from "../shared/sql/command.ts";
import { type Fragment, join, parameter, raw, sql } from "../shared/sql/fragment.ts";
import { fieldOf } from "../shared/sql/scope.ts";
import { isSpatial } from "./json.ts";

/** The rows of a body under the alias `e`: `n`, and for each field its text `f<place>` and whether it is there, `g<place>`. */
export interface GivenRows {
  readonly from: Fragment;
  /** As the column takes it when it is written. */
  readonly value: (field: Field) => Fragment;
  readonly text: (field: Field) => Fragment;
  readonly isThere: (field: Field) => Fragment;
}

export function givenRows(
  resource: Resource,
  body: Value,
  names: readonly string[],
  alias = "e",
  required?: RequiredFields,
): GivenRows {
  const fields = new Map(names.map((name) => [name, fieldOf(resource, name).type]));
  const json = parameter({ value: body, as: "json", fields, ...(required === undefined ? {} : { required }) });
  const columns = names.map((_, at) => `f${at} LONGTEXT PATH '$.f${at}', g${at} INT EXISTS PATH '$.f${at}'`);
  const list = raw(["n FOR ORDINALITY", ...columns].join(", "));
  const text = (field: Field) => raw(`${alias}.f${names.indexOf(field.name)}`);
  return {
    from: sql`JSON_TABLE(${json}, '$[*]' COLUMNS (${list})) AS ${raw(alias)}`,
    text,
    value: (field) => fromStored(text(field), field.type),
    isThere: (field) => raw(`${alias}.g${names.indexOf(field.name)}`),
  };
}

/** A member of the body that is one object. */
export function givenMember(body: Value, { name, type }: Field): Fragment {
  return written(parameter({ value: body, as: "scalar", type, member: name }), type);
}

export function presetValue(value: Value, type: DataType): Fragment {
  return written(parameter({ value, as: "scalar", type }), type);
}

function written(value: Fragment, type: DataType): Fragment {
  return isSpatial(type) ? sql`ST_GeomFromText(${value})` : value;
}

function fromStored(text: Fragment, type: DataType): Fragment {
  if (type.name === "bytes") return sql`UNHEX(${text})`;
  if (type.native.startsWith("bit")) return sql`CAST(${text} AS UNSIGNED)`;
  return written(text, type);
}

/** What a field is given where a row has it not. */
export function defaultOf({ default: own }: Field): Fragment {
  return own === undefined ? raw("NULL") : sql`(${raw(own)})`;
}

export function commas(list: readonly Fragment[]): Fragment {
  return join(list, ", ");
}
