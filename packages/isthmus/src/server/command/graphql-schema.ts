// `isthmus graphql schema`: prints what GraphQL offers, in its schema definition language: all of it, or what a role sees.

import { Problem } from "../../core/index.ts";
import { createViews } from "../../engine/index.ts";
import { schemaText } from "../../interfaces/graphql/index.ts";
import { readLock } from "../configuration/lock.ts";
import { layTerrain, schemasOf } from "../terrain.ts";
import { withSources } from "./prepare.ts";

/** @param role Of the configuration. Absent: the whole catalog is shown, whatever any role may see of it. */
export async function graphqlSchema(given: string | undefined, role: string | undefined): Promise<number> {
  return withSources(given, async (configuration, sources) => {
    const { catalog, policies } = layTerrain(
      role === undefined ? { ...configuration, roles: {} } : configuration,
      sources,
      await schemasOf(sources, readLock(process.cwd())),
    );
    const roles = Object.keys(configuration.roles ?? {});
    if (role !== undefined && !roles.includes(role)) throw unknownRole(role, roles);
    const shown =
      role === undefined
        ? catalog
        : createViews(catalog, policies).of({ kind: "user", id: "", roles: [role], claims: {} }).catalog;
    process.stdout.write(`${schemaText(shown)}\n`);
    return 0;
  });
}

function unknownRole(role: string, roles: readonly string[]): Problem {
  return new Problem({
    code: "ISTHMUS107",
    category: "missing",
    message: `The configuration has no role "${role}": it has ${roles.length === 0 ? "none" : roles.join(", ")}`,
  });
}
