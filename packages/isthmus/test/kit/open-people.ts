// A whole server with users, over SQLite on free ports, a caller that keeps cookies as a browser does, and the mails.

import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as pause } from "node:timers/promises";
import type { Configuration, Observation, UsersConfiguration } from "../../src/core/index.ts";
import { claim, sqlite } from "../../src/index.ts";
import { openSources } from "../../src/server/open-sources.ts";
import { startServer } from "../../src/server/start-server.ts";
import { schemasOf } from "../../src/server/terrain.ts";

/** The weakest hashes there are: what is tested is not how long they take. */
export const quickHashes = { cost: { memory: 8, passes: 1, parallelism: 1 } } as const;
export const password = "correct horse battery";

export interface Received {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly link: string;
}

export interface PeopleServer {
  readonly origin: string;
  readonly folder: string;
  readonly observed: readonly Observation[];
  /** Mails to an address so far, waiting for one that has just been asked for. */
  mails(to: string, atLeast?: number): Promise<readonly Received[]>;
  /** A new caller without cookies. */
  caller(headers?: Readonly<Record<string, string>>): Caller;
  /** Someone who has signed up, has verified his address and is signed in. */
  member(email: string): Promise<Caller>;
  stop(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests say what they expect of it
  readonly body: any;
}

export class Caller {
  readonly origin: string;
  readonly cookies = new Map<string, string>();
  readonly #headers: Readonly<Record<string, string>>;

  constructor(origin: string, headers: Readonly<Record<string, string>> = {}) {
    this.origin = origin;
    this.#headers = { origin, ...headers };
  }

  get(at: string, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send("GET", at, undefined, headers);
  }

  post(at: string, body: unknown = {}, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
    return this.send("POST", at, body, headers);
  }

  /** A header given as the empty text is left out. */
  async send(method: string, at: string, body: unknown, more: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const given = { "content-type": "application/json", ...this.#headers, ...more };
    const headers = new Headers(Object.entries(given).filter(([, value]) => value !== ""));
    if (this.cookies.size > 0 && !headers.has("cookie"))
      headers.set("cookie", [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "));
    const response = await fetch(at.startsWith("http") ? at : this.origin + at, {
      method,
      headers,
      redirect: "manual",
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    for (const set of response.headers.getSetCookie()) {
      const [pair = ""] = set.split(";");
      const equals = pair.indexOf("=");
      const name = pair.slice(0, equals);
      if (/max-age=0/i.test(set)) this.cookies.delete(name);
      else this.cookies.set(name, pair.slice(equals + 1));
    }
    const text = await response.text();
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      parsed = undefined;
    }
    return { status: response.status, headers: response.headers, text, body: parsed };
  }
}

const shop = `
  CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
  CREATE TABLE orders (id INTEGER PRIMARY KEY, customer TEXT NOT NULL, tenant TEXT, total REAL NOT NULL DEFAULT 0);
  INSERT INTO products (name) VALUES ('Lamp'), ('Chair');
  INSERT INTO orders (customer, tenant, total) VALUES ('somebody', 'north', 10), ('somebody', 'south', 20);
`;

const roles: NonNullable<Configuration["roles"]> = {
  anonymous: { products: { read: true } },
  user: {
    extends: ["anonymous"],
    orders: {
      read: { where: { customer: claim("sub") } },
      insert: { fields: ["total"], set: { customer: claim("sub") } },
    },
  },
  seller: { orders: { read: { where: { tenant: claim("tenant") } } } },
  staff: { orders: { read: true, update: true, delete: true } },
  admin: {},
};

export interface PeopleOptions {
  readonly users?: UsersConfiguration;
  readonly server?: Configuration["server"];
  readonly auth?: Configuration["auth"];
  readonly roles?: Configuration["roles"];
  readonly limits?: Configuration["limits"];
  readonly store?: string;
  /** SQL: more tables of the shop. */
  readonly tables?: string;
}

export async function openPeopleServer(options: PeopleOptions = {}): Promise<PeopleServer> {
  const folder = mkdtempSync(path.join(tmpdir(), "isthmus-people-"));
  const file = path.join(folder, "shop.db");
  const database = new DatabaseSync(file);
  database.exec(shop);
  if (options.tables !== undefined) database.exec(options.tables);
  database.close();
  const configuration: Configuration = {
    sources: { shop: sqlite({ file }) },
    roles: { ...roles, ...options.roles },
    auth: { ...options.auth, users: { password: quickHashes, admin: "admin", ...options.users } },
    limits: { signIn: false, ...options.limits },
    server: { port: 0, admin: false, store: path.join(folder, "store.db"), logLevel: "silent", ...options.server },
  };
  const observed: Observation[] = [];
  const record = (observation: Observation): void => void observed.push(observation);
  const sources = await openSources(configuration, record);
  const server = await startServer({
    configuration,
    sources,
    schemas: await schemasOf(sources, undefined, null),
    record,
    metrics: async () => "",
    observe: () => {},
  });
  const origin = options.server?.origin ?? `http://127.0.0.1:${server.ports.main}`;
  const inbox = path.join(folder, "inbox.ndjson");
  const caller = (headers?: Readonly<Record<string, string>>) => new Caller(origin, headers);

  async function mails(to: string, atLeast = 1): Promise<readonly Received[]> {
    for (let tries = 0; ; tries += 1) {
      const lines = existsSync(inbox) ? readFileSync(inbox, "utf8").split("\n").slice(0, -1) : [];
      const found = lines
        .map((line) => JSON.parse(line) as Received)
        .filter((mail) => mail.to === to)
        .map((mail) => ({ ...mail, link: /https?:\/\/\S+/.exec(mail.text)?.[0] ?? "" }));
      if (found.length >= atLeast || tries > 100) return found;
      await pause(20);
    }
  }

  return {
    origin,
    folder,
    observed,
    mails,
    caller,
    async member(email) {
      const own = caller();
      await own.post("/auth/sign-up/email", { name: email.split("@")[0], email, password });
      const [mail] = await mails(email);
      await own.get(mail?.link ?? "");
      await own.post("/auth/sign-in/email", { email, password });
      return own;
    },
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
