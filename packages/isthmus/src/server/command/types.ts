// `isthmus types`: writes the catalog's TypeScript types beside the configuration.

import { writeFileSync } from "node:fs";
import { readLock } from "../configuration/lock.ts";
import { typesText } from "../configuration/types-text.ts";
import { layTerrain, schemasOf } from "../terrain.ts";
import { withSources } from "./prepare.ts";

export async function types(given: string | undefined, output: string): Promise<number> {
  return withSources(given, async (configuration, sources) => {
    const { catalog } = layTerrain(
      { ...configuration, roles: {} },
      sources,
      await schemasOf(sources, readLock(process.cwd())),
    );
    writeFileSync(output, typesText(catalog));
    process.stdout.write(
      `${catalog.resources.size} resources and ${catalog.operations.size} operations written to ${output}.\n`,
    );
    return 0;
  });
}
