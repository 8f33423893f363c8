// The composition root: configuration → sources → catalog → engine → interfaces → HTTP, wired once, in this order, and
// taken down in the other.

import { createHash, randomBytes } from "node:crypto";
import type { Catalog, Configuration, Observation, Record } from "../core/index.ts";
import { createEngine } from "../engine/index.ts";
import { createAuthenticator } from "../identity/index.ts";
import { rest } from "../interfaces/rest/index.ts";
import { openStore } from "../store/index.ts";
import { faulty } from "./configuration/validate.ts";
import { documentationPages } from "./documentation-pages.ts";
import { createHealth } from "./health.ts";
import { type AdminOptions, createHttpServer } from "./http/index.ts";
import { closeSources, type Sources } from "./open-sources.ts";
import { layTerrain, type Schemas } from "./terrain.ts";

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
  /** Runs when everything is ready, ahead of taking the port: where an older server on it is stopped. */
  readonly before?: () => Promise<void>;
}

export interface RunningServer {
  readonly catalog: Catalog;
  /** Where the API, its documentation page and its health are; health is absent without an admin listener. */
  readonly addresses: { readonly api: string; readonly documentation: string; readonly health?: string };
  /** What was bound; of use where the configuration said 0, any free port. */
  readonly ports: { readonly main: number; readonly admin: number | undefined };
  /** Serves what the sources hold by now. @throws Problem when the configuration does not fit it; nothing changes then. */
  replace(schemas: Schemas): void;
  /** Lets running requests finish within the grace, then closes everything. */
  stop(): Promise<void>;
}

/** `resolveSecrets` has made a Secret of every `secret("…")`. */
type Resolved = Pick<AdminOptions, "host" | "port" | "token">;

/** Milliseconds a used idempotency key is remembered. */
const keyMemory = 24 * 3_600_000;

/** @throws Problem that lists the faults of the configuration, or the error of the port that cannot be listened on. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { configuration, sources, record } = options;
  const { server = {}, limits = {}, auth = {}, roles = {} } = configuration;
  let terrain = soundTerrain(configuration, sources, options.schemas);

  const authenticator = createAuthenticator(auth, { roles: Object.keys(roles) });
  const store = openStore(server.store ?? ".isthmus/store.db");
  const forgetting = setInterval(() => store.idempotency.forget(Date.now() - keyMemory), 600_000).unref();
  const engine = createEngine({
    ...terrain,
    authenticate: authenticator.authenticate,
    idempotency: { ledger: store.idempotency, now: Date.now, hash: (text) => createHash("sha256").update(text).digest("hex") },
    limits: { rows: limits.rows ?? 1_000, depth: limits.depth ?? 6, concurrency: limits.concurrency ?? 1_000 },
    record,
    clock: () => performance.now(),
  });
  const health = createHealth(sources);
  options.observe(health.observe);

  const restPath = server.restPath ?? "/api";
  const title = Object.keys(configuration.sources)[0] ?? "API";
  const documentation = documentationPages(title, restPath, randomBytes(16).toString("base64"));
  const close = async () => {
    clearInterval(forgetting);
    authenticator.close();
    await closeSources(sources);
    store.close();
  };
  try {
    const http = await createHttpServer({
      ...(server.host === undefined ? {} : { host: server.host }),
      ...(server.port === undefined ? {} : { port: server.port }),
      ...(server.origin === undefined ? {} : { origin: server.origin }),
      ...(server.cors === undefined ? {} : { cors: server.cors }),
      ...(server.grace === undefined ? {} : { grace: server.grace }),
      mounts: [{ path: restPath === "" ? "/" : restPath, interface: rest({ title, limits }) }],
      serve: engine.serve,
      record,
      sources: health.sources,
      pages: documentation.pages,
      limits,
      loopbackHostOnly: options.loopbackOnly === true,
      admin: server.admin === false ? false : { ...(server.admin as Resolved), metrics: options.metrics },
    });
    await options.before?.();
    const { address, admin } = await http.listen();
    return {
      get catalog() {
        return terrain.catalog;
      },
      addresses: {
        api: `${server.origin ?? address}${restPath}`,
        documentation: `${server.origin ?? address}${documentation.path}`,
        ...(admin === undefined ? {} : { health: `${admin}/health/ready` }),
      },
      ports: { main: portOf(address), admin: admin === undefined ? undefined : portOf(admin) },
      replace(schemas) {
        terrain = soundTerrain(configuration, sources, schemas);
        engine.replace(terrain);
      },
      async stop() {
        await http.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}

function soundTerrain(configuration: Configuration, sources: Sources, schemas: Schemas) {
  const { faults, ...terrain } = layTerrain(configuration, sources, schemas);
  if (faults.length > 0) throw faulty(faults);
  return terrain;
}

function portOf(address: string): number {
  return Number(new URL(address).port);
}
