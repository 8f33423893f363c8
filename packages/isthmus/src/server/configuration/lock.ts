// The catalog's lock file: what the sources said of themselves when `isthmus sync` was last run. The server starts from
// it without asking the sources; whoever reviews a change sees what has become servable.

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Problem, type SourceSchema } from "../../core/index.ts";
import { lockText } from "./lock-text.ts";

export interface Lock {
  readonly version: 1;
  /** By the source's name in the configuration. */
  readonly sources: Readonly<Record<string, LockedSource>>;
}

export interface LockedSource {
  readonly kind: string;
  readonly schema: SourceSchema;
}

export function lockFile(folder: string): string {
  return path.join(folder, "isthmus.lock.json");
}

/** @throws Problem when the file is there but cannot be understood. */
export function readLock(folder: string): Lock | undefined {
  const file = lockFile(folder);
  if (!existsSync(file)) return undefined;
  try {
    const lock = JSON.parse(readFileSync(file, "utf8")) as Partial<Lock> | null;
    if (lock?.version === 1 && typeof lock.sources === "object") return lock as Lock;
  } catch (cause) {
    throw broken(cause);
  }
  throw broken(undefined);
}

export function writeLock(folder: string, lock: Lock): void {
  writeFileSync(lockFile(folder), lockText(sorted(lock)));
}

/** The same lock, in an order that does not depend on the database's. Fields keep theirs: it is the order of columns. */
export function sorted(lock: Lock): Lock {
  const sources = Object.entries(lock.sources).map(
    ([name, { kind, schema }]) => [name, { kind, schema: sortedSchema(schema) }] as const,
  );
  return { version: 1, sources: Object.fromEntries(sources) };
}

/** The same schema in the lock's order, which does not depend on the database's. */
export function sortedSchema(schema: SourceSchema): SourceSchema {
  return {
    namespaces: schema.namespaces,
    resources: schema.resources
      .map((resource) => ({
        ...resource,
        unique: resource.unique.toSorted(byText),
        indexes: resource.indexes.toSorted(byText),
        foreignKeys: resource.foreignKeys.toSorted((a, b) => compare(a.name, b.name)),
      }))
      .toSorted((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name)),
    // Overloads of one name keep the source's order: a statement names them by their place.
    operations: schema.operations.toSorted((a, b) => compare(a.namespace, b.namespace) || compare(a.name, b.name)),
    castable: schema.castable.toSorted(compare),
    textSearchConfigurations: schema.textSearchConfigurations.toSorted(compare),
    ...(schema.unqualified === undefined ? {} : { unqualified: schema.unqualified }),
    ...(schema.unable === undefined ? {} : { unable: schema.unable }),
    ...(schema.definitions === undefined ? {} : { definitions: schema.definitions }),
  };
}

function byText(a: unknown, b: unknown): number {
  return compare(JSON.stringify(a), JSON.stringify(b));
}

/** By code point: the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function broken(cause: unknown): Problem {
  return new Problem({
    code: "ISTHMUS104",
    category: "invalid",
    message: "isthmus.lock.json cannot be understood; write it anew with `isthmus sync`",
    cause,
  });
}
