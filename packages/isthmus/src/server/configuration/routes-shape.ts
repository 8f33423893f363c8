// The shape of `routes`.

import { z } from "zod";
import type {
  CanaryOptions,
  HealthOptions,
  IdentityOptions,
  RetryOptions,
  RewriteOptions,
  Secret,
  UpstreamOptions,
  UpstreamTimeouts,
  UpstreamTls,
} from "../../core/index.ts";
import { Secret as ResolvedSecret, isSecretName } from "../../core/secret.ts";

const count = z.int().min(1);
const milliseconds = z.int().min(1);
const one = z.string().min(1);
const share = z.number().min(0).max(1);
const fieldName = z.string().regex(/^[A-Za-z0-9!#$%&'*+.^`|~-]+$/, "expected the name of a header, without _");
const secretOrText = z.custom<Secret | string>(
  (value) => typeof value === "string" || isSecretName(value) || value instanceof ResolvedSecret,
  'expected a text or secret("NAME")',
);

const origin = z.string().refine(isOrigin, 'expected an origin such as "http://10.0.0.7:8000", without a path');
const target = z.union([origin, z.strictObject({ url: origin, weight: z.number().positive().optional() })]);
const targets = z.union([target, z.array(target).min(1)]);

function isOrigin(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return false;
  const { username, password, pathname, search, hash } = new URL(text);
  return username + password + search + hash === "" && pathname === "/" && !/[?#]/.test(text);
}

const sticky = z.union([
  z.enum(["address", "principal"]),
  z.strictObject({ header: fieldName }),
  z.strictObject({ cookie: one }),
]);
const canary = z.strictObject({ targets, share, sticky: z.union([z.literal("cookie"), sticky]).optional() });
const path = z.string().regex(/^\/[\x21-\x7e]*$/, 'expected a path such as "/health"');
const health = z.strictObject({
  path: path.optional(),
  interval: milliseconds.optional(),
  timeout: milliseconds.optional(),
  healthy: count.optional(),
  unhealthy: count.optional(),
  failures: count.optional(),
  pause: milliseconds.optional(),
  slowStart: z.int().min(0).optional(),
});
const timeout = z.strictObject({
  connect: milliseconds.optional(),
  headers: milliseconds.optional(),
  idle: milliseconds.optional(),
  quiet: milliseconds.optional(),
});
const retries = z.strictObject({
  attempts: count.optional(),
  share: share.optional(),
  statuses: z.array(z.int().min(400).max(599)).optional(),
});
const identity = z.strictObject({
  secret: secretOrText.optional(),
  key: secretOrText.optional(),
  audience: one,
  issuer: one.optional(),
  header: fieldName.optional(),
  expires: z.int().min(5).max(3_600).optional(),
  bound: z.boolean().optional(),
  claims: z.array(one).optional(),
});
const rewrite = z.strictObject({
  strip: z.boolean().optional(),
  prefix: z
    .string()
    .regex(/^(?:\/[A-Za-z0-9._~-]+)+$/, "expected a path like /app, without a slash at its end")
    .optional(),
});
const tls = z.strictObject({
  ca: one.optional(),
  cert: one.optional(),
  key: secretOrText.optional(),
  name: one.optional(),
});
const fields = z.record(
  fieldName,
  z.union([z.literal(false), z.string().regex(/^[\t\x20-\x7e]*$/, "expected plain characters")]),
);
const headers = z.strictObject({
  request: fields.optional(),
  answer: fields.optional(),
  common: z.boolean().optional(),
});

const upstream = z.strictObject({
  targets,
  balance: z.union([z.enum(["least-pending", "round-robin"]), z.strictObject({ hash: sticky })]).optional(),
  canary: canary.optional(),
  health: health.optional(),
  timeout: timeout.optional(),
  retries: z.union([z.literal(false), retries]).optional(),
  access: z.array(one).min(1).optional(),
  authenticate: z.boolean().optional(),
  identity: identity.optional(),
  rewrite: rewrite.optional(),
  host: z
    .string()
    .regex(/^[A-Za-z0-9.:[\]-]+$/, "expected upstream, public or the name of a host")
    .optional(),
  headers: headers.optional(),
  cors: z.boolean().optional(),
  body: count.optional(),
  connections: count.optional(),
  concurrency: count.optional(),
  tls: tls.optional(),
});

export const routes = z.record(
  z
    .string()
    .regex(
      /^(?:\/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*(?:\/\*)?$|^\/$/,
      'expected a path such as "/legacy/*", or "/metrics" for that alone',
    ),
  upstream,
);

/** Fails to compile when a shape has not the very keys of the type it is of. */
type SameKeys<Type, Shape extends z.ZodObject> = [keyof Required<Type>, keyof Shape["shape"]] extends [
  keyof Shape["shape"],
  keyof Required<Type>,
]
  ? true
  : never;
true satisfies SameKeys<UpstreamOptions, typeof upstream>;
true satisfies SameKeys<CanaryOptions, typeof canary>;
true satisfies SameKeys<HealthOptions, typeof health>;
true satisfies SameKeys<UpstreamTimeouts, typeof timeout>;
true satisfies SameKeys<RetryOptions, typeof retries>;
true satisfies SameKeys<IdentityOptions, typeof identity>;
true satisfies SameKeys<RewriteOptions, typeof rewrite>;
true satisfies SameKeys<UpstreamTls, typeof tls>;
