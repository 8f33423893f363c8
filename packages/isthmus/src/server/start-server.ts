// The composition root: configuration → sources → catalog → engine → interfaces → HTTP, wired once, in this order, and
// taken down in the other.

import type {
  Catalog,
  Configuration,
  Observation,
  Record,
  ServerConfiguration,
  SiteConfiguration,
} from "../core/index.ts";
import type { Engine, Terrain } from "../engine/index.ts";
import { graphql } from "../interfaces/graphql/index.ts";
import { rest } from "../interfaces/rest/index.ts";
import { faulty } from "./configuration/validate.ts";
import { documentationPages } from "./documentation-pages.ts";
import { explorerPages, graphqlOptionsOf, graphqlPathOf } from "./graphql.ts";
import { foreseenOrigin } from "./foreseen-origin.ts";
import { gateOptions, openGate } from "./gate.ts";
import { createHealth } from "./health.ts";
import type { Beside, Page } from "./http/options.ts";
import { type AdminOptions, createHttpServer, type HttpServerOptions } from "./http/index.ts";
import { openConfiguredPeople } from "./open-configured-people.ts";
import { openDoorkeeper } from "./open-doorkeeper.ts";
import { openEngine } from "./open-engine.ts";
import { openRoutes } from "./open-routes.ts";
import { closeSources, type Sources } from "./open-sources.ts";
import { routeFaults } from "./route-faults.ts";
import { askedAccess, explainRequest } from "./access/explain-request.ts";
import { layTerrain, type Schemas } from "./terrain.ts";
import type { People, PeopleOptions } from "./users/people.ts";

export interface ServerOptions {
  /** With its secrets resolved. */
  readonly configuration: Configuration;
  /** Open already, and closed by `stop`. They must record to `record` too. */
  readonly sources: Sources;
  readonly schemas: Schemas;
  readonly record: Record;
  readonly metrics: () => Promise<string>;
  /** Observations reach `record` through here, so that health knows of them. */
  readonly observe: (tap: (observation: Observation) => void) => void;
  /** Development without a configuration: loopback only, whatever is asked for. */
  readonly loopbackOnly?: boolean;
  /** Somebody is developing: there is a page to ask GraphQL by, unless the configuration says otherwise. */
  readonly development?: boolean;
  /** Takes requests ahead of all interfaces: the sandbox's page. */
  readonly local?: Beside | undefined;
  /** Where mails to users are shown in development, unless they are really sent. */
  readonly letterbox?: PeopleOptions["letterbox"];
  /** Runs when everything is ready, ahead of taking the port: where an older server on it is stopped. */
  readonly before?: () => Promise<void>;
}

export interface RunningServer {
  readonly catalog: Catalog;
  /** Where the API, its documentation page and its health are; health is absent without an admin listener. */
  readonly addresses: {
    readonly api: string;
    readonly site?: string;
    readonly graphql?: string;
    /** The page to ask GraphQL by. */
    readonly graphiql?: string;
    readonly documentation: string;
    readonly health?: string;
  };
  /** Requests under way. */
  readonly inFlight: number;
  /** Live questions somebody listens to. */
  readonly subscriptions: number;
  /** What was bound; of use where the configuration said 0, any free port. */
  readonly ports: { readonly main: number; readonly admin: number | undefined };
  /**
   * Serves what the sources hold by now; of a new configuration (secrets resolved) its roles, relations and who is let in.
   *
   * @throws Problem when the configuration does not fit; nothing changes then.
   */
  replace(schemas: Schemas, configuration?: Configuration): void;
  /** Lets running requests finish within the grace, then closes everything. */
  stop(): Promise<void>;
}

/** `resolveSecrets` has made a Secret of every `secret("…")`. */
type Resolved = Pick<AdminOptions, "host" | "port" | "token">;

/** @throws Problem that lists the faults of the configuration, or says why an address cannot be had; nothing stays open but the sources. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { configuration, sources } = options;
  let served = partsOf(configuration);
  let terrain = soundTerrain(configuration, sources, options.schemas);
  const opened = new AsyncDisposableStack();
  try {
    const doorkeeper = openDoorkeeper(configuration, () => people?.signedIn());
    opened.defer(() => doorkeeper.close());
    const engine = openEngine(options, doorkeeper.authenticate, () => terrain, opened);
    const people: People | undefined = await openConfiguredPeople(options, engine, () => terrain, opened);
    const documentation = documentationPages(titleOf(configuration), restPathOf(configuration));
    const gate = await openGate(configuration, options.record);
    opened.defer(() => gate.close());
    const routes = await openRoutes(configuration, options.record, engine.authenticate);
    opened.defer(async () => routes?.close());
    const pages = [...documentation.pages, ...(routes?.pages ?? [])];
    const http = await createHttpServer({
      ...httpOptions(options, engine, pages, people, (asked) =>
        explainRequest(terrain, configuration, askedAccess(asked)),
      ),
      ...gateOptions(configuration, gate),
      routes: routes?.options,
    });
    const foreseen = foreseenOrigin(configuration);
    // What of it cannot be is said before a port is taken.
    if (foreseen !== undefined) await people?.open(foreseen);
    await options.before?.();
    const { address, admin } = await http.listen();
    const origin = configuration.server?.origin ?? address;
    if (foreseen === undefined) {
      await people?.open(origin).catch(async (error: unknown) => {
        await http.close();
        throw error;
      });
    }
    const graphqlPath = graphqlPathOf(configuration);
    const [explorer] = explorerPages(configuration, titleOf(configuration), options.development === true);
    return {
      get catalog() {
        return terrain.catalog;
      },
      get inFlight() {
        return http.inFlight;
      },
      get subscriptions() {
        return engine.live.size;
      },
      addresses: {
        api: origin + restPathOf(configuration),
        ...(configuration.server?.site === undefined ? {} : { site: `${origin}/` }),
        ...(graphqlPath === undefined ? {} : { graphql: origin + graphqlPath }),
        ...(explorer === undefined ? {} : { graphiql: origin + explorer.path }),
        documentation: origin + documentation.path,
        ...(admin === undefined ? {} : { health: `${admin}/health/ready` }),
      },
      ports: { main: portOf(address), admin: admin === undefined ? undefined : portOf(admin) },
      replace(schemas, next) {
        const taken = { ...configuration, ...(next === undefined ? served : partsOf(next)) };
        const fresh = soundTerrain(taken, sources, schemas);
        if (next !== undefined) {
          doorkeeper.replace(taken);
          served = partsOf(next);
        }
        terrain = fresh;
        engine.replace(terrain);
      },
      async stop() {
        await http.close();
        engine.live.close();
        await closeSources(sources);
        await opened.disposeAsync();
      },
    };
  } catch (error) {
    await opened.disposeAsync();
    throw error;
  }
}

/** What may be replaced while the server runs. */
function partsOf({ roles = {}, relations = {}, auth = {}, validate = {}, messages = {} }: Configuration) {
  return { roles, relations, auth, validate, messages };
}

function httpOptions(
  options: ServerOptions,
  engine: Engine,
  pages: readonly Page[],
  people: People | undefined,
  explain: (asked: unknown) => object,
): HttpServerOptions {
  const { server = {}, limits = {} } = options.configuration;
  const { host, port, origin, cors, grace, timing } = server;
  const health = createHealth(options.sources, options.record);
  options.observe(health.observe);
  return {
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(origin === undefined ? {} : { origin }),
    ...(cors === undefined ? {} : { cors }),
    ...(grace === undefined ? {} : { grace }),
    ...(server.site === undefined ? {} : { site: siteOf(server.site) }),
    ...(timing === undefined ? {} : { timing }),
    mounts: [
      {
        path: restPathOf(options.configuration) || "/",
        interface: rest({ title: titleOf(options.configuration), limits }),
      },
      ...graphqlMounts(options.configuration),
    ],
    serve: engine.serve,
    flow: engine.flow,
    live: { subscribe: engine.live.subscribe, authenticate: engine.authenticate },
    record: options.record,
    sources: health.sources,
    pages: [
      ...pages,
      ...explorerPages(options.configuration, titleOf(options.configuration), options.development === true),
    ],
    limits,
    loopbackHostOnly: options.loopbackOnly === true,
    ...(people === undefined ? {} : { beside: people.routes }),
    local: options.local,
    admin: server.admin === false ? false : { ...(server.admin as Resolved), metrics: options.metrics, explain },
  };
}

function graphqlMounts(configuration: Configuration): HttpServerOptions["mounts"] {
  const path = graphqlPathOf(configuration);
  return path === undefined ? [] : [{ path, interface: graphql(graphqlOptionsOf(configuration)), graphql: true }];
}

function siteOf(site: NonNullable<ServerConfiguration["site"]>): SiteConfiguration {
  return typeof site === "string" ? { folder: site } : site;
}

/** The API goes by the name of its first source. */
function titleOf({ sources }: Configuration): string {
  return Object.keys(sources)[0] ?? "API";
}

function restPathOf({ server }: Configuration): string {
  return server?.restPath ?? "/api";
}

function soundTerrain(configuration: Configuration, sources: Sources, schemas: Schemas): Terrain {
  const { faults, ...terrain } = layTerrain(configuration, sources, schemas);
  const all = [...faults, ...routeFaults(configuration)];
  if (all.length > 0) throw faulty(all);
  return terrain;
}

function portOf(address: string): number {
  return Number(new URL(address).port);
}
