// In charge of one rule: every source has the same files, every interface has the same files, so that whoever knows one
// adapter knows them all. A verb is a file or a folder of that name. Gives what is missing.

import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { root } from "./node-24.mjs";

const sets = {
  sources: ["index", "options", "connect", "introspect", "compile", "execute", "values", "errors"],
  interfaces: ["index", "options", "describe", "parse", "render", "errors"],
};

export function missingFiles() {
  const missing = [];
  for (const [kind, names] of Object.entries(sets)) {
    const folder = path.join(root, "packages/isthmus/src", kind);
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (!entry.isDirectory() || entry.name === "shared") continue;
      const has = (name) => existsSync(path.join(folder, entry.name, name));
      for (const name of names) if (!has(`${name}.ts`) && !has(name)) missing.push(`${kind}/${entry.name}/${name}.ts`);
      if (!has("README.md")) missing.push(`${kind}/${entry.name}/README.md`);
      if (!readdirSync(path.join(folder, entry.name)).some((name) => name.endsWith(".test.ts"))) {
        missing.push(`${kind}/${entry.name}/*.test.ts`);
      }
    }
  }
  return missing;
}
