// A text that must never be printed. Whatever shows it (a log, an error, JSON, a template string) shows `[secret]`.

import type { Secret as SecretName } from "./configuration.ts";

const shown = "[secret]";

/** Registered, so that a configuration written against another copy of this package is understood too. */
const brand = Symbol.for("isthmus.secret");

/** What `secret("NAME")` gives. Told by a mark of its own: `{ secret: "…" }` may be any object that has such a key. */
export function secretName(name: string): SecretName {
  return Object.defineProperty({ secret: name }, brand, { value: true });
}

export function isSecretName(value: unknown): value is SecretName {
  return typeof value === "object" && value !== null && (value as Readonly<Record<symbol, unknown>>)[brand] === true;
}

/**
 * A value read from the environment. It has the shape of the configuration's `Secret` (`secret` is the variable's
 * name), so that a resolved configuration is still a configuration.
 *
 * @example new Secret("JWT_SECRET", value).reveal()
 */
export class Secret {
  /** Name of the environment variable; not secret. */
  readonly secret: string;
  readonly #value: string;

  constructor(name: string, value: string) {
    this.secret = name;
    this.#value = value;
  }

  /** The text itself. Call it where the text is used, and keep no copy. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return shown;
  }

  toJSON(): string {
    return shown;
  }

  [Symbol.toPrimitive](): string {
    return shown;
  }

  /** What `util.inspect` and `console.log` print; the symbol is registered, so that core needs no Node built-in. */
  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return shown;
  }
}

/**
 * The text of what a configuration gives where a secret or a plain text may stand.
 *
 * @throws Error that names the environment variable when that has not been read.
 */
export function revealed(given: SecretName | string): string {
  if (typeof given === "string") return given;
  if (given instanceof Secret) return given.reveal();
  if (isSecretName(given)) throw new Error(`the secret ${given.secret} has not been read from the environment`);
  // Nothing of it is shown: it may hold the text itself.
  throw new Error('is neither a text nor secret("NAME")');
}
