// API keys: made once, shown once, kept as their SHA-256, which is enough since a key is 256 random bits.

import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import type { ApiKeyConfiguration, Principal } from "../core/index.ts";
import { badApiKey } from "./problems.ts";

export const apiKeyPrefix = "isk_";

export interface ApiKeys {
  /** Undefined: no such key. @throws Problem ISTHMUS401 when it has expired. `expires` in milliseconds since 1970. */
  find(key: string): { readonly principal: Principal; readonly expires: number } | undefined;
}

interface Entry {
  readonly hash: Buffer;
  readonly principal: Principal;
  readonly expires: number;
}

const longestKey = 512;

/**
 * A new key and its hash. The key is shown to its owner once; the hash goes into `auth.apiKeys`.
 *
 * @param id Letters, digits and hyphens, at most 64.
 * @example createApiKey("shop-sync") // { key: "isk_shop-sync_…", hash: "sha256:…" }
 */
export function createApiKey(id: string): { readonly key: string; readonly hash: string } {
  if (!/^[A-Za-z0-9-]{1,64}$/.test(id)) {
    throw new Error(`An API key's id is made of 1 to 64 letters, digits and hyphens; found ${JSON.stringify(id)}`);
  }
  const key = `${apiKeyPrefix}${id}_${randomBytes(32).toString("hex")}`;
  return { key, hash: `sha256:${sha256(key).toString("hex")}` };
}

/** @throws Error that names the configuration key when an entry cannot work. */
export function createApiKeys(
  configured: readonly ApiKeyConfiguration[],
  roles: readonly string[],
  now: () => number,
): ApiKeys {
  // Entries are found by a keyed hash that nobody outside can predict, so the time a look-up takes tells nothing.
  const blind = randomBytes(32);
  const index = (hash: Buffer): string => createHmac("sha256", blind).update(hash).digest("base64");
  const entries = new Map<string, Entry>();
  const ids = new Set<string>();
  configured.forEach((one, place) => {
    const entry = readEntry(one, roles, `auth.apiKeys[${place}]`);
    const slot = index(entry.hash);
    if (entries.has(slot)) throw new Error(`auth.apiKeys[${place}].hash: is the hash of another entry's key`);
    if (ids.has(one.id)) throw new Error(`auth.apiKeys[${place}].id: another key is called ${JSON.stringify(one.id)}`);
    ids.add(one.id);
    entries.set(slot, entry);
  });

  return {
    find(key) {
      if (key.length > longestKey) return undefined;
      const hash = sha256(key);
      const entry = entries.get(index(hash));
      if (entry === undefined || !timingSafeEqual(entry.hash, hash)) return undefined;
      if (now() >= entry.expires) throw badApiKey("API key expired");
      return entry;
    },
  };
}

function readEntry(configured: ApiKeyConfiguration, declared: readonly string[], where: string): Entry {
  const digits = /^sha256:([0-9a-f]{64})$/i.exec(configured.hash)?.[1];
  if (digits === undefined)
    throw new Error(`${where}.hash: expected "sha256:" and 64 hexadecimal digits, as "isthmus key create" prints`);
  const unknown = configured.roles.find((role) => !declared.includes(role));
  if (unknown !== undefined) throw new Error(`${where}.roles: the role ${JSON.stringify(unknown)} is not declared`);
  if (configured.roles.length === 0) throw new Error(`${where}.roles: expected at least one role`);
  const expires = configured.expires === undefined ? Infinity : Date.parse(configured.expires);
  if (Number.isNaN(expires)) throw new Error(`${where}.expires: expected a time such as "2030-01-31T00:00:00Z"`);
  const roles = declared.filter((role) => configured.roles.includes(role));
  const principal: Principal = {
    kind: "service",
    id: configured.id,
    roles,
    claims: { sub: configured.id, ...configured.claims },
  };
  return { hash: Buffer.from(digits, "hex"), principal, expires };
}

function sha256(text: string): Buffer {
  return createHash("sha256").update(text, "utf8").digest();
}
