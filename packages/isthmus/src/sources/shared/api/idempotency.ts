// The key by which an API knows a change again.

import { createHash, randomUUID } from "node:crypto";
import type { Execution } from "../../../core/index.ts";
import type { OperationSettings } from "./operation-options.ts";

/** Name of the header, in lower case; undefined where the API has none. */
export type IdempotencyHeader = (operation: string) => string | undefined;

interface Settings {
  readonly idempotency?: { readonly header: string } | undefined;
  readonly operations: Readonly<Record<string, OperationSettings>>;
}

export function idempotencyHeaderOf({ operations, idempotency }: Settings): IdempotencyHeader {
  return (operation) => {
    const own = Object.hasOwn(operations, operation) ? operations[operation]?.idempotency : undefined;
    return own === false ? undefined : (own ?? idempotency)?.header.toLowerCase();
  };
}

/**
 * The caller's own key is made his own: another's key of the same text is another key.
 *
 * @param argument The key that was given as an argument of the operation.
 */
export function idempotencyKey(
  header: string | undefined,
  operation: string,
  argument: string | undefined,
  { request, principal }: Execution,
): Readonly<Record<string, string>> {
  if (header === undefined) return {};
  const given = argument ?? request?.headers["idempotency-key"];
  if (given === undefined) return { [header]: randomUUID() };
  const text = JSON.stringify([operation, principal.kind, principal.id, given]);
  return { [header]: createHash("sha256").update(text).digest("hex").slice(0, 40) };
}
