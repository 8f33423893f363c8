// The README's requests, asked of the real server by the real command line, give the answers that stand there.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, it } from "vitest";
import { fillSqlite } from "../seed/fill-sqlite.ts";
import { claimsOf, signToken } from "../token.ts";
import type { ChildProcess } from "node:child_process";

const shop = join(import.meta.dirname, "..");
const secret = "readme-readme-readme-readme-readme-";
let folder: string;
let server: ChildProcess;
let api: string;

beforeAll(async () => {
  // Inside the shop, so that its configuration finds the package.
  mkdirSync(join(shop, ".isthmus"), { recursive: true });
  folder = mkdtempSync(join(shop, ".isthmus/readme-"));
  copyFileSync(join(shop, "isthmus.config.ts"), join(folder, "isthmus.config.ts"));
  for (const part of ["apis", "functions", "migrations"])
    cpSync(join(shop, part), join(folder, part), { recursive: true });
  // The storefront has tests of its own.
  mkdirSync(join(folder, "web/dist"), { recursive: true });
  writeFileSync(join(folder, "web/dist/index.html"), "<!doctype html>");
  fillSqlite(join(folder, "shop.db"));
  const port = await freePort();
  api = `http://127.0.0.1:${port}/api`;
  const bin = join(shop, "../../packages/isthmus/bin/isthmus.mjs");
  server = spawn(process.execPath, ["--conditions=isthmus-source", bin, "start", "--port", String(port)], {
    cwd: folder,
    env: { ...process.env, SHOP_JWT_SECRET: secret },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  server.stderr?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  while (
    !(await fetch(api).then(
      (answer) => answer.ok,
      () => false,
    ))
  ) {
    if (server.exitCode !== null) throw new Error(`The server ended: ${said}`);
    await sleep(50);
  }
});

afterAll(async () => {
  if (server !== undefined && server.exitCode === null) {
    server.kill("SIGTERM");
    await once(server, "exit");
  }
  rmSync(folder, { recursive: true, force: true });
});

const readme = readFileSync(join(shop, "README.md"), "utf8");
const examples = [
  ...readme.matchAll(/\*\*(\d+\. [^*]+)\*\*[\s\S]*?```sh\n(curl [\s\S]*?)```\n\n```json\n([\s\S]*?)```/g),
];

it("has ten requests", () => {
  expect(examples).toHaveLength(10);
});

it.each(examples.map(([, title = "", command = "", answer = ""]) => ({ title, command, answer })))(
  "$title",
  async ({ command, answer }) => {
    const { url, init } = requestOf(command);
    const response = await fetch(url, init);
    expect(await response.json()).toEqual(JSON.parse(answer));
  },
);

/** Reads the little of curl that the README uses. */
function requestOf(command: string): { url: string; init: RequestInit } {
  const variables: Readonly<Record<string, string>> = {
    API: api,
    CUSTOMER: signToken(secret, claimsOf("customer", "17")),
    STAFF: signToken(secret, claimsOf("staff", "1")),
  };
  const words = [...command.matchAll(/"([^"]*)"|'([^']*)'|(-\w)\b/g)].map(
    ([, double, single, flag]) =>
      double?.replaceAll(/\$([A-Z]+)/g, (_, name: string) => variables[name] ?? "") ?? single ?? flag ?? "",
  );
  const after = (flag: string): string[] => words.flatMap((word, index) => (words[index - 1] === flag ? [word] : []));
  const [body] = after("-d");
  const headers = after("-H").map((line) => line.split(": ", 2) as [string, string]);
  return { url: words.at(-1) ?? "", init: { headers, ...(body === undefined ? {} : { method: "POST", body }) } };
}

/** A port that is free together with the one behind it, which the server takes for health and metrics. */
async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    // Below the ports that systems give to outgoing connections, which may take one at any time.
    const port = 20_000 + Math.floor(Math.random() * 10_000);
    if ((await isFree(port)) && (await isFree(port + 1))) return port;
  }
  throw new Error("There are no two free ports side by side.");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer().once("error", () => resolve(false));
    probe.listen(port, "127.0.0.1", () => probe.close(() => resolve(true)));
  });
}
