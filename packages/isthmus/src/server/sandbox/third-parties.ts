// Which of the sources that call other people's APIs are answered locally, which credentials they get, and what is recorded.
// Decided ahead of the secrets: those of an environment that was not chosen are not read, and the sandbox needs none.

import type { Configuration, SourceConfiguration } from "../../core/index.ts";
import { isSecretName, Secret } from "../../core/secret.ts";
import type { Outside } from "../../sources/shared/http/outside.ts";
import { openRecordings } from "../../sources/shared/sandbox/recordings.ts";
import type { Simulator } from "../../sources/shared/sandbox/simulator.ts";
import { createSandbox, type Sandbox } from "../../sources/shared/sandbox/sandbox.ts";
import { keyFaults } from "../../connectors/key-kinds.ts";
import { simulatorAt, simulatorNamed, simulatorNames } from "../../connectors/simulators.ts";
import { faulty } from "../configuration/validate.ts";
import { credentialsIn } from "./credentials-in.ts";
import { readThirdParty, type SandboxSettings, type ThirdParty, usualSandbox } from "./options.ts";
import { createRecorder } from "./recorder.ts";

/** How the server was started. */
export interface ThirdPartyMode {
  readonly development: boolean;
  /** Chosen on the command line or in ISTHMUS_ENVIRONMENT. */
  readonly environment?: "live" | "test" | undefined;
  /** Absent: nothing is answered locally unless a source says `always`. */
  readonly sandbox?: Sandbox | undefined;
  /** `--sandbox`: all of them are. */
  readonly all?: boolean | undefined;
  /** Answers of these sources are recorded; an empty list: of all. */
  readonly record?: readonly string[] | undefined;
}

export interface ThirdParties {
  /** To be resolved and opened. */
  readonly configuration: Configuration;
  /** What stands outside for a source whose secrets have been read. */
  readonly outsideOf: (name: string, source: SourceConfiguration) => Outside | undefined;
  /** Names of the sources that are answered locally. */
  readonly sandboxed: readonly string[];
  /** @throws Problem where a credential of one environment stands in another. */
  readonly check: (resolved: Pick<Configuration, "sources">) => void;
}

const overHttp: ReadonlySet<string> = new Set(["openapi", "http", "graphql", "soap", "smtp"]);

interface Settled {
  readonly options: Readonly<Record<string, unknown>>;
  readonly environment: "live" | "test" | "sandbox" | undefined;
  readonly settings: SandboxSettings;
}

/** @throws Problem that names what is wrong with a source's sandbox or environments. */
export function settleThirdParties<C extends Pick<Configuration, "sources">>(
  configuration: C,
  mode: ThirdPartyMode,
): Omit<ThirdParties, "configuration"> & { readonly configuration: C } {
  const settled = new Map<string, Settled>();
  const faults: { path: string; message: string }[] = [];
  const sources = Object.fromEntries(
    Object.entries(configuration.sources).map(([name, source]) => {
      if (!overHttp.has(source.kind) || !isObject(source.options)) return [name, source];
      try {
        const one = settle(readThirdParty(name, source.options), mode, source.sandbox?.options);
        settled.set(name, one);
        return [name, { ...source, options: one.options }];
      } catch (error) {
        faults.push({ path: `sources.${name}`, message: error instanceof Error ? error.message : String(error) });
        return [name, source];
      }
    }),
  );
  for (const name of mode.record ?? [])
    if (!settled.has(name)) faults.push({ path: name, message: "there is no source of this name that calls an API" });
  if (faults.length > 0) throw faulty(faults);
  let sandbox = mode.sandbox;
  return {
    configuration: { ...configuration, sources },
    sandboxed: [...settled].filter(([, { environment }]) => environment === "sandbox").map(([name]) => name),
    outsideOf(name, source) {
      const one = settled.get(name);
      if (one === undefined) return undefined;
      if (one.environment === "sandbox")
        return (sandbox ??= createSandbox()).party(name, partyOf(name, source, one.settings));
      const { record } = mode;
      if (record === undefined || (record.length > 0 && !record.includes(name))) return undefined;
      return createRecorder(openRecordings(folderOf(name, one.settings)), credentialsIn(source), one.settings.ignore);
    },
    check(resolved) {
      const wrong = [...settled].flatMap(([name, { environment }]) => {
        const source = resolved.sources[name];
        if (source === undefined || environment === undefined || environment === "sandbox") return [];
        return keyFaults(environment, credentialsIn(source)).map((message) => ({ path: `sources.${name}`, message }));
      });
      if (wrong.length > 0) throw faulty(wrong);
    },
  };
}

/** @param usual What a connector has where a secret would be, in the sandbox. */
function settle(given: ThirdParty, mode: ThirdPartyMode, usual: Readonly<Record<string, unknown>> = {}): Settled {
  const settings = settingsOf(given);
  const { environments, own } = given;
  if (typeof settings.simulator === "string" && simulatorNamed(settings.simulator) === undefined)
    throw new Error(
      `sandbox.simulator: there is no simulator "${settings.simulator}"; expected ${simulatorNames.join(", ")}`,
    );
  if (isSandboxed(given, settings, mode))
    return { settings, environment: "sandbox", options: withPlaceholders(usual, { ...own, ...environments?.sandbox }) };
  if (environments === undefined) return { settings, environment: given.environment, options: own };
  const chosen = given.environment ?? mode.environment ?? (mode.development ? "test" : "live");
  const options = environments[chosen];
  if (options === undefined)
    throw new Error(
      `environments has no ${chosen}, and no other environment is taken in its place; add it, or choose one with \`environment\` or --environment${mode.development ? ", or run with --sandbox" : ""}`,
    );
  return { settings, environment: chosen, options: { ...own, ...options } };
}

function settingsOf({ sandbox }: ThirdParty): SandboxSettings {
  return typeof sandbox === "object" ? sandbox : usualSandbox;
}

function isSandboxed({ sandbox }: ThirdParty, { when }: SandboxSettings, mode: ThirdPartyMode): boolean {
  if (sandbox === false) return false;
  const said = sandbox === true ? "development" : when;
  // Who records wants the API's own answers.
  if (mode.record !== undefined) return said === "always";
  return said === "always" || mode.all === true || (said === "development" && mode.development);
}

function partyOf(
  name: string,
  source: SourceConfiguration,
  settings: SandboxSettings,
): Parameters<Sandbox["party"]>[1] {
  const { simulator, match, onlyRecordings, ignore, webhooks } = settings;
  const server = isObject(source.options) ? source.options["server"] : undefined;
  const wanted = simulator ?? (source.sandbox?.simulator as string | Simulator | undefined);
  const chosen =
    typeof wanted === "string"
      ? simulatorNamed(wanted)
      : wanted === undefined && typeof server === "string"
        ? simulatorAt(server)
        : wanted || undefined;
  return {
    kind: source.kind,
    simulator: chosen,
    simulatorAt: simulator === undefined ? simulatorAt : undefined,
    recordings: openRecordings(folderOf(name, settings)),
    match,
    onlyRecordings,
    ignore,
    secrets: credentialsIn(source),
    webhooks: { url: webhooks.url, secret: typeof webhooks.secret === "string" ? webhooks.secret : "whsec_sandbox" },
  };
}

function folderOf(name: string, { recordings }: SandboxSettings): string {
  return recordings ?? `recordings/${name}`;
}

/** What stands where a secret would: no environment variable is looked at. */
function withPlaceholders(
  usual: Readonly<Record<string, unknown>>,
  options: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const given = Object.entries(options).filter(([name, value]) => !(isSecretName(value) && Object.hasOwn(usual, name)));
  const replaced = (value: unknown): unknown => {
    if (isSecretName(value)) return new Secret(value.secret, `sandbox-${value.secret}`);
    if (Array.isArray(value)) return value.map(replaced);
    if (!isObject(value) || value instanceof Secret) return value;
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replaced(item)]));
  };
  return { ...usual, ...(replaced(Object.fromEntries(given)) as Readonly<Record<string, unknown>>) };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
