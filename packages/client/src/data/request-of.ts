// In charge of reading a question without asking it: what it would send. For live queries, batches, pages, the offline queue
// and the keys of caches.

import type { Sending } from "../request/transport.ts";

/** A question's request, and what its answer is taken for. */
export interface Asked extends Sending {
  /** Its answer is one row: exactly one, or at most one. */
  readonly one?: "single" | "maybe";
}

/** postgrest-js keeps these to itself; its builders are all of this form. */
interface Inside {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body?: unknown;
  readonly schema?: string;
  readonly isMaybeSingle: boolean;
  readonly signal?: AbortSignal;
}

export const single = "application/vnd.pgrst.object+json";

export function requestOf(question: unknown): Asked {
  const { method, url, headers, body, schema, isMaybeSingle, signal } = question as Inside;
  const sent: Record<string, string> = {};
  headers.forEach((value, name) => (sent[name] = value));
  const reads = method === "GET" || method === "HEAD";
  if (schema !== undefined) sent[reads ? "accept-profile" : "content-profile"] = schema;
  if (!reads) sent["content-type"] = "application/json";
  const one = isMaybeSingle ? "maybe" : sent["accept"] === single ? "single" : undefined;
  return {
    method,
    url: String(url),
    headers: sent,
    ...(body === undefined ? {} : { body: JSON.stringify(body, plain) }),
    ...(signal === undefined ? {} : { signal }),
    ...(one === undefined ? {} : { one }),
  };
}

function plain(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? String(value) : value;
}
