// What every command needs first: the configuration's folder, its environment, the configuration itself, its sources.

import { existsSync, statSync } from "node:fs";
import path from "node:path";
import type { Configuration, Observation } from "../../core/index.ts";
import { Problem } from "../../core/index.ts";
import { findConfiguration, loadConfiguration } from "../configuration/load.ts";
import { loadEnvironment, resolveSecrets } from "../configuration/secrets.ts";
import { settleThirdParties } from "../sandbox/third-parties.ts";
import { chosenEnvironment } from "./environment.ts";
import { closeSources, openSources, type Sources } from "../open-sources.ts";

/** Absolute path of the configuration a command is to use. @throws Problem when there is none. */
export function locateConfiguration(given: string | undefined): string {
  const place = path.resolve(given ?? ".");
  const found = existsSync(place) && statSync(place).isDirectory() ? findConfiguration(place) : place;
  if (found !== undefined && existsSync(found)) return found;
  throw new Problem({
    code: "ISTHMUS107",
    category: "missing",
    message:
      given === undefined ? "There is no isthmus.config.ts in this folder" : `There is no configuration ${given}`,
    hint: "Write one, say where it is with --config, or serve a database without one: `isthmus dev shop.db`",
  });
}

/** Reads the configuration with its folder as the working directory: paths in it are relative to it. */
export async function readConfiguration(file: string): Promise<Configuration> {
  process.chdir(path.dirname(file));
  loadEnvironment(path.dirname(file));
  return loadConfiguration(file);
}

/** For commands that only look: the sources are open while the work runs; nothing but sources needs its secrets. */
export async function withSources<T>(
  given: string | undefined,
  work: (configuration: Configuration, sources: Sources) => Promise<T>,
): Promise<T> {
  const written = await readConfiguration(locateConfiguration(given));
  // Nothing is called, so the environment of the server that will be started is as good as any.
  const mode = { development: false, environment: chosenEnvironment({}) };
  const { configuration } = settleThirdParties(written, mode);
  const readable = {
    ...configuration,
    sources: resolveSecrets({ sources: configuration.sources }, process.env).sources,
  };
  const sources = await openSources(readable, warn);
  try {
    return await work(configuration, sources);
  } finally {
    await closeSources(sources);
  }
}

function warn(observation: Observation): void {
  if (observation.kind === "warning") process.stderr.write(`${observation.message}\n`);
}
