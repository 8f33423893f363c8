// `npm start`: the example shop, made, filled and built the first time, served by the command line that every user has: as its
// developer would, since the sandbox's page (mails, the bank's question, faults) is there in development alone.
// Signals go through to the server, and its exit code comes back.

import { spawn } from "node:child_process";
import path from "node:path";
import { environment, needNode, root } from "./node-24.mjs";

const node = needNode();
const shop = path.join(root, "examples", "shop");

const prepared = await start([path.join(shop, "prepare.ts")]);
process.exitCode =
  prepared === 0
    ? await start([path.join(root, "packages/isthmus/bin/isthmus.mjs"), "dev", ...process.argv.slice(2)])
    : prepared;

function start(args) {
  const child = spawn(node, args, { cwd: shop, stdio: "inherit", env: environment(node) });
  // Ctrl+C reaches the child by itself, as the terminal's; a signal to this process alone has to be passed on.
  const pass = (signal) => child.kill(signal);
  const ignore = () => {};
  process
    .on("SIGTERM", pass)
    .on("SIGHUP", pass)
    .on("SIGINT", process.stdin.isTTY ? ignore : pass);
  // npm's shell dies of a signal without passing it on; what is left of us then must not serve for ever.
  const parent = process.ppid;
  const orphaned = setInterval(() => process.ppid !== parent && child.kill("SIGTERM"), 500).unref();
  return new Promise((resolve) => {
    child.once("error", (error) => {
      process.stderr.write(`The server could not be started: ${error.message}\n`);
      resolve(1);
    });
    child.once("exit", (code, signal) => {
      clearInterval(orphaned);
      process.removeAllListeners("SIGTERM").removeAllListeners("SIGHUP").removeAllListeners("SIGINT");
      resolve(code ?? (signal === "SIGINT" ? 130 : signal === "SIGTERM" ? 143 : 1));
    });
  });
}
