// What `isthmus dev` looks at while it serves: the configuration's files, and what the sources hold.

import { existsSync, type FSWatcher, watch } from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { SourceSchema } from "../../core/index.ts";
import { schemaDifference } from "../configuration/difference.ts";
import type { Sources } from "../open-sources.ts";
import type { Schemas } from "../terrain.ts";

/** Milliseconds between looks at the sources; longer where a look takes long. */
const interval = 2_000;
const share = 20;

/**
 * Calls back, once for a burst of changes, when the configuration, `.env` beside it or something in the folder of functions
 * was written.
 *
 * @param functions The folder, as the configuration names it by now.
 */
export function watchFiles(file: string, functions: () => string, changed: () => void): () => void {
  const home = path.dirname(file);
  let timer: NodeJS.Timeout | undefined;
  const soon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      inside.follow();
      changed();
    }, 100);
  };
  const inside = watchFolder(() => path.resolve(home, functions()), soon);
  // The folder rather than the file: editors write a new file and rename it over the old one.
  const watcher = watch(home, (_event, name) => {
    if (name === path.basename(file) || name === ".env" || name === functions()) soon();
  });
  return () => {
    clearTimeout(timer);
    watcher.close();
    inside.stop();
  };
}

/** A folder that may not be there yet, or be another one by now. */
function watchFolder(folder: () => string, changed: () => void): { follow(): void; stop(): void } {
  let watched: { readonly place: string; readonly watcher: FSWatcher } | undefined;
  const stop = (): void => {
    watched?.watcher.close();
    watched = undefined;
  };
  const follow = (): void => {
    const place = folder();
    if (watched?.place === place && existsSync(place)) return;
    stop();
    if (!existsSync(place)) return;
    const watcher = watch(place, { recursive: true }, (_event, name) => {
      if (name !== null && /\.[cm]?[jt]s(on)?$/.test(name)) changed();
    });
    // It was taken away; that is told by the folder it was in.
    watcher.on("error", stop);
    watched = { place, watcher };
  };
  follow();
  return { follow, stop };
}

/** Asks the sources again and again; a source that does not answer keeps what it held. */
export function watchSchemas(
  sources: Sources,
  initial: Schemas,
  changed: (schemas: Schemas, lines: readonly string[]) => void,
): () => void {
  const stopped = new AbortController();
  void (async () => {
    let schemas = initial;
    while (!stopped.signal.aborted) {
      const began = performance.now();
      const now = await look(sources, schemas, stopped.signal);
      if (stopped.signal.aborted) return;
      const lines = [...now].flatMap(([name, schema]) => schemaDifference(schemas.get(name) ?? schema, schema));
      if (lines.length > 0) {
        schemas = now;
        changed(schemas, lines);
      }
      await pause(Math.max(interval, share * (performance.now() - began)), undefined, {
        signal: stopped.signal,
        ref: false,
      }).catch(() => {});
    }
  })();
  return () => stopped.abort();
}

async function look(sources: Sources, before: Schemas, signal: AbortSignal): Promise<Schemas> {
  const found = await Promise.all(
    [...sources].map(async ([name, source]): Promise<readonly [string, SourceSchema] | undefined> => {
      try {
        return [name, await source.introspect(AbortSignal.any([signal, AbortSignal.timeout(30_000)]))];
      } catch {
        const old = before.get(name);
        return old && [name, old];
      }
    }),
  );
  return new Map(found.filter((entry) => entry !== undefined));
}
