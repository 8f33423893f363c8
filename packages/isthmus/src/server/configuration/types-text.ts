// `isthmus types`: the catalog as TypeScript, for the configuration (`defineConfig<Catalog>`), for `@isthmus/client`, and for
// clients of PostgREST (`Database`).

import type { Catalog, Operation } from "../../core/index.ts";
import { resourceText, shapeText } from "./resource-types-text.ts";
import { doc, fieldType, key, objectText, typeText } from "./type-text.ts";

/** Fields of a resource that some role's policy fills in, by resource: whoever inserts need not give them. */
export type Presets = ReadonlyMap<string, ReadonlySet<string>>;

export function typesText(catalog: Catalog, presets: Presets = new Map()): string {
  const resources = [...catalog.resources.values()];
  return `// Written by \`isthmus types\`; do not edit. What the configuration's sources hold, as types.

export interface Catalog {
  resources: {
${resources.map((resource) => resourceText(resource, presets.get(resource.id))).join("\n")}
  };
  operations: {
${[...catalog.operations].flatMap(([id, overloads]) => operationText(id, overloads)).join("\n")}
  };
}

/** One record of a resource: \`RecordOf<"orders">\`. */
export type RecordOf<Id extends keyof Catalog["resources"]> = Catalog["resources"][Id]["fields"];

type Insert<Id extends keyof Catalog["resources"], Needed, Optional> = {
  [Name in keyof RecordOf<Id> & Needed]: RecordOf<Id>[Name];
} & { [Name in keyof RecordOf<Id> & Optional]?: RecordOf<Id>[Name] };
type Update<Id extends keyof Catalog["resources"], Names> = {
  [Name in keyof RecordOf<Id> & Names]?: RecordOf<Id>[Name];
};

/** The same for \`@supabase/postgrest-js\` by itself: \`new PostgrestClient<Database>(url)\`. */
export interface Database {
  public: {
    Tables: {
      [Id in keyof Catalog["resources"]]: {
        Row: Catalog["resources"][Id]["fields"];
        Insert: Catalog["resources"][Id]["insert"];
        Update: Catalog["resources"][Id]["update"];
        Relationships: Catalog["resources"][Id]["relationships"];
      };
    };
    Views: {};
    Functions: {
      [Id in keyof Catalog["operations"]]: Catalog["operations"][Id] extends { parameters: infer Args; result: infer Returns }
        ? { Args: Args; Returns: Returns }
        : never;
    };
  };
}

/** Keys and relations for programs: \`createClient<Catalog>({ url, shape })\` keeps caches exactly. */
export const shape = {
${resources.map(shapeText).join("\n")}
} as const;
`.replaceAll(/\{\n\n( *)\}/g, "{}");
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
    ({ name, required, type }) =>
      `${key(name)}${required ? "" : "?"}: ${typeText(type)}${type.schema === undefined ? " | null" : ""}`,
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
        : `${type === undefined ? "unknown" : typeText(type)}${type?.schema === undefined ? " | null" : ""}`;
  if (!many) return one;
  return one.includes("|") && shape === "scalar" ? `(${one})[]` : `${one}[]`;
}
