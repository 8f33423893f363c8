// An answer as the golden cases keep it: what is promised of it, and nothing that differs from run to run.

import type { Reply } from "../../src/core/index.ts";

/** Headers that are part of the promise; the others follow from the body, or from the server in front. */
const promised = new Set(["content-type", "content-range", "location", "preference-applied", "content-location", "allow", "www-authenticate", "link", "next-cursor", "warning"]);

/** Of MySQL a namespace is a database. */
export const testDatabase = /isthmus_test_[0-9a-f]{12}/g;

export function resultOf(reply: Reply, namespace: string): string {
  const headers = Object.fromEntries(Object.entries(reply.headers).filter(([name]) => promised.has(name.toLowerCase())).map(([name, value]) => [name.toLowerCase(), value]));
  const body = reply.body?.toString() ?? null;
  const isJson = String(headers["content-type"]).includes("json") && body !== null && body !== "";
  return `${JSON.stringify({ status: reply.status, headers, body: isJson ? (JSON.parse(body, exact) as unknown) : body }, null, 2)}\n`
    .replaceAll(`'${namespace}`, "'⟨namespace⟩")
    // A cursor is opaque, and SQLite does not say which value was taken.
    .replaceAll(/(after=|"next-cursor": ")[\w-]+/g, "$1⟨cursor⟩")
    .replaceAll(testDatabase, "⟨database⟩")
    .replaceAll(/(Key \([^)]*\))=\([^)]*\)/g, "$1");
}

/** Keys in one order (PostgreSQL's jsonb has its own), and numbers with all their digits. */
function exact(_key: string, value: unknown, context?: { readonly source?: string }): unknown {
  if (typeof value === "number") return Number.isSafeInteger(value) || !Number.isInteger(value) ? value : `⟨${context?.source}⟩`;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

