// Documents as objects, introspected, for tests.

import { expect } from "vitest";
import type { OperationSchema } from "../../../core/index.ts";
import type { OperationBinding, SharedDefinitions } from "../binding.ts";
import { documentOf } from "../document/read.ts";
import { introspect } from "../introspect.ts";
import { openApiOptions, type OpenApiOptions } from "../options.ts";

export function read(document: object, options: Partial<OpenApiOptions> = {}) {
  const text = JSON.stringify(document);
  const schema = introspect(
    documentOf(JSON.parse(text), "api.json"),
    openApiOptions.parse({ document: "api.json", ...options }),
  );
  expect(JSON.stringify(document), "the document is left as it is").toBe(text);
  return {
    ...schema,
    byName: new Map(schema.operations.map((one) => [one.name, one])),
    shared: schema.definitions as unknown as SharedDefinitions,
  };
}

export const binding = (operation: OperationSchema | undefined): OperationBinding =>
  operation?.binding as OperationBinding;
export const ok = { responses: { 200: { description: "ok" } } };
export const three = (paths: object, more: object = {}) => ({
  openapi: "3.0.3",
  info: {},
  servers: [{ url: "https://api.example/v1/" }],
  paths,
  ...more,
});
