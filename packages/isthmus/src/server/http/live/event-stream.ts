// One answer that goes on: Server-Sent Events (https://html.spec.whatwg.org/multipage/server-sent-events.html). A reader
// who does not keep up misses the answers in between and gets the newest.

import type { ServerResponse } from "node:http";
import type { Reply } from "../../../core/index.ts";

export const eventStreamType = "text/event-stream; charset=utf-8";

/** A line break would end the line; the reader joins them again. */
export function eventText(event: string | undefined, data: string): string {
  const lines = /[\r\n]/.test(data) ? data.replace(/\r\n|\r|\n/g, "\ndata: ") : data;
  return `${event === undefined ? "" : `event: ${event}\n`}data: ${lines}\n\n`;
}

/** Only a caller who asks for events first gets them: GraphQL clients list them behind JSON with every request. */
export function wantsEvents(accept: string | undefined): boolean {
  return accept !== undefined && accept.startsWith("text/event-stream");
}

export function bodyText({ body }: Reply): string {
  return body === null ? "null" : typeof body === "string" ? body : body.toString("utf8");
}

export class EventStream {
  readonly #response: ServerResponse;
  readonly #headers: () => readonly string[];
  #newest: string | undefined;
  #stuckSince: number | undefined;

  /** `headers`: of the answer, asked for when the first event is sent. */
  constructor(response: ServerResponse, headers: () => readonly string[]) {
    this.#response = response;
    this.#headers = headers;
    response.on("drain", () => this.#drained());
  }

  get started(): boolean {
    return this.#response.headersSent;
  }

  /** Milliseconds for which the reader has taken nothing of what is there for him. */
  stuckFor(now: number): number {
    return this.#stuckSince === undefined ? 0 : now - this.#stuckSince;
  }

  /** Replaces what still waits. */
  offer(text: string): void {
    if (this.#stuckSince === undefined) this.#write(text);
    else this.#newest = text;
  }

  /** A comment, which readers pass over; needless while something waits. */
  beat(): void {
    if (this.started && this.#stuckSince === undefined) this.#write(":\n\n");
  }

  end(text = ""): void {
    this.#start();
    this.#response.end((this.#newest ?? "") + text);
    this.#newest = undefined;
  }

  #start(): void {
    if (!this.started) this.#response.writeHead(200, this.#headers() as string[]);
  }

  #write(text: string): void {
    this.#start();
    if (!this.#response.write(text)) this.#stuckSince ??= performance.now();
  }

  #drained(): void {
    this.#stuckSince = undefined;
    const newest = this.#newest;
    this.#newest = undefined;
    if (newest !== undefined && !this.#response.writableEnded) this.#write(newest);
  }
}
