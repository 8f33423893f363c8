// Opens the sources of a configuration, each by the kind its constructor has written down. An adapter is imported when
// some source is of its kind, so that nobody pays for a driver he does not use.

import { existsSync } from "node:fs";
import type { Configuration, Record, Source, SourceConfiguration } from "../core/index.ts";
import { Problem, toProblem } from "../core/index.ts";
import type { Outside } from "../sources/shared/http/outside.ts";
import { type OptionIssue, optionFaults } from "./option-faults.ts";
import { revealedOptions } from "./revealed-options.ts";
import { marked } from "./sandbox/mark.ts";

export type Sources = ReadonlyMap<string, Source>;

/** What stands outside for a source that calls an API, where it is not the API itself. */
export type OutsideOf = (name: string, source: SourceConfiguration) => Outside | undefined;

type Open = (name: string, options: unknown, record: Record, outside?: Outside) => Source | Promise<Source>;

const kinds: Readonly<{ [kind: string]: () => Promise<Open> }> = {
  sqlite: async () => (await import("../sources/sqlite/index.ts")).openSqlite as Open,
  postgres: async () => (await import("../sources/postgres/index.ts")).openPostgres as Open,
  mysql: async () => (await import("../sources/mysql/index.ts")).openMysql as Open,
  mongodb: async () => (await import("../sources/mongodb/index.ts")).openMongodb as Open,
  openapi: async () => (await import("../sources/openapi/index.ts")).openOpenApi as Open,
  http: async () => (await import("../sources/openapi/index.ts")).openHttp as Open,
  soap: async () => (await import("../sources/soap/index.ts")).openSoap as Open,
  graphql: async () => (await import("../sources/graphql/index.ts")).openGraphql as Open,
  smtp: async () => (await import("../sources/smtp/index.ts")).openSmtp as Open,
  functions: async () => (await import("../sources/functions/index.ts")).openFunctions as Open,
};

/** Names of the options of a kind, for whoever has misspelt one. */
const optionsOf: Readonly<{ [kind: string]: () => Promise<{ readonly shape: object }> }> = {
  sqlite: async () => (await import("../sources/sqlite/options.ts")).sqliteOptions,
  postgres: async () => (await import("../sources/postgres/options.ts")).postgresOptions,
  mysql: async () => (await import("../sources/mysql/options.ts")).mysqlOptions,
  mongodb: async () => (await import("../sources/mongodb/options.ts")).mongodbOptions,
  soap: async () => (await import("../sources/soap/options.ts")).soapOptions,
  graphql: async () => (await import("../sources/graphql/options.ts")).graphqlOptions,
  smtp: async () => (await import("../sources/smtp/options.ts")).smtpOptions,
};

/**
 * In the order of the configuration. Secrets must have been read (`resolveSecrets`).
 *
 * @throws Problem that names the source; those already opened are closed again.
 */
export async function openSources(
  configuration: Pick<Configuration, "sources" | "limits" | "functions">,
  record: Record,
  outsideOf: OutsideOf = () => undefined,
): Promise<Sources> {
  const sources = new Map<string, Source>();
  try {
    for (const [name, source] of Object.entries(configuration.sources))
      sources.set(name, await open(name, source, configuration, record, outsideOf(name, source)));
    const functions = functionsOf(configuration);
    if (functions !== undefined) sources.set(ofFunctions, await open(ofFunctions, functions, configuration, record));
    return sources;
  } catch (error) {
    await closeSources(sources);
    throw error;
  }
}

/** Behind those of the configuration, whose name it may not have. */
const ofFunctions = "functions";

function functionsOf({
  sources,
  functions,
}: Pick<Configuration, "sources" | "functions">): SourceConfiguration | undefined {
  const folder = functionsFolder(functions);
  if (folder === undefined) return undefined;
  if (Object.hasOwn(sources, ofFunctions))
    throw wrong(ofFunctions, `this is the name of the source of the folder ${folder}; give yours another`);
  return { kind: ofFunctions, options: { folder } };
}

/** Of the configuration's `functions`; undefined where there are none. */
export function functionsFolder(configured: Configuration["functions"]): string | undefined {
  if (configured === false) return undefined;
  return configured ?? (existsSync(ofFunctions) ? ofFunctions : undefined);
}

export async function closeSources(sources: Sources): Promise<void> {
  await Promise.allSettled([...sources.values()].map((source) => source.close()));
}

async function open(
  name: string,
  source: SourceConfiguration,
  { limits }: Pick<Configuration, "limits">,
  record: Record,
  outside?: Outside,
): Promise<Source> {
  const { kind } = source;
  const load = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined;
  if (load === undefined)
    throw wrong(name, `there is no kind of source "${kind}"; expected ${Object.keys(kinds).join(" or ")}`);
  const defaults = limits?.statementTimeout === undefined ? {} : { statementTimeout: limits.statementTimeout };
  const openSource = await load();
  try {
    const opened = await openSource(name, { ...defaults, ...revealedOptions(source) }, record, outside);
    return outside?.answer === undefined ? opened : marked(opened);
  } catch (error) {
    const found = error instanceof Problem ? error.cause : error;
    if (isZodError(found)) {
      const known = Object.keys((await optionsOf[kind]?.())?.shape ?? {});
      const message = optionFaults(name, found.issues, known);
      const code = error instanceof Problem ? error.code : "ISTHMUS105";
      throw new Problem({ code, category: "invalid", message, cause: found });
    }
    const problem = toProblem(error);
    throw problem.category === "internal"
      ? wrong(name, error instanceof Error ? error.message : String(error), error)
      : problem;
  }
}

function isZodError(error: unknown): error is Error & { readonly issues: readonly OptionIssue[] } {
  return error instanceof Error && "issues" in error && Array.isArray(error.issues);
}

function wrong(name: string, what: string, cause?: unknown): Problem {
  return new Problem({ code: "ISTHMUS105", category: "invalid", message: `sources.${name}: ${what}`, cause });
}
