// The parts an OpenAPI document is put together from, as plain data.

/** Any object of the document. */
export type Part = Readonly<Record<string, unknown>>;

export interface OpenApiDocument extends Part {
  readonly openapi: string;
  readonly paths: Part;
}

export function reference(section: "schemas" | "parameters" | "responses" | "headers", name: string): Part {
  return { $ref: `#/components/${section}/${name}` };
}
