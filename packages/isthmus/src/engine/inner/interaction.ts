// A transaction that code inside the server holds open: one in each source it asks, begun with the first statement there,
// ended together. A statement that fails dooms it, on every source alike: nothing of it is kept.

import type { Execute, Principal, Question, Result, Source } from "../../core/index.ts";
import { Problem } from "../../core/index.ts";
import type { Prepared } from "../prepare.ts";
import { carryOut, type Exchange, executeOn } from "../run.ts";
import { halfDone, lostRace, misuse } from "./misuse.ts";

interface Hold {
  readonly principal: Principal;
  readonly execute: Promise<Execute<unknown>>;
  /** Lets the source commit, or undo. */
  readonly end: PromiseWithResolvers<void>;
  /** The source has done so. */
  readonly finished: Promise<void>;
  wrote: boolean;
}

export class Interaction {
  readonly #holds = new Map<Source, Hold>();
  readonly #done: Question[] = [];
  readonly #signal: AbortSignal;
  /** Statements follow one another, so that they can be given at once. */
  #last: Promise<unknown> = Promise.resolve();
  #failure: { readonly thrown: unknown } | undefined;
  #closed = false;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
  }

  /** What has been changed by it. */
  get changes(): readonly Question[] {
    return this.#done;
  }

  /** A change of the source by any other way would wait for this one's end. */
  holds(source: Source): boolean {
    return !this.#closed && this.#holds.has(source);
  }

  /** Does something that is part of it; where that fails, all of it does. */
  async part<T>(work: () => Promise<T>): Promise<T> {
    this.#refuse();
    try {
      return await work();
    } catch (thrown) {
      this.#failure ??= { thrown };
      throw thrown;
    }
  }

  ask(question: Question, prepared: Prepared, exchange: Exchange): Promise<Result> {
    const asked = this.#last.then(() => this.part(() => this.#ask(question, prepared, exchange)));
    this.#last = asked.catch(() => {});
    return asked;
  }

  async #ask(question: Question, prepared: Prepared, exchange: Exchange): Promise<Result> {
    const { source, writes } = prepared;
    const hold = this.#holds.get(source) ?? this.#begin(source, exchange);
    if (source.personal === true && hold.principal !== exchange.principal)
      throw misuse(`${source.name} decides by itself who may do what, so that a transaction there is one caller's`);
    const execute = await hold.execute;
    this.#refuse();
    const call = { ...exchange, inputs: question.inputs, results: [] };
    const result = await carryOut(prepared, (other) => (other === source ? execute : executeOn(other)), call);
    if (writes) {
      hold.wrote = true;
      this.#done.push(question);
    }
    return result;
  }

  #refuse(): void {
    if (this.#failure !== undefined) throw doomed(this.#failure.thrown);
    if (this.#closed) throw misuse("A statement came behind the end of its transaction");
    if (this.#signal.aborted) throw this.#signal.reason;
  }

  #begin(source: Source, exchange: Exchange): Hold {
    const { principal, deadline, request, timeZone, positions } = exchange;
    const opened = Promise.withResolvers<Execute<unknown>>();
    const end = Promise.withResolvers<void>();
    let begun = false;
    const options = {
      readOnly: false,
      end: "commit" as const,
      principal,
      signal: this.#signal,
      deadline,
      request,
      ...(timeZone === undefined ? {} : { timeZone }),
      ...(positions === undefined ? {} : { positions }),
    };
    const finished = source.transaction(options, (execute) => {
      // The source would have the work done again after a lost race; what the code did beside it cannot be.
      if (begun) return Promise.reject<void>(this.#failure?.thrown ?? lostRace());
      begun = true;
      opened.resolve(execute);
      return end.promise;
    });
    finished.catch(opened.reject);
    opened.promise.catch(() => {});
    end.promise.catch(() => {});
    const hold = { principal, execute: opened.promise, end, finished, wrote: false };
    this.#holds.set(source, hold);
    return hold;
  }

  /** @throws What went wrong in it, were it caught or not; ISTHMUS503U where only some of the sources have committed. */
  async commit(): Promise<void> {
    await this.#last;
    this.#closed = true;
    if (this.#failure !== undefined) {
      await this.#undo(this.#failure.thrown);
      throw this.#failure.thrown;
    }
    let committed = false;
    for (const [source, hold] of this.#inOrder()) {
      this.#holds.delete(source);
      hold.end.resolve();
      try {
        await hold.finished;
      } catch (thrown) {
        await this.#undo(thrown);
        throw committed ? halfDone(thrown) : thrown;
      }
      committed ||= hold.wrote;
    }
  }

  async undo(reason: unknown): Promise<void> {
    this.#closed = true;
    await this.#undo(reason);
  }

  async #undo(reason: unknown): Promise<void> {
    for (const { end } of this.#holds.values()) end.reject(reason);
    await Promise.allSettled([...this.#holds.values()].map(({ finished }) => finished));
    this.#holds.clear();
  }

  /** What was only read cannot be left half done. */
  #inOrder(): readonly (readonly [Source, Hold])[] {
    return [...this.#holds].sort(
      ([a, one], [b, other]) => Number(one.wrote) - Number(other.wrote) || (a.name < b.name ? -1 : 1),
    );
  }
}

function doomed(cause: unknown): Problem {
  return new Problem({
    code: "25P02",
    category: "conflict",
    message: "current transaction is aborted, commands ignored until end of transaction block",
    cause,
  });
}
