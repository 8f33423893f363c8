// A request's body on its way to a service: nothing of it is taken before the service's connection is there, and then no
// faster than the service takes it. One is made for each attempt; only the first that reads has it.

import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";

export interface CallersBodyEvents {
  /** The service is ready for it. */
  begun(): void;
  /** A piece of it has come. */
  moved(): void;
  tooLarge(): void;
}

export class CallersBody extends Readable {
  readonly #message: IncomingMessage;
  readonly #limit: number;
  readonly #events: CallersBodyEvents;
  #begun = false;
  #size = 0;

  constructor(message: IncomingMessage, limit: number, events: CallersBodyEvents) {
    super();
    this.#message = message;
    this.#limit = limit;
    this.#events = events;
  }

  override _read(): void {
    if (this.#begun) {
      this.#message.resume();
      return;
    }
    this.#begun = true;
    this.#events.begun();
    this.#message.on("data", this.#data).on("end", this.#end).on("error", this.#broken).on("close", this.#closed);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    const message = this.#message;
    if (this.#begun) {
      message.off("data", this.#data).off("end", this.#end).off("close", this.#closed);
      message.pause();
    }
    done(error);
  }

  readonly #data = (piece: Buffer): void => {
    this.#size += piece.length;
    if (this.#size > this.#limit) return this.#events.tooLarge();
    this.#events.moved();
    if (!this.push(piece)) this.#message.pause();
  };

  readonly #end = (): void => void this.push(null);
  /** Without a listener it would end the process. */
  readonly #broken = (): void => {};
  readonly #closed = (): void => {
    if (!this.#message.complete) this.destroy(new Error("the caller broke off"));
  };
}
