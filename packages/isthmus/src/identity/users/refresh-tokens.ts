// Refresh tokens, for callers that keep no cookies: each is good for one use, and gives the next. One that comes again
// was stolen, from its owner or by him; the session ends, and every token of it.

import { createHash, randomBytes } from "node:crypto";
import { badRefreshToken } from "../problems.ts";
import { type RefreshTokenRow, type Rows, type SessionRow, where } from "./rows.ts";

export interface RefreshTokens {
  /** A first one for a session. */
  issue(session: SessionRow): Promise<string>;
  /** @throws Problem ISTHMUS702 when the token is not known, used before, too old, or its session is over. */
  redeem(token: string): Promise<{ readonly session: SessionRow; readonly next: string }>;
}

export interface RefreshTokensOptions {
  readonly rows: Rows;
  /** Seconds a token may lie unused. */
  readonly life: number;
  /** Ends the session, and what was remembered of it. */
  readonly end: (session: SessionRow) => Promise<void>;
}

const prefix = "isr_";
const longest = 128;

export function createRefreshTokens({ rows, life, end }: RefreshTokensOptions): RefreshTokens {
  async function issue(session: SessionRow): Promise<string> {
    const token = prefix + randomBytes(32).toString("base64url");
    const now = Date.now();
    await rows.create({
      model: "refreshToken",
      data: {
        hash: hashOf(token),
        sessionId: session.id,
        createdAt: new Date(now),
        expiresAt: new Date(Math.min(now + life * 1_000, new Date(session.expiresAt).getTime())),
      },
    });
    return token;
  }

  async function nextOf(session: SessionRow): Promise<string> {
    try {
      return await issue(session);
    } catch (error) {
      // A token of a session that somebody else's try has just ended cannot be kept.
      if ((await rows.count({ model: "session", where: where({ id: session.id }) })) === 0) throw badRefreshToken();
      throw error;
    }
  }

  return {
    issue,
    async redeem(token) {
      if (!token.startsWith(prefix) || token.length > longest) throw badRefreshToken();
      const hash = hashOf(token);
      const row = await rows.findOne<RefreshTokenRow>({ model: "refreshToken", where: where({ hash }) });
      if (row === null) throw badRefreshToken();
      const session = await rows.findOne<SessionRow>({ model: "session", where: where({ id: row.sessionId }) });
      if (session === null) throw badRefreshToken();
      // Of many at once one finds it unused; the database decides.
      const won = await rows.updateMany({
        model: "refreshToken",
        where: where({ hash, usedAt: null }),
        update: { usedAt: new Date() },
      });
      if (won !== 1) {
        await end(session);
        throw badRefreshToken();
      }
      const now = Date.now();
      if (new Date(row.expiresAt).getTime() <= now || new Date(session.expiresAt).getTime() <= now)
        throw badRefreshToken();
      return { session, next: await nextOf(session) };
    },
  };
}

function hashOf(token: string): string {
  return createHash("sha256").update(token, "utf8").digest("hex");
}
