// Which idempotency keys were used, for what, and what was answered.

import type { DatabaseSync } from "node:sqlite";

export interface StoredReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body: string | null;
}

export type Claim =
  /** The caller of `claim` has to do the work, and to `finish` or `release`. */
  | { readonly state: "claimed" }
  | { readonly state: "running"; readonly fingerprint: string; readonly pledge?: Pledge }
  | { readonly state: "done"; readonly fingerprint: string; readonly reply: StoredReply };

/** The work was done but for its COMMIT: the source can tell by the token whether that took place. */
export interface Pledge {
  readonly source: string;
  readonly token: string;
  /** What was to be answered. */
  readonly reply: StoredReply;
}

export interface IdempotencyStore {
  /** Atomic: of many callers with one key exactly one gets `claimed`. `now` in milliseconds since 1970. */
  claim(scope: string, key: string, fingerprint: string, now: number): Claim;
  pledge(scope: string, key: string, pledge: Pledge): void;
  finish(scope: string, key: string, reply: StoredReply): void;
  /** The work was certainly not done, or was undone: the key may be used again. */
  release(scope: string, key: string): void;
  /** Forgets keys older than this. */
  forget(before: number): void;
}

interface Row {
  readonly fingerprint: string;
  readonly reply: string | null;
  readonly pledge: string | null;
}

export function createIdempotencyStore(database: DatabaseSync): IdempotencyStore {
  database.exec(`
    CREATE TABLE IF NOT EXISTS idempotency (
      scope TEXT NOT NULL, key TEXT NOT NULL, fingerprint TEXT NOT NULL, claimed_at INTEGER NOT NULL, pledge TEXT, reply TEXT,
      PRIMARY KEY (scope, key)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX IF NOT EXISTS idempotency_claimed_at ON idempotency (claimed_at);
  `);
  const insert = database.prepare(
    "INSERT INTO idempotency (scope, key, fingerprint, claimed_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
  );
  const find = database.prepare("SELECT fingerprint, pledge, reply FROM idempotency WHERE scope = ? AND key = ?");
  const pledge = database.prepare("UPDATE idempotency SET pledge = ? WHERE scope = ? AND key = ?");
  const finish = database.prepare("UPDATE idempotency SET reply = ? WHERE scope = ? AND key = ?");
  const release = database.prepare("DELETE FROM idempotency WHERE scope = ? AND key = ? AND reply IS NULL");
  const forget = database.prepare("DELETE FROM idempotency WHERE claimed_at < ?");

  return {
    claim: (scope, key, fingerprint, now) => {
      if (insert.run(scope, key, fingerprint, now).changes === 1) return { state: "claimed" };
      const row = find.get(scope, key) as Row | undefined;
      if (row === undefined) return { state: "running", fingerprint };
      if (row.reply !== null)
        return { state: "done", fingerprint: row.fingerprint, reply: JSON.parse(row.reply) as StoredReply };
      return {
        state: "running",
        fingerprint: row.fingerprint,
        ...(row.pledge === null ? {} : { pledge: JSON.parse(row.pledge) as Pledge }),
      };
    },
    pledge: (scope, key, made) => void pledge.run(JSON.stringify(made), scope, key),
    finish: (scope, key, reply) => void finish.run(JSON.stringify(reply), scope, key),
    release: (scope, key) => void release.run(scope, key),
    forget: (before) => void forget.run(before),
  };
}
