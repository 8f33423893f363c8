// One request on its way to a service and back: attempts at its instances, one after the other, until one answers. From
// its first byte on an answer is streamed as the caller takes it; only a small one of known length is held until it is
// whole, so that another instance can still be asked where it breaks off.

import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { Dispatcher } from "undici";
import type { Chained } from "../core/chain.ts";
import type { Problem } from "../core/problem.ts";
import { type Answered, answerHeaders } from "./answer-headers.ts";
import { type Asking, Attempt } from "./attempt.ts";
import { CallersBody } from "./callers-body.ts";
import type { Choose } from "./choose.ts";
import type { Instance } from "./instance.ts";
import { bodyLate, bodyTooLarge, callerLeft, noInstance, tooLate } from "./problems.ts";
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

/** Bytes of a body or an answer that is held. */
const held = 16_384;

const repeatable: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS", "PUT", "DELETE"]);

export class Relay implements Asking, Chained<Relay> {
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
  /** Of a body that is whole. */
  #body: Buffer | undefined = undefined;
  #consumed = false;
  #over = false;
  #patient = false;

  constructor(task: Task, ground: RelayGround) {
    this.task = task;
    this.#ground = ground;
    this.touched = ground.now();
  }

  start(): void {
    const { message, response, hasBody, asksFirst } = this.task;
    response.once("close", () => this.#closed());
    const length = hasBody && !asksFirst ? Number(message.headers["content-length"]) : Number.NaN;
    if (length <= held) this.#gather();
    else this.#try(undefined);
  }

  /** A small body is sent in one piece: a slow caller keeps no connection of the service's, and it can be sent again. */
  #gather(): void {
    const pieces: Buffer[] = [];
    const { message } = this.task;
    message
      .on("data", (piece: Buffer) => {
        pieces.push(piece);
        this.touched = this.#ground.now();
      })
      .on("error", () => {})
      .on("end", () => {
        if (this.#over) return;
        this.#body = pieces.length === 1 ? pieces[0] : Buffer.concat(pieces);
        this.#try(undefined);
      });
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
    if (this.#attempt === undefined) return this.fail(bodyLate(limit));
    if (!answering) this.#attempt.instance.failed(now, false);
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
    const { choose, now } = this.#ground;
    const chosen = choose({ now: now(), key: this.task.key, tried: this.#tried });
    if (chosen === undefined || chosen === "full") return this.fail(cause ?? noInstance(chosen === "full"));
    const { method, path, headers, host, hasBody, upgrade } = this.task;
    const attempt = new Attempt(this, chosen);
    this.#attempt = attempt;
    this.#tried.push(chosen);
    this.touched = now();
    chosen.pending++;
    chosen.pool.dispatch(
      {
        origin: chosen.origin,
        method: method as Dispatcher.HttpMethod,
        path,
        headers: [...headers, "Host", host ?? chosen.authority],
        body: this.#body ?? (hasBody ? this.#stream() : null),
        ...(upgrade === undefined ? {} : { upgrade: upgrade.protocol }),
      },
      attempt,
    );
  }

  #stream(): CallersBody {
    const { now, largestBody } = this.#ground;
    return new CallersBody(this.task.message, largestBody, {
      begun: () => this.#bodyBegun(),
      moved: () => (this.touched = now()),
      tooLarge: () => this.fail(bodyTooLarge(largestBody)),
    });
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
