// The shape of a configuration, for what the compiler has not seen (plain JavaScript, a wrong cast). Names of resources
// and fields are not looked at here: they are resolved against the catalog.

import { z } from "zod";
import type {
  AuthConfiguration,
  Configuration,
  DeleteRules,
  GraphqlConfiguration,
  InsertRules,
  JwtConfiguration,
  LimitsConfiguration,
  ReadRules,
  ResourceRules,
  Secret,
  ServerConfiguration,
  UpdateRules,
} from "../../core/index.ts";
import { isSecretName } from "../../core/secret.ts";
import { usersShape } from "./users-shape.ts";
import * as gateway from "./gateway-shape.ts";
import { routes } from "./routes-shape.ts";

const port = z.int().min(0).max(65_535);
const count = z.int().min(1);
const milliseconds = z.int().min(1);
const names = z.array(z.string());
const object = z.record(z.string(), z.unknown());

const secretOrText = z.custom<Secret | string>(
  (value) => typeof value === "string" || isSecretName(value),
  'expected a text or secret("NAME")',
);

const read = z.strictObject({
  fields: names.optional(),
  except: names.optional(),
  where: object.optional(),
  maxRows: count.optional(),
  maxDepth: z.int().min(0).optional(),
  aggregate: z.boolean().optional(),
  export: z.boolean().optional(),
});
const insert = z.strictObject({
  fields: names.optional(),
  except: names.optional(),
  set: object.optional(),
  check: object.optional(),
});
const update = insert.extend({ where: object.optional() });
const remove = z.strictObject({ where: object.optional() });

const rules = z.strictObject({
  read: z.union([z.boolean(), read]).optional(),
  insert: z.union([z.boolean(), insert]).optional(),
  update: z.union([z.boolean(), update]).optional(),
  delete: z.union([z.boolean(), remove]).optional(),
  call: z.boolean().optional(),
});

const algorithm = z.enum(["RS256", "ES256", "EdDSA"]);
const jwt = z.strictObject({
  secret: secretOrText.optional(),
  keys: z
    .array(
      z.strictObject({
        kid: z.string().optional(),
        alg: z.enum(["HS256", "RS256", "ES256", "EdDSA"]),
        key: z.union([secretOrText, object]),
      }),
    )
    .optional(),
  jwks: z.strictObject({ url: z.url(), algorithms: z.array(algorithm).optional() }).optional(),
  issuer: z.string().optional(),
  audience: z.union([z.string(), names]).optional(),
  roleClaim: z.string().optional(),
  leeway: z.number().min(0).optional(),
});
const apiKey = z.strictObject({
  id: z.string().min(1),
  hash: z
    .string()
    .regex(/^sha256:[0-9a-f]{64}$/, "expected sha256: and 64 hexadecimal digits, as `isthmus key create` prints it"),
  roles: names,
  claims: object.optional(),
  expires: z.union([z.iso.datetime({ offset: true }), z.iso.date()]).optional(),
});

const auth = z.strictObject({ jwt: jwt.optional(), apiKeys: z.array(apiKey).optional(), users: usersShape.optional() });
const server = z.strictObject({
  host: z.string().min(1).optional(),
  port: port.optional(),
  origin: z.url({ protocol: /^https?$/ }).optional(),
  restPath: z
    .string()
    .regex(/^(\/[\w.-]+)*$/, "expected a path like /api, without a slash at its end")
    .optional(),
  graphqlPath: z
    .string()
    .regex(/^(\/[\w.-]+)+$/, "expected a path like /graphql, without a slash at its end")
    .optional(),
  admin: z
    .union([
      z.literal(false),
      z.strictObject({ host: z.string().optional(), port: port.optional(), token: secretOrText.optional() }),
    ])
    .optional(),
  cors: z.strictObject({ origins: z.union([z.literal("*"), names]), maxAge: z.int().min(0).optional() }).optional(),
  site: z
    .union([
      z.string().min(1),
      z.strictObject({
        folder: z.string().min(1),
        hashed: z.string().min(1).optional(),
        contentSecurityPolicy: z.string().min(1).optional(),
      }),
    ])
    .optional(),
  grace: z.int().min(0).optional(),
  trustedProxies: gateway.trustedProxies.optional(),
  addresses: gateway.addresses.optional(),
  headers: gateway.headers.optional(),
  compression: gateway.compression.optional(),
  tls: gateway.tls.optional(),
  timing: z.boolean().optional(),
  logLevel: z.enum(["debug", "info", "warn", "error", "silent"]).optional(),
  store: secretOrText.optional(),
});
const limits = z.strictObject({
  body: count.optional(),
  rows: count.optional(),
  depth: z.int().min(0).optional(),
  joined: count.optional(),
  statementTimeout: milliseconds.optional(),
  roles: z
    .record(z.string(), z.strictObject({ rows: count.optional(), statementTimeout: milliseconds.optional() }))
    .optional(),
  requestTimeout: milliseconds.optional(),
  batch: count.optional(),
  concurrency: count.optional(),
  conditions: count.optional(),
  subscriptions: count.optional(),
  subscriptionsPerCaller: count.optional(),
  subscriptionsPerAddress: count.optional(),
  settle: z.int().min(0).optional(),
  transfers: count.optional(),
  importBody: count.optional(),
  answer: count.optional(),
  rate: gateway.rates.optional(),
  quotas: gateway.quotas.optional(),
  signIn: z.union([z.literal(false), gateway.rates]).optional(),
});

const graphql = z.strictObject({
  introspection: z.boolean().optional(),
  suggestions: z.boolean().optional(),
  graphiql: z.boolean().optional(),
  persisted: z
    .strictObject({
      documents: z.union([z.string().min(1), z.map(z.string(), z.string())]).optional(),
      only: z.boolean().optional(),
      automatic: z.boolean().optional(),
    })
    .optional(),
  limits: z
    .strictObject({
      tokens: count.optional(),
      depth: count.optional(),
      aliases: count.optional(),
      rootFields: count.optional(),
      cost: count.optional(),
    })
    .optional(),
});

export const configurationShape = z.strictObject({
  sources: z.record(
    z.string().regex(/^\w+$/, "a source's name has letters, digits and _ alone"),
    z.strictObject({
      kind: z.string(),
      options: z.unknown(),
      expand: z.custom((value) => typeof value === "function", "expected a function").optional(),
      sandbox: z
        .strictObject({
          simulator: z.union([z.string(), z.looseObject({ title: z.string() })]),
          options: z.record(z.string(), z.unknown()).optional(),
        })
        .optional(),
    }),
  ),
  roles: z.record(z.string(), z.looseObject({ extends: names.optional() }).catchall(rules)).optional(),
  relations: z
    .record(
      z.string(),
      z.strictObject({ to: z.string(), match: z.record(z.string(), z.string()), one: z.boolean().optional() }),
    )
    .optional(),
  functions: z.union([z.literal(false), z.string().min(1)]).optional(),
  auth: auth.optional(),
  server: server.optional(),
  limits: limits.optional(),
  graphql: z.union([z.literal(false), graphql]).optional(),
  redis: gateway.redis.optional(),
  validate: gateway.validate.optional(),
  messages: gateway.messages.optional(),
  routes: routes.optional(),
});

/** Fails to compile when a shape has not the very keys of the type it is of. */
type SameKeys<Type, Shape extends z.ZodObject> = [keyof Required<Type>, keyof Shape["shape"]] extends [
  keyof Shape["shape"],
  keyof Required<Type>,
]
  ? true
  : never;
true satisfies SameKeys<Configuration, typeof configurationShape>;
true satisfies SameKeys<ServerConfiguration, typeof server>;
true satisfies SameKeys<LimitsConfiguration, typeof limits>;
true satisfies SameKeys<GraphqlConfiguration, typeof graphql>;
true satisfies SameKeys<AuthConfiguration, typeof auth>;
true satisfies SameKeys<JwtConfiguration, typeof jwt>;
true satisfies SameKeys<ResourceRules, typeof rules>;
true satisfies SameKeys<ReadRules, typeof read>;
true satisfies SameKeys<InsertRules, typeof insert>;
true satisfies SameKeys<UpdateRules, typeof update>;
true satisfies SameKeys<DeleteRules, typeof remove>;
