// `isthmus start`: serves what the configuration says, from the lock file where there is one, and anew when a database
// tells by NOTIFY that something has changed.

import { schemaDifference } from "../configuration/difference.ts";
import { readLock } from "../configuration/lock.ts";
import { resolveSecrets } from "../configuration/secrets.ts";
import { stopOnSignal } from "../http/index.ts";
import { type Schemas, schemasOf } from "../terrain.ts";
import { settleThirdParties } from "../sandbox/third-parties.ts";
import { chosenEnvironment, type EnvironmentOption } from "./environment.ts";
import { printFailure } from "./fail.ts";
import { type Listening, listeningAt } from "./listening.ts";
import { followNotices } from "./notices.ts";
import { locateConfiguration, readConfiguration } from "./prepare.ts";
import { printServing, serve, type Serving } from "./serve.ts";

/** Resolves when the server is up; it runs until a signal ends it. */
export async function start(given: string | undefined, listening: Listening & EnvironmentOption): Promise<void> {
  const file = locateConfiguration(given);
  const read = async () => listeningAt(await readConfiguration(file), listening);
  const configuration = await read();
  const lock = readLock(process.cwd());
  const thirdParties = { development: false, environment: chosenEnvironment(listening) };
  let serving = await serve(configuration, { lock, thirdParties });
  const unfollow = follow();
  printServing(serving, lock === undefined ? [] : ["Started from isthmus.lock.json."]);
  if (lock !== undefined) setTimeout(() => void compareWithSources(serving), settled).unref();

  // One after the other, so that of two notices the later one stays.
  let work = Promise.resolve();
  function follow(): () => void {
    const next = (task: () => Promise<void>) => () => void (work = work.then(task).catch(stillServing));
    return followNotices(serving, {
      schema: (source) => next(() => reloadSchema(source))(),
      configuration: next(reloadConfiguration),
    });
  }

  async function reloadSchema(source: string): Promise<void> {
    const schemas = await schemasNow(serving, source);
    serving.server.replace(schemas);
    serving = { ...serving, schemas };
  }

  async function reloadConfiguration(): Promise<void> {
    const next = await read();
    const settled = settleThirdParties(next, thirdParties).configuration;
    serving.server.replace(serving.schemas, resolveSecrets(settled, process.env));
    serving.record({ kind: "configuration-reloaded" });
    const fixed = (["sources", "server", "limits"] as const).filter(
      (part) => JSON.stringify(next[part]) !== JSON.stringify(configuration[part]),
    );
    if (fixed.length > 0)
      serving.record({
        kind: "warning",
        message: `${fixed.join(" and ")}: changes take effect when the server is started anew`,
      });
  }

  stopOnSignal({
    stop: async () => {
      unfollow();
      await serving.server.stop();
    },
    say,
  });
}

/** Milliseconds after which the first callers have been served, and the work of comparing is in nobody's way. */
const settled = 5_000;

/** What the lock file says by now is served, where it speaks of the source; else the source is asked. */
async function schemasNow(serving: Serving, name: string): Promise<Schemas> {
  const began = performance.now();
  const lock = readLock(process.cwd());
  const told = new Map([...serving.sources].filter(([one]) => one === name));
  const schemas = new Map([...serving.schemas, ...(await schemasOf(told, lock))]);
  serving.record({
    kind: "catalog-loaded",
    resources: [...schemas.values()].reduce((sum, { resources }) => sum + resources.length, 0),
    operations: [...schemas.values()].reduce((sum, { operations }) => sum + operations.length, 0),
    ms: performance.now() - began,
    from: lock === undefined ? "source" : "lock",
  });
  if (lock !== undefined) void compareWithSources({ ...serving, schemas });
  return schemas;
}

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

function stillServing(error: unknown): void {
  printFailure(error);
  say("What was served before is still served.");
}

function say(message: string): void {
  process.stderr.write(`${message}\n`);
}
