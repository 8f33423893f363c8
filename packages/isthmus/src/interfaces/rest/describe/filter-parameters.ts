// One parameter for every field a caller may filter by.

import type { DataType, Resource } from "../../../core/index.ts";
import { reference, type Part } from "./document.ts";
import { exampleOf } from "./example.ts";
import { code } from "./markdown.ts";

/** Words of the dialect that are no filters; a field of such a name can be filtered by within `and` or `or` alone. */
const reserved: ReadonlySet<string> = new Set([
  "select",
  "order",
  "limit",
  "offset",
  "after",
  "and",
  "or",
  "columns",
  "on_conflict",
]);

export interface FilterParameters {
  /** By the name of the component. */
  readonly components: readonly (readonly [name: string, parameter: Part])[];
  /** The primary key can be filtered by. */
  readonly keyed: boolean;
  readonly references: readonly Part[];
  readonly withoutKey: readonly Part[];
  /** Filters that name one record, or the nearest there is to it, with an example; empty where nothing can be read. */
  readonly ofKey: readonly Part[];
}

/** `component`: the resource's own name among the components. */
export function filterParameters(resource: Resource, component: string): FilterParameters {
  const fields = [...resource.fields.values()].filter((field) => field.readable && !reserved.has(field.name));
  // Numbered, since two fields' names may differ in nothing but characters a component's name cannot hold.
  const entries = fields.map((field, index) => {
    const name = `${component}.filter.${index + 1}`;
    const parameter = {
      name: written(field.name),
      in: "query",
      description: `Filter by ${code(field.name)} (${code(field.type.native)}), for instance ${code(filterExample(field.type, field.name))}.`,
      schema: reference("schemas", "Filter"),
    };
    return { field, name, parameter, reference: reference("parameters", name) };
  });
  const keyed = resource.key.length > 0 && resource.key.every((name) => fields.some((field) => field.name === name));
  const inKey = (index: number): boolean => (keyed ? resource.key.includes(fields[index]?.name ?? "") : index === 0);
  return {
    keyed,
    components: entries.map(({ name, parameter }) => [name, parameter] as const),
    references: entries.map((entry) => entry.reference),
    withoutKey: entries.filter((_, index) => !inKey(index)).map((entry) => entry.reference),
    ofKey: entries
      .filter((_, index) => inKey(index))
      .map(({ field, parameter }) => ({ ...parameter, example: `eq.${String(exampleOf(field.type, field.name))}` })),
  };
}

/** A name with characters that mean something in the grammar stands in double quotes. */
function written(name: string): string {
  if (/^[\p{L}0-9_$]+(-[\p{L}0-9_$]+)*$/u.test(name)) return name;
  return `"${name.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}

function filterExample(type: DataType, name: string): string {
  switch (type.name) {
    case "smallint":
    case "integer":
    case "bigint":
      return `eq.${String(exampleOf(type, name))}`;
    case "decimal":
    case "float":
    case "date":
    case "time":
    case "timestamp":
    case "timestamptz":
      return `gte.${String(exampleOf(type, name))}`;
    case "boolean":
      return "is.true";
    case "text":
      return "ilike.*bridge*";
    case "uuid":
    case "enum":
      return `eq.${String(exampleOf(type, name))}`;
    default:
      return "not.is.null";
  }
}
