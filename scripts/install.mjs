// Runs before every script of the workspace, on whatever Node there is: installs what the lockfile names, unless it is
// there already. Needs Node ≥ 20 and npm, nothing else.

import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import path from "node:path";
import { needNode, root } from "./node-24.mjs";

const tries = 3;
/** Milliseconds after which a silent npm is given up and started again. */
const patience = 300_000;

const major = Number(process.versions.node.split(".")[0]);
if (major < 20) {
  process.stderr.write(
    `Node 20 or newer is needed to install Isthmus; this is Node ${process.versions.node}: get a newer one from https://nodejs.org, or by \`nvm install 24\`.\n`,
  );
  process.exit(1);
}

const missing = firstMissing();
if (missing !== undefined) {
  process.stderr.write(`Installing what the lockfile names (${missing}); this takes a minute the first time.\n`);
  await install();
}
needNode();

/** What of the lockfile is not installed as it says, in words; `undefined` when all is there. */
function firstMissing() {
  const wanted = read("package-lock.json");
  const present = read(path.join("node_modules", ".package-lock.json"));
  if (wanted === undefined) return "there is no lockfile";
  if (present === undefined) return "nothing is installed yet";
  for (const [place, entry] of Object.entries(wanted)) {
    if (!place.includes("node_modules/")) continue;
    const found = present[place];
    if (
      found === undefined
        ? isNeeded(place, entry)
        : found.version !== entry.version || found.integrity !== entry.integrity
    ) {
      return `${place.replace(/^.*node_modules\//, "")} is new or changed`;
    }
  }
  return undefined;
}

function isNeeded(place, entry) {
  if (!entry.optional && !entry.devOptional) return true;
  return /\/node-[a-z]+-\w+$/.test(place) && entry.os.includes(process.platform) && entry.cpu.includes(process.arch);
}

function read(file) {
  try {
    return JSON.parse(readFileSync(path.join(root, file), "utf8")).packages;
  } catch {
    return undefined;
  }
}

async function install() {
  for (let attempt = 1; attempt <= tries; attempt++) {
    const began = Date.now();
    const code = await npmCi();
    const seconds = Math.round((Date.now() - began) / 1000);
    if (code === 0) return process.stderr.write(`Installed in ${seconds} s.\n`);
    process.stderr.write(
      `npm ci ${code === undefined ? "did not end" : "failed"} after ${seconds} s (try ${attempt} of ${tries}).\n`,
    );
  }
  process.stderr.write("The dependencies could not be installed: see what npm says above.\n");
  process.exit(1);
}

/** Exit code; `undefined` when it had to be ended. */
function npmCi() {
  const options = ["ci", "--no-audit", "--no-fund", "--loglevel=error"];
  // npm's own Node rather than ours, which may lie in the node_modules that is about to be replaced.
  const cli = process.env.npm_execpath;
  const [command, ...args] = cli
    ? [process.env.npm_node_execpath ?? process.execPath, cli, ...options]
    : ["npm", ...options];
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      shell: !cli && process.platform === "win32",
    });
    const timer = setTimeout(() => {
      child.kill("SIGKILL");
      resolve(undefined);
    }, patience);
    child.once("error", (error) => {
      clearTimeout(timer);
      process.stderr.write(`npm could not be started: ${error.message}\n`);
      resolve(1);
    });
    child.once("exit", (code) => {
      clearTimeout(timer);
      resolve(code ?? 1);
    });
  });
}
