// Catalog → OpenAPI 3.1: what the caller whose view it is may do, and nothing else. The same view gives the same
// document, whatever order its parts came in.

import type { Catalog, Resource } from "../../core/index.ts";
import { ComponentNames } from "./describe/component-names.ts";
import type { OpenApiDocument, Part } from "./describe/document.ts";
import { filterParameters } from "./describe/filter-parameters.ts";
import { functionPath } from "./describe/function-path.ts";
import { paragraphs, remark } from "./describe/markdown.ts";
import { pruned } from "./describe/prune.ts";
import { filterDescription, introduction } from "./describe/prose.ts";
import { resourcePath, type DescribedResource } from "./describe/resource-path.ts";
import { formsOf } from "./describe/resource-schemas.ts";
import { batchPath, batchSchemas, documentPath, serverTag } from "./describe/server-paths.ts";
import { sharedParameters } from "./describe/shared-parameters.ts";
import { errorSchema, sharedHeaders, sharedResponses } from "./describe/shared-responses.ts";
import type { RestSettings } from "./options.ts";
import { urlText } from "./render/header-text.ts";

const sharedSchemas: Readonly<Record<string, Part>> = {
  Error: errorSchema,
  Filter: { type: "string", description: filterDescription },
  ...batchSchemas,
};

/** `base`: public address of the interface. `namespace`: whose resources and functions are described. */
export function describe(catalog: Catalog, base: string, settings: RestSettings, namespace: string): OpenApiDocument {
  const names = new ComponentNames([
    ...Object.keys(sharedSchemas),
    ...Object.keys(sharedParameters),
    "describe",
    "batch",
    "__proto__",
  ]);
  const resources = describeResources(catalog, namespace, names);
  const functions = describeFunctions(catalog, namespace, names, resources);
  const paths = Object.fromEntries([
    ["/", documentPath],
    ...resources.paths,
    ...functions.paths,
    ["/batch", batchPath],
  ]);
  return {
    openapi: "3.1.0",
    info: {
      title: settings.title,
      version: settings.version,
      description: paragraphs(settings.description, introduction),
    },
    servers: [{ url: base.endsWith("/") ? base.slice(0, -1) : base }],
    // Nobody has to say who he is; what anonymous callers may do is less.
    security: [{}, { bearer: [] }, { apiKey: [] }],
    tags: [...resources.tags, ...functions.tags, { name: serverTag, description: "What belongs to no resource." }],
    paths,
    components: componentsOf(resources, functions.paths),
  };
}

/** Shared parts are left out where nothing needs them; a resource's own are always needed. */
function componentsOf(resources: DescribedResources, functions: Entries): Part {
  const shared = {
    schemas: sharedSchemas,
    parameters: sharedParameters,
    responses: sharedResponses,
    headers: sharedHeaders,
  };
  // Paths with the same methods need the same shared parts, and so do all filters: one of each is looked through.
  const kinds = new Map(resources.paths.map(([, path]) => [Object.keys(path).join(), path]));
  const used = pruned(shared, [
    documentPath,
    batchPath,
    ...kinds.values(),
    ...functions,
    ...resources.parameters.slice(0, 1),
  ]);
  return {
    ...used,
    schemas: Object.fromEntries([...Object.entries(used["schemas"] ?? {}), ...resources.schemas]),
    parameters: Object.fromEntries([...Object.entries(used["parameters"] ?? {}), ...resources.parameters]),
    securitySchemes,
  };
}

const securitySchemes: Part = {
  bearer: { type: "http", scheme: "bearer", bearerFormat: "JWT", description: "A token that says who you are." },
  apiKey: { type: "apiKey", in: "header", name: "X-API-Key", description: "A key the server's owner has given you." },
};

type Entries = readonly (readonly [name: string, part: Part])[];

interface DescribedResources {
  readonly paths: Entries;
  readonly schemas: Entries;
  readonly parameters: Entries;
  readonly tags: readonly Part[];
  /** Component of the readable resources, by resource id. */
  readonly components: ReadonlyMap<string, string>;
}

function describeResources(catalog: Catalog, namespace: string, names: ComponentNames): DescribedResources {
  const found = sorted([...catalog.resources.values()].filter((resource) => resource.namespace === namespace));
  const all = found.map((resource) => describeResource(resource, catalog, names));
  const kept = all
    .map((described) => ({ described, path: resourcePath(described) }))
    .filter(({ path }) => Object.keys(path).length > 0);
  return {
    paths: kept.map(({ described, path }) => [`/${urlText(described.resource.name)}`, path] as const),
    schemas: kept.flatMap(({ described }) => schemasOf(described)),
    parameters: kept.flatMap(({ described }) => described.filters.components),
    tags: kept.map(({ described }) => tagOf(described)),
    components: new Map(
      kept.flatMap(({ described }) =>
        described.forms.read === undefined ? [] : [[described.resource.id, described.component] as const],
      ),
    ),
  };
}

function describeResource(resource: Resource, catalog: Catalog, names: ComponentNames): DescribedResource {
  const component = names.take(resource.name);
  return {
    resource,
    component,
    tag:
      resource.name === serverTag || resource.name === functionTag
        ? `${resource.name} (${resource.kind})`
        : resource.name,
    forms: formsOf(resource, catalog),
    filters: filterParameters(resource, component),
    profiled: catalog.namespaces.length > 1,
  };
}

function schemasOf({ component, forms }: DescribedResource): Entries {
  return [
    ...(forms.read === undefined ? [] : [[component, forms.read] as const]),
    ...(forms.insert === undefined ? [] : [[`${component}.insert`, forms.insert] as const]),
    ...(forms.update === undefined ? [] : [[`${component}.update`, forms.update] as const]),
  ];
}

function tagOf({ resource, tag }: DescribedResource): Part {
  return {
    name: tag,
    description: remark(resource.description) ?? `Records of the ${resource.kind.replace("-", " ")} of this name.`,
  };
}

const functionTag = "Functions";

function describeFunctions(
  catalog: Catalog,
  namespace: string,
  names: ComponentNames,
  resources: DescribedResources,
): { readonly paths: Entries; readonly tags: readonly Part[] } {
  const byName = [...catalog.operations.values()].filter((overloads) => overloads[0]?.namespace === namespace);
  const named = sorted(byName.map((overloads) => ({ name: overloads[0]?.name ?? "", overloads })));
  const profiled = catalog.namespaces.length > 1;
  const paths = named.map(({ name, overloads }) => {
    const described = {
      overloads,
      component: names.take(`rpc.${name}`),
      tag: functionTag,
      profiled,
      resources: resources.components,
    };
    return [`/rpc/${urlText(name)}`, functionPath(described, catalog)] as const;
  });
  return { paths, tags: paths.length === 0 ? [] : [{ name: functionTag, description: "Functions of the database." }] };
}

function sorted<T extends { readonly name: string }>(named: readonly T[]): readonly T[] {
  return [...named].sort((one, other) => (one.name < other.name ? -1 : one.name > other.name ? 1 : 0));
}
