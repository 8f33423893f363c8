// The shop as `npm start` serves it, on a free port in a folder of its own, and browsers in front of it.

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import axe from "axe-core";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { buildSite } from "../prepare/build-site.ts";
import { type DevelopmentUser, developmentUsers, makeUsers } from "../prepare/development-users.ts";
import { fillSqlite } from "../seed/fill-sqlite.ts";

const shop = join(import.meta.dirname, "..");
const isthmus = join(shop, "../../packages/isthmus/bin/isthmus.mjs");

export interface Storefront {
  readonly origin: string;
  readonly users: Readonly<Record<DevelopmentUser["what"], DevelopmentUser>>;
  /** A window that nobody is signed in at. */
  visit(options?: { readonly width?: number; readonly scheme?: "light" | "dark" }): Promise<Visit>;
  /** What the sandbox's page shows. */
  sandbox(): Promise<SandboxState>;
  /** Switches a fault of other people's APIs on; `undefined`: all of them off. */
  fault(fault: object | undefined): Promise<void>;
  /** Asks the database itself. */
  sql(text: string): readonly Readonly<Record<string, unknown>>[];
  /** Runs the command line. */
  command(...args: string[]): Promise<void>;
  close(): Promise<void>;
}

export interface Visit {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors that the browser has noted so far. */
  readonly complaints: readonly string[];
  /** Requests below `/api` so far. */
  readonly asked: readonly string[];
  go(path: string): Promise<void>;
  signIn(what: DevelopmentUser["what"]): Promise<void>;
  /** Puts a product into the basket. */
  take(product: number): Promise<void>;
}

export interface SandboxState {
  readonly requests: readonly { readonly source: string; readonly operation: string; readonly status?: number }[];
  readonly mails: readonly { readonly to: readonly string[]; readonly subject: string; readonly text?: string }[];
}

export async function openStorefront(executablePath: string): Promise<Storefront> {
  await buildSite(shop);
  // Inside the shop, so that its configuration finds the package.
  mkdirSync(join(shop, ".isthmus"), { recursive: true });
  const folder = mkdtempSync(join(shop, ".isthmus/storefront-"));
  mkdirSync(join(folder, ".isthmus"));
  mkdirSync(join(folder, "web"));
  copyFileSync(join(shop, "isthmus.config.ts"), join(folder, "isthmus.config.ts"));
  for (const part of ["apis", "functions", "migrations"])
    cpSync(join(shop, part), join(folder, part), { recursive: true });
  symlinkSync(join(shop, "web/dist"), join(folder, "web/dist"));
  fillSqlite(join(folder, "shop.db"));
  await makeUsers(folder);
  const users = Object.fromEntries(developmentUsers(folder).map((one) => [one.what, one])) as Storefront["users"];
  const environment = { ...process.env, SHOP_JWT_SECRET: "storefront-storefront-storefront-" };
  const server = spawn(process.execPath, [isthmus, "dev", "--port", "0"], {
    cwd: folder,
    env: environment,
    stdio: ["ignore", "ignore", "pipe"],
  });
  const origin = await originOf(server);
  const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--headless", "--disable-gpu", "--disable-background-networking"],
  });
  return {
    origin,
    users,
    visit: (options) => visit(browser, origin, users, options),
    sandbox: async () => (await (await fetch(`${origin}/sandbox/state`)).json()) as SandboxState,
    async fault(fault) {
      const headers = { "isthmus-sandbox": "change", "content-type": "application/json" };
      await fetch(`${origin}/sandbox/faults`, { method: "DELETE", headers });
      if (fault !== undefined)
        await fetch(`${origin}/sandbox/faults`, { method: "POST", headers, body: JSON.stringify(fault) });
    },
    sql(text) {
      const database = new DatabaseSync(join(folder, "shop.db"), { timeout: 5_000 });
      try {
        return database.prepare(text).all() as readonly Readonly<Record<string, unknown>>[];
      } finally {
        database.close();
      }
    },
    async command(...args) {
      const child = spawn(process.execPath, [isthmus, ...args], { cwd: folder, env: environment, stdio: "ignore" });
      const [code] = (await once(child, "exit")) as [number];
      if (code !== 0) throw new Error(`isthmus ${args.join(" ")} ended with ${code}`);
    },
    async close() {
      await browser.close();
      if (server.exitCode === null) {
        server.kill("SIGTERM");
        await once(server, "exit");
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function originOf(server: ChildProcess): Promise<string> {
  let said = "";
  server.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  while (!/Sandbox +\S+\n/.test(said)) {
    if (server.exitCode !== null) throw new Error(`The server ended: ${said}`);
    await Promise.race([once(server.stderr ?? server, "data"), once(server, "exit")]);
  }
  return (/Website +(\S+)\/\n/.exec(said) ?? [])[1] ?? "";
}

async function visit(
  browser: Browser,
  origin: string,
  users: Storefront["users"],
  { width = 1280, scheme = "light" }: NonNullable<Parameters<Storefront["visit"]>[0]> = {},
): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width, height: width > 600 ? 900 : 844 },
    colorScheme: scheme,
    locale: "en-GB",
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  const asked: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    const { pathname } = new URL(request.url());
    if (pathname.startsWith("/api")) asked.push(pathname);
    if (new URL(request.url()).origin !== origin) complaints.push(`asked ${request.url()}`);
  });
  const go = async (path: string): Promise<void> => void (await page.goto(origin + path));
  return {
    page,
    context,
    complaints,
    asked,
    go,
    async signIn(what) {
      const { email, password } = users[what];
      if (!page.url().includes("/sign-in")) await go("/sign-in");
      await page.getByLabel("E-mail address").fill(email);
      await page.getByLabel("Password").fill(password);
      await page.getByRole("button", { name: "Sign in" }).click();
      await page.getByRole("link", { name: "Account", exact: true }).waitFor();
    },
    async take(product) {
      await go(`/p/x-${product}`);
      await page.getByRole("button", { name: "Put into the basket" }).click();
      await page.getByText("in your basket").waitFor();
    },
  };
}

/** What a person with a screen reader, or without a mouse, would trip over. */
export async function barriersOn(page: Page): Promise<unknown> {
  // Through the protocol: the page's policy lets no script in.
  await page.evaluate(axe.source);
  return page.evaluate(
    "axe.run(document, { resultTypes: ['violations'], preload: false }).then(({ violations }) => violations.map(({ id, impact, nodes }) => impact + ' ' + id + ': ' + nodes.map(({ html }) => html).join(' ')))",
  );
}
