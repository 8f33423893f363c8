// A resource's three forms: what is read, what an insert takes, what an update takes.

import type { Catalog, Field, Resource } from "../../../core/index.ts";
import type { Part } from "./document.ts";
import { exampleOf } from "./example.ts";
import { code, paragraphs, remark, sentences } from "./markdown.ts";
import { typeNote, typeSchema } from "./type-schema.ts";

export interface Forms {
  readonly read?: Part;
  readonly insert?: Part;
  readonly update?: Part;
}

/** A form without a single field is absent, but for an insert, which may leave everything to the server. */
export function formsOf(resource: Resource, catalog: Catalog): Forms {
  const fields = [...resource.fields.values()];
  const readable = fields.filter((field) => field.readable);
  const updatable = resource.updatable ? fields.filter((field) => field.updatable) : [];
  return {
    ...(readable.length === 0 ? {} : { read: readForm(resource, describable(readable), catalog) }),
    ...(resource.insertable ? { insert: insertForm(describable(fields.filter((field) => field.insertable))) } : {}),
    ...(updatable.length === 0 ? {} : { update: writeForm(describable(updatable)) }),
  };
}

/** No field is required: `select` decides which of them are in an answer, and adds others. */
function readForm(resource: Resource, fields: readonly Field[], catalog: Catalog): Part {
  const targets = referencesOf(resource, catalog);
  const properties = fields.map((field) => {
    const about = sentences(resource.key.includes(field.name) ? "Primary key." : "", targets.get(field.name));
    return [field.name, fieldSchema(field, about)] as const;
  });
  const description = paragraphs(remark(resource.description), relationsNote(resource, catalog));
  return {
    type: "object",
    ...(description === "" ? {} : { description }),
    properties: Object.fromEntries(properties),
    examples: [exampleOfFields(fields.filter((field) => field.computed === undefined))],
  };
}

function insertForm(fields: readonly Field[]): Part {
  const required = fields.filter((field) => !field.nullable && !field.hasDefault).map((field) => field.name);
  const form = writeForm(fields);
  return required.length === 0 ? form : { ...form, required };
}

function writeForm(fields: readonly Field[]): Part {
  const properties = fields.map((field) => {
    const note = field.default === undefined ? "" : `Default: ${code(field.default)}.`;
    return [field.name, fieldSchema(field, note)] as const;
  });
  return { type: "object", properties: Object.fromEntries(properties), examples: [exampleOfFields(fields)] };
}

function fieldSchema(field: Field, about: string): Part {
  return {
    ...typeSchema(field.type, field.nullable),
    description: paragraphs(remark(field.description), sentences(typeNote(field.type), about)),
  };
}

/** Programs that read a document take keys of these names for a prototype and for a reference, wherever they stand. */
const unspeakable: ReadonlySet<string> = new Set(["__proto__", "$ref"]);

/** The fields a schema can name. */
export function describable(fields: readonly Field[]): readonly Field[] {
  return fields.filter((field) => !unspeakable.has(field.name));
}

export function exampleOfFields(fields: readonly Field[]): Part {
  return Object.fromEntries(fields.map((field) => [field.name, exampleOf(field.type, field.name)]));
}

/** By field: which field of which resource it refers to. */
function referencesOf(resource: Resource, catalog: Catalog): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const relation of resource.relations.values()) {
    const target = catalog.resources.get(relation.target);
    const [pair] = relation.on;
    if (!relation.owning || relation.on.length !== 1 || target === undefined || pair === undefined) continue;
    if (!found.has(pair.from)) found.set(pair.from, `Refers to ${code(`${target.name}.${pair.to}`)}.`);
  }
  return found;
}

function relationsNote(resource: Resource, catalog: Catalog): string {
  const lines = [...resource.relations.values()].flatMap((relation) => {
    const target = catalog.resources.get(relation.target);
    if (target === undefined) return [];
    const many = relation.cardinality === "one-to-many" || relation.cardinality === "many-to-many";
    return [`- ${code(relation.name)}: ${many ? "many" : "one"} of ${code(target.name)}`];
  });
  return lines.length === 0 ? "" : `Related records, for \`select\`:\n\n${lines.join("\n")}`;
}
