// In charge of one try: headers, credentials, deadline, abort; what is thrown is an IsthmusError.

import { errorOfAnswer, IsthmusError, toIsthmusError, type Texts } from "../error.ts";

export interface Sending {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** An answer that was read to its end, so that several may have it. */
export interface Answer {
  readonly status: number;
  readonly statusText: string;
  readonly headers: Headers;
  readonly text: string;
}

export interface TransportOptions {
  readonly fetch: typeof fetch;
  /** The server's address. Credentials go nowhere else. */
  readonly origin: string;
  /** Sent with every request. */
  readonly headers: Readonly<Record<string, string>>;
  readonly credentials: RequestCredentials | undefined;
  /** Milliseconds for one try, body included. 0: none. */
  readonly timeout: number;
  /** Asked before every try. */
  readonly token: (() => string | undefined | Promise<string | undefined>) | undefined;
  /** The `Cookie` header, where `fetch` has none of its own. */
  readonly cookies: (() => Promise<string | undefined>) | undefined;
  readonly texts: Texts | undefined;
  /** Told of every answer and of every failure. */
  readonly heard: (status: number, headers: Headers | undefined) => void;
}

export interface Transport {
  /** Reads the answer to its end. @throws IsthmusError for a refusal, too. */
  ask(sending: Sending): Promise<Answer>;
  /** Gives the answer as it begins, without a deadline. @throws IsthmusError for a refusal. */
  open(sending: Sending): Promise<Response>;
}

export function createTransport(options: TransportOptions): Transport {
  async function begin({ method, url, headers, body, signal }: Sending): Promise<Response> {
    if (url !== options.origin && !url.startsWith(`${options.origin}/`))
      throw new IsthmusError({ code: "BAD_ADDRESS", status: 0, reason: `${url} is not below ${options.origin}` });
    const token = await options.token?.();
    const cookie = await options.cookies?.();
    // A plain object: React Native loses the headers of a `Headers`.
    const all: Record<string, string> = { ...options.headers, ...headers };
    if (token !== undefined && all["authorization"] === undefined) all["authorization"] = `Bearer ${token}`;
    // Without a page, the program itself says that it means the request.
    if (options.cookies !== undefined) all["origin"] ??= options.origin;
    if (cookie !== undefined) all["cookie"] = cookie;
    const init: RequestInit = { method, headers: all };
    if (body !== undefined) init.body = body;
    if (signal !== undefined) init.signal = signal;
    if (options.credentials !== undefined) init.credentials = options.credentials;
    // Called bare: browsers refuse `fetch` as a method of another object.
    const send = options.fetch;
    return send(url, init);
  }

  async function refuse(response: Response): Promise<never> {
    throw errorOfAnswer(response.status, response.headers, await response.text(), options.texts);
  }

  /** The work with a signal of its own; what ended it decides what is thrown. */
  async function guarded<T>(sending: Sending, timeout: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const { signal } = sending;
    const controller = new AbortController();
    let late = false;
    const leave = (): void => controller.abort();
    if (hasEnded(signal)) throw aborted(options.texts);
    signal?.addEventListener("abort", leave, { once: true });
    const timer =
      timeout === 0
        ? undefined
        : setTimeout(() => {
            late = true;
            controller.abort();
          }, timeout);
    try {
      return await work(controller.signal);
    } catch (thrown) {
      if (thrown instanceof IsthmusError) throw thrown;
      if (hasEnded(signal)) throw aborted(options.texts);
      if (late)
        throw new IsthmusError(
          { code: "TIMEOUT", status: 0, reason: `no answer within ${timeout} ms` },
          options.texts,
          thrown,
        );
      throw toIsthmusError(thrown, options.texts);
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener("abort", leave);
    }
  }

  return {
    ask: (sending) =>
      guarded(sending, options.timeout, async (signal) => {
        const response = await begin({ ...sending, signal });
        options.heard(response.status, response.headers);
        if (response.status >= 400) return refuse(response);
        const { status, statusText, headers } = response;
        return { status, statusText, headers, text: await response.text() };
      }),
    async open(sending) {
      // The signal itself goes to `fetch`: it has to end the body as well.
      try {
        const response = await begin(sending);
        options.heard(response.status, response.headers);
        return response.ok ? response : await refuse(response);
      } catch (thrown) {
        throw hasEnded(sending.signal) ? aborted(options.texts) : toIsthmusError(thrown, options.texts);
      }
    },
  };
}

function hasEnded(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

export function aborted(texts: Texts | undefined): IsthmusError {
  return new IsthmusError({ code: "ABORTED", status: 0, reason: "the caller's signal ended it" }, texts);
}
