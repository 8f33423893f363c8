// A shop as its owner runs it: the command line in a process of its own, over the example's schema and rows, on a free
// port, in a folder that is removed afterwards.

import { type ChildProcess, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { fillSqlite } from "../../../../examples/shop/seed/fill-sqlite.ts";

const here = path.dirname(fileURLToPath(import.meta.url));
const bin = path.join(here, "../../../isthmus/bin/isthmus.mjs");
const example = path.join(here, "../../../../examples/shop");
const made = path.join(here, "../.made");
const secret = "a secret of thirty-two bytes or more, for tests alone";

export interface Shop {
  readonly url: string;
  readonly folder: string;
  /** Text of the file that `isthmus types` has written. */
  readonly types: string;
  /** A token of a customer or of staff. */
  token(role: "customer" | "staff", sub: number): string;
  /** Ends the process; `start` brings it back on the same port. */
  stop(): Promise<void>;
  start(): Promise<void>;
  remove(): Promise<void>;
}

/** A folder in which packages of the workspace are found; gone with `remove`. */
export function makeFolder(): { readonly path: string; remove(): void } {
  mkdirSync(made, { recursive: true });
  const folder = mkdtempSync(path.join(made, "folder-"));
  return { path: folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** @param more Members of the configuration besides sources, roles and auth; `users`: what stands at `auth.users`. */
export async function openShop(
  more = "",
  { users, functions = {} }: { readonly users?: string; readonly functions?: Readonly<Record<string, string>> } = {},
): Promise<Shop> {
  const folder = makeFolder();
  cpSync(path.join(example, "migrations"), path.join(folder.path, "migrations"), { recursive: true });
  fillSqlite(path.join(folder.path, "shop.db"));
  writeFileSync(path.join(folder.path, "isthmus.config.ts"), configuration(more, users));
  if (Object.keys(functions).length > 0) mkdirSync(path.join(folder.path, "functions"));
  for (const [name, text] of Object.entries(functions)) writeFileSync(path.join(folder.path, "functions", name), text);
  const environment = { ...process.env, SHOP_JWT_SECRET: secret, SHOP_AUTH_SECRET: secret };
  let child: ChildProcess | undefined;
  let port = 0;

  async function run(...args: string[]): Promise<void> {
    const command = spawn(process.execPath, [bin, ...args], { cwd: folder.path, env: environment, stdio: "pipe" });
    let said = "";
    command.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const [code] = (await once(command, "close")) as [number];
    if (code !== 0) throw new Error(said);
  }

  async function start(): Promise<void> {
    const started = spawn(process.execPath, [bin, "start", "--port", String(port)], {
      cwd: folder.path,
      env: environment,
      stdio: ["ignore", "ignore", "pipe"],
    });
    child = started;
    let said = "";
    const failed = once(started, "close").then(() => Promise.reject(new Error(said)));
    failed.catch(() => {});
    started.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    for (;;) {
      const found = /API +(\S+)/.exec(said)?.[1];
      if (found !== undefined && said.includes("\n", said.indexOf(found))) {
        port = Number(new URL(found).port);
        return;
      }
      await Promise.race([once(started.stderr, "data"), failed]);
    }
  }

  async function stop(): Promise<void> {
    const ended = child;
    child = undefined;
    if (ended === undefined || ended.exitCode !== null) return;
    const closed = once(ended, "close");
    ended.kill("SIGKILL");
    await closed;
  }

  await run("types");
  await start();
  return {
    url: `http://127.0.0.1:${port}`,
    folder: folder.path,
    types: readFileSync(path.join(folder.path, "isthmus.types.ts"), "utf8"),
    token: (role, sub) => signed({ role, sub, exp: Math.floor(Date.now() / 1000) + 600 }),
    start,
    stop,
    async remove() {
      await stop();
      folder.remove();
    },
  };
}

function signed(claims: object): string {
  const [head, body] = [{ alg: "HS256" }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString("base64url"),
  );
  const signature = createHmac("sha256", secret).update(`${head}.${body}`).digest("base64url");
  return `${head}.${body}.${signature}`;
}

/** The first customer's own things are his; staff may do everything; who comes in from the street may look. */
function configuration(more: string, users: string | undefined): string {
  return `import { claim, defineConfig, secret, sqlite } from "isthmus";

export default defineConfig({
  sources: { shop: sqlite({ file: "shop.db", migrations: "./migrations" }) },
  relations: { "products.ratings": { to: "product_ratings", match: { id: "product_id" }, one: true } },
  auth: { jwt: { secret: secret("SHOP_JWT_SECRET") }${users === undefined ? "" : `, users: ${users}`} },
  server: { admin: false },
  roles: {
    anonymous: {
      categories: { read: true },
      tags: { read: true },
      product_tags: { read: true },
      products: { read: { where: { published: true } } },
      reviews: { read: true },
      product_ratings: { read: true },
    },
    customer: {
      extends: ["anonymous"],
      customers: { read: { where: { id: claim("sub") } } },
      addresses: {
        read: { where: { customer_id: claim("sub") } },
        insert: { set: { customer_id: claim("sub") } },
        update: { where: { customer_id: claim("sub") } },
        delete: { where: { customer_id: claim("sub") } },
      },
      orders: {
        read: { where: { customer_id: claim("sub") } },
        insert: { fields: ["address_id", "note"], set: { customer_id: claim("sub"), status: "pending" } },
      },
      reviews: { insert: { fields: ["product_id", "rating", "title", "body"], set: { customer_id: claim("sub") } } },
      order_items: {
        read: { where: { order: { customer_id: claim("sub") } } },
        insert: { fields: ["order_id", "product_id", "quantity"], check: { order: { customer_id: claim("sub") } } },
      },
    },
    staff: {
      "*": { read: true, insert: true, update: true, delete: true },
      products: { read: { aggregate: true }, insert: true, update: true, delete: true },
    },
  },
  ${more}
});
`;
}
