// What the database holds: collections, their fields by validator or by a sample of documents, their keys and indexes.

import type { Db } from "mongodb";
import type { FieldSchema, ForeignKeySchema, ResourceSchema, SourceSchema } from "../../core/index.ts";
import { castable } from "./casts.ts";
import type { Abilities } from "./connect.ts";
import { declaredType } from "./declared-type.ts";
import type { Document } from "./native.ts";
import type { MongodbSettings } from "./options.ts";
import { sampledFields } from "./sampled-fields.ts";
import { validatorFields } from "./validator-fields.ts";

interface Listed {
  readonly name: string;
  readonly type?: string;
  readonly options?: { readonly validator?: { readonly $jsonSchema?: unknown } };
}

interface Index {
  readonly key: Readonly<Record<string, unknown>>;
  readonly unique?: boolean;
  readonly partialFilterExpression?: unknown;
  readonly sparse?: boolean;
  readonly name?: string;
}

export async function introspect(
  db: Db,
  settings: MongodbSettings,
  abilities: Abilities,
  signal: AbortSignal,
): Promise<SourceSchema> {
  const listed = (await db.listCollections({}, { signal }).toArray()) as unknown as readonly Listed[];
  const served = listed
    .filter(({ name }) => !name.startsWith("system.") && (settings.collections?.includes(name) ?? true))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const namespace = "main";
  const leftOut: string[] = [];
  const resources: ResourceSchema[] = [];
  for (const collection of served) {
    if (/[.$]/.test(collection.name)) leftOut.push(`collection ${collection.name}: its name holds a dot or a dollar`);
    else resources.push(await resourceOf(db, collection, settings, abilities, signal, leftOut));
  }
  const linked = resources.map((resource) => ({
    ...resource,
    foreignKeys: referencesOf(resource, resources, settings),
  }));
  return {
    namespaces: [namespace],
    resources: linked,
    operations: [],
    castable,
    textSearchConfigurations: [],
    ...(leftOut.length === 0 ? {} : { leftOut }),
  };
}

async function resourceOf(
  db: Db,
  { name, type, options }: Listed,
  settings: MongodbSettings,
  abilities: Abilities,
  signal: AbortSignal,
  leftOut: string[],
): Promise<ResourceSchema> {
  const isView = type === "view";
  const schema = options?.validator?.$jsonSchema;
  const found = schema === undefined ? await sampled(db, name, settings, signal) : validatorFields(schema);
  const ownKey = Object.hasOwn(settings.keys, name) ? settings.keys[name] : undefined;
  const offered = withDeclared(name, named(found, settings, ownKey), settings, abilities);
  for (const field of found)
    if (/[.$]/.test(field.name)) leftOut.push(`${name}.${field.name}: its name holds a dot or a dollar`);
  const indexes = isView ? [] : ((await db.collection(name).listIndexes().toArray()) as unknown as readonly Index[]);
  const fieldsOf = (index: Index) =>
    Object.keys(index.key).map((field) => (field === "_id" && ownKey === undefined ? settings.id : field));
  const known = new Set(offered.map((field) => field.name));
  const key = ownKey ?? [settings.id];
  const plain = indexes.filter((index) => fieldsOf(index).every((field) => known.has(field)));
  const unique = plain
    .filter((index) => index.unique === true && index.partialFilterExpression === undefined && index.sparse !== true)
    .map(fieldsOf)
    .filter((fields) => fields.join("\0") !== key.join("\0"));
  if (
    ownKey !== undefined &&
    !indexes.some(
      (index) => index.unique === true && Object.keys(index.key).sort().join("\0") === [...ownKey].sort().join("\0"),
    )
  )
    leftOut.push(`${name}: no unique index stands behind its key ${ownKey.join(", ")}`);
  const writable = !isView && !settings.readOnly;
  return {
    namespace: "main",
    name,
    kind: isView ? "view" : "table",
    fields: offered.map((field) => (key.includes(field.name) ? { ...field, nullable: false } : field)),
    key: key.every((field) => known.has(field)) ? key : [],
    unique,
    indexes: plain.map(fieldsOf),
    foreignKeys: [],
    insertable: writable,
    updatable: writable,
    deletable: writable,
  };
}

async function sampled(
  db: Db,
  name: string,
  { sample }: MongodbSettings,
  signal: AbortSignal,
): Promise<readonly FieldSchema[]> {
  // In the order of the key, so that the same documents are looked at each time.
  const cursor = db.collection(name).find({}, { signal, limit: sample, sort: { _id: 1 } });
  return sampledFields((await cursor.toArray()) as readonly Document[]);
}

/** `_id` goes by the name that is configured, and not at all where the collection has a key of its own. */
function named(
  fields: readonly FieldSchema[],
  { id }: MongodbSettings,
  ownKey: readonly string[] | undefined,
): FieldSchema[] {
  const plain = fields.filter((field) => !/[.$\0]/.test(field.name) && field.name !== "");
  if (ownKey !== undefined) return plain.filter((field) => field.name !== "_id" || ownKey.includes("_id"));
  return plain
    .filter((field) => field.name === "_id" || field.name !== id)
    .map((field) => (field.name === "_id" ? { ...field, name: id } : field));
}

/** What the configuration knows better; a field that no document has yet can be named there too. */
function withDeclared(
  collection: string,
  fields: readonly FieldSchema[],
  settings: MongodbSettings,
  abilities: Abilities,
): FieldSchema[] {
  const declared = new Map<string, Exclude<MongodbSettings["fields"][string], string>>();
  for (const [place, given] of Object.entries(settings.fields)) {
    const [where = "", field = ""] = place.split(".");
    if (where === collection) declared.set(field, typeof given === "string" ? { type: given } : given);
  }
  const names = [...new Set([...fields.map((field) => field.name), ...declared.keys()])];
  return names.map((name) => {
    const found = fields.find((field) => field.name === name);
    const more = declared.get(name);
    const base: FieldSchema = found ?? {
      name,
      type: { name: "json", native: "any|null" },
      nullable: true,
      hasDefault: false,
      generated: "never",
    };
    if (more === undefined) return base;
    const type = more.type === undefined ? base.type : declaredType(more.type, found?.type, abilities);
    return {
      ...base,
      type,
      nullable: more.nullable ?? base.nullable,
      hasDefault: more.default !== undefined || (base.hasDefault && type.native.startsWith("objectId")),
      ...(more.default === undefined ? {} : { default: JSON.stringify(more.default) }),
      ...(more.description === undefined ? {} : { description: more.description }),
    };
  });
}

function referencesOf(
  resource: ResourceSchema,
  all: readonly ResourceSchema[],
  { references }: MongodbSettings,
): ForeignKeySchema[] {
  return Object.entries(references).flatMap(([from, to]) => {
    const [collection, field = ""] = from.split(".");
    const [target = "", targetField = ""] = to.split(".");
    const there = all.find((one) => one.name === target);
    if (collection !== resource.name || there === undefined) return [];
    if (!resource.fields.some((one) => one.name === field) || !there.fields.some((one) => one.name === targetField))
      return [];
    const unique = [resource.key, ...resource.unique].some((set) => set.length === 1 && set[0] === field);
    return [
      {
        name: `${collection}_${field}_fkey`,
        fields: [field],
        target: { namespace: "main", name: target },
        targetFields: [targetField],
        unique,
      },
    ];
  });
}
