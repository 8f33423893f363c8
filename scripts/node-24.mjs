// In charge of the Node that the product needs: the one that runs us, if it is new enough, else the one that the
// workspace's optional dependencies have brought.

import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

/** Path of a Node that is new enough, or `undefined`. */
export function findNode() {
  if (isEnough(process.versions.node)) return process.execPath;
  const name = `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
  const file = path.join(root, "node_modules", name, "bin", process.platform === "win32" ? "node.exe" : "node");
  return existsSync(file) ? file : undefined;
}

/** The same, or one sentence and an end. */
export function needNode() {
  const node = findNode();
  if (node !== undefined) return node;
  process.stderr.write(
    `Isthmus needs Node 24.12 or newer; this is Node ${process.versions.node}, and there is no ready-made Node for ` +
      `${process.platform} on ${process.arch} among the dependencies: please install Node 24 from https://nodejs.org.\n`,
  );
  process.exit(1);
}

/** Environment in which `node` and the tools of the workspace are found first. */
export function environment(node) {
  const key = Object.keys(process.env).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
  const folders = [path.dirname(node), path.join(root, "node_modules", ".bin"), process.env[key] ?? ""];
  return { ...process.env, [key]: folders.join(path.delimiter) };
}

function isEnough(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > 24 || (major === 24 && minor >= 12);
}
