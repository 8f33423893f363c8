// Builds the storefront where it is missing, or older than what it is made of.

import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const sources = ["web/src", "web/public", "web/index.html", "web/vite.config.ts", "../../packages/client/src"];

/** False where it was there. Nothing is fetched. */
export async function buildSite(folder: string): Promise<boolean> {
  const built = newest(join(folder, "web/dist/index.html"));
  if (sources.every((place) => newest(join(folder, place)) < built)) return false;
  const { build } = await import("vite");
  await build({ configFile: join(folder, "web/vite.config.ts"), logLevel: "warn" });
  return true;
}

/** Milliseconds since 1970 at which something in it was changed last; 0 where there is nothing. */
function newest(place: string): number {
  const found = statSync(place, { throwIfNoEntry: false });
  if (found === undefined) return 0;
  if (!found.isDirectory()) return found.mtimeMs;
  return readdirSync(place).reduce((latest, name) => Math.max(latest, newest(join(place, name))), found.mtimeMs);
}
