// What of an API can be listed and fetched → resources: types that a root field lists without being told anything, and
// those that the configuration names.

import type { GraphQLArgument } from "graphql";
import { type FieldSchema, Problem, type ResourceSchema } from "../../../core/index.ts";
import type { RemoteOperator } from "../../shared/remote/port.ts";
import type { ListBinding, PageBinding, ResourceBinding } from "../binding.ts";
import type { FoundField, IntrospectOptions } from "../introspect.ts";
import type { ResourceSettings } from "../options.ts";
import { type GraphField, typeNamed } from "../schema-types.ts";
import { rowFields, type TypeNames } from "./data-types.ts";
import type { KnownTypes } from "./types.ts";

const scan = 1_000;
const calls = 200;
const pageSize = 100;
/** Keys in one question, each under a name of its own. */
const batch = 50;

interface Terrain {
  readonly queries: readonly FoundField[];
  readonly known: KnownTypes;
  readonly names: TypeNames;
  readonly depth: number;
  readonly isRequired: (argument: GraphQLArgument) => boolean;
}

interface Listed {
  readonly found: FoundField;
  readonly type: string;
  readonly rows: ListBinding["rows"];
}

/** @param taken Names of operations. */
export async function resourcesOf(
  queries: readonly FoundField[],
  known: KnownTypes,
  names: TypeNames,
  { resources: configured, depth }: IntrospectOptions,
  taken: ReadonlySet<string>,
): Promise<readonly ResourceSchema[]> {
  if (configured === false) return [];
  const { isRequiredArgument } = await import("graphql");
  const terrain: Terrain = { queries, known, names, depth, isRequired: isRequiredArgument };
  const made: ResourceSchema[] = [];
  for (const [name, settings] of derived(terrain))
    if (!Object.hasOwn(configured, name) && !taken.has(name)) made.push(resourceSchema(name, settings, terrain));
  for (const [name, settings] of Object.entries(configured)) {
    if (settings === false) continue;
    if (taken.has(name)) throw wrong(name, "an operation has this name; give one of them another");
    made.push(resourceSchema(name, settings, terrain));
  }
  return made;
}

/** By the type's name: the first field that lists it, and the one that gives one of it by a key. */
function derived(terrain: Terrain): ReadonlyMap<string, ResourceSettings> {
  const found = new Map<string, ResourceSettings>();
  for (const one of terrain.queries) {
    const listed = listedBy(one, terrain);
    if (listed === undefined || found.has(listed.type) || one.field.args.some(terrain.isRequired)) continue;
    const get = terrain.queries.find((other) => getsBy(other, listed.type, terrain) !== undefined);
    found.set(listed.type, { list: one.field.name, ...(get === undefined ? {} : { get: get.field.name }) });
  }
  return found;
}

function listedBy(found: FoundField, { known }: Terrain): Listed | undefined {
  const answer = known.field(found.field.type);
  const of = typeNamed(answer.type, known.types);
  if (answer.lists === 1 && of.kind === "object") return { found, type: answer.type, rows: "list" };
  if (answer.lists !== 0 || of.connection === undefined) return undefined;
  const item = of.connection === "nodes" ? of.fields?.["nodes"] : nodeOf(of.fields?.["edges"], known);
  if (item === undefined || typeNamed(item.type, known.types).kind !== "object") return undefined;
  return { found, type: item.type, rows: of.connection };
}

function nodeOf(edges: GraphField | undefined, { types }: KnownTypes): GraphField | undefined {
  return edges === undefined ? undefined : typeNamed(edges.type, types).fields?.["node"];
}

/** The argument by which a field gives one of a type, where that is all it must be told. */
function getsBy({ field }: FoundField, type: string, { known, isRequired }: Terrain): GraphQLArgument | undefined {
  const answer = known.field(field.type);
  const required = field.args.filter(isRequired);
  const [key] = required;
  if (answer.lists !== 0 || answer.type !== type || required.length !== 1 || key === undefined) return undefined;
  const own = typeNamed(type, known.types).fields?.[key.name];
  return own !== undefined && own.lists === 0 && isKeyType(String(key.type)) ? key : undefined;
}

function isKeyType(written: string): boolean {
  return /^(ID|String|Int|UUID)!?$/.test(written);
}

function resourceSchema(name: string, settings: ResourceSettings, terrain: Terrain): ResourceSchema {
  const { known, names, depth } = terrain;
  const list = settings.list === undefined ? undefined : listField(name, settings.list, terrain);
  const get = settings.get === undefined ? undefined : rootField(name, "get", settings.get, terrain);
  const type = list?.type ?? (get && known.field(get.field.type).type);
  if (type === undefined) throw wrong(name, "expected `list` or `get`");
  const fields = rowFields(type, names, depth, {});
  if (fields.length === 0) throw wrong(name, `expected fields of objects, and not of ${type}`);
  const key = keyOf(name, settings, get, type, fields, terrain);
  const argument = get?.field.args.find((one) => one.name === key);
  if (get !== undefined && argument === undefined)
    throw wrong(`${name}.get`, `${get.field.name} has no argument ${key ?? "id"}`);
  const binding: ResourceBinding = {
    type,
    abilities: {
      key: key === undefined ? [] : [key],
      list: list !== undefined,
      one: get !== undefined,
      ...(get === undefined ? {} : { many: batch }),
      filters: {},
      order: {},
      scan: settings.scan ?? scan,
      calls: settings.calls ?? calls,
    },
    ...(list === undefined ? {} : { list: listBinding(name, list, settings, terrain) }),
    ...(get === undefined || argument === undefined
      ? {}
      : { get: { field: get.field.name, arguments: [{ name: argument.name, written: String(argument.type) }] } }),
  };
  const filters = Object.fromEntries(
    Object.entries(binding.list?.filters ?? {}).map(([field, by]) => [field, Object.keys(by) as RemoteOperator[]]),
  );
  return {
    namespace: "main",
    name,
    kind: "foreign-table",
    fields,
    key: key === undefined ? [] : [key],
    unique: [],
    indexes: [],
    foreignKeys: [],
    insertable: false,
    updatable: false,
    deletable: false,
    binding: { ...binding, abilities: { ...binding.abilities, filters } },
  };
}

function keyOf(
  resource: string,
  { key }: ResourceSettings,
  get: FoundField | undefined,
  type: string,
  fields: readonly FieldSchema[],
  terrain: Terrain,
): string | undefined {
  const has = (name: string): boolean => fields.some((one) => one.name === name);
  if (key !== undefined) {
    if (!has(key)) throw wrong(`${resource}.key`, `${type} has no field ${key}`);
    return key;
  }
  return (get && getsBy(get, type, terrain)?.name) ?? (has("id") ? "id" : undefined);
}

function rootField(resource: string, part: string, name: string, { queries }: Terrain): FoundField {
  const found = queries.find(({ field }) => field.name === name);
  if (found === undefined) throw wrong(`${resource}.${part}`, `the schema has no field "${name}" among its queries`);
  return found;
}

function listField(resource: string, name: string, terrain: Terrain): Listed {
  const found = rootField(resource, "list", name, terrain);
  const listed = listedBy(found, terrain);
  if (listed === undefined) throw wrong(`${resource}.list`, `${name} gives neither a list of objects nor a connection`);
  if (found.field.args.some(terrain.isRequired))
    throw wrong(`${resource}.list`, `${name} has arguments that are required`);
  return listed;
}

function listBinding(
  resource: string,
  { found, type, rows }: Listed,
  { filters, page }: ResourceSettings,
  { known, isRequired }: Terrain,
): ListBinding {
  const { field } = found;
  const argument = (name: string) => {
    const one = field.args.find((other) => other.name === name);
    if (one === undefined) throw wrong(`${resource}.filters`, `${field.name} has no argument ${name}`);
    return { name, written: String(one.type) };
  };
  const pages = page === false ? undefined : pageOf(field.args, rows, page?.most ?? pageSize);
  const own = typeNamed(type, known.types).fields ?? {};
  const plain = (written: string): string => written.replace(/!$/, "");
  const same = field.args
    .filter((one) => !isRequired(one) && own[one.name] !== undefined && own[one.name]?.lists === 0)
    .filter(
      (one) =>
        plain(String(one.type)) === plain(own[one.name]?.written ?? "") &&
        typeNamed(plain(String(one.type)), known.types).kind === "leaf",
    )
    .map((one) => [one.name, { eq: argument(one.name) }] as const);
  const said = Object.entries(filters ?? {}).map(([name, by]) => {
    if (!Object.hasOwn(own, name)) throw wrong(`${resource}.filters`, `${type} has no field ${name}`);
    const operators = typeof by === "string" ? { eq: by } : by;
    return [
      name,
      Object.fromEntries(Object.entries(operators).map(([operator, given]) => [operator, argument(given)])),
    ] as const;
  });
  return {
    field: field.name,
    rows,
    filters: Object.fromEntries([...same, ...said]),
    ...(pages === undefined ? {} : { page: pages }),
  };
}

function pageOf(args: readonly GraphQLArgument[], rows: ListBinding["rows"], most: number): PageBinding | undefined {
  const named = (...wanted: readonly string[]) =>
    args.find(({ name, type }) => wanted.includes(name) && String(type).replace(/!$/, "") === "Int")?.name;
  const cursor = args.find(({ name }) => name === "after");
  const first = named("first");
  if (rows !== "list")
    return cursor === undefined || first === undefined
      ? undefined
      : { kind: "cursor", size: first, cursor: "after", cursorWritten: String(cursor.type), most };
  const [size, offset] = [named("limit", "first", "take"), named("offset", "skip")];
  return size === undefined || offset === undefined ? undefined : { kind: "offset", size, offset, most };
}

function wrong(place: string, what: string): Problem {
  return new Problem({ code: "ISTHMUS105", category: "invalid", message: `resources.${place}: ${what}` });
}
