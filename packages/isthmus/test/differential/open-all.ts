// The four databases with one seed: the golden one, and tables of values at the edge of their types.

import { readFileSync } from "node:fs";
import type { Principal } from "../../src/core/index.ts";
import { createViews } from "../../src/engine/index.ts";
import { roles } from "../golden/roles.ts";
import { databases, openEngine, type OpenEngine } from "../kit/open-engine.ts";
import { openMongodbEngine } from "../kit/open-mongodb.ts";

export interface Opened extends OpenEngine {
  readonly database: string;
  readonly view: ReturnType<ReturnType<typeof createViews>["of"]>;
}

export const system: Principal = { kind: "system", id: "test", roles: ["system"], claims: {} };

const part = (file: string): string => readFileSync(new URL(`../golden/seed/${file}`, import.meta.url), "utf8");
const seed = (database: string): string =>
  ["schema", "rows", "odd", "odd-rows"]
    .map((name) => part(name.endsWith("rows") ? `${name}.sql` : `${name}.${database}.sql`))
    .join("")
    // The other databases keep fractions of seconds unless they are told not to.
    .replaceAll(/\bdatetime\b(?!\()/g, "datetime(6)");

/** The first is the one the others are compared with. */
export async function openAll(): Promise<readonly [Opened, ...Opened[]]> {
  const [first = "postgres", ...others] = [...databases].sort((a) => (a === "postgres" ? -1 : 1));
  const open = async (database: (typeof databases)[number]) =>
    seen(database, await openEngine(database, seed(database), roles));
  return [
    await open(first),
    ...(await Promise.all([
      ...others.map(open),
      openMongodbEngine(seed("sqlite"), roles).then((opened) => seen("mongodb", opened)),
    ])),
  ];
}

function seen(database: string, opened: OpenEngine): Opened {
  return { ...opened, database, view: createViews(opened.catalog, opened.policies).of(system) };
}
