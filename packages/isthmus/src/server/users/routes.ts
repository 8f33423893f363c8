// `/auth/…` on the socket: bodies are bounded, tries are counted, links come from the configured origin whatever the
// request says, and answers that must not tell who is known here take the same time.

import type { IncomingMessage, ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { Principal, Record, UsersConfiguration } from "../../core/index.ts";
import { Problem, toProblem } from "../../core/index.ts";
import { addressHeader, addressKey, authPath, createLimiter, type Users } from "../../identity/index.ts";
import { hasBody, readBody } from "../http/body.ts";
import type { Beside } from "../http/options.ts";
import { createRequestIds } from "../http/request-id.ts";
import { ownRoutes } from "./own-routes.ts";
import { answerHeaders, problemAnswer } from "./answers.ts";

export interface RoutesOptions {
  /** Undefined until the server listens. */
  readonly users: () => Users | undefined;
  readonly trusted: (origin: string) => boolean;
  readonly authenticate: (message: { readonly method: string; readonly headers: SentHeaders }) => Promise<Principal>;
  readonly settings: UsersConfiguration;
  readonly record: Record;
}

type SentHeaders = { readonly [name: string]: string | readonly string[] | undefined };

export interface Routes extends Beside {
  open(origin: string): void;
}

/** Bytes. */
const largestBody = 65_536;
/** Milliseconds a body may take. */
const patience = 10_000;
/** Milliseconds: answers that must not tell anything by their time come at a whole number of these. */
const beat = 100;
/** Tries a minute, of one address and of one account, at what lets somebody in. */
const usualTries = { address: 30, account: 10 } as const;

/** What lets somebody in, or sends a mail. */
const guarded =
  /^\/(?:sign-in|sign-up|request-password-reset|reset-password|send-verification-email|verify-email|magic-link\/verify|two-factor\/(?:verify|send)|passkey\/verify|tokens|change-password|oauth2\/(?:token|register))/;
/** Of these, what would tell by its time whether an account exists. */
const even = /^\/(?:sign-in\/(?:email|magic-link)|sign-up\/email|request-password-reset|send-verification-email)$/;

/** Where clients look for what an issuer without a path says of itself (RFC 8414, 3; OpenID Connect Discovery, 4). */
const discovery = /^\/\.well-known\/(?:oauth-authorization-server|openid-configuration)(?:\?|$)/;

/** Some others cannot even be spoken of by the library. */
const methods: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]);

export function createRoutes(options: RoutesOptions): Routes {
  const { users, trusted, settings, record } = options;
  const limiter = createLimiter();
  const requestId = createRequestIds();
  const own = ownRoutes(options);
  const tries = { ...usualTries, ...settings.tries };
  const isAuthorizationServer = (settings.authorizationServer ?? false) !== false;
  let origin = "";

  async function answer(message: IncomingMessage, target: string, counted: string | undefined): Promise<Response> {
    const opened = users();
    if (opened === undefined)
      throw new Problem({
        code: "ISTHMUS503",
        category: "unavailable",
        message: "The server is not ready yet",
        retryAfter: 1,
      });
    // The host that a caller names is nobody's business here.
    const url = new URL(origin + target);
    const path = url.pathname.startsWith(authPath) ? url.pathname.slice(authPath.length) : url.pathname;
    const body = await bodyOf(message);
    const started = performance.now();
    if (guarded.test(path)) limit(message, path, body, counted);
    const sent = headersOf(message);
    const mine = await own(path, { message, url, body });
    const response =
      mine ??
      (await opened.handle(
        new Request(url, {
          method: message.method ?? "GET",
          headers: sent,
          ...(body === "" || message.method === "GET" || message.method === "HEAD" ? {} : { body }),
        }),
      ));
    if (even.test(path)) await pause(beat - ((performance.now() - started) % beat));
    return response;
  }

  /** @throws Problem ISTHMUS703. */
  function limit(message: IncomingMessage, path: string, body: string, counted: string | undefined): void {
    const kind = path.split("/")[1] ?? "";
    const caller = counted ?? addressKey(message.socket.remoteAddress ?? "");
    const address = limiter.take([`${kind} ${caller}`], tries.address);
    const account = accountIn(body, message.headers["content-type"]);
    const wait = address ?? (account === undefined ? undefined : limiter.take([`${kind} ${account}`], tries.account));
    if (wait === undefined) return;
    throw new Problem({
      code: "ISTHMUS703",
      category: "limited",
      message: "There were too many tries; wait a while",
      retryAfter: wait,
    });
  }

  async function handle(
    message: IncomingMessage,
    response: ServerResponse,
    counted: string | undefined,
  ): Promise<void> {
    const received = performance.now();
    const id = requestId(message.headers["x-request-id"] as string | undefined);
    let problem: Problem | undefined;
    let answered: Response;
    if (message.method === "OPTIONS") answered = new Response(null, { status: 204 });
    else if (!methods.has(message.method ?? "")) answered = problemAnswer(noSuchMethod());
    else {
      try {
        answered = await answer(message, targetOf(message.url ?? "/"), counted);
      } catch (thrown) {
        problem = toProblem(thrown);
        answered = problemAnswer(problem);
      }
    }
    const headers = answerHeaders(message, answered, id, trusted);
    if (response.destroyed) return;
    response.writeHead(answered.status, headers);
    response.end(message.method === "HEAD" ? undefined : Buffer.from(await answered.arrayBuffer()));
    record({
      kind: "request",
      request: {
        id,
        trace: undefined,
        interface: "auth",
        method: message.method ?? "",
        targets: [],
        principal: "",
        roles: [],
        status: answered.status,
        code: problem?.code,
        cause: problem?.category === "internal" ? problem.cause : undefined,
        stages: [],
        ms: performance.now() - received,
      },
    });
  }

  return {
    open: (at) => void (origin = at),
    wants: (url) =>
      (url.startsWith(authPath) && (url.length === authPath.length || /[/?]/.test(url[authPath.length] ?? ""))) ||
      (isAuthorizationServer && discovery.test(url)),
    handle: (message, response, counted) => void handle(message, response, counted).catch(() => response.destroy()),
  };
}

function noSuchMethod(): Problem {
  return new Problem({
    code: "PGRST117",
    category: "invalid",
    status: 405,
    message: "Unsupported HTTP method",
    headers: { allow: "GET, POST" },
  });
}

/** A target in absolute form names a host too, which is nobody's business either. */
function targetOf(url: string): string {
  return url.startsWith("/") ? url.replace(/^\/+/, "/") : "/";
}

/** @throws Problem when the body is too long, compressed, no text, or late. */
function bodyOf(message: IncomingMessage): Promise<string> {
  if (!hasBody(message)) return Promise.resolve("");
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => {
      message.destroy();
      reject(new Problem({ code: "ISTHMUS408", category: "timeout", status: 408, message: "The body came too late" }));
    }, patience);
    message.once("close", () => clearTimeout(late));
    readBody(message, largestBody, {
      done: resolve,
      refused: (problem) => reject(problem),
    });
  });
}

/** The caller's headers but those that say where he thinks he is, or who we think he is. */
function headersOf(message: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(message.headers)) {
    if (value === undefined || dropped.test(name)) continue;
    for (const one of typeof value === "string" ? [value] : value) headers.append(name, one);
  }
  headers.set(addressHeader, message.socket.remoteAddress ?? "");
  return headers;
}

const dropped =
  /^(?:host|forwarded|x-forwarded-.*|x-real-ip|x-isthmus-.*|connection|content-length|transfer-encoding|expect|upgrade|keep-alive|te|trailer)$/;

/** The account that somebody tries, where the body names one: as the library reads it, or it would be another's try. */
function accountIn(body: string, type = ""): string | undefined {
  if (body === "") return undefined;
  try {
    const email = /form-urlencoded/i.test(type)
      ? new URLSearchParams(body).getAll("email").at(-1)
      : (JSON.parse(body.replace(/^\uFEFF/, "")) as { readonly email?: unknown } | null)?.email;
    return typeof email === "string" ? email.trim().toLowerCase() : undefined;
  } catch {
    return undefined;
  }
}
