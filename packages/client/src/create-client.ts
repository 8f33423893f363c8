// In charge of a client: its parts, put together once.

import { createAuth, type Auth } from "./auth/auth.ts";
import { createCookieJar } from "./auth/cookie-jar.ts";
import type { ArgumentsOf, CatalogShape, CatalogTypes, OperationId, ResourceId, ResultOf } from "./catalog.ts";
import { type Answers, askBatch, type BatchOptions, type Questions } from "./data/batch.ts";
import { callOperation, type CallOptions } from "./data/call.ts";
import { askPage, type Page } from "./data/page.ts";
import { openResource } from "./data/resource.ts";
import type { Texts } from "./error.ts";
import { type LiveOptions, watch } from "./live/watch.ts";
import { createSend, type RetryOptions } from "./request/send.ts";
import { type Answer, createTransport, type Sending } from "./request/transport.ts";
import type { Question, Resource } from "./rows.ts";
import type { KeyValueStore } from "./storage/key-value.ts";

export interface ClientOptions {
  /** Origin of the server, e.g. `https://shop.example`; in a browser also `/`, the page's own. */
  readonly url: string;
  /** Where REST is. Default: `/api`. */
  readonly restPath?: string;
  /** Where signing in is. Default: `/auth`. */
  readonly authPath?: string;
  /** What `isthmus types` wrote beside the types: lets caches be invalidated exactly. */
  readonly shape?: CatalogShape;
  /** Default: the one there is. */
  readonly fetch?: typeof fetch;
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** A bearer token of your own, asked for before every request. */
  readonly token?: () => string | undefined | Promise<string | undefined>;
  /** Keeps the session where `fetch` keeps no cookies itself: Node, edge runtimes. One for each person who signs in. */
  readonly sessionStore?: KeyValueStore;
  /** Whether cookies are sent. Default: the browser's, to the page's own origin; `include` for another origin. */
  readonly credentials?: RequestCredentials;
  readonly retry?: RetryOptions;
  /** Milliseconds for one try. Default: 30,000; 0: none. */
  readonly timeout?: number;
  /** Texts of errors in other words, or another language. */
  readonly texts?: Texts;
}

export interface IsthmusClient<C extends CatalogTypes = CatalogTypes> {
  /** Questions about a resource, in the builder of `@supabase/postgrest-js`. */
  from<R extends ResourceId<C>>(resource: R): Resource<C, R>;
  /** Calls a function. @throws IsthmusError */
  call<O extends OperationId<C>, const A extends ArgumentsOf<C, O>>(
    operation: O,
    ...given: {} extends ArgumentsOf<C, O>
      ? [args?: A & Exactly<A, ArgumentsOf<C, O>>, options?: CallOptions]
      : [args: A & Exactly<A, ArgumentsOf<C, O>>, options?: CallOptions]
  ): Promise<ResultOf<C, O, A>>;
  /** Several questions in one transaction. @throws IsthmusError; then nothing was done */
  batch<Q extends Questions>(questions: Q, options?: BatchOptions): Promise<Answers<Q>>;
  /** Tells the answer now and whenever it changes, until it is stopped by what this gives. */
  live<D>(question: Question<D>, onData: (data: D) => void, options?: LiveOptions): () => void;
  /** One page of a question that has an order and a limit. @throws IsthmusError */
  page<T>(question: Question<T[]>, after?: string | null, signal?: AbortSignal): Promise<Page<T>>;
  readonly auth: Auth;
  /** Any request, by the same way: credentials, retries, folding, errors. @throws IsthmusError */
  request(sending: Sending): Promise<Answer>;
  /** Address of REST. */
  readonly api: string;
  readonly shape: CatalogShape | undefined;
}

/** Nothing that no overload takes. */
type Exactly<A, All> = { readonly [K in Exclude<keyof A, All extends infer One ? keyof One : never>]: never };

/**
 * A client of an Isthmus server.
 *
 * @example
 * import type { Catalog } from "./isthmus.types.ts";
 *
 * const client = createClient<Catalog>({ url: "https://shop.example" });
 * const { data, error } = await client.from("products").select("id, name, category(name)").lt("price", 20);
 */
export function createClient<C extends CatalogTypes = CatalogTypes>(options: ClientOptions): IsthmusClient<C> {
  const { texts, sessionStore } = options;
  const origin = originOf(options.url);
  const api = origin + (options.restPath ?? "/api");
  const jar = sessionStore === undefined ? undefined : createCookieJar(sessionStore, `isthmus.session ${origin}`);
  const transport = createTransport({
    fetch: options.fetch ?? ((...given: Parameters<typeof fetch>) => globalThis.fetch(...given)),
    origin,
    headers: lowercased(options.headers ?? {}),
    credentials: options.credentials,
    timeout: options.timeout ?? 30_000,
    token: options.token,
    cookies: jar?.read,
    texts,
    heard: (status) => status === 401 && auth.onRefused(),
  });
  const send = createSend(transport, options.retry ?? {}, texts);
  const auth = createAuth({ place: origin + (options.authPath ?? "/auth"), send, jar });
  const onIdentity = (told: () => void): (() => void) => auth.onChange((_, event) => event !== "refreshed" && told());
  const client = {
    from: (resource: string) => openResource(resource, { api, send, texts }),
    call: (operation: string, args?: unknown, call: CallOptions = {}) =>
      callOperation(send, api, operation, args, call),
    batch: (questions: Questions, batch: BatchOptions = {}) => askBatch(send, api, questions, batch, texts),
    live: (question: unknown, onData: (data: never) => void, live: LiveOptions = {}) =>
      watch({ transport, send, texts, onIdentity }, question, onData as (data: unknown) => void, live),
    page: (question: unknown, after: string | null = null, signal?: AbortSignal) =>
      askPage(send, question, after, signal),
    auth,
    request: send,
    api,
    shape: options.shape,
  };
  return client as unknown as IsthmusClient<C>;
}

/** Without a slash at its end. A path is the page's own origin. */
function originOf(url: string): string {
  const page = (globalThis as { location?: { origin: string } }).location?.origin;
  return new URL(url, page).href.replace(/\/+$/, "");
}

function lowercased(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
