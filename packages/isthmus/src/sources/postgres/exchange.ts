// One exchange with the server: a few prepared statements that run one after the other, and one Sync. When one of them
// fails the server skips the rest, so that a BEGIN that failed is never followed by its statement outside a transaction.

import type { DriverQueryClass, Wire } from "./driver.ts";
import { gatherMessages } from "./messages.ts";

export interface Prepared {
  /** The same text always has the same name; "" is prepared anew each time. */
  readonly name: string;
  readonly text: string;
}

export interface Step {
  readonly prepared: Prepared;
  readonly values: readonly (string | null)[];
}

/** Rows as text, of the last step alone; and its command tag, e.g. `COMMIT` or `UPDATE 3`. */
export interface Answered {
  readonly rows: readonly (readonly (string | null)[])[];
  readonly tag: string;
}

export type Done = (error: Error | null, answered: Answered) => void;

/** Prepared statements kept by one connection. More are let go of, the one that was used least lately first. */
const mostPrepared = 500;

/** Names prepared on one connection. `doubtful`: an error came between, so the name may or may not be there. */
export type PreparedNames = Map<string, "sent" | "doubtful">;

export type ExchangeClass = new (steps: readonly Step[], names: PreparedNames, done: Done) => object;

const nothing: Answered = { rows: [], tag: "" };

/** Nothing is gathered while another exchange is: one buffer does for all connections. */
const messages = gatherMessages();

/**
 * The client takes nothing on a pipelined connection but instances of pg's own `Query`. Its constructor prepares for rows
 * that are read by the driver, so it is not run: only its prototype stands behind this one's.
 */
export function exchangeOver(Query: DriverQueryClass): ExchangeClass {
  class Exchange {
    /** The client looks whether there is one. */
    readonly callback: Done;
    readonly #steps: readonly Step[];
    readonly #names: PreparedNames;
    #finished = 0;
    #rows: (readonly (string | null)[])[] = [];
    #tag = "";
    /** Names whose Parse or Close is under way: after an error nobody knows whether the server has come to it. */
    #fresh: string[] | undefined;
    #closed: string[] | undefined;

    constructor(steps: readonly Step[], names: PreparedNames, done: Done) {
      this.#steps = steps;
      this.#names = names;
      this.callback = done;
    }

    /** Called by the client to send. Whatever it returns is an error. */
    submit(wire: Wire): Error | null {
      for (const { prepared, values } of this.#steps) {
        this.#prepare(prepared);
        messages.bindAndExecute(prepared.name, values);
      }
      const all = messages.finish();
      if (wire.stream.writable) wire.stream.write(all);
      return null;
    }

    #prepare({ name, text }: Prepared): void {
      const names = this.#names;
      if (name !== "") {
        const known = names.get(name);
        // Put in the order of use only where one may have to go: most connections never hold that many.
        const crowded = names.size > mostPrepared / 2;
        if (known !== undefined && crowded) names.delete(name);
        if (known !== "sent" || crowded) names.set(name, "sent");
        if (known === "sent") return;
        // Closing a name that is not there is no error.
        if (known === "doubtful") messages.close(name);
        (this.#fresh ??= []).push(name);
        if (names.size > mostPrepared) this.#forgetOldest();
      }
      messages.parse(name, text);
    }

    #forgetOldest(): void {
      const [oldest] = this.#names.keys();
      if (oldest === undefined) return;
      this.#names.delete(oldest);
      (this.#closed ??= []).push(oldest);
      messages.close(oldest);
    }

    handleRowDescription(): void {}

    handleDataRow(message: { readonly fields: readonly (string | null)[] }): void {
      this.#rows.push(message.fields);
    }

    handleCommandComplete(message: { readonly text: string }): void {
      this.#finished++;
      this.#tag = message.text;
      if (this.#finished < this.#steps.length) this.#rows = [];
    }

    handleEmptyQuery(): void {
      this.#finished++;
    }

    handlePortalSuspended(): void {}
    handleCopyData(): void {}

    handleCopyInResponse(wire: { sendCopyFail(reason: string): void }): void {
      wire.sendCopyFail("COPY has no place here");
    }

    handleError(error: Error): void {
      for (const name of this.#fresh ?? []) if (this.#names.has(name)) this.#names.set(name, "doubtful");
      for (const name of this.#closed ?? []) if (!this.#names.has(name)) this.#names.set(name, "doubtful");
      this.callback(error, nothing);
    }

    handleReadyForQuery(): void {
      this.callback(null, { rows: this.#rows, tag: this.#tag });
    }
  }
  Object.setPrototypeOf(Exchange.prototype, Query.prototype as object);
  return Exchange;
}
