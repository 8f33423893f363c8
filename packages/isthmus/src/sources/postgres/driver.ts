// What is used of the driver's inside: pg 8.23 gives no public way to send several statements ahead of one Sync, to leave
// out the row description, or to forget prepared statements. Pinned to the exact version in package.json.

import type { DatabaseError } from "pg";

/** The wire, one message a call; pg's `Connection`. */
export interface Wire {
  readonly stream: {
    cork(): void;
    uncork(): void;
    destroy(error?: Error): void;
    setKeepAlive(on: boolean, delay: number): void;
  };
  parse(message: { readonly name: string; readonly text: string; readonly types?: readonly number[] }): void;
  bind(message: {
    readonly portal: string;
    readonly statement: string;
    readonly values: readonly (string | null)[];
  }): void;
  execute(message: { readonly portal: string; readonly rows: number }): void;
  close(message: { readonly type: "S" | "P"; readonly name: string }): void;
  sync(): void;
  query(text: string): void;
  cancel(process: number, secret: number): void;
  connect(port: number, host: string): void;
  requestSsl(): void;
  on(event: string, listener: (...facts: never[]) => void): void;
}

/** pg's `Client`. */
export interface DriverClient {
  readonly connection: Wire;
  readonly processID: number | null;
  readonly secretKey: number | null;
  readonly host: string;
  readonly port: number;
  readonly ssl: unknown;
  connect(): Promise<unknown>;
  query(exchange: object): unknown;
  end(): Promise<void>;
  getTransactionStatus(): "I" | "T" | "E" | null;
  on(event: "error" | "end", listener: (error: Error) => void): void;
  on(event: "notification", listener: (told: { readonly channel: string; readonly payload?: string }) => void): void;
}

/** pg's `Query`, of which an exchange is made: the client calls these as messages come in. */
export interface DriverQuery {
  callback: unknown;
}

export type DriverQueryClass = new (config: object, values?: undefined, callback?: () => void) => DriverQuery;
export type DatabaseFailure = DatabaseError;
