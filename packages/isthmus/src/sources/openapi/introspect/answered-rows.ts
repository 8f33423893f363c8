// Which rows an answer holds, and where: the answer itself, or the one list of objects in it.

import type { FieldSchema } from "../../../core/index.ts";
import { dataTypeOf } from "../../shared/api/data-types.ts";
import { type FlatObject, flatObject } from "../../shared/api/flatten.ts";
import { resolved, type Schema } from "../../shared/api/schema.ts";

type Shared = Readonly<Record<string, Schema>>;

export interface AnsweredRows {
  /** Names with dots between them; empty where the answer is the list. */
  readonly place: string;
  readonly object: FlatObject;
}

/** @param place Where they are said to be. */
export function rowsIn(answer: Schema, shared: Shared, place?: string): AnsweredRows | undefined {
  if (place !== undefined) {
    const object = listed(schemaAt(answer, shared, place), shared);
    return object === undefined ? undefined : { place, object };
  }
  const direct = listed(answer, shared);
  if (direct !== undefined) return { place: "", object: direct };
  const lists = [...(flatObject(answer, shared)?.properties ?? [])].flatMap(([name, one]) => {
    const object = name === "" || name.includes(".") ? undefined : listed(one, shared);
    return object === undefined ? [] : [{ place: name, object }];
  });
  return lists.length === 1 ? lists[0] : undefined;
}

export function objectIn(answer: Schema, shared: Shared, place = ""): FlatObject | undefined {
  const schema = schemaAt(answer, shared, place);
  return schema === undefined ? undefined : flatObject(schema, shared);
}

function listed(given: Schema | undefined, shared: Shared): FlatObject | undefined {
  const schema = given === undefined ? undefined : resolved(given, shared);
  const isList = schema?.types?.length === 1 && schema.types[0] === "array";
  return isList && schema.items !== undefined ? flatObject(schema.items, shared) : undefined;
}

/** What stands at a place of the answer; undefined where nothing is described there. */
export function schemaAt(answer: Schema, shared: Shared, place: string): Schema | undefined {
  let schema: Schema | undefined = answer;
  for (const name of place === "" ? [] : place.split("."))
    schema = schema === undefined ? undefined : flatObject(schema, shared)?.properties.get(name);
  return schema;
}

export function fieldsOf({ properties }: FlatObject, shared: Shared): readonly FieldSchema[] {
  return [...properties]
    .filter(([name, one]) => name !== "" && one.writeOnly !== true)
    .map(([name, one]) => ({
      name,
      type: dataTypeOf(one, shared, 1),
      nullable: true,
      hasDefault: false,
      generated: "never" as const,
      ...(one.description === undefined ? {} : { description: one.description }),
    }));
}
