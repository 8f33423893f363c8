// Boot time: what the sources say of themselves, and the configuration's additions, become one Catalog.

import type {
  Capabilities,
  Catalog,
  Configuration,
  Field,
  FieldSchema,
  Operation,
  OperationSchema,
  Resource,
  ResourceSchema,
  SourceSchema,
} from "../core/index.ts";
import { idOf, withoutCapabilities } from "../core/index.ts";
import { configuredRelations } from "./configured-relations.ts";
import { relationsOf } from "./relations.ts";

export interface IntrospectedSource {
  readonly kind: string;
  readonly capabilities: Capabilities;
  readonly schema: SourceSchema;
}

/**
 * @param sources In the order of the configuration: the first one's resources go by their own names.
 * @throws Problem when two sources claim one namespace, or a configured relation names what does not exist.
 */
export function buildCatalog(
  sources: ReadonlyMap<string, IntrospectedSource>,
  configuration: Pick<Configuration, "relations">,
): Catalog {
  const namespaces = new Map<string, string>();
  const first = sources.keys().next().value;
  for (const [name, { schema }] of sources) {
    for (const native of schema.namespaces)
      namespaces.set(`${name}\0${native}`, publicNamespace(name, native, schema, name === first));
  }
  // Beside those of the first source, by their own names.
  const [home = "main"] = namespaces.values();
  for (const [name, { schema }] of sources)
    if (schema.unqualified === true) for (const native of schema.namespaces) namespaces.set(`${name}\0${native}`, home);
  const frame: Frame = { namespaces: [...new Set(namespaces.values())], publicNames: namespaces };

  const resources = new Map<string, Resource>();
  const operations = new Map<string, Operation[]>();
  for (const [source, { schema, capabilities }] of sources) {
    for (const found of schema.resources) {
      const resource = toResource(found, source, withoutCapabilities(capabilities, schema.unable), frame);
      resources.set(resource.id, resource);
    }
    for (const found of schema.operations) {
      const operation = toOperation(found, source, frame);
      const overloads = operations.get(operation.id);
      if (overloads === undefined) operations.set(operation.id, [operation]);
      else overloads.push(operation);
    }
  }

  const schemas = new Map(
    [...sources].flatMap(([source, { schema }]) =>
      schema.resources.map((found) => [idIn(frame, source, found), found] as const),
    ),
  );
  const relations = relationsOf(resources, schemas, (source, place) => idIn(frame, source, place));
  configuredRelations(configuration.relations ?? {}, resources, relations);
  for (const [id, resource] of resources) resources.set(id, { ...resource, relations: relations.get(id) ?? new Map() });

  return {
    sources: new Map(
      [...sources].map(([name, { kind, capabilities, schema }]) => [
        name,
        {
          name,
          kind,
          capabilities: withoutCapabilities(capabilities, schema.unable),
          castable: new Set(schema.castable),
          textSearchConfigurations: new Set(schema.textSearchConfigurations),
          ...(schema.definitions === undefined ? {} : { definitions: schema.definitions }),
        },
      ]),
    ),
    namespaces: frame.namespaces,
    resources,
    operations,
  };
}

interface Frame {
  readonly namespaces: readonly string[];
  /** `source \0 native namespace` → the name it is served under. */
  readonly publicNames: ReadonlyMap<string, string>;
}

function publicNamespace(source: string, native: string, schema: SourceSchema, isFirst: boolean): string {
  if (isFirst) return native;
  return native === schema.namespaces[0] ? source : `${source}.${native}`;
}

function namespaceOf(frame: Frame, source: string, native: string): string {
  return frame.publicNames.get(`${source}\0${native}`) ?? `${source}.${native}`;
}

function idIn(frame: Frame, source: string, place: { readonly namespace: string; readonly name: string }): string {
  return idOf(frame, namespaceOf(frame, source, place.namespace), place.name);
}

function toResource(found: ResourceSchema, source: string, can: Capabilities, frame: Frame): Resource {
  const insertable = found.insertable && can.insert;
  const updatable = found.updatable && can.update;
  return {
    id: idIn(frame, source, found),
    name: found.name,
    namespace: namespaceOf(frame, source, found.namespace),
    source,
    native: { schema: found.namespace, name: found.name },
    kind: found.kind,
    ...(found.description === undefined ? {} : { description: found.description }),
    fields: new Map(found.fields.map((field) => [field.name, toField(field, insertable, updatable)])),
    key: found.key,
    unique: found.unique,
    indexes: found.indexes,
    relations: new Map(),
    insertable,
    updatable,
    deletable: found.deletable && can.delete,
    ...(found.triggers === true ? { triggers: true } : {}),
    ...(found.textSearch === undefined ? {} : { textSearch: found.textSearch }),
    ...(found.binding === undefined ? {} : { binding: found.binding }),
  };
}

function toField(field: FieldSchema, insertable: boolean, updatable: boolean): Field {
  const writable = field.generated === "never" && field.computed === undefined;
  return { ...field, readable: true, insertable: insertable && writable, updatable: updatable && writable };
}

function toOperation(found: OperationSchema, source: string, frame: Frame): Operation {
  const { fields, resource, ...returns } = found.returns;
  return {
    id: idIn(frame, source, found),
    name: found.name,
    namespace: namespaceOf(frame, source, found.namespace),
    source,
    native: { schema: found.namespace, name: found.name },
    ...(found.description === undefined ? {} : { description: found.description }),
    parameters: found.parameters,
    effect: found.effect,
    ...(found.wholeBody === undefined ? {} : { wholeBody: found.wholeBody }),
    ...(found.binding === undefined ? {} : { binding: found.binding }),
    ...(found.access === undefined ? {} : { access: found.access }),
    ...(found.lenient === true ? { lenient: true } : {}),
    ...(found.resumable === true ? { resumable: true } : {}),
    returns: {
      ...returns,
      ...(fields === undefined
        ? {}
        : { fields: new Map(fields.map((field) => [field.name, toField(field, false, false)])) }),
      ...(resource === undefined ? {} : { resource: idIn(frame, source, resource) }),
    },
  };
}
