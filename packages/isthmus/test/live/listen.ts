// What a test listens with: Server-Sent Events read from a real response, and a server whose address and configuration
// it knows.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { vi } from "vitest";
import type { Configuration } from "../../src/core/index.ts";
import { postgres, sqlite } from "../../src/index.ts";
import { serve } from "../../src/server/command/serve.ts";
import { administer, createTestDatabase } from "../kit/servers.ts";

export interface Listening {
  readonly status: number;
  readonly type: string | null;
  /** As they came, comments left out: `name|data`. */
  readonly events: readonly string[];
  readonly ended: boolean;
  close(): void;
}

export async function listen(address: string, init: RequestInit = {}): Promise<Listening> {
  const controller = new AbortController();
  const response = await fetch(address, {
    ...init,
    headers: { accept: "text/event-stream", ...(init.headers as Record<string, string> | undefined) },
    signal: controller.signal,
  });
  const events: string[] = [];
  const listening = {
    status: response.status,
    type: response.headers.get("content-type"),
    events,
    ended: false,
    close: () => controller.abort(),
  };
  void read(response, events)
    .catch(() => {})
    .finally(() => (listening.ended = true));
  return listening;
}

async function read(response: Response, events: string[]): Promise<void> {
  let text = "";
  for await (const part of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += part;
    const blocks = text.split("\n\n");
    text = blocks.pop() ?? "";
    for (const block of blocks) {
      const lines = block.split("\n");
      const data = lines.filter((line) => line.startsWith("data: ")).map((line) => line.slice(6));
      if (data.length === 0 && !lines.some((line) => line.startsWith("data:"))) continue;
      const event = lines.find((line) => line.startsWith("event: "))?.slice(7) ?? "message";
      events.push(`${event}|${data.join("\n")}`);
    }
  }
}

/** On a busy machine things take their time. */
export const eventually = <T>(check: () => T | Promise<T>): Promise<T> => vi.waitFor(check, 10_000);

/** Waits for the newest event to be this one. */
export const newest = (listening: Pick<Listening, "events">, event: string): Promise<void> =>
  eventually(() => {
    if (listening.events.at(-1) !== event)
      throw new Error(`the newest of ${listening.events.length} events is ${listening.events.at(-1)}, not ${event}`);
  });

export interface Live {
  readonly api: string;
  readonly origin: string;
  /** Runs SQL past the server. */
  readonly elsewhere: (sql: string) => Promise<void>;
  /** The one number that a query answers; of PostgreSQL. */
  readonly count: (sql: string) => Promise<number>;
  close(): Promise<void>;
}

export async function openLive(
  database: "sqlite" | "postgres",
  schema: string,
  configuration: Omit<Configuration, "sources">,
): Promise<Live> {
  const { source, elsewhere, count, drop } = await (database === "sqlite"
    ? filledSqlite(schema)
    : filledPostgres(schema));
  const { server } = await serve(
    {
      ...configuration,
      sources: { shop: source },
      server: { port: 0, admin: false, store: ":memory:", logLevel: "silent", ...configuration.server },
    },
    {},
  );
  return {
    api: server.addresses.api,
    origin: new URL(server.addresses.api).origin,
    elsewhere,
    count,
    close: async () => {
      await server.stop();
      await drop();
    },
  };
}

async function filledSqlite(schema: string) {
  const folder = mkdtempSync(path.join(tmpdir(), "isthmus-live-"));
  const file = path.join(folder, "shop.db");
  const elsewhere = async (sql: string): Promise<void> => {
    const database = new DatabaseSync(file);
    database.exec(sql);
    database.close();
  };
  await elsewhere(schema);
  const count = (): Promise<number> => Promise.reject(new Error("this is for PostgreSQL"));
  return {
    source: sqlite({ file }),
    elsewhere,
    count,
    drop: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function filledPostgres(schema: string) {
  const { url, drop } = await createTestDatabase();
  const elsewhere = (sql: string): Promise<void> => administer(url, sql);
  await elsewhere(schema);
  const count = async (sql: string): Promise<number> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const { rows } = await client.query<{ n: number }>(sql);
    await client.end();
    return rows[0]?.n ?? Number.NaN;
  };
  return { source: postgres({ url }), elsewhere, count, drop };
}
