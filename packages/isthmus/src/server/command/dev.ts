// `isthmus dev`: serves an existing database without any configuration, or the configuration with an eye on it: changes
// of the configuration and of the databases are taken over while it runs.

import { closeSync, existsSync, openSync, readSync, statSync } from "node:fs";
import path from "node:path";
import { type Configuration, Problem } from "../../core/index.ts";
import { createSandbox } from "../../sources/shared/sandbox/sandbox.ts";
import { functionsFolder } from "../open-sources.ts";
import { stopOnSignal } from "../http/index.ts";
import type { ThirdPartyMode } from "../sandbox/third-parties.ts";
import { chosenEnvironment, type EnvironmentOption } from "./environment.ts";
import { printFailure } from "./fail.ts";
import { type Listening, listeningAt } from "./listening.ts";
import { locateConfiguration, readConfiguration } from "./prepare.ts";
import { printServing, serve, type Serving } from "./serve.ts";
import { watchFiles, watchSchemas } from "./watch.ts";

export interface DevOptions extends Listening, EnvironmentOption {
  /** Other people's APIs are answered locally, all of them. */
  readonly sandbox?: boolean;
  /** Answers of these sources are recorded; an empty list: of all. */
  readonly record?: readonly string[];
}

/** @param target Path of an SQLite file, URL of a database, or absent: the configuration. */
export async function dev(target: string | undefined, given: string | undefined, options: DevOptions): Promise<void> {
  const listening: Listening = options;
  if (target !== undefined) return devDatabase(target, listening);
  const thirdParties: ThirdPartyMode = {
    development: true,
    environment: chosenEnvironment(options),
    sandbox: createSandbox(),
    all: options.sandbox,
    record: options.record,
  };
  const file = locateConfiguration(given);
  const read = async () => listeningAt(await readConfiguration(file), listening);
  let serving = await serve(await read(), { development: true, thirdParties });
  let unwatch = follow(serving);
  printServing(serving, [
    "Changes of the configuration and of the databases are taken over.",
    ...answeredBy(serving, options),
    ...(await leftOut(serving)),
  ]);

  // One after the other, so that of two quick changes the later one stays.
  let reloading = Promise.resolve();
  const functions = () => functionsFolder(serving.configuration.functions) ?? "functions";
  const stopWatching = watchFiles(file, functions, () => void (reloading = reloading.then(reload)));
  const reload = async () => {
    try {
      const old = serving;
      serving = await serve(atSamePorts(await read(), old), {
        before: old.server.stop,
        development: true,
        thirdParties,
      });
      unwatch();
      unwatch = follow(serving);
      serving.record({ kind: "configuration-reloaded" });
    } catch (error) {
      printFailure(error);
      process.stderr.write("What was served before is still served.\n");
    }
  };
  stopOnSignal({
    stop: async () => {
      stopWatching();
      unwatch();
      await serving.server.stop();
    },
    say,
  });
}

/** Nobody shall take the sandbox for the world, nor the world for the sandbox. */
function answeredBy({ sandboxed }: Serving, { record }: DevOptions): readonly string[] {
  if (record !== undefined)
    return [
      `Other people's APIs are called for real; ${record.length === 0 ? "what they answer" : `what ${record.join(", ")} answers`} is written into recordings/, without secrets.`,
      "Look the files over before you commit them: what people are called, and where they live, is in them.",
    ];
  return sandboxed.length === 0 ? [] : [`Answered by the sandbox, without the internet: ${sandboxed.join(", ")}.`];
}

/** Where any free port would do, the one that was free before is kept. */
function atSamePorts(configuration: Configuration, { server: { ports } }: Serving): Configuration {
  const { server = {} } = configuration;
  if (server.port !== 0) return configuration;
  const admin =
    server.admin === false || ports.admin === undefined ? server.admin : { port: ports.admin, ...server.admin };
  return { ...configuration, server: { ...server, port: ports.main, ...(admin === undefined ? {} : { admin }) } };
}

async function devDatabase(target: string, listening: Listening): Promise<void> {
  const configuration = listeningAt(developmentConfiguration(target), { ...listening, host: "127.0.0.1" });
  const serving = await serve(configuration, { loopbackOnly: true, development: true });
  const unwatch = follow(serving);
  stopOnSignal({
    stop: async () => {
      unwatch();
      await serving.server.stop();
    },
    say,
  });
  printServing(serving, [
    "For development, on this machine alone: whoever reaches it may read and write everything, without a login.",
    "An isthmus.config.ts says who may do what.",
    ...(await leftOut(serving)),
  ]);
}

/** Lines of what is left out that are printed. */
const shown = 20;

/** What the databases hold and nobody is served. */
async function leftOut({ sources }: Serving): Promise<readonly string[]> {
  const schemas = [...sources.values()].map((source) =>
    source.introspect(AbortSignal.timeout(10_000)).catch(() => undefined),
  );
  const lines = (await Promise.all(schemas)).flatMap((schema) => schema?.leftOut ?? []);
  const [only, ...others] = lines;
  if (only === undefined) return [];
  if (others.length === 0) return [`Left out: ${only}.`];
  const more = lines.length > shown ? [`  and ${lines.length - shown} more`] : [];
  return ["Left out:", ...lines.slice(0, shown).map((line) => `  ${line}`), ...more];
}

/** @throws Problem when the target is neither a file nor the URL of a database. */
export function developmentConfiguration(target: string): Configuration {
  const all = { read: { aggregate: true }, insert: true, update: true, delete: true, call: true };
  return {
    sources: { database: sourceOf(target) },
    functions: false,
    roles: { anonymous: { "*": all } },
    server: { store: ":memory:", logLevel: "warn" },
  };
}

function sourceOf(target: string) {
  if (/^(mysql|mariadb):\/\//i.test(target)) return { kind: "mysql", options: { url: target } };
  if (/^postgres(ql)?:\/\//i.test(target)) return { kind: "postgres", options: { url: target } };
  if (/^mongodb(\+srv)?:\/\//i.test(target)) return { kind: "mongodb", options: { url: target } };
  const [, scheme] = /^([a-z][a-z\d+.-]*):\/\//i.exec(target) ?? [];
  if (scheme !== undefined) {
    const message = `There is no kind of source for ${scheme}: expected postgres://…, mysql://…, mariadb://…, mongodb://… or the path of an SQLite file`;
    throw new Problem({ code: "ISTHMUS108", category: "invalid", message });
  }
  const file = path.resolve(target);
  if (!existsSync(file))
    throw new Problem({ code: "ISTHMUS108", category: "missing", message: `There is no file ${target}` });
  if (!statSync(file).isFile())
    throw new Problem({ code: "ISTHMUS108", category: "invalid", message: `${target} is not a file` });
  if (!isSqlite(file))
    throw new Problem({ code: "ISTHMUS108", category: "invalid", message: `${target} is not a database of SQLite` });
  return { kind: "sqlite", options: { file } };
}

/** By its first bytes (https://www.sqlite.org/fileformat.html, 1.3); an empty file is an empty database. */
function isSqlite(file: string): boolean {
  const head = Buffer.alloc(16);
  const descriptor = openSync(file, "r");
  const read = readSync(descriptor, head);
  closeSync(descriptor);
  return read === 0 || head.toString("latin1") === "SQLite format 3\0";
}

function follow({ server, sources, schemas }: Serving): () => void {
  return watchSchemas(sources, schemas, (now, lines) => {
    process.stderr.write(`The database has changed:\n${lines.map((line) => `  ${line}\n`).join("")}`);
    try {
      server.replace(now);
    } catch (error) {
      printFailure(error);
      process.stderr.write("What was served before is still served.\n");
    }
  });
}

function say(message: string): void {
  process.stderr.write(`${message}\n`);
}
