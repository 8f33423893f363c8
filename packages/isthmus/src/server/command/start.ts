// `isthmus start`: serves what the configuration says, from the lock file where there is one.

import { schemaDifference } from "../configuration/difference.ts";
import { readLock } from "../configuration/lock.ts";
import { stopOnSignal } from "../http/index.ts";
import { locateConfiguration, readConfiguration } from "./prepare.ts";
import { printServing, serve, type Serving } from "./serve.ts";
import { type Listening, listeningAt } from "./listening.ts";

/** Resolves when the server is up; it runs until a signal ends it. */
export async function start(given: string | undefined, listening: Listening): Promise<void> {
  const configuration = listeningAt(await readConfiguration(locateConfiguration(given)), listening);
  const lock = readLock(process.cwd());
  const serving = await serve(configuration, { lock });
  stopOnSignal({ stop: serving.server.stop, say });
  printServing(serving, lock === undefined ? [] : ["Started from isthmus.lock.json."]);
  if (lock !== undefined) setTimeout(() => void compareWithSources(serving), settled).unref();
}

/** Milliseconds after which the first callers have been served, and the work of comparing is in nobody's way. */
const settled = 5_000;

/** The lock is what is served; that the sources have moved on since is worth a warning, and no more. */
async function compareWithSources({ sources, schemas, record }: Serving): Promise<void> {
  for (const [name, source] of sources) {
    const locked = schemas.get(name);
    const now = await source.introspect(AbortSignal.timeout(30_000)).catch(() => undefined);
    if (locked === undefined || now === undefined) continue;
    const changes = schemaDifference(locked, now).length;
    if (changes > 0) {
      record({
        kind: "warning",
        message: `${name} has changed since isthmus.lock.json was written (${changes} differences): run isthmus sync`,
      });
    }
  }
}

function say(message: string): void {
  process.stderr.write(`${message}\n`);
}
