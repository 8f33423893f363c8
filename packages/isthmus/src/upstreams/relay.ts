// One request on its way to a service and back: attempts at its instances, one after the other, until one answers. From
// its first byte on an answer is streamed as the caller takes it; only a small one of known length is held until it is
// whole, so that another instance can still be asked where it breaks off.

import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { Dispatcher } from "undici";
import type { Chained } from "../core/chain.ts";
import type { Problem } from "../core/problem.ts";
import { type Answered, answerHeaders } from "./answer-headers.ts";
import { CallersBody } from "./callers-body.ts";
import type { Choose } from "./choose.ts";
import type { Instance } from "./instance.ts";
import { bodyTooLarge, brokeOff, callerLeft, malformed, noInstance, tooLate, unreachable } from "./problems.ts";
import { sendAnswer, sendHead } from "./send-answer.ts";
import { joinSockets, type Tunnels } from "./tunnel.ts";

/** What is asked, and whom to tell. */
export interface Task {
  readonly message: IncomingMessage;
  readonly response: ServerResponse;
  readonly method: string;
  /** With its query, as the service gets it. */
  readonly path: string;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  /** The whole of `Host`; undefined: the instance's own. */
  readonly host: string | undefined;
  readonly hasBody: boolean;
  /** The caller waits for a sign before it sends its body. */
  readonly asksFirst: boolean;
  /** The connection is to become another protocol's. */
  readonly upgrade: { readonly protocol: string; readonly socket: Duplex; readonly head: Buffer } | undefined;
  /** What choices by hash hold on to. */
  readonly key: string;
  /** Further headers of the answer. */
  adorn(answered: Answered, status: number): void;
  /** Answers in the service's place; nothing has been sent. */
  refuse(problem: Problem): void;
  /** Called once, when all is over; `problem` where it did not go well. */
  done(status: number, problem: Problem | undefined): void;
}

/** What all requests of a route have in common. */
export interface RelayGround {
  readonly choose: Choose;
  readonly attempts: number;
  readonly statuses: ReadonlySet<number>;
  readonly budget: { withdraw(): boolean };
  readonly timeout: { readonly headers: number; readonly idle: number; readonly quiet: number };
  readonly largestBody: number;
  readonly answerRules: (instance: Instance) => Parameters<typeof answerHeaders>[2];
  readonly tunnels: Tunnels;
  /** Milliseconds, monotonic; exact to a quarter of a second. */
  readonly now: () => number;
  readonly left: (relay: Relay) => void;
}

/** Bytes of an answer that is held. */
const held = 16_384;

const repeatable: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]);

export class Relay implements Chained<Relay> {
  previous: Relay | undefined = undefined;
  next: Relay | undefined = undefined;
  chained = false;
  /** When something last came from either side. */
  touched: number;
  /** The answer, or the socket, has no end of its own. */
  endless = false;
  readonly task: Task;
  readonly #ground: RelayGround;
  readonly #tried: Instance[] = [];
  #attempt: Attempt | undefined = undefined;
  #consumed = false;
  #over = false;
  #patient = false;

  constructor(task: Task, ground: RelayGround) {
    this.task = task;
    this.#ground = ground;
    this.touched = ground.now();
  }

  start(): void {
    this.task.response.once("close", () => this.#closed());
    this.#try(undefined);
  }

  /** Called every quarter of a second. */
  look(now: number): void {
    const { message, upgrade } = this.task;
    if (!this.#patient && message.httpVersionMajor < 2 && upgrade === undefined) {
      // From here on it is this file that says how long is too long.
      this.#patient = true;
      message.socket.setTimeout(0);
    }
    const { timeout } = this.#ground;
    const answering = this.#attempt?.answering === true;
    const limit = !answering ? timeout.headers : this.endless ? timeout.quiet : timeout.idle;
    if (now - this.touched <= limit) return;
    if (!answering) this.#attempt?.instance.failed(now, false);
    this.fail(tooLate(answering ? "go on" : "answer", limit));
  }

  /** Ends it, with an answer where none has begun. */
  fail(problem: Problem): void {
    if (this.#over) return;
    const { response } = this.task;
    const begun = response.headersSent;
    this.#finish(begun ? response.statusCode : (problem.status ?? 503), problem);
    if (begun || response.destroyed) cut(response);
    else this.task.refuse(problem);
  }

  /** @param cause Why an earlier attempt came to nothing. */
  #try(cause: Problem | undefined): void {
    const { choose, now, largestBody } = this.#ground;
    const chosen = choose({ now: now(), key: this.task.key, tried: this.#tried });
    if (chosen === undefined || chosen === "full") return this.fail(cause ?? noInstance(chosen === "full"));
    const { method, path, headers, host, hasBody, upgrade } = this.task;
    const attempt = new Attempt(this, chosen);
    this.#attempt = attempt;
    this.#tried.push(chosen);
    this.touched = now();
    chosen.pending++;
    const body = hasBody
      ? new CallersBody(this.task.message, largestBody, {
          begun: () => this.#bodyBegun(),
          moved: () => (this.touched = now()),
          tooLarge: () => this.fail(bodyTooLarge(largestBody)),
        })
      : null;
    chosen.pool.dispatch(
      {
        origin: chosen.origin,
        method: method as Dispatcher.HttpMethod,
        path,
        headers: [...headers, "Host", host ?? chosen.authority],
        body,
        ...(upgrade === undefined ? {} : { upgrade: upgrade.protocol }),
      },
      attempt,
    );
  }

  #bodyBegun(): void {
    this.#consumed = true;
    if (this.task.asksFirst && !this.task.response.headersSent) this.task.response.writeContinue();
  }

  /** The attempt has come to nothing; asks elsewhere where that is safe and within the budget. */
  retry(attempt: Attempt, sent: boolean, problem: Problem): void {
    if (attempt !== this.#attempt || this.#over) return;
    attempt.instance.pending--;
    this.#attempt = undefined;
    const { attempts, budget } = this.#ground;
    const again = this.#mayRepeat(sent) && this.#tried.length < attempts && budget.withdraw();
    if (again) this.#try(problem);
    else this.fail(problem);
  }

  #mayRepeat(sent: boolean): boolean {
    const { method, response, upgrade } = this.task;
    if (response.headersSent || response.destroyed || this.#consumed) return false;
    return !sent || (repeatable.has(method) && upgrade === undefined);
  }

  isCurrent(attempt: Attempt): boolean {
    return this.#attempt === attempt && !this.#over;
  }

  /** An answer that another instance may better. */
  mayBetter(status: number): boolean {
    const { statuses, attempts, choose, now } = this.#ground;
    if (!statuses.has(status) || this.#tried.length >= attempts || !this.#mayRepeat(true)) return false;
    const other = choose({ now: now(), key: this.task.key, tried: this.#tried });
    return other !== undefined && other !== "full" && !other.ejected;
  }

  begin(attempt: Attempt, status: number, raw: readonly (Buffer | string)[], headers: IncomingHttpHeaders): boolean {
    const { connection } = headers;
    const answered = answerHeaders(
      raw,
      Array.isArray(connection) ? connection.join(",") : connection,
      this.#ground.answerRules(attempt.instance),
    );
    this.task.adorn(answered, status);
    attempt.answered = answered;
    this.touched = this.#ground.now();
    this.endless = answered.type.startsWith("text/event-stream");
    const { method, response } = this.task;
    const bodiless = method === "HEAD" || status === 204 || status === 304;
    if (!bodiless && answered.length !== undefined && answered.length <= held && this.#mayRepeat(true)) return true;
    sendAnswer(response, status, answered.headers);
    if (!bodiless && answered.length !== 0) sendHead(response);
    return false;
  }

  ended(attempt: Attempt): void {
    attempt.instance.pending--;
    this.#attempt = undefined;
    this.#finish(this.task.response.statusCode, undefined);
    this.#release();
  }

  join(attempt: Attempt, status: number, raw: readonly (Buffer | string)[], socket: Duplex): void {
    const { upgrade, response } = this.task;
    if (upgrade === undefined) return void socket.destroy();
    const answered = answerHeaders(raw, undefined, this.#ground.answerRules(attempt.instance));
    this.task.adorn(answered, status);
    attempt.instance.pending--;
    this.#attempt = undefined;
    response.removeAllListeners("close");
    this.#finish(status, undefined);
    const { quiet } = this.#ground.timeout;
    joinSockets({
      ...upgrade,
      response,
      other: socket,
      headers: answered.headers,
      quiet,
      tunnels: this.#ground.tunnels,
    });
  }

  /** Of a body that nobody wants any more, as much is taken as a caller has under way; then he is cut off. */
  #release(): void {
    const { message, hasBody } = this.task;
    if (!hasBody || message.complete) return;
    message.on("error", () => {}).resume();
    const timer = setTimeout(() => void (message.complete || message.destroy()), farewell).unref();
    message.once("close", () => clearTimeout(timer));
  }

  #closed(): void {
    if (this.#over) return;
    this.#finish(499, callerLeft());
  }

  #finish(status: number, problem: Problem | undefined): void {
    if (this.#over) return;
    this.#over = true;
    this.#ground.left(this);
    const attempt = this.#attempt;
    if (attempt !== undefined) {
      attempt.instance.pending--;
      attempt.abandon();
    }
    this.task.done(status, problem);
  }
}

/** Milliseconds. */
const farewell = 2_000;

/** What an answer lacks must be seen: its connection is broken off. */
function cut(response: ServerResponse): void {
  response.destroy();
}

/** Why an attempt that nobody waits for is ended. */
const nobodyWaits = new Error("nobody waits for the answer any more");

/** What one instance is asked, and says. */
export class Attempt implements Dispatcher.DispatchHandler {
  readonly instance: Instance;
  answering = false;
  answered: Answered | undefined = undefined;
  readonly #relay: Relay;
  #controller: Dispatcher.DispatchController | undefined = undefined;
  #status = 0;
  /** Of an answer that is held. */
  #pieces: Buffer[] | undefined = undefined;
  #waiting = false;

  constructor(relay: Relay, instance: Instance) {
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
