// The type of an option as its user would write it in TypeScript, from the zod shape that checks it.

interface Definition {
  readonly type: string;
  readonly innerType?: unknown;
  readonly element?: unknown;
  readonly valueType?: unknown;
  readonly options?: readonly unknown[];
  readonly entries?: Readonly<Record<string, string>>;
  readonly shape?: Readonly<Record<string, unknown>>;
}

/** Names with the question mark of what may be left out, and types; in the order of the shape. */
export function shapeTypes(schema: unknown): ReadonlyMap<string, { readonly name: string; readonly type: string }> {
  const members = Object.entries(definition(schema).shape ?? {});
  return new Map(members.map(([name, member]) => [name, { name: name + mark(member), type: typeOf(member) }]));
}

function typeOf(schema: unknown): string {
  const { type, innerType, element, valueType, options = [], entries = {}, shape = {} } = definition(schema);
  switch (type) {
    case "optional":
    case "default":
      return typeOf(innerType);
    case "array": {
      const inner = typeOf(element);
      return inner.includes(" | ") ? `(${inner})[]` : `${inner}[]`;
    }
    case "record":
      return `Record<string, ${typeOf(valueType)}>`;
    case "union":
      return [...new Set(options.map(typeOf))].join(" | ");
    case "enum":
      return Object.values(entries)
        .map((value) => JSON.stringify(value))
        .join(" | ");
    case "object":
      return `{ ${Object.entries(shape)
        .map(([name, member]) => `${name}${mark(member)}: ${typeOf(member)}`)
        .join("; ")} }`;
    default:
      return type;
  }
}

function mark(schema: unknown): string {
  const { type } = definition(schema);
  return type === "optional" || type === "default" ? "?" : "";
}

function definition(schema: unknown): Definition {
  return (schema as { readonly _zod: { readonly def: Definition } })._zod.def;
}
