// In charge of running one tool of the workspace, on the right Node, and of saying how it went.

import { spawn } from "node:child_process";
import path from "node:path";
import { environment, needNode, root } from "./node-24.mjs";

/** Runs a tool from node_modules/.bin (or `node`) and gives its exit code; its output goes straight through. */
export function run(tool, args, extra = {}) {
  const node = needNode();
  const suffix = process.platform === "win32" ? ".cmd" : "";
  const command = tool === "node" ? node : path.join(root, "node_modules", ".bin", tool + suffix);
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: root,
      stdio: "inherit",
      shell: suffix !== "" && tool !== "node",
      ...extra,
      env: { ...environment(node), ...extra.env },
    });
    child.once("error", (error) => {
      process.stderr.write(`${tool} could not be started: ${error.message}\n`);
      resolve(1);
    });
    child.once("exit", (code, signal) => resolve(code ?? (signal === null ? 1 : 128)));
  });
}

/** Runs named steps one after the other, all of them, and gives the names of those that failed. */
export async function runSteps(steps) {
  const failed = [];
  for (const [name, step] of Object.entries(steps)) {
    const began = performance.now();
    const ok = (await step()) === 0;
    process.stdout.write(`${ok ? "ok  " : "FAIL"}  ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)\n`);
    if (!ok) failed.push(name);
  }
  return failed;
}
