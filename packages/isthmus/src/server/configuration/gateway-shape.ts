// The shape of the gate's part of the configuration.

import { z } from "zod";
import type { Secret } from "../../core/index.ts";
import type {
  AddressesConfiguration,
  CompressionConfiguration,
  QuotaRule,
  RateRule,
  RedisConfiguration,
  TlsConfiguration,
} from "../../core/gateway-configuration.ts";
import { Secret as ResolvedSecret, isSecretName } from "../../core/secret.ts";
import type { FieldCheck } from "../../core/validation-configuration.ts";

const count = z.int().min(1);
const one = z.string().min(1);
const oneOrMore = z.union([one, z.array(one).min(1)]);
const verb = z.enum(["read", "insert", "update", "delete", "call"]);
const secretOrText = z.custom<Secret | string>(
  (value) => typeof value === "string" || isSecretName(value) || value instanceof ResolvedSecret,
  'expected a text or secret("NAME")',
);

const scope = {
  name: one.max(64).optional(),
  per: z.enum(["address", "principal", "key", "role", "everyone"]),
  role: oneOrMore.optional(),
  key: oneOrMore.optional(),
  resource: oneOrMore.optional(),
  operation: oneOrMore.optional(),
  verb: z.union([verb, z.array(verb).min(1)]).optional(),
};

const duration = z.string().regex(/^\d+(\.\d+)?(ms|s|m|h|d)$/, 'expected a span of time such as "10s" or "1h"');

const rate = z.strictObject({
  ...scope,
  allow: count,
  every: duration,
  by: z.enum(["bucket", "window"]).optional(),
  burst: count.optional(),
});

const quota = z.strictObject({
  ...scope,
  allow: count,
  every: z.enum(["day", "month"]),
  timeZone: z.string().refine(isTimeZone, 'expected a time zone such as "Europe/Berlin"').optional(),
});

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

export const rates = z.array(rate);
export const quotas = z.array(quota);

const redisObject = z.strictObject({
  url: secretOrText,
  tls: z
    .union([
      z.boolean(),
      z
        .strictObject({
          ca: one.optional(),
          cert: one.optional(),
          key: secretOrText.optional(),
          serverName: one.optional(),
          verify: z.enum(["full", "ca", "none"]).optional(),
        })
        .refine(({ cert, key }) => (cert === undefined) === (key === undefined), "cert and key are needed together"),
    ])
    .optional(),
  timeout: count.optional(),
  prefix: z
    .string()
    .regex(/^[\w:.-]{1,64}$/, "expected letters, digits and _:.- alone")
    .optional(),
});
export const redis = z.union([secretOrText, redisObject]);

const hopsOrNetworks = z.union([z.int().min(0).max(32), z.array(one)]);
export const trustedProxies = z.union([
  hopsOrNetworks,
  z.strictObject({ from: hopsOrNetworks, header: z.enum(["x-forwarded-for", "forwarded"]).optional() }),
]);

export const addresses = z.strictObject({
  allow: z.array(one).optional(),
  deny: z.array(one).optional(),
  log: z.enum(["network", "whole", "never"]).optional(),
});

export const headers = z.record(
  z.string().regex(/^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/, "expected the name of a header"),
  z.union([z.literal(false), z.string().regex(/^[\t\x20-\x7e]*$/, "expected plain characters")]),
);

const compressionObject = z.strictObject({
  from: z.int().min(0).optional(),
  by: z
    .array(z.enum(["zstd", "br", "gzip"]))
    .min(1)
    .optional(),
});
export const compression = z.union([z.boolean(), compressionObject]);

export const tls = z.strictObject({
  cert: one,
  key: one,
  names: z.array(z.strictObject({ name: one, cert: one, key: one })).optional(),
  clients: z.strictObject({ ca: one, required: z.boolean().optional() }).optional(),
  http2: z.boolean().optional(),
  redirectFrom: z.int().min(0).max(65_535).optional(),
  hsts: z.union([z.literal(false), z.int().min(0)]).optional(),
});

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const fieldCheck = z.strictObject({
  required: z.boolean().optional(),
  format: z
    .enum([
      ...["email", "url", "uuid", "date", "time", "timestamp", "phone", "slug"],
      ...["hostname", "ip", "country", "currency", "language", "iban", "color"],
    ] as [NonNullable<FieldCheck["format"]>])
    .optional(),
  minLength: z.int().min(0).optional(),
  maxLength: z.int().min(0).optional(),
  min: z.union([z.number(), z.string()]).optional(),
  max: z.union([z.number(), z.string()]).optional(),
  pattern: z.string().max(1_000).optional(),
  oneOf: z.array(scalar).min(1).optional(),
  notBlank: z.boolean().optional(),
  message: z.string().min(1).optional(),
});

export const validate = z.record(z.string().regex(/^.+\..+$/, "expected resource.field"), fieldCheck);
export const messages = z.record(z.string(), z.record(z.string(), z.string()));

/** Fails to compile when a shape has not the very keys of the type it is of. */
type SameKeys<Type, Shape extends z.ZodObject> = [keyof Required<Type>, keyof Shape["shape"]] extends [
  keyof Shape["shape"],
  keyof Required<Type>,
]
  ? true
  : never;
true satisfies SameKeys<RateRule, typeof rate>;
true satisfies SameKeys<QuotaRule, typeof quota>;
true satisfies SameKeys<RedisConfiguration, typeof redisObject>;
true satisfies SameKeys<AddressesConfiguration, typeof addresses>;
true satisfies SameKeys<CompressionConfiguration, typeof compressionObject>;
true satisfies SameKeys<TlsConfiguration, typeof tls>;
true satisfies SameKeys<FieldCheck, typeof fieldCheck>;
