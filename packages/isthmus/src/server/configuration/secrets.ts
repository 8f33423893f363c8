// Secrets of the configuration, read from the environment. Done once, when the server starts; what is missing is named.

import { existsSync } from "node:fs";
import path from "node:path";
import { loadEnvFile } from "node:process";
import { Problem } from "../../core/index.ts";
import { isSecretName, Secret } from "../../core/secret.ts";

/**
 * Reads `.env` in the folder, then `.isthmus/development.env`, where a project's own scripts may put secrets they have
 * made for development. What the environment has already is not changed.
 */
export function loadEnvironment(folder: string): void {
  for (const name of [".env", path.join(".isthmus", "development.env")]) {
    const file = path.join(folder, name);
    if (existsSync(file)) loadEnvFile(file);
  }
}

/**
 * A copy of the value in which every `secret("NAME")` holds its text.
 *
 * @throws Problem naming every variable that is not set, with its place in the configuration.
 */
export function resolveSecrets<T>(value: T, environment: Readonly<Record<string, string | undefined>>): T {
  const missing: string[] = [];
  const resolved = resolve(value, "", environment, missing);
  if (missing.length === 0) return resolved as T;
  throw new Problem({
    code: "ISTHMUS102",
    category: "invalid",
    message: missing.join("\n"),
    hint: "Set them in the environment, or in a file .env beside the configuration",
  });
}

function resolve(
  value: unknown,
  place: string,
  environment: Readonly<Record<string, string | undefined>>,
  missing: string[],
): unknown {
  if (typeof value !== "object" || value === null || value instanceof Secret) return value;
  if (Array.isArray(value))
    return value.map((item, index) => resolve(item, `${place}[${index}]`, environment, missing));
  if (isSecretName(value)) {
    const text = environment[value.secret];
    if (text !== undefined && text !== "") return new Secret(value.secret, text);
    missing.push(`${place}: the environment variable ${value.secret} is not set`);
    return value;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      resolve(item, place === "" ? key : `${place}.${key}`, environment, missing),
    ]),
  );
}
