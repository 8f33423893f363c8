// One attempt of a request at one instance: what undici tells of it, and what is made of an answer's pieces.

import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { Dispatcher } from "undici";
import type { Problem } from "../core/problem.ts";
import type { Answered } from "./answer-headers.ts";
import type { Instance } from "./instance.ts";
import { brokeOff, malformed, unreachable } from "./problems.ts";
import { sendAnswer } from "./send-answer.ts";

/** The request, as far as its attempts have to do with it. */
export interface Asking {
  readonly task: { readonly response: ServerResponse; readonly method: string };
  /** When something last came from either side. */
  touched: number;
  /** Somebody waits for this very attempt. */
  isCurrent(attempt: Attempt): boolean;
  /** An answer that another instance may better. */
  mayBetter(status: number): boolean;
  /** The attempt has come to nothing. `sent`: the instance may have got to see the request. */
  retry(attempt: Attempt, sent: boolean, problem: Problem): void;
  /** An answer begins. True: it is to be held until it is whole. */
  begin(attempt: Attempt, status: number, raw: readonly (Buffer | string)[], headers: IncomingHttpHeaders): boolean;
  ended(attempt: Attempt): void;
  join(attempt: Attempt, status: number, raw: readonly (Buffer | string)[], socket: Duplex): void;
}

/** Why an attempt that nobody waits for is ended. */
const nobodyWaits = new Error("nobody waits for the answer any more");

/** What one instance is asked, and says. */
export class Attempt implements Dispatcher.DispatchHandler {
  readonly instance: Instance;
  answering = false;
  answered: Answered | undefined = undefined;
  readonly #relay: Asking;
  #controller: Dispatcher.DispatchController | undefined = undefined;
  #status = 0;
  /** Of an answer that is held. */
  #pieces: Buffer[] | undefined = undefined;
  #waiting = false;

  constructor(relay: Asking, instance: Instance) {
    this.#relay = relay;
    this.instance = instance;
  }

  abandon(): void {
    this.#controller?.abort(nobodyWaits);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (!this.#relay.isCurrent(this)) controller.abort(nobodyWaits);
  }

  onRequestUpgrade(controller: Dispatcher.DispatchController, status: number, _: unknown, socket: Duplex): void {
    if (!this.#relay.isCurrent(this)) return void socket.destroy();
    this.instance.succeeded();
    this.#relay.join(this, status, rawOf(controller), socket);
  }

  onResponseStart(controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    const relay = this.#relay;
    if (!relay.isCurrent(this)) return controller.abort(nobodyWaits);
    if (status < 200) return early(relay.task.response, status, headers);
    if (status >= 500) this.instance.failed(performance.now(), false);
    else this.instance.succeeded();
    if (relay.mayBetter(status)) {
      relay.retry(this, true, brokeOff(relay.task.method, new Error(`it answered ${status}`)));
      return controller.abort(nobodyWaits);
    }
    this.#status = status;
    this.answering = true;
    if (relay.begin(this, status, rawOf(controller), headers)) this.#pieces = [];
  }

  onResponseData(controller: Dispatcher.DispatchController, piece: Buffer): void {
    if (!this.answering) return;
    const { task } = this.#relay;
    this.#relay.touched = performance.now();
    if (this.#pieces !== undefined) {
      this.#pieces.push(piece);
      return;
    }
    if (task.response.write(piece) || this.#waiting) return;
    this.#waiting = true;
    controller.pause();
    task.response.once("drain", () => {
      this.#waiting = false;
      controller.resume();
    });
  }

  onResponseEnd(): void {
    const relay = this.#relay;
    if (!relay.isCurrent(this)) return;
    const { response } = relay.task;
    const pieces = this.#pieces;
    if (pieces !== undefined) {
      sendAnswer(response, this.#status, this.answered?.headers ?? []);
      response.end(pieces.length === 1 ? pieces[0] : Buffer.concat(pieces));
    } else response.end();
    relay.ended(this);
  }

  onResponseError(_: unknown, error: Error): void {
    const relay = this.#relay;
    if (!relay.isCurrent(this)) return;
    const sent = this.#controller !== undefined;
    this.instance.failed(performance.now(), !sent);
    relay.retry(this, sent, problemOf(error, relay.task.method, sent));
  }
}

/** Written by hand: the answer's headers come in turn, so that those of one name stay several. */
function rawOf({ rawHeaders }: Dispatcher.DispatchController): readonly (Buffer | string)[] {
  return Array.isArray(rawHeaders) ? rawHeaders : [];
}

/** RFC 8297. Of other answers ahead of the answer nobody knows what they are for. */
function early(response: ServerResponse, status: number, { link }: IncomingHttpHeaders): void {
  if (status !== 103 || link === undefined || response.headersSent || response.req.httpVersion === "1.0") return;
  response.writeEarlyHints({ link });
}

function problemOf(error: Error, method: string, sent: boolean): Problem {
  const { code = "", message } = error as NodeJS.ErrnoException;
  if (!sent) return unreachable(error);
  if (code.startsWith("HPE_") || /^UND_ERR_(?:HEADERS_OVERFLOW|RES_)/.test(code) || message.startsWith("bad "))
    return malformed(error);
  // A header or a status that this server cannot send.
  if (code.startsWith("ERR_")) return malformed(error);
  return brokeOff(method, error);
}
