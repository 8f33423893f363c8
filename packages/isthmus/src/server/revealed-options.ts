// A source's options as its adapter takes them: secrets are texts by then, and a connector's own options those of its kind.

import type { SourceConfiguration } from "../core/index.ts";
import { Secret } from "../core/secret.ts";

/** @throws Error, or a ZodError, where a connector's option is wrong. */
export function revealedOptions({ options, expand }: SourceConfiguration): Readonly<Record<string, unknown>> {
  const revealed = reveal(options) as Readonly<Record<string, unknown>>;
  return expand === undefined ? revealed : expand(revealed);
}

/** A driver wants plain texts. Only here, on the way into a source, does a secret become one. */
function reveal(value: unknown): unknown {
  if (value instanceof Secret) return value.reveal();
  if (Array.isArray(value)) return value.map(reveal);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, reveal(item)]));
}
