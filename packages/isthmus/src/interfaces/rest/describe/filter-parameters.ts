// One parameter for every field a caller may filter by.

import type { DataType, Resource } from "../../../core/index.ts";
import { reference, type Part } from "./document.ts";
import { exampleOf } from "./example.ts";
import { code } from "./markdown.ts";

/** Words of the dialect that are no filters; a field of such a name can be filtered by within `and` or `or` alone. */
const reserved: ReadonlySet<string> = new Set(["select", "order", "limit", "offset", "after", "and", "or", "columns", "on_conflict"]);

export interface FilterParameters {
  /** By the name of the component. */
  readonly components: readonly (readonly [name: string, parameter: Part])[];
  readonly references: readonly Part[];
  /** By field. */
  readonly ofField: ReadonlyMap<string, Part>;
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
      description: `Filter by ${code(field.name)} (${code(field.type.native)}).`,
      schema: reference("schemas", "Filter"),
      example: filterExample(field.type, field.name),
    };
    return { field: field.name, name, parameter, reference: reference("parameters", name) };
  });
  return {
    components: entries.map(({ name, parameter }) => [name, parameter] as const),
    references: entries.map((entry) => entry.reference),
    ofField: new Map(entries.map((entry) => [entry.field, entry.reference])),
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
