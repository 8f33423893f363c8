// The shop as its server serves it, with the functions it has, over any of its databases and third parties of the test's own.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { claimsOf, signToken } from "../token.ts";
import type { ThirdParties } from "./third-parties.ts";

const shop = join(import.meta.dirname, "..");
const secret = "buying-buying-buying-buying-buying-";

export interface Buying {
  readonly folder: string;
  start(): Promise<void>;
  stop(signal?: NodeJS.Signals): Promise<void>;
  call(
    name: string,
    body: unknown,
    by?: { readonly customer?: number; readonly role?: string; readonly key?: string },
  ): Promise<Answer>;
  read(path: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** The status of a change by customer 1. */
  change(method: string, path: string, body?: unknown): Promise<number>;
  remove(): Promise<void>;
}

export interface Answer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly replayed: boolean;
}

const text = (names: string) =>
  `{ ${names
    .split(" ")
    .map((name) => `${name}: { type: "${name === "amount" ? "integer" : name === "confirm" ? "boolean" : "string"}" }`)
    .join(", ")} }`;

/** @param database TypeScript of the source; its folder is the server's. */
export function openBuying(parties: ThirdParties, database: string, views = true): Buying {
  mkdirSync(join(shop, ".isthmus"), { recursive: true });
  const folder = mkdtempSync(join(shop, ".isthmus/buying-"));
  cpSync(join(shop, "functions"), join(folder, "functions"), { recursive: true });
  for (const part of ["apis", "migrations"]) symlinkSync(join(shop, part), join(folder, part));
  writeFileSync(
    join(folder, "isthmus.config.ts"),
    `import { defineConfig, http, mysql, postgres, secret, sqlite } from "isthmus";
import shop from "../../isthmus.config.ts";
const api = (calls, more = {}) => http({ server: "${parties.origin}", allowPrivate: ["127.0.0.1"], timeout: 900, attemptTimeout: 800, retry: false, breaker: false, concurrency: 200, calls, ...more });
const keyed = { idempotency: { header: "Idempotency-Key" } };
const roles = ${views} ? shop.roles : {
  customer: {
    products: shop.roles.anonymous.products,
    orders: { read: shop.roles.customer.orders.read },
    addresses: { read: shop.roles.customer.addresses.read },
  },
  staff: { "*": { read: true } },
};
export default defineConfig({
  ...shop,
  roles,
  relations: ${views} ? shop.relations : {},
  server: { port: 0, admin: { port: 0 }, logLevel: "warn" },
  sources: {
    shop: ${database},
    payments: api({
      create: { request: "POST /create", body: "form", input: ${text("amount currency payment_method capture_method confirm description return_url")} },
      intent: { request: "GET /intent/{id}", input: ${text("id")} },
      capture: { request: "POST /capture/{id}", body: "form", input: ${text("id")} },
      cancel: { request: "POST /cancel/{id}", body: "form", input: ${text("id")} },
      refund: { request: "POST /refund", body: "form", input: ${text("payment_intent")} },
    }, keyed),
    shipping: api({
      getRates: { request: "POST /getRates", input: { to: { type: "object" }, parcel: { type: "array" } } },
      createLabel: { request: "POST /createLabel", input: { service: { type: "string" }, to: { type: "object" }, parcel: { type: "array" } } },
      cancelLabel: { request: "POST /cancelLabel", input: ${text("trackingNumber")} },
    }, { operations: { getRates: { effect: "read" } } }),
    mail: api({ send: { request: "POST /send", input: ${text("from to subject text")} } }, keyed),
  },
} as never);
`,
  );
  let server: ChildProcess | undefined;
  let api = "";
  const headersOf = (role: string, customer: number) => ({
    authorization: `Bearer ${signToken(secret, claimsOf(role, String(customer)))}`,
    "content-type": "application/json",
  });
  return {
    folder,
    async start() {
      const bin = join(shop, "../../packages/isthmus/bin/isthmus.mjs");
      server = spawn(process.execPath, ["--conditions=isthmus-source", bin, "start"], {
        cwd: folder,
        env: { ...process.env, SHOP_JWT_SECRET: secret },
        stdio: ["ignore", "ignore", "pipe"],
      });
      let said = "";
      server.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
      while (!/Health +\S+\n/.test(said)) {
        if (server.exitCode !== null) throw new Error(said);
        await Promise.race([once(server.stderr ?? server, "data"), once(server, "exit")]);
      }
      api = /API +(\S+)/.exec(said)?.[1] ?? "";
    },
    async stop(signal = "SIGTERM") {
      if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
      server.kill(signal);
      await once(server, "exit");
    },
    async call(name, body, { customer = 1, role = "customer", key } = {}) {
      const answer = await fetch(`${api}/rpc/${name}`, {
        method: "POST",
        body: JSON.stringify(body),
        headers: { ...headersOf(role, customer), ...(key === undefined ? {} : { "idempotency-key": key }) },
      });
      return {
        status: answer.status,
        body: (await answer.json()) as Answer["body"],
        replayed: answer.headers.get("idempotency-replayed") === "true",
      };
    },
    async change(method, path, body) {
      const answer = await fetch(api + path, {
        method,
        headers: { ...headersOf("customer", 1), prefer: "max-affected=1, handling=strict" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      await answer.text();
      return answer.status;
    },
    async read(path) {
      const answer = await fetch(`${api}${path}`, { headers: headersOf("staff", 1) });
      return (await answer.json()) as readonly Readonly<Record<string, unknown>>[];
    },
    async remove() {
      await this.stop("SIGKILL");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
