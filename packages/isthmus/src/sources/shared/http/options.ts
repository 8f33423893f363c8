// What every source over HTTP may be told: whom to be, how long to wait, how often to ask. Validated, with its defaults.

import { z } from "zod";

const milliseconds = z.number().int().min(1).max(3_600_000);
const count = z.number().int().min(1);
/** A secret has been read by now. */
const text = z.string().min(1);

const auth = z.strictObject({
  apiKey: z.strictObject({ in: z.enum(["header", "query", "cookie"]), name: text, value: text }).optional(),
  basic: z.strictObject({ username: z.string(), password: z.string() }).optional(),
  bearer: text.optional(),
  scheme: text.optional(),
  oauth2: z
    .strictObject({
      tokenUrl: z.url({ protocol: /^https?$/ }),
      clientId: text,
      clientSecret: text,
      refreshToken: text.optional(),
      scope: text.optional(),
      audience: text.optional(),
      send: z.enum(["header", "body"]).optional(),
    })
    .optional(),
  sigv4: z
    .strictObject({
      accessKeyId: text,
      secretAccessKey: text,
      sessionToken: text.optional(),
      region: text,
      service: text,
    })
    .optional(),
});

export const httpShape = {
  auth: auth.optional(),
  tls: z.strictObject({ ca: text.optional(), cert: text.optional(), key: text.optional() }).optional(),
  headers: z.record(z.string().regex(/^[!#$%&'*+.^`|~\w-]+$/, "expected the name of a header"), z.string()).default({}),
  allowPrivate: z.array(text).default([]),
  timeout: milliseconds.optional(),
  /** The server's own limit of a statement, handed to every source. */
  statementTimeout: milliseconds.optional(),
  attemptTimeout: milliseconds.optional(),
  connectTimeout: milliseconds.default(3_000),
  maxAnswer: count.default(10_485_760),
  redirects: z.number().int().min(0).max(20).default(5),
  retry: z
    .union([
      z.literal(false),
      z.strictObject({
        attempts: z.number().int().min(1).max(10).default(3),
        firstPause: milliseconds.default(100),
        longestPause: milliseconds.default(2_000),
        longestRetryAfter: z.number().int().min(0).default(5_000),
        share: z.number().min(0).max(1).default(0.1),
        reserve: z.number().int().min(0).default(10),
      }),
    ])
    .prefault({}),
  breaker: z
    .union([
      z.literal(false),
      z.strictObject({
        window: count.default(20),
        least: count.default(10),
        share: z.number().min(0.01).max(1).default(0.5),
        pause: milliseconds.default(5_000),
        longestPause: milliseconds.default(60_000),
        probes: count.default(1),
      }),
    ])
    .prefault({}),
  concurrency: count.default(64),
  waiting: z.number().int().min(0).default(256),
  rate: z.strictObject({ perSecond: z.number().positive(), burst: count.optional() }).optional(),
  quota: z.strictObject({ perDay: count, dayBegins: z.number().min(-12).max(14).default(0) }).optional(),
  longestWait: z.number().int().min(0).default(2_000),
  longestHold: milliseconds.default(60_000),
  throttled: z.array(z.number().int().min(400).max(599)).default([]),
  cache: z.union([z.literal(false), z.strictObject({ size: count.default(33_554_432) })]).prefault({}),
} as const;

const settings = z.strictObject(httpShape);
/** With the defaults filled in. */
export type HttpSettings = z.output<typeof settings>;

type Text = string | { readonly secret: string };

/** Who the server is to the API; several may be given together. */
export interface OutboundAuth {
  readonly apiKey?: { readonly in: "header" | "query" | "cookie"; readonly name: string; readonly value: Text };
  readonly basic?: { readonly username: Text; readonly password: Text };
  readonly bearer?: Text;
  /** What stands ahead of the bearer token. Default: `Bearer`. */
  readonly scheme?: string;
  /** Client credentials, or a refresh token where one is given. */
  readonly oauth2?: {
    readonly tokenUrl: string;
    readonly clientId: Text;
    readonly clientSecret: Text;
    readonly refreshToken?: Text;
    readonly scope?: string;
    readonly audience?: string;
    /** Where the client's credentials stand when a token is asked for. Default: `header`. */
    readonly send?: "header" | "body";
  };
  /** AWS Signature Version 4. */
  readonly sigv4?: {
    readonly accessKeyId: Text;
    readonly secretAccessKey: Text;
    readonly sessionToken?: Text;
    readonly region: string;
    readonly service: string;
  };
}

/** As the user writes them. Times are in milliseconds. */
export interface HttpOptions {
  /** Sent to the API's own origin alone, and dropped where it redirects to another. */
  readonly auth?: OutboundAuth;
  /** PEM texts: authorities to trust instead of the usual ones, and the client's own certificate. */
  readonly tls?: { readonly ca?: Text; readonly cert?: Text; readonly key?: Text };
  /** Headers of every call, e.g. an API's version. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Hosts, addresses and ranges that may be called although they are not public: `["erp.internal", "10.0.0.0/8"]`. */
  readonly allowPrivate?: readonly string[];
  /** A call with all its repeats. Default: `limits.statementTimeout`, or 10,000. */
  readonly timeout?: number;
  /** One attempt. Default: as the whole call. */
  readonly attemptTimeout?: number;
  /** Default: 3,000. */
  readonly connectTimeout?: number;
  /** Bytes of an answer, compressed or not. Default: 10,485,760. */
  readonly maxAnswer?: number;
  /** Redirects that are followed. Default: 5. */
  readonly redirects?: number;
  /** What is safe is sent again; `share` of the calls at most, with a `reserve` saved up. `false`: never. */
  readonly retry?: false | RepeatOptions;
  /** An API or an operation that keeps failing is left alone for a while. `false`: never. */
  readonly breaker?: false | LeavingAloneOptions;
  /** Calls under way at a time. Default: 64. */
  readonly concurrency?: number;
  /** Calls that may wait for others to end. Default: 256. */
  readonly waiting?: number;
  /** Calls per second, with a `burst` saved up. Default: no limit but what the API's answers say. */
  readonly rate?: { readonly perSecond: number; readonly burst?: number };
  /** `dayBegins`: hours by which the API's day begins later than UTC's. */
  readonly quota?: { readonly perDay: number; readonly dayBegins?: number };
  /** How long a call may wait for its turn. Default: 2,000. */
  readonly longestWait?: number;
  /** For how long an API is believed that wants to be left alone. Default: 60,000. */
  readonly longestHold?: number;
  /** Statuses beside 429 that mean "too often". */
  readonly throttled?: readonly number[];
  /** Bytes of answers that are kept. Default: 33,554,432. */
  readonly cache?: false | { readonly size?: number };
}

export interface RepeatOptions {
  /** Default: 3. */
  readonly attempts?: number;
  /** Default: 100; doubled each time, with full jitter. */
  readonly firstPause?: number;
  /** Default: 2,000. */
  readonly longestPause?: number;
  /** An API that wants a longer pause is not waited for. Default: 5,000. */
  readonly longestRetryAfter?: number;
  /** Default: 0.1. */
  readonly share?: number;
  /** Default: 10. */
  readonly reserve?: number;
}

export interface LeavingAloneOptions {
  /** Calls that are remembered. Default: 20. */
  readonly window?: number;
  /** Fewer say nothing. Default: 10. */
  readonly least?: number;
  /** Default: 0.5. */
  readonly share?: number;
  /** Default: 5,000; doubled while it lasts. */
  readonly pause?: number;
  /** Default: 60,000. */
  readonly longestPause?: number;
  /** Calls let through at a time afterwards. Default: 1. */
  readonly probes?: number;
}
