// Nodes that share users tell each other of whom nothing that was looked up is to be believed any more.

import type { PoolClient } from "pg";
import type { UsersDatabase } from "./users-database.ts";

export interface Nodes {
  tell(owner: string): void;
  close(): Promise<void>;
}

const channel = "isthmus_users";
/** Milliseconds between two tries to listen. */
const again = 2_000;

/** Nodes that share PostgreSQL tell each other whom to forget; on other stores each forgets after its seconds. */
export async function hearNodes(database: UsersDatabase, heard: (owner: string | undefined) => void): Promise<Nodes> {
  if (database.kind !== "postgres") return { tell: () => {}, close: async () => {} };
  const pool = database.native;
  let closed = false;
  const ears: { client: PoolClient | undefined } = { client: undefined };
  const listen = async (): Promise<void> => {
    let client: PoolClient | undefined;
    try {
      client = await pool.connect();
      client.on("notification", ({ payload }) => heard(payload));
      client.once("error", (error) => {
        ears.client?.release(error);
        ears.client = undefined;
        retry();
      });
      await client.query(`LISTEN ${channel}`);
      ears.client = client;
      // What was said meanwhile was not heard.
      heard(undefined);
    } catch {
      client?.release(true);
      retry();
    }
  };
  const retry = (): void => {
    if (!closed) setTimeout(() => void listen(), again).unref();
  };
  await listen();
  return {
    tell: (owner) => void pool.query("SELECT pg_notify($1, $2)", [channel, owner]).catch(() => {}),
    async close() {
      closed = true;
      ears.client?.release(true);
    },
  };
}
