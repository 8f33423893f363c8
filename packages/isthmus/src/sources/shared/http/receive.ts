// One request over a socket, and its whole answer, gathered as it arrives: no stream is made of what is read whole anyway.

import { stopped } from "./abandon.ts";
import { CallFailure } from "./call-failure.ts";
import type { Receiver, ReceiverControl, Transport } from "./connect.ts";
import type { HttpCall } from "./exchange.ts";

export interface Received {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** As it came, compressed or not. */
  readonly body: Uint8Array;
}

/** @param most Bytes of the body. */
export function receive(transport: Transport, call: HttpCall, most: number): Promise<Received> {
  return new Promise((resolve, reject) => {
    const { origin, path, method, body } = call;
    const headers = { "accept-encoding": "gzip, br", ...call.headers };
    const request = { origin, path, method, headers, body: body ?? null };
    transport.dispatch(request, new Receiving(call, most, resolve, reject));
  });
}

/** Open from the moment it listens to the call's signal until there is an answer or none will be. */
class Receiving implements Receiver {
  readonly #call: HttpCall;
  readonly #most: number;
  readonly #resolve: (received: Received) => void;
  readonly #reject: (reason: unknown) => void;
  #control: ReceiverControl | undefined = undefined;
  #status = 0;
  #headers: Readonly<Record<string, string>> = {};
  #chunks: Buffer[] = [];
  #length = 0;
  #closed = false;

  constructor(call: HttpCall, most: number, resolve: (received: Received) => void, reject: (reason: unknown) => void) {
    this.#call = call;
    this.#most = most;
    this.#resolve = resolve;
    this.#reject = reject;
    call.signal.addEventListener("abort", this.#leave, { once: true });
  }

  readonly #leave = (): void => this.#fail(stopped(this.#call.signal));

  onRequestStart(control: ReceiverControl): void {
    this.#control = control;
    // It was given up while it waited for a connection.
    if (this.#closed) control.abort(stopped(this.#call.signal));
  }

  onResponseStart(_control: ReceiverControl, status: number, headers: Parameters<typeof flatten>[0]): void {
    // An interim answer; the real one follows.
    if (status < 200) return;
    this.#status = status;
    this.#headers = flatten(headers);
    const announced = Number(this.#headers["content-length"] ?? 0);
    if (announced > this.#most && this.#call.method !== "HEAD") this.#fail(tooLarge(this.#most));
  }

  onResponseData(_control: ReceiverControl, chunk: Buffer): void {
    if (this.#closed) return;
    this.#length += chunk.length;
    if (this.#length > this.#most) this.#fail(tooLarge(this.#most));
    else this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    if (this.#closed) return;
    this.#close();
    const [only] = this.#chunks;
    const body = this.#chunks.length === 1 && only !== undefined ? only : Buffer.concat(this.#chunks, this.#length);
    this.#resolve({ status: this.#status, headers: this.#headers, body });
  }

  onResponseError(_control: ReceiverControl, error: Error): void {
    if (this.#closed) return;
    this.#close();
    this.#reject(error);
  }

  /** Ends the connection, too: what would still come over it is nobody's. */
  #fail(reason: CallFailure): void {
    if (this.#closed) return;
    this.#close();
    this.#reject(reason);
    this.#control?.abort(reason);
  }

  #close(): void {
    this.#closed = true;
    this.#call.signal.removeEventListener("abort", this.#leave);
  }
}

function flatten(headers: Readonly<Record<string, string | string[] | undefined>>): Readonly<Record<string, string>> {
  const flat: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) flat[name] = typeof value === "string" ? value : value.join(", ");
  }
  return flat;
}

export function tooLarge(most: number): CallFailure {
  return new CallFailure({ kind: "malformed", message: `its answer is larger than ${most} bytes`, lasting: true });
}
