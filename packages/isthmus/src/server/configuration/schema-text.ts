// A JSON Schema as TypeScript: the types of what functions take and answer.

type Schema = Readonly<Record<string, unknown>>;

/** Values within values that are written out; what is deeper is `unknown`. */
const deepest = 12;

export function schemaText(schema: unknown, depth = 0): string {
  if (!isSchema(schema) || depth > deepest) return "unknown";
  const { type } = schema;
  if (Object.hasOwn(schema, "const")) return literal(schema["const"]);
  if (Array.isArray(schema["enum"])) return schema["enum"].map(literal).join(" | ") || "never";
  for (const several of ["anyOf", "oneOf"]) {
    const of: unknown = schema[several];
    if (Array.isArray(of)) return union(of.map((one) => schemaText(one, depth + 1)));
  }
  if (Array.isArray(schema["allOf"]))
    return schema["allOf"].map((one) => wrapped(schemaText(one, depth + 1))).join(" & ") || "unknown";
  if (Array.isArray(type)) return union(type.map((one) => schemaText({ ...schema, type: one }, depth + 1)));
  switch (type) {
    case "string":
      return "string";
    case "integer":
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "null":
      return "null";
    case "array":
      return arrayText(schema, depth);
    case "object":
      return objectText(schema, depth);
    default:
      return "unknown";
  }
}

function arrayText({ items, prefixItems }: Schema, depth: number): string {
  if (Array.isArray(prefixItems)) return `[${prefixItems.map((one) => schemaText(one, depth + 1)).join(", ")}]`;
  return `${wrapped(schemaText(items, depth + 1))}[]`;
}

function objectText({ properties, required, additionalProperties }: Schema, depth: number): string {
  const needed = new Set(Array.isArray(required) ? (required as readonly unknown[]) : []);
  const members = isSchema(properties)
    ? Object.entries(properties).map(
        ([name, one]) => `${key(name)}${needed.has(name) ? "" : "?"}: ${schemaText(one, depth + 1)}`,
      )
    : [];
  const others = isSchema(additionalProperties) ? schemaText(additionalProperties, depth + 1) : "unknown";
  if (members.length > 0) return `{ ${members.join("; ")} }`;
  return additionalProperties === false ? "{}" : `{ [name: string]: ${others} }`;
}

function union(of: readonly string[]): string {
  return [...new Set(of)].join(" | ") || "never";
}

function wrapped(text: string): string {
  return /[|&]/.test(text) ? `(${text})` : text;
}

function literal(value: unknown): string {
  return typeof value === "object" && value !== null ? "unknown" : JSON.stringify(value);
}

export function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

function isSchema(given: unknown): given is Schema {
  return typeof given === "object" && given !== null && !Array.isArray(given);
}
