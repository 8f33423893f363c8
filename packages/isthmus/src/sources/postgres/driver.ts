// What is used of the driver's inside: pg 8.23 gives no public way to send several statements ahead of one Sync, to leave
// out the row description, or to forget prepared statements. Pinned to the exact version in package.json.

import type { DatabaseError } from "pg";

/** The wire, one message a call; pg's `Connection`. */
export interface Wire {
  readonly stream: {
    readonly writable: boolean;
    write(bytes: Buffer): boolean;
    destroy(error?: Error): void;
    setKeepAlive(on: boolean, delay: number): void;
  };
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

/** pg's `Query`, of which an exchange is one by its prototype. */
export interface DriverQueryClass {
  readonly prototype: object;
}
export type DatabaseFailure = DatabaseError;
