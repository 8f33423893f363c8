// One resource as TypeScript: its fields, what may be inserted and updated, and where its relations lead.

import { isToOne, type Relation, type Resource } from "../../core/index.ts";
import { doc, fieldType, key } from "./type-text.ts";

/** @param preset Fields that a policy fills in. */
export function resourceText(resource: Resource, preset: ReadonlySet<string> = new Set()): string {
  const all = [...resource.fields.values()];
  const plain = all.filter(({ computed }) => computed === undefined);
  const computed = all.filter((field) => field.computed !== undefined);
  const insertable = plain.filter((field) => field.insertable);
  const isOptional = ({ name, nullable, hasDefault }: (typeof plain)[number]): boolean =>
    nullable || hasDefault || preset.has(name);
  const relations = [...resource.relations.values()];
  const id = JSON.stringify(resource.id);
  return [
    ...doc(resource.description, "    "),
    `    ${key(resource.id)}: {`,
    ...members("fields", plain),
    ...(computed.length === 0 ? [] : members("computed", computed)),
    resource.insertable
      ? `      insert: Insert<${id}, ${names(insertable.filter((field) => !isOptional(field)))}, ${names(insertable.filter(isOptional))}>;`
      : `      insert: never;`,
    resource.updatable
      ? `      update: Update<${id}, ${names(plain.filter((field) => field.updatable))}>;`
      : `      update: never;`,
    ...(relations.length === 0
      ? [`      relations: {};`]
      : [`      relations: {`, ...relations.map((one) => `        ${relationText(one, resource)}`), `      };`]),
    `      relationships: ${relationshipsText(relations)};`,
    `    };`,
  ].join("\n");
}

/** Keys and relations of a resource as a value. */
export function shapeText({ id, key: fields, relations }: Resource): string {
  const led = [...relations.values()].map(({ name, target }) => `${key(name)}: ${JSON.stringify(target)}`);
  return `  ${key(id)}: { key: ${JSON.stringify(fields)}, relations: {${led.length === 0 ? "" : ` ${led.join(", ")} `}} },`;
}

function members(name: string, fields: readonly Parameters<typeof fieldType>[0][]): readonly string[] {
  return [
    `      ${name}: {`,
    ...fields.flatMap((field) => [
      ...doc(field.description, "        "),
      `        ${key(field.name)}: ${fieldType(field)};`,
    ]),
    `      };`,
  ];
}

function names(fields: readonly { readonly name: string }[]): string {
  return fields.map(({ name }) => JSON.stringify(name)).join(" | ") || "never";
}

function relationText(relation: Relation, resource: Resource): string {
  const { name, target, constraint, on, owning, through } = relation;
  const many = !isToOne(relation);
  const parts = [
    `to: ${JSON.stringify(target)}`,
    `many: ${many}`,
    ...(many ? [] : [`optional: ${!owning || !isCertain(relation, resource)}`]),
    `key: ${JSON.stringify(constraint)}`,
    ...(through === undefined ? [] : [`through: ${JSON.stringify(through.resource)}`]),
    `columns: ${JSON.stringify(on.map((pair) => (owning ? pair.from : pair.to)))}`,
  ];
  return `${key(name)}: { ${parts.join("; ")} };`;
}

/** A foreign key whose fields are never null leads to a record; a relation of the configuration, or a function, may lead to none. */
function isCertain({ name, constraint, on, computed }: Relation, { fields }: Resource): boolean {
  return computed === undefined && constraint !== name && on.every(({ from }) => fields.get(from)?.nullable === false);
}

/** In the form of Supabase's generated types: foreign keys of the resource itself. */
function relationshipsText(relations: readonly Relation[]): string {
  const own = relations.filter((one) => one.owning && isToOne(one) && one.computed === undefined);
  const texts = own.map(
    ({ constraint, on, cardinality, target }) =>
      `{ foreignKeyName: ${JSON.stringify(constraint)}; columns: ${JSON.stringify(on.map(({ from }) => from))}; isOneToOne: ${cardinality === "one-to-one"}; referencedRelation: ${JSON.stringify(target)}; referencedColumns: ${JSON.stringify(on.map(({ to }) => to))} }`,
  );
  return `[${texts.join(", ")}]`;
}
