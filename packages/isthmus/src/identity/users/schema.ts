// The tables of our own that stand beside the library's: roles, tenants, keys, refresh tokens. The library's migrations
// make them, in whichever database.

import type { BetterAuthPluginDBSchema } from "better-auth";

/** Lists are kept as JSON text, which every database can. */
const required = { type: "string", required: true } as const;
const optional = { type: "string", required: false } as const;
const flag = { type: "boolean", required: false, defaultValue: false, input: false } as const;
const time = { type: "date", required: false } as const;
const ofUser = { ...required, references: { model: "user", field: "id", onDelete: "cascade" }, index: true } as const;

export const ownTables = {
  user: {
    fields: {
      suspended: { ...flag, returned: true },
    },
  },
  session: { fields: { tenantId: { ...optional, input: false } } },
  grantedRole: { fields: { userId: ofUser, role: required } },
  /** Roles that a provider's claims gave at the last sign-in by it; the key is the provider's name and the subject there. */
  vouchedRoles: { fields: { key: { ...required, unique: true }, roles: required } },
  tenant: {
    fields: { slug: { ...required, unique: true }, name: required, createdAt: { type: "date", required: true } },
  },
  membership: {
    fields: {
      userId: ofUser,
      tenantId: { ...required, references: { model: "tenant", field: "id", onDelete: "cascade" }, index: true },
      roles: required,
    },
  },
  serviceAccount: {
    fields: {
      name: { ...required, unique: true },
      roles: required,
      tenantId: optional,
      suspended: flag,
      createdAt: { type: "date", required: true },
    },
  },
  apiKey: {
    fields: {
      name: required,
      /** What of the key may be shown. */
      start: required,
      hash: { ...required, unique: true },
      accountId: {
        ...required,
        references: { model: "serviceAccount", field: "id", onDelete: "cascade" },
        index: true,
      },
      roles: required,
      /** What the gateway is to hold it to, as JSON. */
      limits: optional,
      createdAt: { type: "date", required: true },
      expiresAt: time,
      usedAt: time,
      revokedAt: time,
    },
  },
  refreshToken: {
    fields: {
      hash: { ...required, unique: true },
      sessionId: { ...required, references: { model: "session", field: "id", onDelete: "cascade" }, index: true },
      createdAt: { type: "date", required: true },
      expiresAt: { type: "date", required: true },
      usedAt: time,
    },
  },
} as const satisfies BetterAuthPluginDBSchema;
