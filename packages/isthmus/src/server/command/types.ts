// `isthmus types`: writes the catalog's TypeScript types beside the configuration.

import { writeFileSync } from "node:fs";
import type { Configuration } from "../../core/index.ts";
import { readLock } from "../configuration/lock.ts";
import { type Presets, typesText } from "../configuration/types-text.ts";
import { layTerrain, schemasOf } from "../terrain.ts";
import { withSources } from "./prepare.ts";

export async function types(given: string | undefined, output: string): Promise<number> {
  return withSources(given, async (configuration, sources) => {
    const { catalog } = layTerrain(
      { ...configuration, roles: {} },
      sources,
      await schemasOf(sources, readLock(process.cwd())),
    );
    writeFileSync(output, typesText(catalog, presetsOf(configuration)));
    process.stdout.write(
      `${catalog.resources.size} resources and ${catalog.operations.size} operations written to ${output}.\n`,
    );
    return 0;
  });
}

/** What the roles' policies set when a record is inserted. The roles are read as they stand: they may not fit the catalog yet. */
function presetsOf({ roles = {} }: Configuration): Presets {
  const presets = new Map<string, Set<string>>();
  for (const role of Object.values(roles)) {
    for (const [resource, rules] of Object.entries(role)) {
      const set = rules !== undefined && "insert" in rules && typeof rules.insert === "object" ? rules.insert.set : {};
      const known = presets.get(resource) ?? new Set();
      presets.set(resource, new Set([...known, ...Object.keys(set ?? {})]));
    }
  }
  return presets;
}
