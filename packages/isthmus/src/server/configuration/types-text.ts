// `isthmus types`: the catalog as TypeScript, for the configuration (`defineConfig<Catalog>`) and for clients.

import type { Catalog, DataType, Field, Operation, Resource } from "../../core/index.ts";

export function typesText(catalog: Catalog): string {
  return `// Written by \`isthmus types\`; do not edit. What the configuration's sources hold, as types.

export interface Catalog {
  resources: {
${[...catalog.resources.values()].map(resourceText).join("\n")}
  };
  operations: {
${[...catalog.operations].flatMap(([id, overloads]) => operationText(id, overloads)).join("\n")}
  };
}

/** One record of a resource: \`RecordOf<"orders">\`. */
export type RecordOf<Id extends keyof Catalog["resources"]> = Catalog["resources"][Id]["fields"];
`.replaceAll(/\{\n\n( +)\}/g, "{}");
}

function resourceText(resource: Resource): string {
  const fields = [...resource.fields.values()].filter((field) => field.computed === undefined);
  const relations = [...resource.relations.values()];
  return [
    ...doc(resource.description, "    "),
    `    ${key(resource.id)}: {`,
    `      fields: {`,
    ...fields.flatMap((field) => [
      ...doc(field.description, "        "),
      `        ${key(field.name)}: ${fieldType(field)};`,
    ]),
    `      };`,
    relations.length === 0
      ? `      relations: {};`
      : `      relations: { ${relations.map((relation) => `${key(relation.name)}: ${JSON.stringify(relation.target)}`).join("; ")} };`,
    `    };`,
  ].join("\n");
}

/** Overloads of one name are alternatives. */
function operationText(id: string, overloads: readonly Operation[]): readonly string[] {
  const described = overloads.find(({ description }) => description !== undefined);
  return [
    ...doc(described?.description, "    "),
    `    ${key(id)}: ${[...new Set(overloads.map(signatureText))].join(" | ")};`,
  ];
}

/** `body`: what is sent whole instead of parameters by name. */
function signatureText({ parameters, wholeBody, returns }: Operation): string {
  const given = parameters.map(
    ({ name, required, type }) => `${key(name)}${required ? "" : "?"}: ${typeText(type)} | null`,
  );
  const taken =
    wholeBody === undefined
      ? `parameters: ${given.length === 0 ? "{}" : `{ ${given.join("; ")} }`}`
      : `body: ${wholeBody === "json" ? "unknown" : "string"}`;
  return `{ ${taken}; result: ${resultText(returns)} }`;
}

function resultText({ shape, many, type, fields, resource }: Operation["returns"]): string {
  if (shape === "void") return "null";
  const one =
    shape === "resource"
      ? `RecordOf<${JSON.stringify(resource)}>`
      : shape === "row"
        ? objectText([...(fields?.values() ?? [])].map((field) => [field.name, fieldType(field)]))
        : `${type === undefined ? "unknown" : typeText(type)} | null`;
  if (!many) return one;
  return one.includes("|") && shape === "scalar" ? `(${one})[]` : `${one}[]`;
}

function objectText(members: readonly (readonly [name: string, type: string])[]): string {
  return members.length === 0 ? "{}" : `{ ${members.map(([name, type]) => `${key(name)}: ${type}`).join("; ")} }`;
}

function fieldType(field: Field): string {
  const type = typeText(field.type);
  return field.nullable ? `${type} | null` : type;
}

/** As a value of this type stands in a JSON answer. */
function typeText(type: DataType): string {
  switch (type.name) {
    case "smallint":
    case "integer":
    case "bigint":
    case "decimal":
    case "float":
      return "number";
    case "boolean":
      return "boolean";
    case "enum":
      return type.values?.map((value) => JSON.stringify(value)).join(" | ") || "string";
    case "array": {
      const element = type.element === undefined ? "unknown" : typeText(type.element);
      return `${element.includes("|") ? `(${element})` : element}[]`;
    }
    case "composite":
      return type.parts === undefined
        ? "unknown"
        : objectText(type.parts.map(({ name, type: part }) => [name, `${typeText(part)} | null`]));
    case "json":
    case "other":
      return "unknown";
    case "text":
    case "uuid":
    case "date":
    case "time":
    case "timestamp":
    case "timestamptz":
    case "interval":
    case "bytes":
    case "range":
    case "textsearch":
      return "string";
  }
}

function doc(text: string | undefined, indent: string): readonly string[] {
  return text === undefined ? [] : [`${indent}/** ${text.replaceAll("*/", "* /").replaceAll(/\s+/g, " ")} */`];
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}
