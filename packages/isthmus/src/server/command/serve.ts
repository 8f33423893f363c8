// `isthmus start` and `isthmus dev`: what both do to get a server up, and to take it down.

import type { Configuration, Observation, Record } from "../../core/index.ts";
import { resolveSecrets } from "../configuration/secrets.ts";
import type { Lock } from "../configuration/lock.ts";
import { createObserver } from "../observe/index.ts";
import { closeSources, openSources } from "../open-sources.ts";
import { type RunningServer, type ServerOptions, startServer } from "../start-server.ts";
import { schemasOf, type Schemas } from "../terrain.ts";
import type { Sources } from "../open-sources.ts";
import { sandboxRoutes } from "../sandbox/routes.ts";
import { settleThirdParties, type ThirdPartyMode } from "../sandbox/third-parties.ts";

export interface Serving {
  /** With its secrets resolved. */
  readonly configuration: Configuration;
  readonly server: RunningServer;
  readonly sources: Sources;
  readonly schemas: Schemas;
  readonly record: Record;
  /** Sources that are answered locally. */
  readonly sandboxed: readonly string[];
}

const lockHelps = "Run `isthmus sync` while it answers; with the lock file the server starts without it";

export interface ServeOptions {
  readonly lock?: Lock | undefined;
  readonly loopbackOnly?: boolean;
  readonly development?: boolean;
  /** How other people's APIs are called. Default: all of them for real. */
  readonly thirdParties?: ThirdPartyMode;
  /** Runs once everything is known to be right, ahead of taking the port: where an older server is stopped. */
  readonly before?: () => Promise<void>;
}

/** @throws Problem; nothing stays open then. */
export async function serve(unresolved: Configuration, options: ServeOptions): Promise<Serving> {
  const { development = false, thirdParties = { development } } = options;
  const settled = settleThirdParties(unresolved, thirdParties);
  const configuration = resolveSecrets(settled.configuration, process.env);
  settled.check(configuration);
  const began = performance.now();
  const observer = createObserver({ level: configuration.server?.logLevel ?? "info" });
  let tap: ((observation: Observation) => void) | undefined;
  // When the server does not start, the one sentence of why says more than a line of the log.
  let early: Observation[] | undefined = [];
  const record: Record = (observation) => {
    tap?.(observation);
    if (early !== undefined && observation.kind === "source-down") early.push(observation);
    else observer.record(observation);
  };
  const sources = await openSources(configuration, record, settled.outsideOf);
  try {
    const schemas = await schemasOf(sources, options.lock, options.loopbackOnly === true ? null : lockHelps);
    const server = await startServer({
      configuration,
      sources,
      schemas,
      record,
      metrics: observer.metrics,
      observe: (to) => (tap = to),
      loopbackOnly: options.loopbackOnly ?? false,
      development,
      ...(development && settled.sandboxed.length > 0 ? localOf(thirdParties) : {}),
      ...(options.before === undefined ? {} : { before: options.before }),
    });
    if (thirdParties.sandbox !== undefined) thirdParties.sandbox.origin = `http://127.0.0.1:${server.ports.main}`;
    for (const name of development ? [] : settled.sandboxed)
      record({ kind: "warning", message: `sources.${name} is answered by the sandbox, as the configuration says` });
    const held = early;
    early = undefined;
    held.forEach(observer.record);
    observer.measure(
      "isthmus_requests_in_flight",
      "Requests under way, arriving bodies included",
      () => server.inFlight,
    );
    observer.measure("isthmus_subscriptions", "Live questions somebody listens to", () => server.subscriptions);
    record({
      kind: "catalog-loaded",
      resources: server.catalog.resources.size,
      operations: server.catalog.operations.size,
      ms: performance.now() - began,
      from: options.lock === undefined ? "source" : "lock",
    });
    return { configuration, server, sources, schemas, record, sandboxed: settled.sandboxed };
  } catch (error) {
    await closeSources(sources);
    throw error;
  }
}

/** Where nothing is simulated there is no page, and the path is the interfaces' own. */
function localOf({ sandbox }: ThirdPartyMode): Pick<ServerOptions, "local" | "letterbox"> {
  if (sandbox === undefined) return {};
  return {
    local: sandboxRoutes(sandbox),
    // Without its HTML: the text has the link, which the page makes one that can be followed.
    letterbox: ({ to, subject, text }) =>
      sandbox.letterbox.mail({
        source: "auth",
        at: Date.now(),
        from: "this server",
        to: [to],
        subject,
        text,
        attachments: [],
      }),
  };
}

/** What it serves and where, for a person who has just started it. */
export function printServing({ server, sources, sandboxed }: Serving, remarks: readonly string[] = []): void {
  const { api, site, graphql, graphiql, documentation, health } = server.addresses;
  const held = [...sources].map(([name, source]) => `${name} (${source.kind})`).join(", ");
  const { resources, operations } = server.catalog;
  const lines = [
    `Isthmus serves ${held}: ${counted(resources.size, "resource")}, ${counted(operations.size, "operation")}.`,
    ...remarks,
    "",
    ...(site === undefined ? [] : [`  Website        ${site}`]),
    `  API            ${api}`,
    ...(graphql === undefined ? [] : [`  GraphQL        ${graphql}`]),
    ...(graphiql === undefined ? [] : [`  GraphiQL       ${graphiql}`]),
    `  Documentation  ${documentation}`,
    ...(health === undefined ? [] : [`  Health         ${health}`]),
    ...(sandboxed.length === 0 ? [] : [`  Sandbox        http://127.0.0.1:${server.ports.main}/sandbox`]),
    "",
  ];
  process.stderr.write(`\n${lines.join("\n")}\n`);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
