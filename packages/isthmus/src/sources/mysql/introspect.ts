// The server's own description (information_schema), a question per kind of thing for all tables at once → the schema.

import { Problem, type SourceSchema } from "../../core/index.ts";
import { castable } from "./cast.ts";
import type { Connection } from "./connect.ts";
import { type Facts, gatherFacts } from "./introspect/facts.ts";
import { readResource } from "./introspect/resources.ts";

/** Throws 3F000 for a database that is not there. */
export async function introspect(connection: Connection, databases: readonly string[]): Promise<SourceSchema> {
  const facts = await gatherFacts(connection, databases);
  requireAll(databases, facts);
  const shown = facts.tables.filter(({ type, name }) => type !== "SEQUENCE" && !/^isthmus_/i.test(name));
  const resources = shown.map((table) => readResource(facts, table)).filter(({ fields }) => fields.length > 0);
  return {
    namespaces: databases,
    resources,
    operations: [],
    castable,
    textSearchConfigurations: [],
    ...(connection.flavour.unable.length === 0 ? {} : { unable: connection.flavour.unable }),
    leftOut: [
      ...shown
        .filter(({ schema, name }) => (facts.columns.get(`${schema}\0${name}`) ?? []).length === 0)
        .map(({ name }) => `view ${name}: its query does not work any more`),
      ...facts.routines.map(
        ({ kind, name }) => `${kind} ${name}: functions and procedures of MySQL are not served yet`,
      ),
    ],
  };
}

function requireAll(databases: readonly string[], { present }: Facts): void {
  const absent = databases.filter((name) => !present.has(name));
  if (absent.length === 0) return;
  throw new Problem({
    code: "3F000",
    category: "internal",
    message: `The server has no database ${absent.map((name) => `"${name}"`).join(", ")} to expose`,
    hint: "Correct `databases` in the configuration of this source, or create the database",
  });
}
