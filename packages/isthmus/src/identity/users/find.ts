// What a caller shows → who he is: a session's cookie, one of our own JWTs, a key that was made at run time.

import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { Principal } from "../../core/index.ts";
import { apiKeyPrefix } from "../api-key.ts";
import { checkClaims, type Claims } from "../claims.ts";
import { type Applications, applicationTokenPrefix } from "./applications.ts";
import { badApiKey, badClaims } from "../problems.ts";
import { type KeysFor, verifyToken } from "../token.ts";
import type { Known, Memory } from "./memory.ts";
import type { Principals } from "./principals.ts";
import { type ApiKeyRow, type Rows, type ServiceAccountRow, type SessionRow, type UserRow, where } from "./rows.ts";

export interface Find {
  /** Undefined: it stands for nobody, or not any more. */
  bySession(cookie: string, tenant: string | undefined): Principal | Promise<Principal | undefined>;
  /** Undefined: the token is not one of ours. @throws Problem when it is, and does not hold. */
  byToken(token: string, tenant: string | undefined): Principal | Promise<Principal> | undefined;
  /** @throws Problem ISTHMUS401. */
  byKey(key: string): Principal | Promise<Principal>;
  /** The session row itself, for routes that act on it. */
  session(cookie: string): Promise<{ readonly session: SessionRow; readonly user: UserRow } | undefined>;
}

export interface FindOptions {
  readonly rows: Rows;
  readonly principals: Principals;
  readonly memory: Memory;
  readonly secret: string;
  readonly issuer: string;
  readonly audience: string;
  readonly keysFor: KeysFor;
  /** Absent: none are let in. */
  readonly applications?: Applications | undefined;
}

/** Characters. */
const longestCookie = 256;
const longestKey = 512;
/** Milliseconds between two notes of when a key was used. */
const noteEvery = 60_000;

export function createFind(options: FindOptions): Find {
  const { rows, principals, memory, secret, issuer, audience, keysFor, applications } = options;

  /** The token in a cookie as the library signs it: `<token>.<HMAC-SHA256 in base64>`, percent-encoded. */
  function tokenOf(cookie: string): string | undefined {
    if (cookie.length > longestCookie) return undefined;
    let text: string;
    try {
      text = decodeURIComponent(cookie);
    } catch {
      return undefined;
    }
    const dot = text.lastIndexOf(".");
    if (dot < 1) return undefined;
    const token = text.slice(0, dot);
    const given = Buffer.from(text.slice(dot + 1), "base64");
    const expected = createHmac("sha256", secret).update(token).digest();
    return given.length === expected.length && timingSafeEqual(given, expected) ? token : undefined;
  }

  async function owned(field: "token" | "id", value: string) {
    const session = await rows.findOne<SessionRow>({ model: "session", where: where({ [field]: value }) });
    if (session === null || new Date(session.expiresAt).getTime() <= Date.now()) return undefined;
    const user = await rows.findOne<UserRow>({ model: "user", where: where({ id: session.userId }) });
    return user === null || user.suspended === true ? undefined : { session, user };
  }

  async function fromToken(token: string, tenant: string | undefined): Promise<Known | undefined> {
    const claims = await verifyToken(token, keysFor);
    const now = Date.now() / 1_000;
    checkClaims(claims, { issuer, audience, leeway: 0 }, now);
    const { sid, exp } = claims;
    if (typeof sid !== "string" || typeof exp !== "number") throw badClaims("JWT names no session");
    const found = await owned("id", sid);
    // Its session was ended: the token ends with it.
    if (found === undefined || found.user.id !== claims["sub"]) throw badClaims("JWT expired");
    const { client_id: client, scope, cnf } = claims;
    // An application's token is never its user's own.
    const known =
      client === undefined && scope === undefined
        ? await principals.ofSession(found.session, found.user, tenant)
        : await applications?.ofClaims({ client_id: client, scope, cnf }, found, tenant);
    return known && until({ ...known, expires: Math.min(known.expires ?? Infinity, exp * 1_000) });
  }

  async function fromKey(key: string): Promise<Known | undefined> {
    const row = await rows.findOne<ApiKeyRow>({ model: "apiKey", where: where({ hash: hashOfKey(key) }) });
    if (row === null) return undefined;
    const account = await rows.findOne<ServiceAccountRow>({
      model: "serviceAccount",
      where: where({ id: row.accountId }),
    });
    const known = account === null ? undefined : await principals.ofKey(row, account);
    const used = row.usedAt === null || row.usedAt === undefined ? 0 : new Date(row.usedAt).getTime();
    if (known !== undefined && Date.now() - used > noteEvery)
      await rows.update({ model: "apiKey", where: where({ id: row.id }), update: { usedAt: new Date() } });
    return known;
  }

  return {
    bySession(cookie, tenant) {
      return memory.recall(`session\0${tenant ?? ""}\0${cookie}`, async () => {
        const token = tokenOf(cookie);
        const found = token === undefined ? undefined : await owned("token", token);
        return found && principals.ofSession(found.session, found.user, tenant);
      });
    },
    byToken(token, tenant) {
      if (applications !== undefined && token.startsWith(applicationTokenPrefix))
        return demanded(
          memory.recall(`application\0${tenant ?? ""}\0${token}`, async () => {
            const known = await applications.ofToken(token, tenant);
            return known && until({ ...known, expires: known.expires ?? Infinity });
          }),
          () => badClaims("The access token is not known, has expired, or was revoked"),
        );
      if (issuerIn(token) !== issuer) return undefined;
      return demanded(
        memory.recall(`token\0${tenant ?? ""}\0${token}`, () => fromToken(token, tenant)),
        () => badClaims("JWT expired"),
      );
    },
    byKey(key) {
      if (!key.startsWith(apiKeyPrefix) || key.length > longestKey) throw badApiKey("Unknown API key");
      return demanded(
        memory.recall(`key\0${key}`, () => fromKey(key)),
        () => badApiKey("Unknown API key"),
      );
    },
    async session(cookie) {
      const token = tokenOf(cookie);
      return token === undefined ? undefined : owned("token", token);
    },
  };
}

/** Says of who comes by a token when that ends, so that what goes on ends with it. */
function until(known: Known & { readonly expires: number }): Known {
  const { principal, expires } = known;
  return { ...known, principal: { ...principal, claims: { ...principal.claims, exp: Math.floor(expires / 1_000) } } };
}

/** How a key that was made at run time is kept: it is 256 random bits, which need no salt. */
export function hashOfKey(key: string): string {
  return createHash("sha256").update(key, "utf8").digest("hex");
}

function demanded(
  asked: Principal | Promise<Principal | undefined>,
  refusal: () => Error,
): Principal | Promise<Principal> {
  if (!(asked instanceof Promise)) return asked;
  return asked.then((found) => {
    if (found === undefined) throw refusal();
    return found;
  });
}

/** Who a token says has issued it; believed only as far as to choose whose keys to try. */
function issuerIn(token: string): unknown {
  const payload = token.split(".", 2)[1];
  if (payload === undefined || token.length > 16_384) return undefined;
  try {
    return (JSON.parse(Buffer.from(payload, "base64url").toString("utf8")) as Claims | null)?.["iss"];
  } catch {
    return undefined;
  }
}
