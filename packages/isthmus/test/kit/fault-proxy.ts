// A TCP proxy that does to connections what networks do: delay, cut in the middle, reset, close half, swallow everything.

import { createConnection, createServer, type AddressInfo, type Socket } from "node:net";

/** What happens to bytes; may be changed while connections are open. Undefined members do nothing. */
export interface Fault {
  /** Milliseconds by which bytes of either direction come late. */
  readonly latency?: number;
  /** Bytes are taken and never handed on, in both directions; nothing is closed, and new connections get no further. */
  readonly blackHole?: boolean;
  /** After this many bytes from the server, counted from when the fault was set, the connection is reset. */
  readonly cutAfter?: number;
  /** As `cutAfter`, of bytes from the client; what goes beyond is not handed on. */
  readonly cutRequestAfter?: number;
  /** New connections are refused. */
  readonly refuse?: boolean;
}

export interface FaultProxy {
  readonly port: number;
  /** Replaces the fault in force. */
  set(fault: Fault): void;
  /** Resets every open connection on both sides (RST). */
  reset(): void;
  /** Ends the server's half of every connection towards the client (FIN), which can still send. */
  halfClose(): void;
  readonly open: number;
  /** Connections there have been. */
  readonly seen: number;
  close(): Promise<void>;
}

interface Pair {
  readonly client: Socket;
  readonly server: Socket;
  sent: number;
  received: number;
}

export async function openFaultProxy(target: { readonly host: string; readonly port: number }): Promise<FaultProxy> {
  const pairs = new Set<Pair>();
  let fault: Fault = {};
  let seen = 0;

  function end(pair: Pair): void {
    pairs.delete(pair);
    pair.client.resetAndDestroy();
    pair.server.resetAndDestroy();
  }

  function pass(pair: Pair, to: Socket, chunk: Buffer, room: number | undefined, already: number): void {
    if (fault.blackHole) return;
    const left = room === undefined ? chunk.length : Math.max(0, room - already);
    const part = chunk.subarray(0, left);
    const write = () => {
      if (!to.destroyed && part.length > 0) to.write(part);
      if (part.length < chunk.length) end(pair);
    };
    if (fault.latency === undefined) write();
    else setTimeout(write, fault.latency);
  }

  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    seen++;
    if (fault.refuse) return void client.resetAndDestroy();
    const upstream = createConnection({ ...target, noDelay: true, allowHalfOpen: true });
    const pair: Pair = { client, server: upstream, sent: 0, received: 0 };
    pairs.add(pair);
    client.on("data", (chunk) => {
      pass(pair, upstream, chunk, fault.cutRequestAfter, pair.sent);
      pair.sent += chunk.length;
    });
    upstream.on("data", (chunk) => {
      pass(pair, client, chunk, fault.cutAfter, pair.received);
      pair.received += chunk.length;
    });
    client.on("end", () => !fault.blackHole && upstream.end());
    upstream.on("end", () => !fault.blackHole && client.end());
    for (const socket of [client, upstream]) {
      socket.on("error", () => end(pair));
      socket.on("close", () => !fault.blackHole && end(pair));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    port: (server.address() as AddressInfo).port,
    set(next) {
      fault = next;
      for (const pair of pairs) {
        pair.sent = 0;
        pair.received = 0;
      }
    },
    reset() {
      for (const pair of pairs) end(pair);
    },
    halfClose() {
      for (const pair of pairs) pair.client.end();
    },
    get open() {
      return pairs.size;
    },
    get seen() {
      return seen;
    },
    async close() {
      for (const pair of pairs) end(pair);
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
