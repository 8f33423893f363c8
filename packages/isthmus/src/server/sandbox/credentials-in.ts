// Every credential in a source's options: what was read from the environment, and what is written where credentials stand.

import type { SourceConfiguration } from "../../core/index.ts";
import { Secret } from "../../core/secret.ts";
import { revealedOptions } from "../revealed-options.ts";

/** Options that hold credentials, and things that are none beside them. */
const places: ReadonlySet<string> = new Set(["auth", "tls", "security", "wsse", "wsSecurity", "login"]);
const plain: ReadonlySet<string> = new Set([
  "in",
  "name",
  "scheme",
  "tokenUrl",
  "scope",
  "audience",
  "send",
  "region",
  "service",
  "type",
]);

export function credentialsIn(source: SourceConfiguration): readonly string[] {
  const found = new Set<string>();
  const visit = (value: unknown, within: boolean): void => {
    if (value instanceof Secret) found.add(value.reveal());
    else if (typeof value === "string") {
      if (within && value !== "") found.add(value);
    } else if (typeof value === "object" && value !== null)
      for (const [key, item] of Object.entries(value)) visit(item, (within && !plain.has(key)) || places.has(key));
  };
  visit(source.options, false);
  if (source.expand !== undefined) visit(expanded(source), false);
  return [...found];
}

/** Where a connector has put its key. What is wrong with its options is told when the source is opened. */
function expanded(source: SourceConfiguration): unknown {
  try {
    return revealedOptions(source);
  } catch {
    return undefined;
  }
}
