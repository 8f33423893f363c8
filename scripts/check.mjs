// `npm run check`: everything that can be said of the code without running it.

import { missingFiles } from "./file-sets.mjs";
import { run, runSteps } from "./run.mjs";

const failed = await runSteps({
  formatting: () => run("oxfmt", ["--check"]),
  "lint and walls between folders": () => run("oxlint", ["--type-aware"]),
  types: () => run("tsc", ["-p", "packages/isthmus"]),
  "types of the client": async () =>
    (await run("tsc", ["-p", "packages/client"])) || run("tsc", ["-p", "packages/client/test"]),
  "types of the example shop": async () =>
    (await run("tsc", ["-p", "examples/shop"])) || run("tsc", ["-p", "examples/shop/web"]),
  "unused code": () => run("knip", []),
  "file sets of sources and interfaces": () => {
    const missing = missingFiles();
    for (const file of missing) process.stdout.write(`missing: ${file}\n`);
    return missing.length === 0 ? 0 : 1;
  },
  package: async () =>
    (await run("tsc", ["-p", "packages/isthmus/tsconfig.build.json"])) ||
    run("publint", ["packages/isthmus", "--strict"]),
  "package of the client": async () =>
    (await run("tsc", ["-p", "packages/client/tsconfig.build.json"])) ||
    run("publint", ["packages/client", "--strict"]),
  "generated documentation": () => run("node", ["scripts/generate-docs.ts", "--check"]),
});
process.exitCode = failed.length === 0 ? 0 : 1;
