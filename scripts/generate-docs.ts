// `npm run docs`: writes the pages of docs/reference that are made from the code. With --check it only compares, and
// fails when a page is out of date.

import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { mongodbOptions } from "../packages/isthmus/src/sources/mongodb/options.ts";
import { mysqlOptions } from "../packages/isthmus/src/sources/mysql/options.ts";
import { postgresOptions } from "../packages/isthmus/src/sources/postgres/options.ts";
import { configurationPage } from "./docs/configuration-page.ts";
import { differences } from "../packages/isthmus/test/differential/differences.ts";
import { differencesPage } from "./docs/differences-page.ts";
import { errorsPage } from "./docs/errors-page.ts";
import { root } from "./node-24.mjs";

const source = path.join(root, "packages/isthmus/src");
const read = (file: string): string => readFileSync(path.join(source, file), "utf8");
const files = globSync("**/*.ts", { cwd: source })
  .filter((file) => !file.endsWith(".test.ts"))
  .toSorted();

const configurationTypes = [
  "configuration",
  "gateway-configuration",
  "role-limits",
  "tls-options",
  "validation-configuration",
  "routes-configuration",
]
  .map((name) => read(`core/${name}.ts`))
  .join("\n");

const pages: Readonly<Record<string, string>> = {
  "docs/reference/differences.md": differencesPage(differences),
  "docs/reference/errors.md": errorsPage(files.map(read)),
  "docs/reference/configuration.md": configurationPage(configurationTypes, {
    "sqlite({ … })": { text: read("sources/sqlite/options.ts") },
    "postgres({ … })": { text: read("sources/postgres/options.ts"), shape: postgresOptions },
    "mysql({ … })": { text: read("sources/mysql/options.ts"), shape: mysqlOptions },
    "mongodb({ … })": { text: read("sources/mongodb/options.ts"), shape: mongodbOptions },
    "openapi({ … })": { text: read("sources/openapi/options.ts") },
    "openapi({ … }), http({ … }): resources": { text: read("sources/openapi/resource-options.ts") },
    "http({ … })": { text: read("sources/openapi/described.ts") },
    "soap({ … })": { text: read("sources/soap/options.ts") },
    "graphql({ … })": { text: read("sources/graphql/options.ts") },
    "smtp({ … })": { text: read("sources/smtp/options.ts") },
    "openapi({ … }), http({ … }), soap({ … }), graphql({ … }): operations.<name>": {
      text: read("sources/shared/api/operation-options.ts"),
    },
    "openapi({ … }), http({ … }): operations.<name>, beside that": {
      text: read("sources/openapi/operation-options.ts"),
    },
    "openapi({ … }), http({ … }), soap({ … }), graphql({ … }): how calls are made": {
      text: read("sources/shared/http/options.ts"),
    },
    "openapi({ … }), http({ … }), soap({ … }), graphql({ … }): environments": {
      text: read("core/third-party-options.ts"),
    },
    "sandbox: { … }": { text: read("core/sandbox-options.ts") },
  }),
};

const check = process.argv.includes("--check");
for (const [page, text] of Object.entries(pages)) {
  const file = path.join(root, page);
  if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
  if (check) {
    process.stdout.write(`${page} is out of date: npm run docs\n`);
    process.exitCode = 1;
  } else {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    process.stdout.write(`${page} written\n`);
  }
}
