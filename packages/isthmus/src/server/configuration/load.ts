// Loads isthmus.config.ts, by Node's own type stripping.

import { existsSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { type Configuration, Problem } from "../../core/index.ts";
import { validateConfiguration } from "./validate.ts";

const names = ["isthmus.config.ts", "isthmus.config.mts", "isthmus.config.js", "isthmus.config.mjs"];

/** Path of the configuration in the folder; `undefined` when there is none. */
export function findConfiguration(folder: string): string | undefined {
  return names.map((name) => path.join(folder, name)).find((file) => existsSync(file));
}

let loaded = 0;

/**
 * Reads the file anew at every call; what the file itself imports is read once.
 *
 * @throws Problem that says why the file cannot be read, or lists what is wrong in it.
 */
export async function loadConfiguration(file: string): Promise<Configuration> {
  if (!existsSync(file)) throw unreadable(file, "there is no such file");
  let module: Readonly<Record<string, unknown>>;
  try {
    module = (await import(`${pathToFileURL(file).href}?isthmus=${(loaded += 1)}`)) as Readonly<
      Record<string, unknown>
    >;
  } catch (error) {
    throw unreadable(file, reason(error, file), error);
  }
  if (module["default"] === undefined)
    throw unreadable(file, "it has no default export; expected `export default defineConfig({ … })`");
  return validateConfiguration(module["default"]);
}

function unreadable(file: string, why: string, cause?: unknown): Problem {
  return new Problem({
    code: "ISTHMUS103",
    category: "invalid",
    message: `${path.basename(file)} cannot be read: ${why}`,
    cause,
  });
}

function reason(error: unknown, file: string): string {
  if (!(error instanceof Error)) return String(error);
  const code = (error as NodeJS.ErrnoException).code;
  if (code === "ERR_UNSUPPORTED_TYPESCRIPT_SYNTAX") {
    return `${firstLine(error.message)} (Node strips types, it does not compile: no enum, namespace or parameter property)`;
  }
  const line = new RegExp(`${path.basename(file).replaceAll(".", "\\.")}\\?isthmus=\\d+:(\\d+)`).exec(
    error.stack ?? "",
  )?.[1];
  return `${firstLine(error.message).replaceAll(/\?isthmus=\d+/g, "")}${line === undefined ? "" : ` (line ${line})`}`;
}

function firstLine(text: string): string {
  return text.split("\n").find((line) => line.trim() !== "") ?? text;
}
