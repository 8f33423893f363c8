#!/usr/bin/env node
// The door to the command line. Plain JavaScript that an old Node can read, so that it can say what is needed; runs the
// TypeScript sources in a clone of the repository, and what was built from them in an installed package.

import { existsSync } from "node:fs";
import * as nodeModule from "node:module";

const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 24 || (major === 24 && minor < 12)) {
  process.stderr.write(
    `Isthmus needs Node 24.12 or newer; this is Node ${process.versions.node}. Install Node 24 from https://nodejs.org, or with a version manager: \`nvm install 24\`, \`fnm install 24\`, \`volta install node@24\`.\n`,
  );
  process.exit(1);
}

const inClone = existsSync(new URL("../src/index.ts", import.meta.url));
const place = (name) => new URL(inClone ? `../src/${name}.ts` : `../dist/${name}.js`, import.meta.url).href;
const api = new Map([
  ["isthmus", place("index")],
  ["isthmus/connectors", place("connectors/index")],
]);

nodeModule.registerHooks({
  resolve(specifier, context, next) {
    // A configuration imports "isthmus"; it gets this very copy, wherever it lies and whether or not it is installed there.
    const own = api.get(specifier);
    if (own !== undefined) return { url: own, shortCircuit: true };
    const resolved = next(specifier, context);
    // It is a module also where the package.json around it says "commonjs", as `npm init` writes it.
    const configuration = /\.(ts|js)\?isthmus=\d+$/.exec(resolved.url);
    if (configuration === null) return resolved;
    return { ...resolved, format: configuration[1] === "ts" ? "module-typescript" : "module" };
  },
});

const { main } = await import(place("server/command/main"));
const code = await main(process.argv);
process.exitCode = code;
// A command that failed has nothing to wait for, whatever it has left open.
if (code !== 0) setTimeout(() => process.exit(code), 2_000).unref();
