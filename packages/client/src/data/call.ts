// In charge of functions: a typed call of an operation by its name.

import type { Send } from "../request/send.ts";

export interface CallOptions {
  readonly signal?: AbortSignal;
  /** Makes a call that writes safe to send again, and has it sent again by itself. */
  readonly idempotencyKey?: string;
  /** Of a function that only reads: identical calls of one tick are one, and failed ones are sent again. */
  readonly read?: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

/** @throws IsthmusError */
export async function callOperation(
  send: Send,
  api: string,
  id: string,
  args: unknown,
  { signal, idempotencyKey, read, headers }: CallOptions,
): Promise<unknown> {
  const dot = id.indexOf(".");
  const sent: Record<string, string> = { accept: "application/json", ...headers };
  if (dot >= 0) sent[read === true ? "accept-profile" : "content-profile"] = id.slice(0, dot);
  if (idempotencyKey !== undefined) sent["idempotency-key"] = idempotencyKey;
  const url = new URL(`${api}/rpc/${encodeURIComponent(dot < 0 ? id : id.slice(dot + 1))}`);
  if (read === true) {
    for (const [name, value] of Object.entries((args ?? {}) as Record<string, unknown>))
      if (value !== undefined && value !== null)
        url.searchParams.set(name, typeof value === "object" ? JSON.stringify(value) : String(value as string));
    return valueOf((await send({ method: "GET", url: String(url), headers: sent, signal })).text);
  }
  sent["content-type"] = "application/json";
  const body = JSON.stringify(args ?? {}, (_, value: unknown) => (typeof value === "bigint" ? String(value) : value));
  return valueOf((await send({ method: "POST", url: String(url), headers: sent, body, signal })).text);
}

function valueOf(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    // A function may answer with a document of another type.
    return text;
  }
}
