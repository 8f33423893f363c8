// The document's schemas → ours. Each shared one is translated once, when something first points at it, and stays a
// reference: schemas that hold themselves are as small as they are written.

import { isObject, isText, type Json, type JsonObject, listAt, member, numberAt, textAt } from "../document/json.ts";
import { followPointer } from "../document/pointer.ts";
import type { Schema, SchemaType } from "../../shared/api/schema.ts";

export interface Schemas {
  of(given: Json | undefined): Schema;
  /** By pointer: what has been pointed at so far. */
  readonly shared: Readonly<Record<string, Schema>>;
}

/** Schemas written one inside the other; deeper ones allow anything. */
const deepest = 64;
const types: ReadonlySet<string> = new Set(["string", "number", "integer", "boolean", "array", "object"]);

export function createSchemas(root: JsonObject): Schemas {
  // Pointers are the document's: one may be called __proto__.
  const shared = Object.create(null) as Record<string, Schema>;

  function refer(pointer: string): Schema {
    if (!Object.hasOwn(shared, pointer)) {
      const found = followPointer(root, pointer);
      if (!isObject(found)) return {};
      // Holds its place meanwhile: it may point at itself.
      shared[pointer] = {};
      shared[pointer] = translate(found, 0);
    }
    return { ref: pointer };
  }

  function translate(given: Json | undefined, depth: number): Schema {
    if (!isObject(given) || depth > deepest) return {};
    const pointer = textAt(given, "$ref");
    if (pointer !== undefined)
      return { ...refer(pointer), ...(member(given, "nullable") === true ? { nullable: true } : {}) };
    const under = (value: Json | undefined): Schema => translate(value, depth + 1);
    const many = (key: string): readonly Schema[] => listAt(given, key).filter(isObject).map(under);
    const [any, one] = [alternatives(given, "anyOf", under), alternatives(given, "oneOf", under)];
    return collapse({
      ...typesOf(given),
      ...(any.nullable || one.nullable ? { nullable: true } : {}),
      enum: enumOf(given),
      format: textAt(given, "format"),
      properties: propertiesOf(given, under),
      required: some(listAt(given, "required").filter(isText)),
      additional: additionalOf(given, under),
      items: isObject(member(given, "items")) ? under(member(given, "items")) : undefined,
      all: some(many("allOf").filter(saysSomething)),
      any: some(any.list),
      one: some(one.list),
      ...boundsOf(given),
      minLength: numberAt(given, "minLength"),
      maxLength: numberAt(given, "maxLength"),
      minItems: numberAt(given, "minItems"),
      maxItems: numberAt(given, "maxItems"),
      description: textAt(given, "description")?.slice(0, 500),
      readOnly: member(given, "readOnly") === true ? true : undefined,
      writeOnly: member(given, "writeOnly") === true ? true : undefined,
    });
  }

  return { of: (given) => translate(given, 0), shared };
}

function typesOf(given: JsonObject): Pick<Schema, "types" | "nullable"> {
  const said = member(given, "type");
  const names = (Array.isArray(said) ? said : [said]).filter(isText);
  const known = names.filter((name): name is SchemaType => types.has(name));
  const nullable = names.includes("null") || member(given, "nullable") === true || member(given, "x-nullable") === true;
  // Swagger 2: a file is bytes, which only its place in the request knows.
  return { ...(known.length > 0 ? { types: known } : {}), ...(nullable ? { nullable } : {}) };
}

function enumOf(given: JsonObject): Schema["enum"] {
  const constant = member(given, "const");
  const values = member(given, "enum");
  const list = constant === undefined ? (Array.isArray(values) ? (values as readonly Json[]) : undefined) : [constant];
  const plain = list?.filter((value) => typeof value !== "object" || value === null);
  if (plain === undefined || plain.length === 0 || plain.length !== list?.length) return undefined;
  // Documents write texts as numbers and numbers as texts: values of another type could never be given.
  const { types: said } = typesOf(given);
  if (said?.length !== 1) return plain;
  if (said[0] === "string") return plain.map((value) => (value === null ? null : String(value)));
  const numeric = said[0] === "integer" || said[0] === "number";
  return plain.map((value) =>
    numeric && typeof value === "string" && value.trim() !== "" && Number.isFinite(Number(value))
      ? Number(value)
      : value,
  );
}

function propertiesOf(given: JsonObject, under: (value: Json | undefined) => Schema): Schema["properties"] {
  const properties = member(given, "properties");
  if (!isObject(properties)) return undefined;
  return Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, under(one)]));
}

function additionalOf(given: JsonObject, under: (value: Json | undefined) => Schema): Schema["additional"] {
  const additional = member(given, "additionalProperties");
  // Nothing at all could be given where the members are only described in the alternatives; so it is not meant like that.
  const elsewhere = ["allOf", "anyOf", "oneOf"].some((key) => listAt(given, key).length > 0);
  if (additional === false) return elsewhere && !isObject(member(given, "properties")) ? undefined : false;
  return isObject(additional) && Object.keys(additional).length > 0 ? under(additional) : undefined;
}

/** In 3.0 the exclusive ones say how the others are meant; in 3.1 they are bounds of their own. */
function boundsOf(given: JsonObject): Pick<Schema, "minimum" | "maximum" | "above" | "below"> {
  const [minimum, maximum] = [numberAt(given, "minimum"), numberAt(given, "maximum")];
  const above = member(given, "exclusiveMinimum") === true ? minimum : numberAt(given, "exclusiveMinimum");
  const below = member(given, "exclusiveMaximum") === true ? maximum : numberAt(given, "exclusiveMaximum");
  return {
    ...(minimum === undefined || above === minimum ? {} : { minimum }),
    ...(maximum === undefined || below === maximum ? {} : { maximum }),
    ...(above === undefined ? {} : { above }),
    ...(below === undefined ? {} : { below }),
  };
}

function some<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length > 0 ? list : undefined;
}

interface Alternatives {
  readonly list: readonly Schema[];
  /** One of them was nothing but null. */
  readonly nullable: boolean;
}

function alternatives(given: JsonObject, key: string, under: (value: Json | undefined) => Schema): Alternatives {
  const all = listAt(given, key).filter(isObject);
  const list = all.filter((one) => textAt(one, "type") !== "null");
  return { list: list.map(under), nullable: list.length < all.length };
}

/** Beside words about it. */
function saysSomething(schema: Schema): boolean {
  return Object.keys(schema).some((key) => key !== "description");
}

/** What only wraps another schema is that schema; documents wrap to add a description, or that it may be null. */
function collapse(given: { readonly [K in keyof Schema]: Schema[K] | undefined }): Schema {
  const schema = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Schema;
  const { all, any, one, nullable, description, readOnly, writeOnly, ...own } = schema;
  const wrapped = [...(all ?? []), ...(any ?? []), ...(one ?? [])];
  const [only] = wrapped;
  if (wrapped.length !== 1 || only === undefined || Object.keys(own).length > 0) return schema;
  return {
    ...only,
    ...(nullable === undefined ? {} : { nullable }),
    ...(description === undefined ? {} : { description }),
    ...(readOnly === undefined ? {} : { readOnly }),
    ...(writeOnly === undefined ? {} : { writeOnly }),
  };
}
