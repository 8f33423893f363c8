// One connection to the database: opening it, exchanges over it, cancelling what it runs, and its end.

import type { ClientConfig } from "pg";
import { explainedTls, socketTls } from "../shared/tls/connection.ts";
import { reachedBy } from "../shared/tls/options.ts";
import { LostConnection } from "../shared/connections/lost-connection.ts";
import { isDatabaseFailure, isStale } from "./errors.ts";
import type { DriverClient, DriverQueryClass } from "./driver.ts";
import { exchangeOver, type Answered, type ExchangeClass, type PreparedNames, type Step } from "./exchange.ts";
import type { PostgresSettings } from "./options.ts";

/** Milliseconds after which the operating system first asks whether a silent peer is still there. */
const keepAliveDelay = 10_000;
/** A transaction whose client has fallen silent gives up its locks after this multiple of the statement timeout. */
const idleInTransactionFactor = 2;
/** Milliseconds for handing over a cancel request. */
const cancelTimeout = 2_000;

export interface Limits {
  /** Milliseconds. */
  readonly statementTimeout: number;
  readonly lockTimeout?: number;
}

export type Answer = (answered: Answered) => void;
export type Failure = (reason: unknown) => void;

export interface Connection {
  /** Several exchanges may be under way; the server answers them in order. One of the two is called, once. */
  send(steps: readonly Step[], done: Answer, failed: Failure): void;
  /** The same as a promise. */
  run(steps: readonly Step[]): Promise<Answered>;
  /** Asks the server, over a connection of its own, to stop what this connection runs. Resolves when that is handed over. */
  cancel(): Promise<void>;
  /** Whether a transaction is open. */
  idle(): boolean;
  readonly lost: boolean;
  onLost(listener: () => void): void;
  /** Of the channels this connection listens to. */
  onNotified(listener: (channel: string, payload: string) => void): void;
  /** Lets go at once; what is under way rejects with a LostConnection. */
  destroy(): void;
  /** Says goodbye when what is under way has been answered. */
  end(): Promise<void>;
}

interface Driver {
  readonly Client: new (config: ClientConfig & { readonly pipeline?: boolean }) => DriverClient;
  readonly Exchange: ExchangeClass;
}

let driver: Promise<Driver> | undefined;

function loadDriver(): Promise<Driver> {
  driver ??= import("pg").then(({ default: pg }) => ({
    // The types of pg do not tell of what driver.ts uses.
    Client: pg.Client as unknown as Driver["Client"],
    Exchange: exchangeOver(pg.Query as unknown as DriverQueryClass),
  }));
  return driver;
}

export async function connect(settings: PostgresSettings, limits: Limits): Promise<Connection> {
  const { Client, Exchange } = await loadDriver();
  const config = clientConfig(settings, limits);
  const client = new Client(config);
  const names: PreparedNames = new Map();
  const lostListeners: (() => void)[] = [];
  // An error is told when the server is ready again: only then is it known whether a transaction is still open.
  let failures: (() => void)[] = [];
  const tellFailures = () => {
    const told = failures;
    if (told.length > 0) failures = [];
    for (const tell of told) tell();
  };
  let lost = false;
  const lose = () => {
    if (lost) return;
    lost = true;
    tellFailures();
    for (const listener of lostListeners) listener();
  };
  client.on("error", lose);
  client.on("end", lose);
  await client.connect().catch((reason: unknown) => {
    throw explainedTls(reason);
  });
  client.connection.on("readyForQuery", tellFailures);

  function send(steps: readonly Step[], done: Answer, failed: Failure, repeated = false): void {
    if (lost) return failed(new LostConnection(false, undefined));
    client.query(
      new Exchange(steps, names, (error, answered) => {
        if (error === null) return done(answered);
        if (!isDatabaseFailure(error)) return failed(new LostConnection(true, error));
        if (lost) return failed(error);
        failures.push(() => {
          if (!repeated && mayBeSentAgain(error, client, steps, names)) send(steps, done, failed, true);
          else failed(error);
        });
      }),
    );
  }

  return {
    send,
    run: (steps) => new Promise((resolve, reject) => send(steps, resolve, reject)),
    cancel: () => cancel(new Client({ ...config, pipeline: false }), client),
    idle: () => client.getTransactionStatus() === "I",
    get lost() {
      return lost;
    },
    onLost: (listener) => void lostListeners.push(listener),
    onNotified: (listener) => client.on("notification", ({ channel, payload }) => listener(channel, payload ?? "")),
    destroy: () => {
      lose();
      client.connection.stream.destroy();
    },
    end: async () => {
      if (!lost) await client.end();
    },
  };
}

/**
 * A prepared statement that the server has lost, or whose result changed with its tables, is refused before it runs: it
 * is prepared anew, and sent once more. Where it stood in a transaction, that has been ended by the refusal; who began it
 * begins anew.
 */
function mayBeSentAgain(error: Error, client: DriverClient, steps: readonly Step[], names: PreparedNames): boolean {
  if (!isStale(error)) return false;
  for (const { prepared } of steps) if (names.has(prepared.name)) names.set(prepared.name, "doubtful");
  return steps.length === 1 && client.getTransactionStatus() === "I";
}

function clientConfig(settings: PostgresSettings, limits: Limits): ClientConfig & { readonly pipeline: boolean } {
  const { host, port, database, user, password } = settings;
  const { url, tls } = reachedBy(settings);
  return {
    ...(url === undefined ? {} : { connectionString: url }),
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(database === undefined ? {} : { database }),
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    ...(tls === undefined ? {} : { ssl: tls !== false && socketTls(tls) }),
    application_name: settings.applicationName,
    statement_timeout: limits.statementTimeout,
    ...(limits.lockTimeout === undefined ? {} : { lock_timeout: limits.lockTimeout }),
    idle_in_transaction_session_timeout: settings.statementTimeout * idleInTransactionFactor,
    connectionTimeoutMillis: settings.connectTimeout,
    keepAlive: true,
    keepAliveInitialDelayMillis: keepAliveDelay,
    options: startOptions(settings),
    pipeline: true,
  };
}

/** Settings are part of the session from its start, so `RESET ALL` comes back to them. */
function startOptions(settings: PostgresSettings): string {
  const all: [string, string][] = [["search_path", searchPath(settings)], ...Object.entries(settings.settings)];
  return all.map(([name, value]) => `-c ${name}=${value.replace(/[\\\s]/g, "\\$&")}`).join(" ");
}

function searchPath(settings: Pick<PostgresSettings, "schemas" | "extraSearchPath">): string {
  const schemas = new Set([...settings.schemas, ...settings.extraSearchPath]);
  return [...schemas].map((schema) => `"${schema.replaceAll('"', '""')}"`).join(",");
}

function cancel(messenger: DriverClient, client: DriverClient): Promise<void> {
  const { processID, secretKey } = client;
  if (processID === null || secretKey === null) return Promise.resolve();
  const wire = messenger.connection;
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      wire.stream.destroy();
      resolve();
    };
    const timer = setTimeout(finish, cancelTimeout);
    wire.on("error", finish);
    wire.on("end", finish);
    wire.on("connect", () => (messenger.ssl ? wire.requestSsl() : wire.cancel(processID, secretKey)));
    wire.on("sslconnect", () => wire.cancel(processID, secretKey));
    if (messenger.host.startsWith("/"))
      wire.connect(`${messenger.host}/.s.PGSQL.${messenger.port}` as unknown as number, "");
    else wire.connect(messenger.port, messenger.host);
  });
}
