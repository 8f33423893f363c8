// In charge of a live question: it is told its answer at once, and again whenever that has changed, across broken
// connections and changes of who is signed in.

import { errorOfAnswer, IsthmusError, type Texts } from "../error.ts";
import { type Asked, requestOf } from "../data/request-of.ts";
import { backoff, pause } from "../request/pause.ts";
import type { Send } from "../request/send.ts";
import type { Transport } from "../request/transport.ts";
import { createEventReader } from "./events.ts";

export interface LiveOptions {
  /** Told when the question is refused for good; it is over then. */
  readonly onError?: (error: IsthmusError) => void;
  /** `live` while answers come, `waiting` between two connections. */
  readonly onState?: (state: "live" | "waiting" | "ended") => void;
  readonly signal?: AbortSignal;
  /** Milliseconds without a sign of life after which the connection is taken for dead. Default: 45,000. */
  readonly silence?: number;
  /** Milliseconds between two reads where `fetch` cannot stream (React Native). Default: 10,000. */
  readonly poll?: number;
}

export interface LiveParts {
  readonly transport: Transport;
  readonly send: Send;
  readonly texts: Texts | undefined;
  /** Calls back when somebody else is signed in, and gives what ends that. */
  readonly onIdentity: (told: () => void) => () => void;
}

/** Gives what ends it. */
export function watch(
  { transport, send, texts, onIdentity }: LiveParts,
  question: unknown,
  tell: (data: unknown) => void,
  { onError, onState, signal, silence = 45_000, poll = 10_000 }: LiveOptions,
): () => void {
  const asked = requestOf(question);
  const whole = new AbortController();
  let connection = new AbortController();
  let failures = 0;
  const stop = (): void => {
    if (whole.signal.aborted) return;
    whole.abort();
    connection.abort();
    forget();
    signal?.removeEventListener("abort", stop);
    onState?.("ended");
  };
  const again = (): void => {
    failures = 0;
    connection.abort();
  };
  const forget = onIdentity(again);

  const hear = (text: string): void => {
    failures = 0;
    if (whole.signal.aborted) return;
    onState?.("live");
    tell(dataOf(asked, text));
  };

  async function connect(): Promise<void> {
    const response = await transport.open({
      ...asked,
      headers: { ...asked.headers, accept: "text/event-stream" },
      signal: connection.signal,
    });
    if (response.body === null || response.body === undefined) return askAgainAndAgain();
    await read(response.body);
  }

  /** Ends with the stream. @throws IsthmusError that the last event holds. */
  async function read(body: ReadableStream<Uint8Array>): Promise<void> {
    let refused: IsthmusError | undefined;
    const take = createEventReader(({ name, data }) => {
      if (name === "error") refused = errorOfAnswer(statusOf(data), undefined, data, texts);
      else hear(data);
    });
    const reader = body.getReader();
    const decoder = new TextDecoder();
    let watchdog: ReturnType<typeof setTimeout> | undefined;
    try {
      for (;;) {
        watchdog = setTimeout(() => connection.abort(), silence);
        const { done, value } = await reader.read();
        clearTimeout(watchdog);
        if (done) break;
        take(decoder.decode(value, { stream: true }));
        if (refused !== undefined) throw refused;
      }
    } finally {
      clearTimeout(watchdog);
      reader.cancel().catch(() => {});
    }
  }

  async function askAgainAndAgain(): Promise<void> {
    let last: string | undefined;
    while (!connection.signal.aborted) {
      const { text } = await send({
        ...asked,
        headers: { ...asked.headers, accept: "application/json" },
        signal: connection.signal,
      });
      if (text !== last) hear(text);
      last = text;
      await pause(poll, connection.signal);
    }
  }

  async function run(): Promise<void> {
    while (!whole.signal.aborted) {
      connection = new AbortController();
      try {
        await connect();
      } catch (thrown) {
        const passing = !(thrown instanceof IsthmusError) || thrown.retryable || thrown.code === "ABORTED";
        if (!passing && !whole.signal.aborted) {
          stop();
          onError?.(thrown);
        }
      }
      if (whole.signal.aborted) return;
      onState?.("waiting");
      // The first time at once: a server that restarts, a proxy that ends old connections.
      const identityChanged = connection.signal.aborted && failures === 0;
      await pause(identityChanged ? 0 : backoff(failures, 500, 30_000), whole.signal);
      failures += 1;
    }
  }

  if (signal?.aborted === true) stop();
  else {
    signal?.addEventListener("abort", stop, { once: true });
    run().catch((thrown: unknown) => {
      stop();
      throw thrown;
    });
  }
  return stop;
}

function dataOf({ one }: Asked, text: string): unknown {
  const rows: unknown = JSON.parse(text);
  return one !== undefined && Array.isArray(rows) ? ((rows[0] as unknown) ?? null) : rows;
}

/** An event has no status; the code tells whether signing in or waiting would help. */
function statusOf(data: string): number {
  if (/"code":"(?:PGRST30[1-3]|ISTHMUS401)"/.test(data)) return 401;
  if (/"code":"(?:08\w{3}|57P0\d|53\d{3}|PGRST00\d|ISTHMUS(?:502|503\w?|220|230))"/.test(data)) return 503;
  return 400;
}
