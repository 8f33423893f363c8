// `isthmus check`: is the configuration right, what is open to strangers, where is an index missing.

import type { Examination, Need } from "../../core/index.ts";
import { leftOutOf } from "../../interfaces/graphql/index.ts";
import { resolveSecrets } from "../configuration/secrets.ts";
import { readLock } from "../configuration/lock.ts";
import { schemaDifference } from "../configuration/difference.ts";
import { needOf } from "../configuration/need.ts";
import { review } from "../configuration/review.ts";
import type { Sources } from "../open-sources.ts";
import { openRoutesOf, routeFaults } from "../route-faults.ts";
import { layTerrain, schemasOf } from "../terrain.ts";
import { withSources } from "./prepare.ts";

/** Milliseconds a source may take to look at itself. */
const patience = 30_000;

/** Exit code: 0 when nothing is wrong; 1 when the server would not start. Advice does not count. */
export async function check(given: string | undefined): Promise<number> {
  return withSources(given, async (configuration, sources) => {
    const schemas = await schemasOf(sources, undefined, null, { remote: true });
    const laid = layTerrain(configuration, sources, schemas);
    const { catalog, policies } = laid;
    const faults = [...laid.faults, ...routeFaults(configuration)];
    const { open, unindexed, derived, mixed } = review(catalog, policies);
    const lock = readLock(process.cwd());
    const drift = [...schemas].flatMap(([name, schema]) => {
      const locked = lock?.sources[name];
      return locked === undefined ? [] : schemaDifference(locked.schema, schema).map((line) => `${name}: ${line}`);
    });
    const missing = missingSecrets(configuration);
    const functions = [...sources.values()].some(({ kind }) => kind === "functions");
    const examined = await examinedBy(sources, Object.keys(configuration.roles ?? {}), (name) =>
      needOf(name, catalog, policies, { auth: configuration.auth, functions }),
    );

    heading("Faults: the server does not start with them");
    list("", [...faults.map((fault) => `${fault.path}: ${fault.message}`), ...missing, ...examined.faults], "None.");
    heading("Advice: for you to judge, without effect on the exit code");
    list("Decided by the database itself, in which roles and row security are to be looked after", examined.advice);
    list("The database's user may do more than is needed", examined.excess);
    list("Answered otherwise than by other sources", examined.differences);
    list(
      "Open to everybody, without a login",
      [...open, ...openRoutesOf(configuration)],
      "Nothing is open to callers without a login.",
    );
    list("Looked up without an index, so every row is read", unindexed);
    list("Computed by the database from what a role may not read, perhaps", derived);
    list("Dates and times spelled in several ways: they are made alike for every comparison, so no index helps", mixed);
    list("Left out of GraphQL", configuration.graphql === false ? [] : leftOutOf(catalog));
    list("The lock file is out of date; `isthmus sync` writes it anew", drift);
    const wrong = faults.length + missing.length + examined.faults.length;
    process.stdout.write(
      wrong === 0 ? "The configuration is right.\n" : `${wrong} ${wrong === 1 ? "fault" : "faults"}.\n`,
    );
    return wrong === 0 ? 0 : 1;
  });
}

/** What is listed as open is, of sources that decide by themselves, only what is let through. */
async function examinedBy(
  sources: Sources,
  roles: readonly string[],
  needOfSource: (name: string) => Need,
): Promise<Required<Examination>> {
  const faults: string[] = [];
  const advice: string[] = [];
  const differences: string[] = [];
  const excess: string[] = [];
  for (const [name, source] of sources) {
    if (source.examine === undefined) continue;
    const found = await source.examine(roles, AbortSignal.timeout(patience), needOfSource(name));
    faults.push(...found.faults.map((line) => `sources.${name}: ${line}`));
    if (source.personal === true) advice.push(`${name}: what is open below is what is let through to it`);
    advice.push(...found.advice.map((line) => `${name}: ${line}`));
    differences.push(...(found.differences ?? []).map((line) => `${name}: ${line}`));
    excess.push(...(found.excess ?? []).map((line) => `${name}: ${line}`));
  }
  return { faults, advice, differences, excess };
}

function missingSecrets(configuration: object): readonly string[] {
  try {
    resolveSecrets(configuration, process.env);
    return [];
  } catch (error) {
    return error instanceof Error ? error.message.split("\n") : [];
  }
}

function heading(text: string): void {
  process.stdout.write(`== ${text}\n\n`);
}

function list(title: string, lines: readonly string[], none?: string): void {
  const indented = lines.map((line) => `  ${line}\n`).join("");
  if (lines.length > 0) process.stdout.write(`${title === "" ? "" : `${title}:\n`}${indented}\n`);
  else if (none !== undefined) process.stdout.write(`${none}\n\n`);
}
