// What a source says of a broken constraint may speak of fields and resources that the caller may not see: then it is
// said without them.

import { Problem, type Catalog, type Resource } from "../core/index.ts";

/** The problem as it may be told to one who has this view of the catalog. */
export function withhold(problem: Problem, catalog: Catalog): Problem {
  const { mentions } = problem;
  if (mentions === undefined) return problem;
  const [first, ...others] = mentions.tables.map((table) => resourceAt(catalog, table));
  const readable = mentions.fields.every((field) => first?.fields.get(field)?.readable === true);
  if (first !== undefined && readable && !others.includes(undefined)) return problem;
  const { code, category, status, retryAfter, headers, question } = problem;
  return new Problem({
    code,
    category,
    message: mentions.instead,
    headers,
    question,
    ...(status === undefined ? {} : { status }),
    ...(retryAfter === undefined ? {} : { retryAfter }),
    cause: problem.cause ?? problem,
  });
}

function resourceAt(
  catalog: Catalog,
  table: { readonly schema?: string; readonly name: string },
): Resource | undefined {
  for (const resource of catalog.resources.values()) {
    const { schema, name } = resource.native;
    if (name === table.name && (table.schema === undefined || table.schema === schema)) return resource;
  }
  return undefined;
}
