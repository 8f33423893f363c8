// One connection to the database: opening it, statements over it, stopping what it runs, and its end. Beside values.ts
// the only place that knows the driver.

import type * as MysqlDriver from "mysql2";
import type { Connection as DriverConnection, ConnectionOptions } from "mysql2";
import { LostConnection } from "../shared/connections/lost-connection.ts";
import { explainedTls } from "../shared/tls/connection.ts";
import { reachedBy } from "../shared/tls/options.ts";
import type { BoundText } from "./bind.ts";
import { isDatabaseFailure, tooOld } from "./errors.ts";
import { type Flavour, flavourOf } from "./features.ts";
import type { MysqlSettings } from "./options.ts";
import { databasesOf } from "./options.ts";
import { securing } from "./secure.ts";
import type { Native } from "./values.ts";

/** Milliseconds after which the operating system first asks whether a silent peer is still there. */
const keepAliveDelay = 10_000;
/** Most statements prepared on a connection: a server keeps some 16,000 for all of them. */
const mostPrepared = 500;

export type Cell = string | number | null;

export interface Answered {
  readonly rows: readonly (readonly Cell[])[];
  /** Rows that a change has found. */
  readonly affected: number;
  readonly insertId: number;
}

export interface Connection {
  readonly flavour: Flavour;
  /** A statement, prepared when it first comes. */
  run(statement: BoundText): Promise<Answered>;
  /** A text of ours without values, not prepared. */
  say(text: string): Promise<Answered>;
  /** Asks the server, over a connection of its own, to stop what this connection runs. */
  cancel(): Promise<void>;
  readonly lost: boolean;
  onLost(listener: () => void): void;
  /** Lets go at once; what is under way rejects with a LostConnection. */
  destroy(): void;
  end(): Promise<void>;
}

type Driver = typeof MysqlDriver;
let driver: Promise<Driver> | undefined;

function loadDriver(): Promise<Driver> {
  driver ??= import("mysql2").then((module) => (module as unknown as { readonly default: Driver }).default);
  return driver;
}

export async function connect(settings: MysqlSettings, statementTimeout: number): Promise<Connection> {
  const loaded = await loadDriver();
  // The driver resolves the module behind this name anew each time it is read.
  const typed = loaded.TypedParameter;
  const client = await open(loaded, settings);
  const listeners: (() => void)[] = [];
  const pending = new Set<(reason: unknown) => void>();
  let lost = false;
  const lose = (reason?: unknown) => {
    if (lost) return;
    lost = true;
    for (const reject of pending) reject(new LostConnection(true, reason));
    for (const listener of listeners) listener();
  };
  client.on("error", lose);
  client.on("end", () => lose());
  // Of the driver's stream no type tells; it says that it is closed before the driver does.
  (client as unknown as { readonly stream: NodeJS.EventEmitter }).stream.on("close", () => lose());

  const ask = (send: (done: (error: Error | null, result: unknown) => void) => void) =>
    new Promise<Answered>((resolve, reject) => {
      if (lost) return reject(new LostConnection(false, undefined));
      pending.add(reject);
      send((error, result) => {
        pending.delete(reject);
        if (error === null) return resolve(answeredOf(result));
        if (isDatabaseFailure(error)) return reject(error);
        lose(error);
        reject(new LostConnection(true, error));
      });
    });
  const run = ({ text, values }: BoundText) => {
    const given = values.map((value) => toDriver(typed, value));
    return ask((done) => void client.execute({ sql: text, values: given as never[], rowsAsArray: true }, done));
  };
  const say = (text: string) => ask((done) => void client.query({ sql: text, rowsAsArray: true }, done));
  try {
    const flavour = await setUp(say, statementTimeout);
    return {
      flavour,
      run,
      say,
      cancel: () => kill(loaded, settings, client.threadId ?? 0),
      get lost() {
        return lost;
      },
      onLost: (listener) => void listeners.push(listener),
      destroy: () => {
        client.destroy();
        lose();
      },
      end: () =>
        new Promise((resolve) => {
          if (lost) return resolve();
          client.end(() => resolve());
        }),
    };
  } catch (reason) {
    client.destroy();
    throw reason;
  }
}

function open({ createConnection }: Driver, settings: MysqlSettings): Promise<DriverConnection> {
  return new Promise((resolve, reject) => {
    const config = configOf(settings);
    const { tls } = reachedBy(settings);
    const secure = tls === undefined || tls === false ? undefined : securing(tls, config.host ?? "localhost");
    const client = createConnection(config);
    secure?.(client);
    const refuse = (error: unknown) => reject(explainedTls(error));
    client.once("error", refuse);
    client.connect((error) => {
      client.removeListener("error", refuse);
      if (error === null) return resolve(client);
      client.on("error", () => {});
      client.destroy();
      refuse(error);
    });
  });
}

/**
 * What every answer depends on is the session's, whatever the server is set to: values that do not fit are refused, times
 * are UTC, and lists are not cut.
 */
async function setUp(say: Connection["say"], statementTimeout: number): Promise<Flavour> {
  const modes =
    "STRICT_ALL_TABLES,STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_AUTO_VALUE_ON_ZERO,NO_ENGINE_SUBSTITUTION";
  const limitedLists = await understands(say, "SELECT GROUP_CONCAT(1 LIMIT 1)");
  if (!(await understands(say, "SELECT 1 FROM JSON_TABLE('[1]', '$[*]' COLUMNS (v INT PATH '$')) AS t")))
    throw tooOld();
  const flavour = flavourOf(limitedLists);
  const seconds = Math.max(1, Math.ceil(statementTimeout / 1_000));
  await say(
    `SET SESSION sql_mode = '${modes}', time_zone = '+00:00', group_concat_max_len = 4294967295, ` +
      // Averages have as many digits as PostgreSQL's: MySQL's own default would round them to four behind the point.
      `div_precision_increment = 16, ` +
      `innodb_lock_wait_timeout = ${seconds}, ${flavour.settings(statementTimeout)}`,
  );
  await say("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
  return flavour;
}

async function understands(say: Connection["say"], text: string): Promise<boolean> {
  try {
    await say(text);
    return true;
  } catch (reason) {
    if (isDatabaseFailure(reason)) return false;
    throw reason;
  }
}

async function kill(loaded: Driver, settings: MysqlSettings, thread: number): Promise<void> {
  try {
    const client = await open(loaded, settings);
    client.on("error", () => {});
    client.query(`KILL QUERY ${Math.trunc(thread)}`, () => client.destroy());
  } catch {
    // Whoever cannot be told to stop is let go of, and the session's own limit ends the statement.
  }
}

function configOf(settings: MysqlSettings): ConnectionOptions {
  const { url, host, port, user, password, connectTimeout } = settings;
  const { tls } = reachedBy(settings);
  const address = url === undefined ? undefined : new URL(url);
  const given = (text: string | undefined) =>
    text === undefined || text === "" ? undefined : decodeURIComponent(text);
  const [database] = databasesOf(settings);
  return {
    ...defined({
      host: host ?? given(address?.hostname),
      port: port ?? (address === undefined || address.port === "" ? undefined : Number(address.port)),
      user: user ?? given(address?.username),
      password: password ?? given(address?.password),
      database: given(address?.pathname.slice(1)) ?? database,
      // Tells the driver to refuse a server without TLS; how the connection is made safe is in secure.ts.
      ssl: tls === undefined || tls === false ? undefined : {},
    }),
    connectTimeout,
    charset: "utf8mb4_bin",
    timezone: "Z",
    jsonStrings: true,
    dateStrings: true,
    supportBigNumbers: true,
    maxPreparedStatements: mostPrepared,
    enableKeepAlive: true,
    keepAliveInitialDelay: keepAliveDelay,
    // Never read a file of this machine because the server asks for it.
    flags: ["-LOCAL_FILES"],
  };
}

function defined<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };
}

function toDriver(typed: Driver["TypedParameter"], value: Native): unknown {
  if (typeof value === "bigint") {
    return value > 0x7fff_ffff_ffff_ffffn ? typed.LONGLONG.unsigned(value) : typed.LONGLONG(value);
  }
  if (value === null || typeof value !== "object") return value;
  if (value instanceof Uint8Array) return Buffer.isBuffer(value) ? value : Buffer.from(value);
  return typed.NEWDECIMAL(value.decimal);
}

function answeredOf(result: unknown): Answered {
  if (Array.isArray(result)) return { rows: result as Cell[][], affected: 0, insertId: 0 };
  const { affectedRows, insertId } = result as { readonly affectedRows: number; readonly insertId: number };
  return { rows: [], affected: affectedRows, insertId };
}
