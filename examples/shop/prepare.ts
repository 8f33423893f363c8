// Makes the shop ready to be served: its database, a secret for development, two people who can sign in, and the storefront.
// What is there already is left alone.

import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadEnvFile } from "node:process";
import { buildSite } from "./prepare/build-site.ts";
import { type DevelopmentUser, developmentUsers, makeUsers } from "./prepare/development-users.ts";
import { fillSqlite } from "./seed/fill-sqlite.ts";

const folder = import.meta.dirname;

export interface Prepared {
  readonly database: string;
  /** False when the database was there already. */
  readonly created: boolean;
  /** File of environment variables for `node --env-file-if-exists`; holds the secret that tokens are signed with. */
  readonly environment: string;
}

/**
 * Fills `shop.db` and writes `.isthmus/development.env` with a random `SHOP_JWT_SECRET`, each only where it is missing.
 * A `SHOP_JWT_SECRET` that is set in the environment wins over the file, as Node reads it.
 */
export function prepareShop(): Prepared {
  const database = join(folder, "shop.db");
  const environment = join(folder, ".isthmus/development.env");
  if (!existsSync(environment)) {
    mkdirSync(join(folder, ".isthmus"), { recursive: true, mode: 0o700 });
    writeFileSync(environment, `SHOP_JWT_SECRET=${randomBytes(32).toString("base64url")}\n`, { mode: 0o600 });
  }
  const created = !existsSync(database);
  if (created) fillSqlite(database);
  return { database, created, environment };
}

if (import.meta.main) {
  const start = performance.now();
  const { database, created, environment } = prepareShop();
  const took = ((performance.now() - start) / 1000).toFixed(1);
  console.log(
    created ? `Made ${database} in ${took} s.` : `${database} is there already; delete it to have it made anew.`,
  );
  console.log(`Secret for development: ${environment}`);
  loadEnvFile(environment);
  await makeUsers(folder);
  if (await buildSite(folder)) console.log("Built the storefront: web/dist");
  console.log(`\nTo sign in at the shop:\n${developmentUsers(folder).map(line).join("\n")}`);
}

function line({ what, email, password }: DevelopmentUser): string {
  return `  ${what.padEnd(10)} ${email.padEnd(32)} password ${password}`;
}
