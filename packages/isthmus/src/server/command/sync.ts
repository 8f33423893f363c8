// `isthmus sync`: writes what the sources hold into the lock file, and says what has changed since.

import { lockDifference } from "../configuration/difference.ts";
import { readLock, sorted, writeLock } from "../configuration/lock.ts";
import { lockOf, schemasOf } from "../terrain.ts";
import { withSources } from "./prepare.ts";

/** @param dry Only says what has changed; exit code 1 when something has. */
export async function sync(given: string | undefined, dry: boolean): Promise<number> {
  return withSources(given, async (_configuration, sources) => {
    const after = sorted(lockOf(sources, await schemasOf(sources, undefined, null, { remote: true })));
    const before = readLock(process.cwd());
    const lines = lockDifference(before, after);
    const unchanged = before !== undefined && JSON.stringify(before) === JSON.stringify(after);
    if (unchanged) process.stdout.write("isthmus.lock.json is up to date.\n");
    else process.stdout.write(`${lines.join("\n") || "~ details only"}\n`);
    if (dry) return unchanged ? 0 : 1;
    if (!unchanged) {
      writeLock(process.cwd(), after);
      process.stdout.write("Written to isthmus.lock.json.\n");
    }
    return 0;
  });
}
