// In charge of writes that wait for a connection: kept in order and across restarts, sent once each, and only for the person
// who made them. Each has an idempotency key, so that one whose answer was lost is not done twice.

import type { IsthmusClient } from "../create-client.ts";
import type { CatalogTypes } from "../catalog.ts";
import { IsthmusError, toIsthmusError } from "../error.ts";
import { requestOf } from "../data/request-of.ts";
import { newKey } from "../request/new-key.ts";
import { backoff } from "../request/pause.ts";
import type { Question } from "../rows.ts";
import type { KeyValueStore } from "../storage/key-value.ts";

export interface QueuedWrite {
  /** Its idempotency key. */
  readonly id: string;
  readonly method: string;
  /** Below the API's address. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Id of the user who was signed in; null: nobody was. */
  readonly owner: string | null;
  /** What the page wants to remember of it. */
  readonly label?: string;
}

export type Settled =
  | { readonly write: QueuedWrite; readonly data: unknown; readonly error: null }
  | { readonly write: QueuedWrite; readonly data: null; readonly error: IsthmusError };

export interface OfflineQueue {
  /**
   * Sends a write, or keeps it while the server cannot be reached or others wait before it.
   *
   * @throws IsthmusError when the server refuses it at once.
   */
  send<D>(
    question: Question<D>,
    options?: { readonly label?: string },
  ): Promise<{ readonly sent: true; readonly data: D } | { readonly sent: false; readonly id: string }>;
  /** What waits, in order. */
  pending(): Promise<readonly QueuedWrite[]>;
  /** Tries now. It is tried by itself when the browser is online again, and after a while. */
  flush(): Promise<void>;
  /** Takes one out that has not been sent. */
  drop(id: string): Promise<void>;
  /** Told of every kept write that was done or refused. */
  onSettled(listener: (settled: Settled) => void): () => void;
  /** Ends timers and listening; what waits is kept. */
  close(): void;
}

export interface OfflineOptions {
  readonly store: KeyValueStore;
  /** Where in the store. Default: `isthmus.queue`. */
  readonly key?: string;
  /** How many may wait. Default: 1,000. */
  readonly limit?: number;
  /**
   * Id of whose writes these are, null for nobody's; what one has written is never sent for another. Default: of who has signed
   * in by `client.auth`, which knows nobody of a `token` of your own: name its subject here where several people use a page.
   */
  readonly owner?: () => string | null;
}

/** The client's part a queue needs; its catalog does not count here. */
type Sender = Pick<IsthmusClient<CatalogTypes>, "request" | "auth" | "api">;

export function offlineQueue(
  client: Sender,
  { store, key = "isthmus.queue", limit = 1000, owner: ownerOf }: OfflineOptions,
): OfflineQueue {
  const listeners = new Set<(settled: Settled) => void>();
  let kept: Promise<QueuedWrite[]> | undefined;
  let flushing: Promise<void> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let closed = false;

  const load = (): Promise<QueuedWrite[]> =>
    (kept ??= Promise.resolve(store.get(key)).then((text) => (text ? (JSON.parse(text) as QueuedWrite[]) : [])));
  const save = (writes: readonly QueuedWrite[]): Promise<void> =>
    Promise.resolve(writes.length === 0 ? store.remove(key) : store.set(key, JSON.stringify(writes)));

  const owner = ownerOf ?? ((): string | null => client.auth.current?.user.id ?? null);

  /** In another tab somebody else may have signed in since: his cookie would go along. Rejects where that cannot be told now. */
  async function makeSure(): Promise<void> {
    if (ownerOf !== undefined || client.auth.current === undefined) return;
    await client.auth.refresh().catch((thrown: unknown) => {
      // A server at which nobody signs in knows the caller by something else.
      if (toIsthmusError(thrown).retryable) throw thrown;
    });
  }

  async function carryOut({ id, method, path, headers, body }: QueuedWrite): Promise<unknown> {
    const { text } = await client.request({
      method,
      url: client.api + path,
      headers: { ...headers, "idempotency-key": id },
      body,
    });
    return text === "" ? null : (JSON.parse(text) as unknown);
  }

  async function keep(write: QueuedWrite): Promise<void> {
    const writes = await load();
    if (writes.length >= limit)
      throw new IsthmusError({ code: "QUEUE_FULL", status: 0, reason: `${limit} writes are waiting already` });
    writes.push(write);
    await save(writes);
    later();
  }

  function later(): void {
    if (closed || timer !== undefined) return;
    timer = setTimeout(
      () => {
        timer = undefined;
        void flush().catch(() => {});
      },
      backoff(failures++, 2_000, 60_000),
    );
    (timer as { unref?: () => void }).unref?.();
  }

  function flush(): Promise<void> {
    return (flushing ??= replay().finally(() => (flushing = undefined)));
  }

  /** One after the other. What is refused is told and does not hold up the rest; a lost connection does. */
  async function replay(): Promise<void> {
    const writes = await load();
    const mine = (): QueuedWrite | undefined => writes.find((write) => write.owner === owner());
    if (mine() === undefined) return;
    try {
      await makeSure();
    } catch {
      return later();
    }
    for (let write = mine(); write !== undefined && !closed; write = mine()) {
      let settled: Settled;
      try {
        settled = { write, data: await carryOut(write), error: null };
      } catch (thrown) {
        const error = toIsthmusError(thrown);
        // Signing in again helps: it stays.
        if (error.status === 401) return;
        if (error.retryable) return later();
        settled = { write, data: null, error };
      }
      failures = 0;
      writes.splice(writes.indexOf(write), 1);
      await save(writes);
      for (const listener of [...listeners]) listener(settled);
    }
  }

  const online = (): void => {
    failures = 0;
    void flush().catch(() => {});
  };
  const page = globalThis as { addEventListener?: unknown; removeEventListener?: unknown };
  if (typeof page.addEventListener === "function") globalThis.addEventListener("online", online);
  const forget = client.auth.onChange(online);

  return {
    async send(question, { label } = {}) {
      const { method, url, headers, body, one } = requestOf(question);
      const write: QueuedWrite = {
        id: newKey(),
        method,
        path: url.slice(client.api.length),
        headers,
        owner: owner(),
        ...(body === undefined ? {} : { body }),
        ...(label === undefined ? {} : { label }),
      };
      const before = (await load()).some((other) => other.owner === write.owner);
      if (!before && !isOffline()) {
        try {
          const data = await carryOut(write);
          return { sent: true, data: (one === "maybe" && Array.isArray(data) ? (data[0] ?? null) : data) as never };
        } catch (thrown) {
          // Under the same key, so that it does not matter whether it arrived.
          if (!(thrown instanceof IsthmusError) || !thrown.retryable) throw thrown;
        }
      }
      await keep(write);
      return { sent: false, id: write.id };
    },
    pending: async () => [...(await load())],
    flush,
    async drop(id) {
      const writes = await load();
      const at = writes.findIndex((write) => write.id === id);
      if (at >= 0) writes.splice(at, 1);
      await save(writes);
    },
    onSettled(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close() {
      closed = true;
      clearTimeout(timer);
      forget();
      if (typeof page.removeEventListener === "function") globalThis.removeEventListener("online", online);
    },
  };
}

/** Browsers know when there is no network at all; others are asked by trying. */
function isOffline(): boolean {
  return (globalThis as { navigator?: { onLine?: boolean } }).navigator?.onLine === false;
}
