// The requests that are under way, oldest first. All have the same time limit, so one slow clock looks after all
// deadlines by looking at the oldest, and no request needs a timer.

import type { Socket } from "node:net";
import { createChain } from "../../core/index.ts";
import type { Exchange } from "./exchange.ts";

export interface InFlight {
  readonly size: number;
  add(exchange: Exchange): void;
  delete(exchange: Exchange): void;
  /** The connection is gone, and with it what was under way on it. */
  leave(socket: Socket): void;
  /** Another request on this connection is under way too (pipelining). */
  hasOther(exchange: Exchange): boolean;
  all(): Iterable<Exchange>;
  close(): void;
}

/** Milliseconds between looks at the clock; deadlines are this exact. */
const tick = 100;

export interface InFlightEvents {
  /** The deadline has passed; called again at every tick until the exchange is deleted. */
  late(exchange: Exchange, now: number): void;
  /** The caller is gone; the exchange has been deleted. */
  left(exchange: Exchange): void;
}

export function createInFlight(events: InFlightEvents): InFlight {
  const exchanges = createChain<Exchange>();
  const timer = setInterval(() => {
    const now = performance.now();
    for (const exchange of exchanges) {
      if (exchange.deadline > now) break;
      events.late(exchange, now);
    }
  }, tick);
  timer.unref();

  return {
    get size() {
      return exchanges.size;
    },
    add: exchanges.add,
    delete: exchanges.delete,
    leave(socket) {
      for (const exchange of exchanges) {
        if (exchange.message.socket !== socket) continue;
        exchanges.delete(exchange);
        events.left(exchange);
      }
    },
    hasOther(exchange) {
      for (const other of exchanges) {
        if (other !== exchange && other.message.socket === exchange.message.socket) return true;
      }
      return false;
    },
    all: () => exchanges,
    close: () => clearInterval(timer),
  };
}
