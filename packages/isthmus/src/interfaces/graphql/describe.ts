// What a caller may ask for, as text in GraphQL's schema definition language.

import { printSchema } from "graphql";
import type { Catalog } from "../../core/index.ts";
import { schemaOf } from "./schema.ts";
import { namesOf } from "./schema/names.ts";

/** The schema of a view of the catalog. */
export function schemaText(catalog: Catalog): string {
  return printSchema(schemaOf(catalog));
}

/** What of the catalog GraphQL does not offer, and why: a line each. */
export function leftOutOf(catalog: Catalog): readonly string[] {
  return namesOf(catalog).leftOut;
}
