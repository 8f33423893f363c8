// The rows of the store that this folder reads and writes, and the one way to them: the library's adapter, which knows
// the database.

import type { DBAdapter } from "better-auth";

export type Rows = Pick<
  DBAdapter,
  "create" | "findOne" | "findMany" | "update" | "updateMany" | "deleteMany" | "count"
>;

export interface UserRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly emailVerified: boolean;
  readonly createdAt: Date;
  readonly suspended?: boolean | null;
}

export interface AccountRow {
  readonly userId: string;
  readonly providerId: string;
  readonly accountId: string;
}

export interface VouchedRolesRow {
  readonly key: string;
  /** JSON. */
  readonly roles: string;
}

export interface SessionRow {
  readonly id: string;
  readonly token: string;
  readonly userId: string;
  readonly expiresAt: Date;
  readonly tenantId?: string | null;
}

export interface TenantRow {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
}

export interface MembershipRow {
  readonly id: string;
  readonly userId: string;
  readonly tenantId: string;
  /** JSON. */
  readonly roles: string;
}

export interface GrantedRoleRow {
  readonly userId: string;
  readonly role: string;
}

export interface ServiceAccountRow {
  readonly id: string;
  readonly name: string;
  /** JSON. */
  readonly roles: string;
  readonly tenantId?: string | null;
  readonly suspended?: boolean | null;
}

export interface ApiKeyRow {
  readonly id: string;
  readonly name: string;
  readonly start: string;
  readonly hash: string;
  readonly accountId: string;
  /** JSON. */
  readonly roles: string;
  readonly limits?: string | null;
  readonly createdAt: Date;
  readonly expiresAt?: Date | null;
  readonly usedAt?: Date | null;
  readonly revokedAt?: Date | null;
}

export interface RefreshTokenRow {
  readonly id: string;
  readonly hash: string;
  readonly sessionId: string;
  readonly expiresAt: Date;
  readonly usedAt?: Date | null;
}

/** An application's token that is looked up here, and what it was given for. */
export interface GrantRow {
  readonly clientId: string;
  readonly userId?: string | null;
  readonly sessionId?: string | null;
  /** Absent: it ends with the session. */
  readonly refreshId?: string | null;
  readonly scopes: readonly string[];
  readonly resources?: readonly string[] | null;
  readonly expiresAt: Date;
  readonly revoked?: Date | null;
  readonly confirmation?: unknown;
}

export interface ClientRow {
  readonly clientId: string;
  readonly disabled?: boolean | null;
}

/** A list of texts out of JSON; what is none is no role. */
export function listOf(text: string | null | undefined): readonly string[] {
  if (text === null || text === undefined || text === "") return [];
  const list: unknown = JSON.parse(text);
  return Array.isArray(list) ? list.filter((one) => typeof one === "string") : [];
}

/** Conditions that must all hold. */
export function where(fields: Readonly<Record<string, string | Date | null>>) {
  return Object.entries(fields).map(([field, value]) => ({ field, value }));
}
